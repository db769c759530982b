import { z } from 'zod'
import { isCivilDate } from '../core/civil-date.ts'
import { parsePounds } from '../core/money.ts'

export const civilDate = z
  .string({ error: 'a calendar date YYYY-MM-DD' })
  .refine(isCivilDate, { error: 'a calendar date YYYY-MM-DD' })
  .meta({ format: 'date' })

export const pounds = z
  .string({ error: 'pounds in quotes, as "412.50"' })
  .refine(text => parsePounds(text) !== undefined, { error: 'pounds with at most 2 decimals, as "412.50"' })
  .describe('Pounds in quotes, with at most 2 decimals.')
