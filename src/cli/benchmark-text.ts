import type { PriceRange } from '../model/benchmark.ts'
import type { BenchmarkCheck } from '../pipeline/check-benchmark.ts'
import { count, decimalText, penceAsPounds } from '../report/index.ts'

/** A price as a share of what is owed, in words. */
export function priceText({ from, to }: PriceRange): string {
  const percent = (share: number): string => decimalText(100 * share, 4).replace(/\.?0+$/, '')
  return from === to ? `${percent(from)}% of what is owed` : `${percent(from)} to ${percent(to)}% of what is owed`
}

/** What a benchmark is, for people. */
export function benchmarkText({ title, benchmark, debts, price, source }: BenchmarkCheck): string {
  const { cases, pence } = debts
  const size = [
    ...(cases === null ? [] : [`${count(cases)} cases`]),
    ...(pence === null ? [] : [`${penceAsPounds(pence, 0)} owed`]),
  ]
  return [
    `${title} (${benchmark}): benchmark, no problem found.`,
    '',
    `Source: ${source}`,
    `Debts: ${debts.title}${size.length === 0 ? '' : ` (${size.join(', ')})`}`,
    `Price: ${price.range === null ? `none is printed. ${price.reason}` : priceText(price.range)}`,
    '',
    'It has no arms, and is never an arm of a trial: nothing was randomised.',
  ].join('\n')
}
