import { z } from 'zod'
import { assumption, description, source, title } from './assumed.ts'
import { nounId } from './ids.ts'

const column = z.string().min(1).describe('Name of a column, as it stands in the header of the file.')

/** Ways to write a day that leave no doubt which one it is. */
export const datePatterns = [
  'YYYY-MM-DD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'DD.MM.YYYY',
  'DD-MMM-YYYY',
  'YYYYMMDD',
] as const

/** A way to write a day; MMM is the month in three English letters. */
export type DatePattern = (typeof datePatterns)[number]

const columnsSchema = z
  .strictObject({
    id: column.describe('Column of the transaction id, which no other row has.'),
    case: column.describe('Column of the case id.'),
    at: column.describe('Column of the day on which the money came in.'),
    amount: column.optional().describe('Column of the amount, where there is one for both directions.'),
    credit: column.optional().describe('Column of amounts that came in, with `debit` in place of `amount`.'),
    debit: column.optional().describe('Column of amounts that went back.'),
  })
  .describe('The columns of the file that are read.')

const amountSchema = z
  .strictObject({
    currency: z.literal('GBP', { error: 'GBP' }).describe('Currency of every amount.'),
    currencyColumn: column.optional().describe('Column that names the currency of a row; any other is refused.'),
    sign: z
      .enum(['positive', 'negative', 'debit_credit'], { error: 'positive, negative or debit_credit' })
      .describe('How money that came in is written: above zero, below zero, or in a column of its own.'),
    thousands: z
      .enum([',', '.', ' ', "'"], { error: 'one of , . space and apostrophe' })
      .optional()
      .describe('What separates thousands; nothing where absent.'),
    decimal: z.enum(['.', ','], { error: '. or ,' }).default('.').describe('What separates pounds and pence.'),
  })
  .describe('How amounts are written.')

const fieldValue = z.union([z.string().min(1), z.boolean(), z.int()], {
  error: 'text in quotes, true, false or a whole number',
})

const fieldSchema = z.union(
  [
    z.strictObject({
      column,
      map: z
        .record(z.string(), fieldValue)
        .optional()
        .describe('What each code of the column means; as it is if absent.'),
    }),
    z.strictObject({ value: fieldValue.describe('The same for every row.') }),
  ],
  { error: 'a `column`, with a `map` of its codes or without, or one `value`' },
)

const skipOrRefuse = z.enum(['skip', 'refuse'], { error: 'skip or refuse' })

/** How a file of payments that another system wrote is read as events. */
export const ledgerSchema = z.strictObject({
  id: nounId,
  title,
  description,
  kind: nounId.describe('Kind of event that money coming in is recorded as.'),
  by: z.string().min(1).describe('Who recorded it, for all rows: a system or team.'),
  delimiter: z.enum([',', ';', '\t'], { error: 'one of , ; and a tab' }).default(',').describe('What separates cells.'),
  columns: columnsSchema,
  date: z.enum(datePatterns, { error: `one of ${datePatterns.join(', ')}` }).describe('How days are written.'),
  amount: amountSchema,
  fields: z.record(nounId, fieldSchema).default({}).describe('Where the fields of the event come from.'),
  refunds: z
    .union([z.literal('refuse'), z.strictObject({ kind: nounId.describe('Kind of event.') })], {
      error: 'refuse, or { kind: … }',
    })
    .default('refuse')
    .describe('Money that went back: refused, or recorded with an amount below zero as events of a kind.'),
  skip: z
    .array(z.strictObject({ column, values: z.array(z.string()).min(1).describe('Values of rows left out.') }))
    .default([])
    .describe('Rows that are no payments; counted.'),
  otherCases: skipOrRefuse
    .default('refuse')
    .describe('Rows of cases that were not allocated: left out and counted, or refused.'),
  outsideFollowUp: skipOrRefuse
    .default('refuse')
    .describe('Rows of days outside the follow-up: left out and counted, or refused.'),
  idPrefix: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, {
      error: 'letters, digits and . _ : / -, starting with a letter or digit',
    })
    .optional()
    .describe('Put before each transaction id to make the id of the event.'),
  source,
  ...assumption,
})

/** A checked mapping of a ledger. */
export type Ledger = z.output<typeof ledgerSchema>
