import { z } from 'zod'
import { description, source, title } from './assumed.ts'
import { nounId } from './ids.ts'
import { pounds } from './scalars.ts'
import type { CrossCheck } from './validate.ts'

const share = z
  .number({ error: 'a share above 0 and up to 1' })
  .gt(0, { error: 'a share above 0 and up to 1' })
  .max(1, { error: 'a share above 0 and up to 1' })

const debtsSchema = z
  .strictObject({
    title: title.describe('What the debts are, and to whom they are owed.'),
    cases: z
      .int({ error: 'a whole number of cases' })
      .min(1, { error: 'a whole number of cases of 1 or more' })
      .optional()
      .describe('How many cases the source says, where it does.'),
    amount: pounds.optional().describe('What is owed in all, in pounds, where the source says it.'),
    source,
  })
  .describe('The debts that the price is of. It says nothing of others.')

const priceSchema = z
  .union(
    [
      z.strictObject({
        perPoundOwed: z
          .strictObject({ from: share.describe('Least.'), to: share.describe('Most.') })
          .describe('Pounds that are paid for each pound owed, as printed: 4 to 7% is from 0.04 to 0.07.'),
        source,
      }),
      z.strictObject({
        notPrinted: z.string().min(1).describe('What the source says of the price in place of a number.'),
        source,
      }),
    ],
    { error: 'perPoundOwed: { from, to }, or notPrinted: why there is none' },
  )
  .describe('What is paid for the debts.')

/** protocol.yaml of a benchmark: a price to set beside a trial, and no arms. */
export const benchmarkSchema = z.strictObject({
  schema: z.literal('equipoise/benchmark/1', { error: 'equipoise/benchmark/1' }).describe('Form of this file.'),
  id: nounId,
  title,
  description,
  kind: z.literal('benchmark', { error: 'benchmark' }).describe('A price that was paid or offered, and no trial.'),
  source: z.string().min(1).describe('Where the source document tells of it.'),
  debts: debtsSchema,
  price: priceSchema,
})

/** A checked benchmark. */
export type Benchmark = z.output<typeof benchmarkSchema>
/** Pounds for each pound owed, as printed. */
export interface PriceRange {
  from: number
  to: number
}

/** The price of a benchmark; none where none is printed. */
export const printedPrice = ({ price }: Pick<Benchmark, 'price'>): PriceRange | null =>
  'perPoundOwed' in price ? price.perPoundOwed : null

/** What holds between the parts of a benchmark. */
export const benchmarkChecks: readonly CrossCheck<Benchmark>[] = [
  ({ price }) => {
    if (price === undefined || !('perPoundOwed' in price)) return []
    const { from, to } = price.perPoundOwed
    return from <= to
      ? []
      : [{ path: ['price', 'perPoundOwed', 'to'], expected: `a share from ${from}`, received: String(to) }]
  },
]
