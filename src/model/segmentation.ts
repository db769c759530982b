import { z } from 'zod'
import { assumption, description, source, title } from './assumed.ts'
import { conditionSchema } from './condition.ts'
import { nounId } from './ids.ts'
import { caseloadSchema } from './protocol.ts'
import { pounds } from './scalars.ts'
import { caseloadModelSchema } from './synthetic.ts'

const caseRule = (what: string) => conditionSchema.describe(what)
const moneyField = (what: string) => nounId.describe(`Money field of the caseload: ${what}.`)
const moneyFields = (what: string) => z.array(nounId).min(1).describe(`Money fields of the caseload: ${what}.`)

const printedAmountSchema = z
  .strictObject({
    amount: z
      .string({ error: 'the printed number in quotes, as "525"' })
      .regex(/^\d+(\.\d+)?$/, { error: 'the printed number in quotes, as "525"' })
      .describe('The number as it is printed, in quotes, in the unit of `document`.'),
    step: z.number().positive().optional().describe('Rounding step, where it is not that of the last decimal.'),
    words: z.string().min(1).optional().describe('The words of the print, where they say more: "just over £1bn".'),
    source,
  })
  .describe('What a document prints of it.')

const debtSchema = z.strictObject({
  id: nounId,
  title,
  owed: moneyField('what a case owes of this debt; nothing where it is missing'),
  collected: moneyField('what was collected of it in the period of the indicators').optional(),
})

const prioritySchema = z.strictObject({ id: nounId, title, source, ...assumption })

const segmentSchema = z.strictObject({
  id: nounId,
  title,
  debt: nounId.describe('The debt that it is a part of.'),
  when: caseRule(
    'The case is in the first segment of the debt whose rule it meets; all others where absent.',
  ).optional(),
  priority: nounId.describe('How soon it is to be collected.'),
  printed: printedAmountSchema.optional(),
  source,
  ...assumption,
})

const totalSchema = z
  .strictObject({
    id: nounId,
    title,
    of: z.array(nounId).min(2, { error: 'at least two segments or totals' }).describe('Segments, or totals above.'),
    printed: printedAmountSchema,
  })
  .describe('A printed amount that others add up to.')

const recoverySchema = z
  .strictObject({
    cost: pounds.describe('Cost of recovering a debt.'),
    share: z.number().gt(0).describe('A cost of more than this share of the sum owed is out of proportion.'),
    source,
    ...assumption,
  })
  .describe('When the cost of recovery is out of proportion to the sum owed.')

const indicatorBase = { id: nounId, title, source, ...assumption }
const indicatorSchema = z
  .union(
    [
      z.strictObject({
        ...indicatorBase,
        share: caseRule('Cases that are counted.'),
        of: caseRule('Among these; among all where absent.').optional(),
      }),
      z.strictObject({
        ...indicatorBase,
        sum: moneyFields('what is added'),
        to: moneyFields('what it is set against'),
      }),
      z.strictObject({ ...indicatorBase, sum: moneyFields('what is now'), since: moneyFields('what was before') }),
    ],
    { error: 'an indicator: `share` (and `of`), `sum` and `to`, or `sum` and `since`' },
  )
  .describe('An indicator of progress: a share of cases, an amount as a share of another, or growth.')

const stepSchema = z.strictObject({
  id: nounId,
  title,
  description,
  jurisdictions: z.array(nounId).min(1).describe('Where it can be taken: levels of the jurisdiction field.'),
  by: z
    .enum(['agency', 'court'], { error: 'agency or court' })
    .describe('agency: without a court. court: a court is asked, or has been.'),
  when: caseRule('Precondition, as a liability order; none where absent.').optional(),
  source,
  ...assumption,
})

/** segmentation.yaml: how outstanding arrears are divided, which part is collected first, and what can be done about it. */
export const segmentationSchema = z.strictObject({
  schema: z.literal('equipoise/segmentation/1', { error: 'equipoise/segmentation/1' }).describe('Form of this file.'),
  id: nounId,
  title,
  description,
  document: z
    .strictObject({
      title: z.string().min(1).describe('The document that the printed amounts stand in.'),
      place: z.string().min(1).describe('Where.'),
      unit: z.int().min(1).describe('Pounds that a printed number of 1 stands for.'),
    })
    .optional(),
  caseload: caseloadSchema,
  madeUp: caseloadModelSchema.optional(),
  debts: z.array(debtSchema).min(1).describe('To whom a case can owe; a case can owe to several.'),
  priorities: z.array(prioritySchema).min(1).max(6).describe('Priorities of collection, the highest first.'),
  segments: z.array(segmentSchema).min(1).describe('The parts of each debt.'),
  totals: z.array(totalSchema).default([]).describe('Printed totals.'),
  by: z
    .array(nounId)
    .default([])
    .describe('Categories and yes-or-no fields of the caseload by which segments are divided further.'),
  recovery: recoverySchema.optional(),
  indicators: z.array(indicatorSchema).default([]).describe('Indicators of progress.'),
  jurisdiction: nounId.optional().describe('Category of the caseload that says which law holds.'),
  steps: z.array(stepSchema).default([]).describe('What can be done to collect, with its preconditions.'),
})

/** A checked segmentation. */
export type Segmentation = z.output<typeof segmentationSchema>
/** A part of a debt: a rule over the caseload, with its priority and what is printed of it. */
export type Segment = Segmentation['segments'][number]
/** An indicator of progress: a share of cases, a share of an amount, or growth. */
export type Indicator = Segmentation['indicators'][number]
/** What can be done to collect, by whom, where and under which precondition. */
export type EnforcementStep = Segmentation['steps'][number]
/** An amount as it is printed, in the unit of its document. */
export type PrintedAmount = z.output<typeof printedAmountSchema>
