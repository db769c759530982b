import { z } from 'zod'
import { assumption, description, title } from './assumed.ts'
import { nounId } from './ids.ts'

const proportion = z.number().gt(0, { error: 'a number between 0 and 1' }).lt(1, { error: 'a number between 0 and 1' })

const estimandSchema = z.strictObject({
  id: nounId,
  population: z.string().min(1).describe('Which cases.'),
  treatments: z.string().min(1).describe('What is compared.'),
  outcome: nounId,
  intercurrentEvents: z.string().min(1).describe('What may happen after allocation, and how the analysis treats it.'),
  summaryMeasure: z.string().min(1).describe('The number that sums up the comparison.'),
})

const contrastSchema = z.strictObject({
  id: nounId,
  title,
  arm: nounId.describe('The arm.'),
  against: nounId.describe('The arm that is taken from it.'),
})

const analysisSchema = z.strictObject({
  id: nounId,
  title,
  description,
  outcome: nounId,
  level: z
    .string()
    .optional()
    .describe('Level of a category outcome that counts as an event; all levels where absent.'),
  method: nounId.describe('Id of a registered method.'),
  estimand: nounId.optional(),
  contrasts: z.array(nounId).optional().describe('Contrasts to estimate; all of the plan where absent.'),
  role: z
    .enum(['as_reported', 'primary', 'secondary', 'sensitivity', 'exploratory'])
    .describe('What the analysis is for. Anything off the plan is exploratory.'),
  ...assumption,
})

/** plan.yaml: the analyses promised, and how each is done. Hashed from the analysis on. */
export const planSchema = z.strictObject({
  schema: z.literal('equipoise/plan/1', { error: 'equipoise/plan/1' }).describe('Form of this file.'),
  trial: nounId,
  description,
  analysisSet: z
    .literal('all_allocated')
    .describe('Intention to treat: every allocated case, in the arm it was allocated to.'),
  alpha: proportion.describe('Significance level of two-sided tests.'),
  confidenceLevel: proportion.describe('Level of every interval.'),
  power: proportion.describe('Power at which minimum detectable effects are stated.'),
  contrasts: z.array(contrastSchema).min(1).describe('Comparisons of two arms.'),
  estimands: z.array(estimandSchema).describe('What the trial is to estimate.'),
  analyses: z.array(analysisSchema).min(1).describe('The analyses, each one method on one outcome.'),
  economics: z
    .strictObject({
      outcome: nounId.describe('Money outcome whose additional amount is set against the cost.'),
      events: nounId.optional().describe('Binary outcome used for minimum detectable effects.'),
      analysis: nounId.describe('Analysis that gives the contrasts of means.'),
    })
    .optional()
    .describe('What the costs of the arms are set against; none where absent.'),
})

/** A checked plan.yaml. */
export type Plan = z.output<typeof planSchema>
/** One method on one outcome, as the plan promises it. */
export type PlannedAnalysis = z.output<typeof analysisSchema>
