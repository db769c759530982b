import { z } from 'zod'
import { assumption, description, source, title } from './assumed.ts'
import { nounId } from './ids.ts'
import { pounds } from './scalars.ts'
import { sizeShares } from './size-shares.ts'
import { drawSchema, lognormalSchema, shareRange, weight, weights, wholeRange } from './synthetic-draw.ts'

const idForm = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,15}$/, { error: 'a letter and up to 15 letters, digits or -' })
      .describe('Letters before the number.'),
    digits: z.int().min(1).max(12).describe('Digits of the running number, filled with zeros.'),
  })
  .describe('Form of an id: C00000001 is the prefix C and 8 digits.')

const fieldModelSchema = z.strictObject({
  field: nounId.describe('Field of the caseload.'),
  per: z
    .literal('group')
    .optional()
    .describe('Present where all cases of a linked group share one value; such fields stand before the others.'),
  draw: drawSchema.describe('How a value is drawn.'),
  source,
  ...assumption,
})

/** How the cases of a made-up caseload are drawn: of a trial, or of a segmentation. */
export const caseloadModelSchema = z
  .strictObject({
    notice: z.string().min(1).describe('Sentence shown wherever anything made from such a caseload appears.'),
    ids: idForm,
    groups: z
      .strictObject({
        field: nounId.describe('Field that linked cases share.'),
        ids: idForm,
        sizes: sizeShares(weight, weights).describe(
          'Weights of groups of 1 case, of 2 cases, and so on, or { "40": 1, "60": 1 } by number of cases.',
        ),
        source,
        ...assumption,
      })
      .optional()
      .describe('Linked cases.'),
    fields: z.array(fieldModelSchema).min(1).describe('In the order in which they are drawn.'),
  })
  .describe('How the cases of a synthetic caseload are drawn.')

const fieldValues = z
  .record(nounId, z.union([z.string(), z.boolean(), z.number()]))
  .describe('Values of fields that the protocol declares for the kind of event.')

const later = wholeRange.refine(({ from }) => from >= 1, { error: 'a range from 1 on' })
const waitSchema = z
  .union([z.strictObject({ days: later }), z.strictObject({ minutes: later })], { error: 'days or minutes' })
  .describe('Time since the step before, or for a first step since the day before follow-up.')

const attemptsSchema = z
  .strictObject({
    field: nounId.describe('Field that is false on every attempt before the last.'),
    shares: weights.describe('Weights of 1 attempt, of 2 attempts, and so on.'),
    withinHours: z
      .int()
      .min(1)
      .describe('Longest time from the first attempt to the last; a day for each but the first.'),
  })
  .refine(({ shares, withinHours }) => withinHours >= 24 * (shares.length - 1), {
    error: 'attempts on different days: withinHours of 24 for each after the first',
  })
  .describe('Tries until the step happens: one event each.')

const stepSchema = z.strictObject({
  kind: nounId.describe('Kind of event that the step records.'),
  by: nounId.optional().describe('Who records it, where not the usual recorder.'),
  wait: waitSchema,
  amount: z
    .union(
      [z.enum(['balance', 'settlement', 'remainder', 'previous']), z.strictObject({ shareOfBalance: shareRange })],
      { error: 'balance, settlement, remainder, previous or shareOfBalance' },
    )
    .optional()
    .describe(
      'Amount of the event: the stable balance, what is paid after the call, what is left, that of the last event with one, or a share of the balance.',
    ),
  attempts: attemptsSchema.optional(),
  override: z.array(nounId).min(1).optional().describe('Rules of the process that the event departs from.'),
  reason: z.string().min(1).optional().describe('Why it does.'),
  fields: fieldValues.default({}),
})

const amountRange = z.strictObject({ from: pounds, to: pounds.optional() })

const courseSchema = z.strictObject({
  id: nounId,
  title,
  cases: z.record(nounId, z.int().min(0)).describe('Cases of each arm: exact in a reconstruction, weights elsewhere.'),
  balance: amountRange.describe('Range of the stable balance; a case must have arrears of `from` at least.'),
  settlement: z
    .enum(['part', 'full'])
    .optional()
    .describe('Present where the course ends in a payment after the call.'),
  ordinaryWeight: z
    .number()
    .min(0)
    .default(1)
    .describe('How likely ordinary payments are in this course, relative to the others; 0 for never.'),
  steps: z
    .array(
      z.union([nounId, z.strictObject({ use: nounId, fields: fieldValues })], {
        error: 'the id of a step, or {use, fields}',
      }),
    )
    .min(1)
    .describe('Steps in their order; `use` a step with fields of its own.'),
  source,
  ...assumption,
})

