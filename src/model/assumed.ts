import { z } from 'zod'

/** Marks a value that the source document does not give: it is ours, and the reason says why we chose it. */
export const assumption = {
  assumed: z.literal(true).optional().describe('True where the source document does not give this value.'),
  reason: z.string().min(1).optional().describe('Why this value was assumed, or what the departure is.'),
}

/** Where in the source document a value stands. */
export const source = z.string().min(1).optional().describe('Where the source document says so.')
export const title = z.string().min(1).describe('Name shown to people.')
export const description = z.string().min(1).optional().describe('One or two sentences for readers.')
