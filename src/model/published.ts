import { z } from 'zod'
import { assumption, title } from './assumed.ts'
import { levelId, nounId } from './ids.ts'

/** Figure ids are dotted nouns, from the general to the particular: `payers.pwc_first.percent`. */
const figureId = z
  .string({ error: 'a figure id' })
  .regex(/^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+$/, { error: 'dotted ids, as payers.pwc_first.percent' })
  .describe('Id of a figure: dotted, from the general to the particular.')

const place = z.string().min(1).describe('Where the report prints it.')
const levels = z
  .union([levelId, z.array(levelId).min(1)])
  .describe('Level or levels of the outcome; `yes` of a binary one.')
const ofArm = { arm: nounId, outcome: nounId }

/** What a printed number is: evaluated on the page's recovered summaries and on a run alike. */
const quantitySchema = z.union(
  [
    z.strictObject({ cases: z.strictObject({ arm: nounId }).describe('Number of cases in an arm.') }),
    z.strictObject({
      count: z.strictObject({ ...ofArm, level: levels.optional() }).describe('Number of cases at a level.'),
    }),
    z.strictObject({
      percent: z
        .strictObject({
          ...ofArm,
          level: levels.optional(),
          of: z
            .union([z.literal('cases'), z.strictObject({ outcome: nounId, level: levels.optional() })])
            .default('cases')
            .describe('What the share is of: all cases of the arm, or those at levels of an outcome.'),
        })
        .describe('100 x cases at a level / cases of the denominator.'),
    }),
    z.strictObject({ mean: z.strictObject(ofArm).describe('Pounds per case.') }),
    z.strictObject({ total: z.strictObject(ofArm).describe('Pounds in all.') }),
    z.strictObject({
      percentOfTotal: z
        .strictObject({ ...ofArm, of: nounId.describe('Money outcome whose total is the denominator.') })
        .describe('100 x total of one money outcome / total of another.'),
    }),
    z.strictObject({
      halfWidth: z
        .strictObject({ arm: nounId, analysis: nounId })
        .describe(
          'Half the width of the interval that an analysis gives for an arm: points of a percentage, or pounds.',
        ),
    }),
    z.strictObject({
      test: z
        .strictObject({
          analysis: nounId,
          value: z.enum(['statistic', 'degreesOfFreedom', 'pValue']).describe('Which value of the test.'),
        })
        .describe('A value of a test of the plan.'),
    }),
    z.strictObject({ cost: z.strictObject({ arm: nounId }).describe('Pounds spent on an arm.') }),
    z.strictObject({ sum: z.array(figureId).min(2).describe('Sum of other printed figures.') }),
    z.strictObject({
      costPerAdditional: z
        .strictObject({ ...ofArm, against: nounId })
        .describe('Cost of the arm / (additional amount per case x cases of the arm).'),
    }),
    z.strictObject({
      stated: z.string().min(1).describe('Stated by the report and not computed from outcomes: why.'),
    }),
  ],
  {
    error:
      'one of cases, count, percent, mean, total, percentOfTotal, halfWidth, test, cost, sum, costPerAdditional, stated',
  },
)

const fromPrintedSchema = z
  .strictObject({
    upperTail: z
      .strictObject({
        distribution: z.literal('chi_squared').describe('Distribution of the statistic.'),
        statistic: figureId.describe('Figure that prints the statistic.'),
        degreesOfFreedom: figureId.describe('Figure that prints its degrees of freedom.'),
      })
      .describe('A P value as the upper tail of a printed statistic.'),
  })
  .describe('How other printed figures give this one where the page lacks the data for its definition.')

export const verdicts = ['reproduced', 'consistent', 'not_derivable', 'contradicted'] as const
/** What recomputing says of a printed figure. */
export type Verdict = (typeof verdicts)[number]
const verdict = z.enum(verdicts, { error: `one of ${verdicts.join(', ')}` })

export const figureKinds = ['count', 'percent', 'half-width', 'mean', 'statistic', 'p-value', 'money'] as const