const outcomeModelSchema = z
  .strictObject({
    arrears: nounId.describe('Baseline money field: no more than this is ever paid on a case.'),
    by: nounId.describe('The usual recorder: a role, never a name.'),
    workingHours: z
      .strictObject({
        from: z.int().min(0).max(22).describe('First hour.'),
        to: z.int().min(1).max(23).describe('Hour of the end.'),
      })
      .refine(({ from, to }) => from < to, { error: 'from before to' })
      .describe('Hours (UTC) in which calls are made.'),
    balance: z
      .strictObject({
        unchanged: z.number().min(0).max(1).describe('Probability that the balance equals the arrears at sampling.'),
        share: shareRange.describe('Otherwise, the balance as a share of those arrears.'),
        ...assumption,
      })
      .describe('The stable balance of a case, before the range of its course is applied.'),
    partSettlement: z
      .strictObject({
        atLeast: pounds,
        shareOfBalance: shareRange,
        source,
        ...assumption,
      })
      .describe('A lump sum in full and final settlement, against the balance.'),
    fullSettlement: z
      .strictObject({ atLeast: pounds, source, ...assumption })
      .describe('A payment of the whole balance after a call.'),
    steps: z.record(nounId, stepSchema).describe('What courses are made of, by id.'),
    courses: z.array(courseSchema).min(1).describe('What can become of a case in an arm; other arms are left alone.'),
    ordinary: z
      .strictObject({
        kind: nounId,
        by: nounId,
        fields: fieldValues,
        payers: z
          .record(
            nounId,
            z
              .strictObject({
                cases: z.int().min(0).describe('Cases that pay.'),
                of: z.int().min(1).describe('Cases of the arm.'),
              })
              .refine(({ cases, of }) => cases <= of, { error: 'no more cases than `of`' }),
          )
          .describe('Payers among the cases of each arm: exact in a reconstruction, a probability elsewhere.'),
        amount: lognormalSchema.describe('Total of a payer.'),
        payments: weights.describe('Weights of 1 payment, of 2 payments, and so on.'),
        everyDays: z.int().min(1).describe('Days between the payments of a payer.'),
        source,
        ...assumption,
      })
      .describe('Payments in the ordinary course, in every arm.'),
  })
  .describe('How the events of an allocated run are drawn.')

const printedNumber = z
  .string({ error: 'the printed number in quotes' })
  .regex(/^\d+(\.\d+)?$/, { error: 'a number in quotes without separators' })
  .describe('A number as the report prints it, in quotes.')

const reconstructionSchema = z
  .strictObject({
    notice: z.string().min(1).describe('Sentence shown wherever anything made from the reconstruction appears.'),
    cases: z.int().min(1).describe('Cases of the synthetic caseload.'),
    idPrefix: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,31}$/, { error: 'the start of a case id, of at most 32 characters' })
      .describe('Start of every case id, so that each row of each file says what it is.'),
    seed: z.string().min(1).describe('Seed of the caseload, of the sample, of the allocation and of the events.'),
    draws: z.int().min(1).describe('Sets of amounts that are tried before giving up.'),
    level: z.number().gt(0).lt(1).describe('Confidence level of the printed half-widths.'),
    arms: z
      .record(
        nounId,
        z.strictObject({
          payers: z.int().min(1).describe('Cases with a payment of any sort.'),
          mean: printedNumber.describe('Printed mean per case, pounds.'),
          halfWidth: printedNumber.describe('Printed half-width of its z interval, pounds.'),
          paidInFull: pounds.optional().describe('Total of the payments in full after a call.'),
          source,
        }),
      )
      .describe('What each arm must meet; every arm has its line.'),
    rankTest: z
      .strictObject({ statistic: printedNumber, pValue: printedNumber, source })
      .describe('Kruskal-Wallis test of the amounts over all arms, corrected for ties, as printed.'),
    paidShareBelow: z
      .strictObject({
        share: z.number().gt(0).max(1).describe('Share of the total arrears of an arm.'),
        arms: z.array(nounId).min(1).describe('Arms of which this is said.'),
        source,
      })
      .describe('The part of the arrears that is paid stays below this share.'),
    ...assumption,
  })
  .describe('What a reconstruction must meet beside the counts of the courses.')

/** synthetic.yaml: how made-up cases and events of a trial are drawn, and what a reconstruction of its report must meet. */
export const syntheticSchema = z.strictObject({
  schema: z.literal('equipoise/synthetic/1', { error: 'equipoise/synthetic/1' }).describe('Form of this file.'),
  trial: nounId,
  description,
  caseload: caseloadModelSchema,
  outcomes: outcomeModelSchema,
  reconstruction: reconstructionSchema.optional(),
})

/** A checked synthetic.yaml. */
export type Synthetic = z.output<typeof syntheticSchema>
export type CaseloadModel = z.output<typeof caseloadModelSchema>
export type OutcomeModel = z.output<typeof outcomeModelSchema>
export type Course = z.output<typeof courseSchema>
export type Step = z.output<typeof stepSchema>
export type Reconstruction = z.output<typeof reconstructionSchema>

/** Days from the first day of follow-up to the latest possible last step of a course. */
export function longestCourse({ steps }: Course, named: OutcomeModel['steps']): number {
  const days = steps.map(entry => {
    const step = named[typeof entry === 'string' ? entry : entry.use]
    if (step === undefined || 'minutes' in step.wait) return 0
    return step.wait.days.to + Math.floor((step.attempts?.withinHours ?? 0) / 24)
  })
  return days.reduce((total, each) => total + each, -1)
}
