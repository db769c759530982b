import { z } from 'zod'
import { title } from './assumed.ts'
import { isPrintedNumber } from './printed-number.ts'

const idPattern = /^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$/
const id = z
  .string({ error: 'an id, as payers.control' })
  .regex(idPattern, { error: 'an id of a-z, 0-9, _ and -, with dots between parts, as payers.control' })
  .describe('Id, by which what stands below refers to it.')
const ref = z
  .string({ error: 'the id of a group or number above' })
  .regex(idPattern, { error: 'the id of a group or number above' })
  .describe('Id of a group or number above.')
const refs = z.array(ref).min(2)
const count = ref.describe('A group, a count, or a percentage, which then stands for the whole number behind it.')

const place = z.string().min(1).describe('Where the report prints it: page, section, table, figure.')
const printed = z
  .string({ error: 'the printed number in quotes, as "1.34" or "less than 1"' })
  .refine(isPrintedNumber, {
    error: 'a number as printed, in quotes: "1.34", "£5.94", "1,234", "<0.001", "less than 1"',
  })
  .meta({ description: 'The number as it is printed, in quotes, with all its decimals.', pattern: '[0-9]' })
const step = z.number().positive().optional().describe('Rounding step, where it is not that of the last decimal.')
const level = z.number().gt(0).lt(1).default(0.95).describe('Confidence level.')
const critical = z
  .enum(['z', 't'], { error: 'z or t' })
  .default('z')
  .describe('Distribution that the interval was made with: normal (z) or Student (t).')

const side = z.enum(['lower', 'upper'], { error: 'lower or upper' }).describe('Which limit it is.')
const scale = z.enum(['linear', 'log'], { error: 'linear or log' }).default('linear').describe('log for ratios.')
const percentages = z
  .array(ref)
  .length(2, { error: 'two percentages' })
  .describe('Two percentages; the difference is the first less the second.')
const tails = z.enum(['one', 'two'], { error: 'one or two' }).default('two').describe('Of t and z.')

const values = z
  .strictObject({
    step: z.number().positive().describe('What single values are multiples of: 1, or 0.01 for pounds and pence.'),
    least: z.number().optional().describe('Least value that can occur.'),
    most: z.number().optional().describe('Greatest value that can occur.'),
  })
  .describe('What single values can be.')

const momentsGroup = z
  .strictObject({
    n: count,
    mean: ref.describe('Mean of the group.'),
    sd: ref.describe('Standard deviation of the group, with n - 1.'),
  })
  .describe('A group with its number of values, mean and standard deviation.')

const degrees = z.union([ref, z.number().positive()], { error: 'an id or a number above 0' })

