import { z } from 'zod'
import { isCivilDate } from '../core/civil-date.ts'
import { assumption, source } from './assumed.ts'
import { nounId } from './ids.ts'

/** Ids of the spending functions that a plan can name. */
export const spendingIds = ['obrien-fleming', 'pocock'] as const

const lookSchema = z.strictObject({
  share: z
    .number({ error: 'a number between 0 and 1' })
    .gt(0, { error: 'a number between 0 and 1' })
    .lt(1, { error: 'a number between 0 and 1' })
    .describe('Share of the information at which the boundary is taken.'),
  date: z
    .string({ error: 'a calendar date YYYY-MM-DD' })
    .refine(isCivilDate, { error: 'a calendar date YYYY-MM-DD' })
    .optional()
    .describe(
      'Day on which the look is due; where absent, once the follow-up of that share of the planned cases is over.',
    ),
})

/** Looks at the results before the end, and how alpha is spent on them. */
export const interimSchema = z
  .strictObject({
    analysis: nounId.describe('Analysis that is looked at: one that gives contrasts.'),
    spending: z
      .enum(spendingIds, { error: spendingIds.join(' or ') })
      .describe("How alpha is spent: Lan and DeMets' functions."),
    looks: z.array(lookSchema).min(1).describe('The looks before the last, which is the analysis at the end.'),
    source,
    ...assumption,
  })
  .describe("Looks at the results before the end. The plan's alpha is spent over all of them and the last analysis.")

/** Looks at the results before the end. */
export type Interim = z.output<typeof interimSchema>
