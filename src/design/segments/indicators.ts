import type { Indicator } from '../../model/segmentation.ts'
import type { IndicatorValue } from '../../model/segmentation-result.ts'
import type { CaseReader } from './case-reader.ts'
import { CasesAndPence } from './cases-and-pence.ts'

export function indicatorValue(indicator: Indicator, cases: CaseReader): IndicatorValue {
  const { id } = indicator
  if ('share' in indicator) return { indicator: id, kind: 'share_of_cases', ...shareOf(indicator, cases) }
  const value = sumOf(indicator.sum, cases)
  if ('to' in indicator) return { indicator: id, kind: 'share_of_amount', value, base: sumOf(indicator.to, cases) }
  const base = sumOf(indicator.since, cases)
  return { indicator: id, kind: 'growth', value: value - base, base }
}

function shareOf(
  { share, of }: Extract<Indicator, { share: unknown }>,
  cases: CaseReader,
): Pick<IndicatorValue, 'value' | 'base'> {
  const [isCounted, isAmong] = [cases.rule(share), cases.rule(of)]
  let [value, base] = [0n, 0n]
  for (let row = 0; row < cases.rows; row += 1) {
    if (!isAmong(row)) continue
    base += 1n
    if (isCounted(row)) value += 1n
  }
  return { value, base }
}

function sumOf(fields: readonly string[], cases: CaseReader): bigint {
  const tally = new CasesAndPence()
  for (const field of fields) {
    for (let row = 0; row < cases.rows; row += 1) tally.add(cases.pence(field, row))
  }
  return tally.total.owed
}
