import type { SimulationSource } from '../../core/simulation-random.ts'
import type { ContingencyTable } from './contingency-table.ts'
import { drawHypergeometric } from './hypergeometric-line.ts'

/** A table drawn as the null hypothesis says, given its margins: cell by cell, each hypergeometric given those before. */
export function drawTable({ rows, columns }: ContingencyTable, source: SimulationSource): number[][] {
  const remaining = [...columns]
  return rows.map(row => {
    let left = row
    let population = remaining.reduce((sum, column) => sum + column, 0)
    return remaining.map((successes, level) => {
      const certain = left === 0 || population === successes
      const count = certain ? left : drawHypergeometric(source.uniform(), population, successes, left)
      remaining[level] = successes - count
      left -= count
      population -= successes
      return count
    })
  })
}
