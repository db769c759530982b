import type { SimulationSource } from '../../core/simulation-random.ts'
import { blockSize, type Tally } from '../../model/method.ts'
import { dealerOf } from './deal.ts'
import { eachDealing } from './enumerate.ts'
import { redealerOf } from './redeal.ts'
import type { Totals } from './statistic.ts'
import type { UnitTable } from './unit-table.ts'

/** Numbers to be read off every dealing, by name. */
export type Readings = Readonly<Record<string, (totals: Totals) => number>>

/** Readings of drawn dealings, block by block. */
export function drawReadings(
  table: UnitTable,
  readings: Readings,
  streamOf: (block: number) => SimulationSource,
  from: number,
  to: number,
): Tally {
  const { unitByUnit } = table.population.dealing
  const dealer = unitByUnit === undefined ? dealerOf(table) : redealerOf(table, unitByUnit)
  const columns = Object.values(readings).map(read => ({ read, values: new Float64Array((to - from) * blockSize) }))
  for (let block = from; block < to; block += 1) {
    const source = streamOf(block)
    const first = (block - from) * blockSize
    dealer.begin()
    for (let i = first; i < first + blockSize; i += 1) {
      dealer.deal(source)
      for (const { read, values } of columns) values[i] = read(table.totals)
    }
  }
  return Object.fromEntries(Object.keys(readings).map((name, index) => [name, columns[index]?.values as Float64Array]))
}

/** Readings of every dealing, and its probability. */
export interface Enumerated {
  tally: Tally
  probabilities: Float64Array
}

/** Readings of all dealings. */
export function enumerateReadings(table: UnitTable, readings: Readings): Enumerated {
  const columns = Object.values(readings).map(read => ({ read, values: [] as number[] }))
  const probabilities: number[] = []
  eachDealing(table, probability => {
    probabilities.push(probability)
    for (const { read, values } of columns) values.push(read(table.totals))
  })
  const named = Object.keys(readings).map((name, index) => [name, Float64Array.from(columns[index]?.values ?? [])])
  return { tally: Object.fromEntries(named), probabilities: Float64Array.from(probabilities) }
}
