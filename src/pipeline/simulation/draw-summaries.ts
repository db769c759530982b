import type { SimulationSource } from '../../core/simulation-random.ts'
import { drawBinomial } from '../../statistics/resampling/draw-binomial.ts'
import { amountSampler } from './amounts.ts'
import { DrawnCell } from './drawn-cell.ts'
import { reachOf } from './reach.ts'
import type { ArmModel, TrialModel } from './trial-model.ts'

/** A trial that is drawn again and again. `cells` and `reached` hold the last draw. */
export interface CellDrawer {
  /** In the order of the model's cells. */
  cells: readonly DrawnCell[]
  /** Cases of each arm that came to each stage, lost ones included. */
  reached: readonly Float64Array[]
  draw(source: SimulationSource): void
}

/**
 * Draws the cells of a trial whose cases are independent, without drawing its cases: binomial numbers of those who come to each
 * stage, pay and are lost, and an amount for each payer.
 */
export function drawCells({ arms, cells: sizes, stages }: TrialModel): CellDrawer {
  const cells = sizes.map(() => new DrawnCell())
  const reached = reachOf(arms, stages.length)
  const draws = arms.map(armDraw)
  return {
    cells,
    reached,
    draw(source) {
      for (const counts of reached) counts.fill(0)
      for (let at = 0; at < cells.length; at += 1) {
        const { arm = 0, cases = 0 } = sizes[at] ?? {}
        draws[arm]?.(cells[at] as DrawnCell, cases, reached[arm] as Float64Array, source)
      }
    },
  }
}

type CellDraw = (cell: DrawnCell, cases: number, reached: Float64Array, source: SimulationSource) => void

function armDraw({ rate, reach, amounts, attrition, choice }: ArmModel): CellDraw {
  const share = reach.map((of, at) => of / (reach[at - 1] ?? 1) || 0)
  const ordinary = amounts === null ? nothing : amountSampler(amounts.ordinary)
  const after = amounts === null ? nothing : amountSampler(amounts.afterStages)
  const lost = (of: number, source: SimulationSource): number => drawBinomial(of, attrition, source)
  return (cell, cases, reached, source) => {
    cell.clear()
    let left = cases
    for (let stage = 0; stage < share.length; stage += 1) {
      left = drawBinomial(left, share[stage] ?? 0, source)
      reached[stage] = (reached[stage] ?? 0) + left
    }
    const atEnd = share.length === 0 ? 0 : left
    const others = drawBinomial(cases - atEnd, rate, source)
    cell.afterStages = atEnd - lost(atEnd, source)
    const ordinaryPayers = others - lost(others, source)
    const paid = cell.afterStages + ordinaryPayers
    cell.missing = atEnd + others - paid + lost(cases - atEnd - others, source)
    cell.observed = cases - cell.missing
    for (let payer = 0; payer < cell.afterStages; payer += 1) cell.pay(after(source))
    for (let payer = 0; payer < ordinaryPayers; payer += 1) cell.pay(ordinary(source))
    cell.levels = drawLevels(cell.observed, choice, source)
  }
}

/** How many of the cases are at each level: a multinomial draw, level by level. */
function drawLevels(cases: number, shares: readonly number[], source: SimulationSource): number[] {
  let [left, rest] = [cases, 1]
  return shares.map((share, at) => {
    const drawn = at === shares.length - 1 ? left : drawBinomial(left, Math.min(1, share / rest), source)
    left -= drawn
    rest = Math.max(rest - share, Number.MIN_VALUE)
    return drawn
  })
}

/** Where amounts are not modelled. */
export const nothing = (): number => 0
