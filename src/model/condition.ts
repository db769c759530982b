import { z } from 'zod'
import { isCivilDate } from '../core/civil-date.ts'

/** A value in a Condition: text, a whole number, pounds in quotes, a date, or true/false. */
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'text, a number, true or false' })
const fieldName = z.string().min(1).describe('Field of the case, or of the event, that the rule looks at.')
const civilDate = z.string().refine(isCivilDate, { error: 'a calendar date YYYY-MM-DD' }).meta({ format: 'date' })

export const periodSchema = z
  .strictObject({
    days: z.int().min(0).max(36_525).optional().describe('Days.'),
    months: z.int().min(0).max(1_200).optional().describe('Calendar months.'),
  })
  .describe('A length of time in days, months or both; at most a hundred years of each.')

export type Scalar = z.infer<typeof scalar>

/** The one grammar of rules: eligibility, linked cases, process guards, analysis sets. */
export type Condition =
  | { field: string; is: Scalar | null }
  | { field: string; oneOf: Scalar[] }
  | { field: string; atLeast: number | string }
  | { field: string; atMost: number | string }
  | { field: string; before: string }
  | { field: string; after: string }
  | { field: string; withinLast: { days?: number | undefined; months?: number | undefined } }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { linked: { through: string; some?: Condition | undefined; none?: Condition | undefined } }

const amount = z
  .union([z.number(), z.string()], { error: 'a number, or pounds in quotes' })
  .describe('A whole number, or pounds in quotes; the value itself is included.')

/**
 * Zod schema of a Condition. A comparison with a missing value is false, so `not` of it is true;
 * `is: null` asks whether the value is missing. `withinLast` counts back from the protocol's date of eligibility,
 * both ends included. `linked` looks at the *other* cases of the caseload that share the value of `through`.
 */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() => rule)

const linkedSchema = z
  .strictObject({
    through: fieldName.describe('Field that linked cases share.'),
    some: conditionSchema.optional().describe('At least one of them meets this rule.'),
    none: conditionSchema.optional().describe('None of them meets this rule.'),
  })
  .refine(({ some, none }) => (some === undefined) !== (none === undefined), {
    error: 'exactly one of `some` and `none`',
  })
  .describe('The other cases of the caseload that share the value of the field `through`.')

const rule = z
  .union(
    [
      z.strictObject({ field: fieldName, is: scalar.nullable().describe('The value; null where it is missing.') }),
      z.strictObject({ field: fieldName, oneOf: z.array(scalar).min(1).describe('Any of these values.') }),
      z.strictObject({ field: fieldName, atLeast: amount }),
      z.strictObject({ field: fieldName, atMost: amount }),
      z.strictObject({ field: fieldName, before: civilDate.describe('A date YYYY-MM-DD, itself excluded.') }),
      z.strictObject({ field: fieldName, after: civilDate.describe('A date YYYY-MM-DD, itself excluded.') }),
      z.strictObject({ field: fieldName, withinLast: periodSchema }),
      z.strictObject({ all: z.array(conditionSchema).min(1).describe('Every one of these rules holds.') }),
      z.strictObject({ any: z.array(conditionSchema).min(1).describe('At least one of these rules holds.') }),
      z.strictObject({ not: conditionSchema.describe('This rule does not hold.') }),
      z.strictObject({ linked: linkedSchema }),
    ],
    {
      error:
        'a rule: {field, is | oneOf | atLeast | atMost | before | after | withinLast}, {all | any | not} or {linked}',
    },
  )
  .meta({ id: 'Condition', description: 'A rule about a case or an event.' })

/** The field comparisons of a Condition: its leaves. */
export type Comparison = Extract<Condition, { field: string }>

export const isComparison = (condition: Condition): condition is Comparison => 'field' in condition

/** Every comparison in a rule, those about linked cases included. */
export function comparisonsIn(condition: Condition): Comparison[] {
  if (isComparison(condition)) return [condition]
  if ('not' in condition) return comparisonsIn(condition.not)
  if ('all' in condition) return condition.all.flatMap(comparisonsIn)
  if ('any' in condition) return condition.any.flatMap(comparisonsIn)
  const { some, none } = condition.linked
  return [some, none].flatMap(inner => (inner === undefined ? [] : comparisonsIn(inner)))
}
