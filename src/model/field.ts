import { z } from 'zod'
import { description, title } from './assumed.ts'
import { levelId, nounId } from './ids.ts'

const fieldTypes = ['text', 'category', 'boolean', 'integer', 'money', 'date'] as const

/** Type of a caseload column, or of an event's field. */
export type FieldType = (typeof fieldTypes)[number]

/** What every field has, of a case or of an event. */
export const fieldBase = {
  id: nounId.describe('Column name.'),
  title,
  description,
  type: z
    .enum(fieldTypes, { error: `one of ${fieldTypes.join(', ')}` })
    .describe('text, category (with levels), boolean (true/false), integer, money (pounds) or date (YYYY-MM-DD).'),
  levels: z
    .array(levelId)
    .min(1)
    .optional()
    .describe('The levels of a category, in the order in which they are shown.'),
  optional: z.literal(true).optional().describe('True where the value may be missing (an empty cell).'),
}
