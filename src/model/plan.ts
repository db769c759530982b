import { z } from 'zod'
import { parsePounds } from '../core/money.ts'
import { analysisSetSchema } from './analysis-sets.ts'
import { assumption, description, title } from './assumed.ts'
import { conditionSchema } from './condition.ts'
import { nounId } from './ids.ts'
import { interimSchema } from './interim.ts'
import { pooledArm } from './pooled-arms.ts'
import { civilDate, pounds } from './scalars.ts'
import { subgroupingSchema } from './subgroups.ts'

/** How an estimand may take an intercurrent event. */
const strategies = ['treatment_policy', 'hypothetical', 'composite', 'while_on_treatment', 'principal_stratum'] as const

const proportion = z.number().gt(0, { error: 'a number between 0 and 1' }).lt(1, { error: 'a number between 0 and 1' })

const intercurrentEventSchema = z.strictObject({
  title,
  event: conditionSchema.describe('Which events: a rule about one event of the process.'),
  strategy: z
    .enum(strategies, { error: `one of ${strategies.join(', ')}` })
    .describe('How the estimand takes it, by the names of ICH E9(R1).'),
  how: z.string().min(1).describe('What that means here, in words.'),
})

const estimandSchema = z.strictObject({
  id: nounId,
  population: z.string().min(1).describe('Which cases.'),
  treatments: z.string().min(1).describe('What is compared.'),
  outcome: nounId,
  intercurrentEvents: z
    .array(intercurrentEventSchema)
    .describe('What may happen after allocation that bears on the outcome or its meaning; an empty list for nothing.'),
  summaryMeasure: z.string().min(1).describe('The number that sums up the comparison.'),
})

/** One arm, or several that count as one. */
const side = z
  .union([nounId, z.array(nounId).min(2, { error: 'two arms or more' })], {
    error: 'the id of an arm, or a list of two or more',
  })
  .transform(given => (typeof given === 'string' ? given : pooledArm(given)))

export const contrastSchema = z.strictObject({
  id: nounId,
  title,
  arm: side.describe('The arm, or a list of arms that are taken together.'),
  against: side.describe('The arm that is taken from it, or a list of arms that are taken together.'),
})

const settingsSchema = z
  .strictObject({
    scores: z.record(nounId, z.number()).optional().describe('Score of each arm, for a trend.'),
    draws: z
      .int({ error: 'a whole number of draws above 0' })
      .min(1, { error: 'a whole number of draws above 0' })
      .optional()
      .describe('Random replicates: bootstrap samples, allocations drawn again, random tables.'),
    cap: pounds
      .refine(text => (parsePounds(text) ?? 0) > 0, { error: 'pounds above 0, as "412.50"' })
      .optional()
      .describe('Amounts above this count as this. Pounds in quotes.'),
    day: z
      .int({ error: 'a whole number of days of 1 or more' })
      .min(1, { error: 'a whole number of days of 1 or more' })
      .optional()
      .describe(
        'Last day that is looked at of a time, the first of a case being day 1; where absent the last to which every arm was followed.',
      ),
    winsorise: proportion.optional().describe('Share of the largest amounts that count as the largest of the others.'),
    statistic: nounId.optional().describe('Id of the statistic whose distribution over allocations is drawn.'),
    constantEffect: z
      .literal(true)
      .optional()
      .describe('Adds an interval by inverting the test, which takes the effect to be the same for every case.'),
    uptake: z
      .strictObject({
        outcome: nounId.describe('Binary outcome, or a category of which `level` counts.'),
        level: z.string().optional().describe('Level of a category that counts as taken up.'),
      })
      .optional()
      .describe('Which cases took up what their arm offered. It must apply to every case of its arms.'),
  })
  .describe('What the method reads beside level and contrasts. A setting that it does not read is refused.')

export const analysisSchema = z.strictObject({
  id: nounId,
  title,
  description,
  outcome: nounId,
  level: z
    .string()
    .optional()
    .describe(
      'Level of a category outcome that counts as an event; all levels where absent. Of a time what ends the waiting: the event where absent.',
    ),
  method: nounId.describe('Id of a registered method.'),
  set: nounId
    .optional()
    .describe('One of `analysisSets`; every allocated case where absent. Formed after allocation it only describes.'),
  by: nounId
    .optional()
    .describe('One of `subgroups`: the contrasts in each of them, and whether they differ between them.'),
  estimand: nounId.optional(),
  contrasts: z.array(nounId).optional().describe('Contrasts to estimate; all of the plan where absent.'),
  settings: settingsSchema.optional(),
  role: z
    .enum(['as_reported', 'primary', 'secondary', 'sensitivity', 'exploratory'])
    .describe('What the analysis is for. Anything off the plan is exploratory.'),
  ...assumption,
})

/** Ids of the adjustments of P values for several comparisons, in the order in which they are shown. */
export const adjustmentIds = [
  'bonferroni',
  'holm',
  'hochberg',
  'hommel',
  'benjamini-hochberg',
  'benjamini-yekutieli',
  'fixed-sequence',
] as const

/** Id of an adjustment. */
export type AdjustmentId = (typeof adjustmentIds)[number]

