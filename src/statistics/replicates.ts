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
export function blocksOf<K extends SummaryKind, R extends Result>(
  { defaultDraws }: Resampling<K, R>,
  summary: Summary<K>,
  options: MethodOptions,
): number {
  const draws = options.draws ?? (typeof defaultDraws === 'number' ? defaultDraws : defaultDraws(summary, options))
  return Math.ceil(draws / blockSize)
}

/** The stream of one block of a method's replicates. */
export const blockStream = (purpose: string, { seed = '' }: MethodOptions, block: number): SimulationSource =>
  simulationStream({ purpose, seed, replicate: block })

/** The rounds in which a method draws, and what it drew so far. */
export interface Rounds {
  /** Blocks to be drawn next, from the first to the last (excluded); `undefined` when there are enough. */
  next(): { from: number; to: number } | undefined
  /** Takes what they gave. */
  add(tally: Tally): void
  tally(): Tally
  blocks: number
}

/** The rounds of a method: all blocks, unless it has enough after some round or need not draw. */
export function roundsOf<K extends SummaryKind, R extends Result>(
  resampling: Resampling<K, R>,
  summary: Summary<K>,
  options: MethodOptions,
): Rounds {
  const blocks = blocksOf(resampling, summary, options)
  let sofar: Tally = {}
  let drawn = 0
  return {
    blocks,
    next: () => (drawn < blocks ? { from: drawn, to: Math.min(drawn + blocksInRound, blocks) } : undefined),
    add: tally => {
      sofar = appendTallies([sofar, tally])
      const enough = replicatesIn(sofar) === 0 || resampling.enough?.(sofar, summary, options)
      drawn = enough ? blocks : drawn + blocksInRound
    },
    tally: () => sofar,
  }
}

/** Draws every replicate in this thread, in rounds, and finishes. */
export function drawAll<K extends SummaryKind, R extends Result>(
  resampling: Resampling<K, R>,
  summary: Summary<K>,
  options: MethodOptions,
): Computation<R> {
  const rounds = roundsOf(resampling, summary, options)
  for (let round = rounds.next(); round !== undefined; round = rounds.next()) {
    const drawn = resampling.chunk(summary, options, round.from, round.to)
    if (drawn.status === 'undefined') return drawn
    rounds.add(drawn.result)
  }
  return resampling.finish(summary, options, rounds.tally())
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
