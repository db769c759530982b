import { sumOf } from '../../core/lists.ts'
import type { SimulationSource } from '../../core/simulation-random.ts'
import type { Summary, SummaryKind } from '../../model/summary.ts'
import { awaited, waitingCode } from '../../model/waiting.ts'
import { type AnalysisColumn, type AnalysisRow, summarise } from '../../summaries/index.ts'
import { amountSampler } from './amounts.ts'
import { nothing } from './draw-summaries.ts'
import { dayOfPayment } from './even-pace.ts'
import { reachOf } from './reach.ts'
import { headOf } from './summary-head.ts'
import { type ArmModel, payingShare, type TrialModel } from './trial-model.ts'

/** Cases of a trial that are drawn again and again. What it holds is the last draw. */
export interface RowDrawer {
  /** Cases of each arm that came to each stage, lost ones included. */
  reached: readonly Float64Array[]
  draw(source: SimulationSource): void
  /** The rows of an outcome, as an analysis set has them. */
  column(outcome: string): AnalysisColumn
  /** The summary that an engine makes of them. */
  summary(outcome: string, kind: SummaryKind): Summary<SummaryKind>
}

const paid = 1
const afterStages = 2
const lost = 4

/**
 * Draws every case, as clusters need it. A cluster has one course that its cases share: each takes it with the probability
 * sqrt(correlation), and has a course of its own else, so that the cases of a cluster have that correlation in every outcome and
 * each by itself the law of its arm.
 */
export function drawRows(model: TrialModel): RowDrawer {
  const { arms, clusters } = model
  const layout = layoutOf(model)
  const total = layout.cell.length
  const [amounts, flags] = [new Float64Array(total), new Uint8Array(total)]
  const [levels, days] = [new Uint8Array(total), new Float64Array(total)]
  const [depths, sharing] = [new Uint8Array(total), Math.sqrt(clusters?.correlation ?? 0)]
  const reached = reachOf(arms, model.stages.length)
  const courses = arms.map(arm => courseOf(arm, model.waiting))
  return {
    reached,
    draw(source) {
      for (const counts of reached) counts.fill(0)
      let shared: Course = noCourse
      let last = -1
      for (let row = 0; row < total; row += 1) {
        const arm = model.cells[layout.cell[row] ?? 0]?.arm ?? 0
        const { attrition } = arms[arm] as ArmModel
        const drawCourse = courses[arm] as (source: SimulationSource) => Course
        const cluster = layout.cluster[row] ?? 0
        if (sharing > 0 && cluster !== last) shared = drawCourse(source)
        last = cluster
        const course = sharing > 0 && source.uniform() < sharing ? shared : drawCourse(source)
        amounts[row] = course.amount
        levels[row] = course.level
        days[row] = course.day
        depths[row] = course.depth
        flags[row] = course.flags | (attrition > 0 && source.uniform() < attrition ? lost : 0)
        const counts = reached[arm] as Float64Array
        for (let stage = 0; stage < course.depth; stage += 1) counts[stage] = (counts[stage] ?? 0) + 1
      }
    },
    column,
    summary: (outcome, kind) => summarise(column(outcome), [kind])[0] as Summary<SummaryKind>,
  }

  function column(outcome: string): AnalysisColumn {
    const head = headOf(model, outcome)
    const isAmount = outcome === model.amount
    const choice = outcome === model.choice?.outcome ? model.choice : null
    const waiting = outcome === model.waiting?.outcome ? model.waiting : null
    const flag = outcome === model.afterStages ? afterStages : paid
    const valueAt = (row: number): number | string | null => {
      const drawn = flags[row] ?? 0
      if ((drawn & lost) !== 0) return null
      if (waiting !== null) {
        const end = (drawn & paid) === 0 ? null : awaited
        return waitingCode({ day: days[row] ?? 0, end }, waiting.ends)
      }
      if (choice !== null) return choice.levels[levels[row] ?? 0] ?? null
      return isAmount ? (amounts[row] ?? 0) : (drawn & flag) === 0 ? 0 : 1
    }
    const kind = waiting !== null ? 'time' : choice !== null ? 'category' : isAmount ? 'money' : 'binary'
    return { ...head, kind, levels: waiting?.ends ?? choice?.levels ?? [], rows: { [Symbol.iterator]: rows } }

    function* rows(): Generator<AnalysisRow> {
      for (let row = 0; row < total; row += 1) {
        const { arm: index = 0, stratum = '' } = model.cells[layout.cell[row] ?? 0] ?? {}
        const arm = arms[index]?.arm ?? ''
        const cluster = clusters === null ? null : `cluster-${layout.cluster[row]}`
        if (head.arms.includes(arm)) yield { arm, stratum, cluster, value: valueAt(row) }
      }
    }
  }
}

