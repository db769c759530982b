import { z } from 'zod'
import { nounId } from './ids.ts'
import { civilDate } from './scalars.ts'

/** disclosure.yaml: how the publications of a trial are kept from telling of single cases. */
export const disclosureSchema = z.strictObject({
  schema: z.literal('equipoise/disclosure/1', { error: 'equipoise/disclosure/1' }).describe('Form of this file.'),
  trial: nounId,
  leastCases: z
    .int({ error: 'a whole number of cases above 1' })
    .min(2, { error: 'a whole number of cases above 1' })
    .optional()
    .describe('Counts of cases from 1 to below this are held back, with what would tell them. 5 where absent.'),
  roundTo: z
    .int({ error: 'a whole number of cases above 1' })
    .min(2, { error: 'a whole number of cases above 1' })
    .optional()
    .describe(
      'Counts of cases are rounded to multiples of this, shares to what it is of their cases. None where absent.',
    ),
  exemption: z
    .strictObject({
      reason: z.string().trim().min(1).describe('Why numbers may stand as they are.'),
      by: z.string().trim().min(1).describe('Who decided it.'),
      on: civilDate.describe('The day of the decision.'),
    })
    .optional()
    .describe('A decision that nothing need be held back or rounded. Every report says so, with the reason.'),
})

/** A checked disclosure.yaml. */
export type Disclosure = z.output<typeof disclosureSchema>

/** Counts below this are held back where disclosure.yaml says nothing. */
export const usualLeastCases = 5
