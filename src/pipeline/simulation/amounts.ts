import { sumOf } from '../../core/lists.ts'
import { parsePounds } from '../../core/money.ts'
import { drawNormal } from '../../core/normal-draw.ts'
import type { SimulationSource } from '../../core/simulation-random.ts'
import type { PayerAmounts } from '../../model/simulation.ts'

/** What payers pay, in pence, and by how much it is scaled. */
export interface AmountModel {
  of: { lognormal: { mean: number; sigma: number } } | { table: readonly number[] }
  factor: number
}

/** What sizing.yaml says of payers, in pence. */
export function amountModel(amounts: PayerAmounts, factor: number): AmountModel {
  const pence = (pounds: string): number => parsePounds(pounds) ?? 0
  if ('table' in amounts) return { of: { table: amounts.table.map(pence) }, factor }
  const { mean, sigma } = amounts.lognormal
  return { of: { lognormal: { mean: pence(mean), sigma } }, factor }
}

/** Mean of what payers pay, in pence. */
export function meanAmount({ of, factor }: AmountModel): number {
  if ('lognormal' in of) return factor * of.lognormal.mean
  return sumOf(of.table.map(amount => wholePence(factor * amount))) / of.table.length
}

/** Draws whole pence of one payer: at least one, since a payer pays something. */
export function amountSampler({ of, factor }: AmountModel): (source: SimulationSource) => number {
  if ('table' in of) {
    const table = Float64Array.from(of.table, amount => wholePence(factor * amount))
    return source => table[source.pick(table.length)] ?? 0
  }
  const { mean, sigma } = of.lognormal
  const middle = Math.log(factor * mean) - (sigma * sigma) / 2
  return source => wholePence(Math.exp(middle + sigma * drawNormal(source)))
}

const wholePence = (amount: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, Math.round(amount)))