const relations = [
  z.strictObject({
    percentage: z
      .strictObject({
        n: count.describe('Of how many: a group, a count or a percentage.'),
        of: count.optional().describe('How many; some whole number where absent.'),
      })
      .describe('100 x a whole number / n.'),
  }),
  z.strictObject({
    count: z.strictObject({ of: ref.describe('A percentage.') }).describe('The whole number behind a percentage.'),
  }),
  z.strictObject({ sum: refs.describe('Sum of numbers.') }),
  z.strictObject({
    difference: z.strictObject({ of: ref, less: ref.describe('What is taken off.') }).describe('of - less.'),
  }),
  z.strictObject({ product: refs.describe('Product of numbers.') }),
  z.strictObject({ ratio: z.strictObject({ of: ref, to: ref.describe('The divisor.') }).describe('of / to.') }),
  z.strictObject({
    share: z.strictObject({ of: ref, to: ref.describe('The whole.') }).describe('100 x of / to, of amounts.'),
  }),
  z.strictObject({
    half_width: z
      .union(
        [
          z.strictObject({ percentage: ref.describe('The percentage.'), level }),
          z.strictObject({ sd: ref.describe('Standard deviation.'), n: count, level, critical }),
          z.strictObject({ percentages, level }),
        ],
        { error: 'percentage, or sd and n, or percentages' },
      )
      .describe('The "plus or minus" of a percentage or of a difference of two (normal interval), or of a mean.'),
  }),
  z.strictObject({
    interval: z
      .union(
        [
          z.strictObject({
            side,
            percentage: ref.describe('The percentage.'),
            method: z
              .enum(['wald', 'wilson', 'clopper-pearson'], { error: 'wald, wilson or clopper-pearson' })
              .describe('How the interval was made.'),
            level,
          }),
          z.strictObject({
            side,
            mean: ref.describe('Mean.'),
            sd: ref.describe('Standard deviation.'),
            n: count,
            level,
            critical,
          }),
          z.strictObject({ side, percentages, level }),
          z.strictObject({ side, correlation: ref.describe('The correlation.'), n: count, level }),
          z.strictObject({
            side,
            estimate: ref.describe('The estimate.'),
            p: ref.describe('P (of two tails) that the effect is none.'),
            level,
            scale,
          }),
        ],
        {
          error:
            'side with percentage and method, with mean, sd and n, with percentages, with correlation and n, or with estimate and p',
        },
      )
      .describe('A limit of a confidence interval.'),
  }),
  z.strictObject({
    symmetric: z
      .strictObject({
        around: ref.describe('The estimate.'),
        other: ref.describe('The other limit.'),
        scale,
      })
      .describe('A limit as far from the estimate as the other limit.'),
  }),
  z.strictObject({
    mean: z.strictObject({ n: count, values }).describe('Mean of n values that are multiples of a step.'),
  }),
  z.strictObject({
    sd: z
      .strictObject({
        mean: ref.describe('Mean of the same values.'),
        n: count,
        values,
        nonzero: count.optional().describe('How many of the values are not zero, where that is printed.'),
      })
      .describe('Standard deviation (with n - 1) of n values that are multiples of a step.'),
  }),
  z.strictObject({
    chi_squared: z
      .strictObject({
        rows: z
          .array(
            z.strictObject({
              n: count.optional().describe('Number of cases of the row; the sum of its counts where absent.'),
              counts: z.array(count).min(1).max(12).describe('Cases in each column; what n leaves is one column more.'),
            }),
          )
          .min(2)
          .max(20)
          .describe('Rows of the table.'),
        correction: z
          .enum(['none', 'yates'], { error: 'none or yates' })
          .default('none')
          .describe("Yates's correction for continuity, of tables of two by two."),
      })
      .describe("Pearson's chi-squared of a table."),
  }),
  z.strictObject({
    kruskal_wallis: z
      .strictObject({
        groups: z
          .array(z.strictObject({ n: count, nonzero: count.describe('Cases with an amount above zero.') }))
          .min(2)
          .max(6)
          .describe('Groups.'),
      })
      .describe('Kruskal-Wallis H of amounts of which many are zero.'),
  }),
  z.strictObject({
    t: z
      .union(
        [
          z.strictObject({
            groups: z.array(momentsGroup).length(2, { error: 'two groups' }).describe('The two groups.'),
            variances: z
              .enum(['pooled', 'welch'], { error: 'pooled or welch' })
              .default('pooled')
              .describe("Student's t (pooled) or Welch's."),
          }),
          z.strictObject({ correlation: ref.describe('The correlation.'), n: count }),
        ],
        { error: 'two groups, or correlation and n' },
      )
      .describe('t of the difference of two means, or of a correlation; its sign is not looked at.'),
  }),
  z.strictObject({
    correlation: z
      .strictObject({ t: ref.describe('Its t.'), n: count })
      .describe('Correlation (of Pearson) of n pairs; its sign is not looked at.'),
  }),
  z.strictObject({
    f: z
      .strictObject({ groups: z.array(momentsGroup).min(2).max(16).describe('Groups.') })
      .describe('F of a one-way analysis of variance.'),
  }),
  z.strictObject({
    degrees_of_freedom: z
      .strictObject({
        of: ref.describe('A chi_squared, kruskal_wallis, t or f.'),
        part: z
          .enum(['numerator', 'denominator'], { error: 'numerator or denominator' })
          .default('numerator')
          .describe('Which of the two of F.'),
      })
      .describe('Degrees of freedom of a test.'),
  }),
  z.strictObject({
    p: z
      .union(
        [
          z.strictObject({
            statistic: ref.describe('The statistic.'),
            distribution: z
              .enum(['chi_squared', 't', 'f', 'z'], { error: 'chi_squared, t, f or z' })
              .describe('Its distribution.'),
            df: z.array(degrees).max(2).default([]).describe('Degrees of freedom: none for z, two for f, else one.'),
            tails,
          }),
          z.strictObject({ correlation: ref.describe('The correlation.'), n: count, tails }),
          z.strictObject({
            estimate: ref.optional().describe('The estimate; the middle of the interval where absent.'),
            lower: ref.describe('Lower limit of its interval.'),
            upper: ref.describe('Upper limit of its interval.'),
            level,
            scale,
          }),
        ],
        { error: 'statistic and distribution, or correlation and n, or lower and upper' },
      )
      .describe('P value of a statistic, of a correlation, or of an estimate with an interval (normal, of two tails).'),
  }),
] as const

