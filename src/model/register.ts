import { z } from 'zod'
import { assumption, source, title } from './assumed.ts'
import { nounId } from './ids.ts'

/** What a register of concurrent trials adds to the caseload. */
export const registerSchema = z
  .strictObject({
    field: nounId.describe(
      'Name by which rules ask for the last day on which the case was in another trial; missing where it was in none.',
    ),
    title,
    through: nounId
      .optional()
      .describe('Caseload field that linked cases share: where one of them was in a trial, all of them were.'),
    source,
    ...assumption,
  })
  .describe('A register of concurrent trials, given as a file beside the caseload, so that rules can exclude by it.')

/** One stay of a case, or of all that share a value of the register's field, in a trial. Days are included. */
export interface RegisterEntry {
  trial: string
  case: string | null
  /** Value of the field `through`. */
  link: string | null
  from: string
  /** Null where it goes on. */
  to: string | null
}
