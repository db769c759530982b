import type { LevelId } from '../../model/ids.ts'
import type { Counts, Frequencies, Moments, Summary, SummaryByKind } from '../../model/summary.ts'
import { derive } from '../../summaries/index.ts'
import type { DrawnCell } from './drawn-cell.ts'
import { type HeadOf, headOf } from './summary-head.ts'
import type { TrialModel } from './trial-model.ts'

/** Kinds of summary that drawn cells have. */
export type CellKind = 'counts' | 'moments' | 'ranks' | 'frequencies'
export const cellKinds: readonly string[] = ['counts', 'moments', 'ranks', 'frequencies'] satisfies CellKind[]

/** The summary of an outcome that drawn cells hold, as an engine would make it of the cases. */
export function summaryOfCells(
  model: TrialModel,
  cells: readonly DrawnCell[],
  outcome: string,
  kind: CellKind,
): Summary<CellKind> {
  const head = headOf(model, outcome)
  const isAmount = outcome === model.amount
  if (outcome === model.choice?.outcome) {
    const { levels } = model.choice
    return madeOf(model, cells, head, 'counts', cell => choiceCounts(cell, levels))
  }
  const eventsOf = (cell: DrawnCell): number => (outcome === model.afterStages ? cell.afterStages : cell.payers)
  if (kind === 'counts') return madeOf(model, cells, head, kind, cell => countsIn(cell, eventsOf(cell)))
  if (kind === 'moments')
    return madeOf(model, cells, head, kind, cell => (isAmount ? momentsIn(cell) : binaryMoments(cell, eventsOf(cell))))
  const frequencies = madeOf(model, cells, head, 'frequencies', cell =>
    isAmount ? frequenciesIn(cell) : binaryFrequencies(cell, eventsOf(cell)),
  )
  return kind === 'ranks' ? derive(frequencies, 'ranks') : frequencies
}

function madeOf<K extends CellKind>(
  model: TrialModel,
  cells: readonly DrawnCell[],
  head: HeadOf,
  kind: K,
  dataOf: (cell: DrawnCell) => SummaryByKind[K],
): Summary<K> {
  const made: { arm: string; stratum: string; data: SummaryByKind[K] }[] = []
  for (let at = 0; at < cells.length; at += 1) {
    const { arm: index = 0, stratum = '' } = model.cells[at] ?? {}
    const arm = model.arms[index]?.arm ?? ''
    if (head.arms.includes(arm)) made.push({ arm, stratum, data: dataOf(cells[at] as DrawnCell) })
  }
  return { kind, ...head, cells: made }
}

const countsIn = ({ observed, missing }: DrawnCell, events: number): Counts => ({
  n: observed,
  missing,
  events: { yes: events },
})

const choiceCounts = ({ observed, missing, levels: drawn }: DrawnCell, levels: readonly LevelId[]): Counts => ({
  n: observed,
  missing,
  events: Object.fromEntries(levels.map((level, at) => [level, drawn[at] ?? 0])),
})

const binaryMoments = ({ observed, missing }: DrawnCell, events: number): Moments => ({
  ...{ n: observed, missing },
  ...{ sum: BigInt(events), sumSquares: BigInt(events) },
})

function momentsIn({ observed, missing, amounts }: DrawnCell): Moments {
  return { n: observed, missing, sum: exactSum(amounts, 1), sumSquares: exactSum(amounts, 2) }
}

/** Whole numbers are added as doubles while that is exact. */
const exact = 2 ** 52

/** Sum of whole numbers, or of their squares. */
function exactSum(amounts: Float64Array, power: 1 | 2): bigint {
  let [flushed, part] = [0n, 0]
  for (let at = 0; at < amounts.length; at += 1) {
    const amount = amounts[at] ?? 0
    const term = power === 1 ? amount : amount * amount
    if (term > exact) flushed += BigInt(amount) ** BigInt(power)
    else part += term
    if (part >= exact) {
      flushed += BigInt(part)
      part = 0
    }
  }
  return flushed + BigInt(part)
}

const binaryFrequencies = ({ observed, missing }: DrawnCell, events: number): Frequencies => ({
  ...{ n: observed, missing },
  values: withoutNone([
    [0, observed - events],
    [1, events],
  ]),
})

function frequenciesIn({ observed, missing, payers, amounts }: DrawnCell): Frequencies {
  const sorted = amounts.slice().sort()
  const values: [number, number][] = [[0, observed - payers]]
  for (let at = 0; at < sorted.length; at += 1) {
    const value = sorted[at] ?? 0
    const last = values.at(-1)
    if (last?.[0] === value) last[1] += 1
    else values.push([value, 1])
  }
  return { n: observed, missing, values: withoutNone(values) }
}

const withoutNone = (values: [number, number][]): [number, number][] => values.filter(([, count]) => count > 0)