const familySchema = z.strictObject({
  id: nounId,
  title,
  method: z
    .enum(adjustmentIds, { error: `one of ${adjustmentIds.join(', ')}` })
    .describe(
      'How P is adjusted. fixed-sequence tests in the order of the members and stops at the first not rejected.',
    ),
  members: z
    .array(
      z.strictObject({
        analysis: nounId.describe('Id of an analysis with a P.'),
        contrast: nounId.optional().describe('One of its contrasts; all of them where absent.'),
      }),
    )
    .min(1)
    .describe('The tests whose P values are adjusted together.'),
})

const deviationSchema = z.strictObject({
  id: nounId,
  what: z.string().min(1).describe('What was changed.'),
  why: z.string().min(1).describe('Why.'),
  resultsSeen: z.boolean().describe('Whether anybody who decided it had seen results by arm.'),
  date: civilDate.describe('The day of the decision.'),
  analyses: z
    .array(nounId)
    .min(1)
    .optional()
    .describe('Analyses that it adds, changes or takes away; all that differ where absent.'),
})

/** plan.yaml: the analyses promised, and how each is done. Hashed from the analysis on. */
export const planSchema = z.strictObject({
  schema: z.literal('equipoise/plan/1', { error: 'equipoise/plan/1' }).describe('Form of this file.'),
  trial: nounId,
  description,
  analysisSet: z
    .literal('all_allocated')
    .describe('Intention to treat: every allocated case, in the arm it was allocated to.'),
  analysisSets: z
    .array(analysisSetSchema)
    .optional()
    .describe('Further sets of cases, each by a rule about outcomes and baseline fields, which analyses may name.'),
  subgroups: z
    .array(subgroupingSchema)
    .optional()
    .describe('Divisions of the cases by a baseline field, by which analyses of contrasts may be done.'),
  alpha: proportion.describe('Significance level of two-sided tests.'),
  confidenceLevel: proportion.describe('Level of every interval.'),
  power: proportion.describe('Power at which minimum detectable effects are stated.'),
  seed: z
    .string({ error: 'a text in quotes, as "2015"' })
    .min(1)
    .optional()
    .describe("Key of the random streams of methods that draw; the trial's id where absent."),
  contrasts: z.array(contrastSchema).min(1).describe('Comparisons of two arms, or of two groups of arms.'),
  estimands: z.array(estimandSchema).describe('What the trial is to estimate.'),
  analyses: z.array(analysisSchema).min(1).describe('The analyses, each one method on one outcome.'),
  families: z.array(familySchema).optional().describe('Tests whose P values are adjusted together.'),
  interim: interimSchema.optional(),
  deviations: z
    .array(deviationSchema)
    .optional()
    .describe('Changes since the cases were allocated. `analyse` refuses a changed plan without one.'),
  economics: z
    .strictObject({
      outcome: nounId.describe('Money outcome whose additional amount is set against the cost.'),
      events: nounId
        .optional()
        .describe(
          'Binary outcome whose additional payers are set against the cost, and used for minimum detectable effects.',
        ),
      analysis: nounId.describe('Analysis that gives the contrasts of means, with their standard errors.'),
      eventsAnalysis: nounId
        .optional()
        .describe('Analysis that gives the contrasts of payers; from their counts, cases taken singly, where absent.'),
      sensitivity: z
        .array(nounId)
        .optional()
        .describe(
          'Further analyses of these outcomes whose intervals of the contrasts are set against the cost as well.',
        ),
      bootstrap: nounId
        .optional()
        .describe('Bootstrap analysis of the money outcome whose replicates give acceptability curves as well.'),
      willingness: z
        .strictObject({
          pound: pounds.optional().describe('The most that one additional pound may be worth, in pounds.'),
          payer: pounds.optional().describe('The most that one additional payer may be worth, in pounds.'),
        })
        .optional()
        .describe('How far the acceptability curves go, from £0; no curve of what is left out.'),
      benchmarks: z
        .array(
          z.strictObject({
            benchmark: nounId.describe(
              'A benchmark with a price: a folder beside that of the trial, or one that can be named.',
            ),
            owed: nounId.describe('Money outcome, made of a baseline field, that holds what was owed.'),
            reason: z
              .string()
              .min(1)
              .describe(
                'Why a price of those debts stands beside these, and what speaks against it. The report prints it.',
              ),
          }),
        )
        .min(1)
        .optional()
        .describe('Prices that are set beside the arms. They are not randomised, and never arms.'),
      notCounted: z
        .array(z.string().min(1))
        .optional()
        .describe('Costs and consequences that the economics leave out, each in a few words.'),
    })
    .optional()
    .describe('What the costs of the arms are set against; none where absent.'),
})

/** A checked plan.yaml. */
export type Plan = z.output<typeof planSchema>
/** One method on one outcome, as the plan promises it. */
export type PlannedAnalysis = z.output<typeof analysisSchema>
/** Tests whose P values are adjusted together. */
export type Family = z.output<typeof familySchema>
/** A change of the plan after allocation. */
export type Deviation = z.output<typeof deviationSchema>