const figureSchema = z.strictObject({
  id: figureId,
  title,
  place,
  printed: z
    .string({ error: 'the printed number in quotes, as "1.34" or "<1"' })
    .regex(/^[<>]?-?\d+(\.\d+)?$/, { error: 'a number in quotes without separators, < or > before it for a bound' })
    .describe('The printed number, in quotes, with its decimals; `<1` for "less than one".'),
  step: z.number().positive().optional().describe('Rounding step where it is coarser than the last decimal, as 500.'),
  kind: z.enum(figureKinds, { error: `one of ${figureKinds.join(', ')}` }).describe('What sort of number it is.'),
  is: quantitySchema.describe('Its definition: exactly one of these keys.'),
  fromPrinted: fromPrintedSchema.optional(),
  note: z.string().min(1).optional().describe('A sentence for readers of the comparison.'),
  label: z.literal('by_order').optional().describe('The number was matched to its words by the order of printing.'),
  verdict: z
    .strictObject({
      page: verdict.describe('From the printed page alone.'),
      run: verdict.describe('From a run, as the reconstruction.'),
    })
    .describe('The verdict expected from the page alone, and from a run.'),
  ...assumption,
})

const wholeSchema = z
  .strictObject({
    arm: nounId,
    outcome: nounId,
    levels: z.array(levelId).min(2).describe('The parts.'),
    place,
  })
  .describe('Levels that the report shows as the parts of one whole, so that their counts add up.')

const impliedSchema = z
  .strictObject({
    title,
    arms: z.array(nounId).min(1).describe('Arms for which it is worked out.'),
    outcome: nounId.describe('The wider outcome.'),
    less: nounId.describe('The outcome that is taken off.'),
  })
  .describe('Cases with one binary outcome that are left when those with another, which it includes, are taken off.')

const claimSchema = z.strictObject({
  id: nounId,
  place,
  says: z.string().min(1).describe('What the report says, in our words.'),
  judgement: z.enum(['supported', 'overstated', 'misread', 'not verifiable']).describe('What we make of it.'),
  because: z.string().min(1).describe('Why, in a sentence.'),
  figures: z.array(figureId).default([]).describe('Figures that it rests on.'),
})

/** The place of a chart that is ours. */
export const notInReport = 'not in the report'

const redrawnSchema = z.strictObject({
  id: nounId,
  chart: nounId.describe('Id of a registered chart.'),
  place: place.describe(`Where the report has it, as "figure 1"; "${notInReport}" for a chart of ours.`),
  title: title.describe('What the report found, as a headline.'),
  shows: z.string().min(1).describe('What is shown, without a finding: the title where other data are drawn.'),
  subtitle: z.string().min(1).describe('What the values are, and of whom.'),
  axis: z.string().min(1).describe('What the axis of values shows, with its unit.'),
  series: z
    .array(
      z.strictObject({
        title,
        analysis: nounId.optional(),
        contrast: nounId
          .optional()
          .describe('Contrast of the analysis, where the chart shows one; the first where absent.'),
        outcome: nounId.optional(),
        arms: z.array(nounId).optional().describe('Arms to show; all that the outcome has where absent.'),
        levels: z
          .array(z.strictObject({ level: levelId, title }))
          .optional()
          .describe('Levels to show, with names.'),
      }),
    )
    .min(1)
    .describe('What is drawn, from an analysis or from the shares of an outcome.'),
})

/** published.yaml: what was printed, word for number, and what recomputing is expected to say of it. */
export const publishedSchema = z.strictObject({
  schema: z.literal('equipoise/published/1', { error: 'equipoise/published/1' }).describe('Form of this file.'),
  trial: nounId,
  document: z
    .strictObject({
      title,
      publisher: z.string().min(1).describe('Who published it.'),
      note: z.string().min(1).optional().describe('What readers should know of it.'),
    })
    .describe('The report.'),
  figures: z.array(figureSchema).min(1).describe('Every printed number.'),
  wholes: z.array(wholeSchema).default([]).describe('Parts of one whole, whose counts add up.'),
  implied: z.array(impliedSchema).default([]).describe('Differences of counts that the report did not print.'),
  charts: z.array(redrawnSchema).default([]).describe('Charts of the report to draw again.'),
  claims: z.array(claimSchema).default([]).describe('Sentences of the report, judged by its figures.'),
})

/** A checked published.yaml. */
export type Published = z.output<typeof publishedSchema>
/** A printed number with its place, its definition and its expected verdicts. */
export type Figure = z.output<typeof figureSchema>
/** What a printed number is. */
export type Quantity = z.output<typeof quantitySchema>
/** A sentence of the report, judged by its figures. */
export type Claim = z.output<typeof claimSchema>
/** A chart of the report, to be drawn again. */
export type RedrawnChart = z.output<typeof redrawnSchema>
export type FigureId = string
