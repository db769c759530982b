import { z } from 'zod'
import { nounId } from './ids.ts'

/** checklist.yaml: what only the authors of a report can say to the items of the reporting checklist. */
export const checklistSchema = z.strictObject({
  schema: z.literal('equipoise/checklist/1', { error: 'equipoise/checklist/1' }).describe('Form of this file.'),
  trial: nounId,
  answers: z
    .array(
      z.strictObject({
        item: z.string().min(1).describe('Number of the item, in quotes, as "5a" or "M1".'),
        says: z.string().trim().min(1).describe('What the report says to it.'),
        where: z.string().min(1).optional().describe('Where in the report, as a page or a section.'),
      }),
    )
    .describe('An entry for each item that the authors answer.'),
})

/** A checked checklist.yaml. */
export type AuthorChecklist = z.output<typeof checklistSchema>
