import { type SimulationSource, simulationStream } from '../core/simulation-random.ts'
import {
  blockSize,
  type Computation,
  type MethodOptions,
  type Resampling,
  type Result,
  type Tally,
} from '../model/method.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'

/** Blocks after which a method is asked whether it has enough. The same for any number of workers. */
export const blocksInRound = 20

/** Blocks that hold the replicates asked for; a last block that they do not fill is drawn whole. */
export const blocksOf = <K extends SummaryKind, R extends Result>(
  resampling: Resampling<K, R>,
  { draws = resampling.defaultDraws }: MethodOptions,
): number => Math.ceil(draws / blockSize)

/** The stream of one block of a method's replicates. */
export const blockStream = (purpose: string, { seed = '' }: MethodOptions, block: number): SimulationSource =>
  simulationStream({ purpose, seed, replicate: block })

/** Draws every replicate in this thread, in rounds, and finishes. */
export function drawAll<K extends SummaryKind, R extends Result>(
  resampling: Resampling<K, R>,
  summary: Summary<K>,
  options: MethodOptions,
): Computation<R> {
  const blocks = blocksOf(resampling, options)
  let tally: Tally = {}
  for (let from = 0; from < blocks; from += blocksInRound) {
    const round = resampling.chunk(summary, options, from, Math.min(from + blocksInRound, blocks))
    if (round.status === 'undefined') return round
    tally = appendTallies([tally, round.result])
    if (replicatesIn(tally) === 0 || resampling.enough?.(tally, summary, options)) break
  }
  return resampling.finish(summary, options, tally)
}

/** Tallies put one after the other, in the order given. */
export function appendTallies(tallies: readonly Tally[]): Tally {
  const names = [...new Set(tallies.flatMap(tally => Object.keys(tally)))]
  return Object.fromEntries(
    names.map(name => {
      const parts = tallies.flatMap(tally => tally[name] ?? [])
      const whole = new Float64Array(parts.reduce((size, part) => size + part.length, 0))
      let at = 0
      for (const part of parts) {
        whole.set(part, at)
        at += part.length
      }
      return [name, whole]
    }),
  )
}

/** Replicates of which a tally knows. */
export const replicatesIn = (tally: Tally): number => Object.values(tally)[0]?.length ?? 0