/** What became of a case. */
interface Course {
  amount: number
  flags: number
  /** Stages that it came to. */
  depth: number
  /** Index of the level of the category. */
  level: number
  /** Day of the payment, or the last on which it was waited for; 0 where no time comes about. */
  day: number
}

const noCourse: Course = { amount: 0, flags: 0, depth: 0, level: 0, day: 0 }

function courseOf(model: ArmModel, waiting: TrialModel['waiting']): (source: SimulationSource) => Course {
  const payment = paymentOf(model)
  const { choice } = model
  const chosen: typeof payment =
    choice.length === 0 ? payment : source => ({ ...payment(source), level: drawLevel(choice, source.uniform()) })
  if (waiting === null) return chosen
  const pace = { share: payingShare(model), days: waiting.days }
  return source => {
    const course = chosen(source)
    return { ...course, day: (course.flags & paid) === 0 ? pace.days : dayOfPayment(pace, source.uniform()) }
  }
}

/** The level at a place from 0 to 1. */
function drawLevel(shares: readonly number[], place: number): number {
  let [level, passed] = [0, shares[0] ?? 0]
  while (place >= passed && level < shares.length - 1) {
    level += 1
    passed += shares[level] ?? 0
  }
  return level
}

function paymentOf({ rate, reach, amounts }: ArmModel): (source: SimulationSource) => Course {
  const ordinary = amounts === null ? nothing : amountSampler(amounts.ordinary)
  const after = amounts === null ? nothing : amountSampler(amounts.afterStages)
  return source => {
    const place = reach.length === 0 ? 1 : source.uniform()
    let depth = 0
    while (depth < reach.length && place < (reach[depth] ?? 0)) depth += 1
    if (depth > 0 && depth === reach.length)
      return { ...noCourse, amount: after(source), flags: paid | afterStages, depth }
    if (source.uniform() < rate) return { ...noCourse, amount: ordinary(source), flags: paid, depth }
    return depth === 0 ? noCourse : { ...noCourse, depth }
  }
}

/** The cell and the cluster of every row: clusters lie in one cell, in the sizes' proportions, single cases filling up. */
function layoutOf({ cells, clusters }: TrialModel): { cell: Uint32Array; cluster: Uint32Array } {
  const total = sumOf(cells.map(({ cases }) => cases))
  const [cell, cluster] = [new Uint32Array(total), new Uint32Array(total)]
  let [row, number] = [0, 0]
  cells.forEach(({ cases }, at) => {
    for (const size of clusterSizes(cases, clusters?.sizes ?? [1])) {
      cell.fill(at, row, row + size)
      cluster.fill(number, row, row + size)
      row += size
      number += 1
    }
  })
  return { cell, cluster }
}

/** Sizes of the clusters of so many cases. */
function clusterSizes(cases: number, shares: readonly number[]): number[] {
  const mean = sumOf(shares.map((share, at) => share * (at + 1)))
  const sizes = shares.flatMap((share, at) =>
    at === 0 ? [] : Array.from({ length: Math.floor((share * cases) / mean) }, () => at + 1),
  )
  const singles = cases - sumOf(sizes)
  return [...sizes, ...Array.from({ length: singles }, () => 1)]
}
