import { sumOf } from '../core/lists.ts'
import type { AmountSigns, Summary } from '../model/summary.ts'

/** The signs of the amounts of each arm that has a cell. */
export const amountSigns = ({ arms, cells }: Summary<'frequencies'>): AmountSigns[] =>
  arms.flatMap(arm => {
    const own = cells.filter(cell => cell.arm === arm).map(({ data }) => data)
    if (own.length === 0) return []
    const casesWith = (has: (value: number) => boolean): number =>
      sumOf(own.flatMap(({ values }) => values.map(([value, count]) => (has(value) ? count : 0))))
    const n = sumOf(own.map(data => data.n))
    return [{ arm, n, nonZero: casesWith(value => value !== 0), negative: casesWith(value => value < 0) }]
  })