const keys = relations.map(relation => Object.keys(relation.shape)[0]).join(', ')
const relation = z
  .union(relations, { error: `one of ${keys}` })
  .describe('What the number is, from others: exactly one of these keys.')

const groupSchema = z.strictObject({
  id,
  title,
  place: place.optional(),
  n: z
    .string({ error: 'the number of cases in quotes, as "5,906"' })
    .regex(/^(\d+|\d{1,3}(,\d{3})+)$/, { error: 'a whole number in quotes, as "5,906"' })
    .describe('Number of cases, as printed, in quotes.'),
})

const numberSchema = z.strictObject({
  id,
  title,
  place: place.optional(),
  printed: printed.optional().describe('The number as printed. Without it the number is worked out, or unknown.'),
  step,
  whole: z.literal(true).optional().describe('It counts things: a whole print without a step is the number itself.'),
  is: relation.optional(),
  note: z.string().min(1).optional().describe('A sentence for readers.'),
})

const wholeSchema = z.strictObject({
  id,
  title,
  place,
  parts: z.array(count).min(2).describe('Counts or percentages that are the parts.'),
  of: count.describe('The whole.'),
})

const togetherSchema = z.strictObject({
  id,
  title,
  statements: z
    .array(ref)
    .min(2)
    .describe('Ids of printed numbers that are something of others, and of wholes, to be judged together.'),
})

/** Numbers that a report prints, and what each is of others: what `equipoise audit` reads. */
export const auditFileSchema = z.strictObject({
  schema: z.literal('equipoise/audit-file/1', { error: 'equipoise/audit-file/1' }).describe('Form of this file.'),
  document: z
    .strictObject({
      title,
      publisher: z.string().min(1).optional().describe('Who published it.'),
      note: z.string().min(1).optional().describe('What readers should know of it.'),
    })
    .describe('The report.'),
  groups: z.array(groupSchema).default([]).describe('Groups of cases, each with its number.'),
  numbers: z.array(numberSchema).min(1).describe('Printed numbers. Each refers only to what stands above it.'),
  wholes: z.array(wholeSchema).default([]).describe('Counts that are the parts of one whole.'),
  together: z.array(togetherSchema).default([]).describe('Statements that have to hold at once.'),
})

/** A checked audit file. */
export type AuditFile = z.output<typeof auditFileSchema>
/** A number as a report prints it, with what it is of others; worked out, or unknown, where it is not printed. */
export type AuditNumber = AuditFile['numbers'][number]
/** Counts or percentages that are the parts of one whole. */
export type AuditWhole = AuditFile['wholes'][number]
/** Statements that are judged together. */
export type AuditTogether = AuditFile['together'][number]
/** What a number is, from others. */
export type Relation = z.output<typeof relation>

type Union<T> = T extends unknown ? keyof T : never
/** Name of a relation: the one key of `is`. */
export type RelationName = Union<Relation>
/** What stands under the key of a relation. */
export type RelationOf<Name extends RelationName> = Extract<Relation, Record<Name, unknown>>[Name &
  keyof Extract<Relation, Record<Name, unknown>>]

/** The one key of a relation. */
export const relationName = (relation: Relation): RelationName => Object.keys(relation)[0] as RelationName

/** Keys of relations whose texts are words and not ids. */
const words = new Set([
  ...['side', 'method', 'critical', 'scale', 'variances', 'part', 'distribution', 'tails', 'correction'],
])

/** Every id that a relation names, with the path to it. */
export function referencesOf(relation: Relation): { path: (string | number)[]; id: string }[] {
  const found: { path: (string | number)[]; id: string }[] = []
  const visit = (part: unknown, path: (string | number)[]): void => {
    if (typeof part === 'string') found.push({ path, id: part })
    else if (Array.isArray(part)) for (const [index, each] of part.entries()) visit(each, [...path, index])
    else if (typeof part === 'object' && part !== null)
      for (const [key, each] of Object.entries(part)) if (!words.has(key)) visit(each, [...path, key])
  }
  visit(relation, [])
  return found
}
