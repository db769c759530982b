import { TrialError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { shuffled } from '../../core/random.ts'
import { type SimulationSource, simulationStream } from '../../core/simulation-random.ts'
import { printedNumber } from '../../model/printed-number.ts'
import type { OutcomeModel, Reconstruction } from '../../model/synthetic.ts'
import { normalUpperQuantile } from '../../numerics/index.ts'
import { drawAmounts, splitTotal } from './amounts.ts'
import { between, pence } from './courses.ts'
import { targetsNotMet } from './issues.ts'
import { type ArmAmounts, printsAsTargets } from './printed-targets.ts'

/** What the payers of an arm pay, pence: in full or in part after a call, and in the ordinary course. */
export interface PaidAmounts {
  full: readonly number[]
  part: readonly number[]
  ordinary: readonly number[]
}

export interface FoundAmounts {
  byArm: ReadonlyMap<string, PaidAmounts>
  /** Sets of amounts that were drawn, the found one included. */
  draws: number
}

/**
 * Draws sets of amounts until one prints as every target: mean and half-width of each arm, and the rank test over all
 * arms. The sums are met by construction, so a draw fails by its ranks, or by amounts too small for what they stand for.
 * Throws `synthetic.targets_not_met` when the draws run out.
 */
export function findAmounts(
  model: OutcomeModel,
  targets: Reconstruction,
  sizes: ReadonlyMap<string, number>,
  seed: string,
): FoundAmounts {
  let [drawn, printed] = [0, 0]
  for (let draw = 1; draw <= targets.draws; draw += 1) {
    const source = simulationStream({ purpose: 'reconstruction: amounts', seed, replicate: draw })
    const byArm = drawSet(model, targets, sizes, source)
    if (byArm === undefined) continue
    drawn += 1
    const { means, rankTest } = printsAsTargets(armAmounts(byArm, sizes), targets)
    if (means) printed += 1
    if (means && rankTest) return { byArm, draws: draw }
  }
  const reason = `${drawn} had amounts of the right sums, ${printed} of these the means and half-widths, none the rank test`
  throw new TrialError([targetsNotMet(targets.draws, reason)])
}

function armAmounts(byArm: ReadonlyMap<string, PaidAmounts>, sizes: ReadonlyMap<string, number>): ArmAmounts[] {
  return [...byArm].map(([arm, { full, part, ordinary }]) => ({
    arm,
    cases: sizes.get(arm) ?? 0,
    amounts: [...full, ...part, ...ordinary],
  }))
}

function drawSet(
  model: OutcomeModel,
  targets: Reconstruction,
  sizes: ReadonlyMap<string, number>,
  source: SimulationSource,
): Map<string, PaidAmounts> | undefined {
  const byArm = new Map<string, PaidAmounts>()
  for (const arm of Object.keys(targets.arms)) {
    const amounts = drawArm(arm, model, targets, sizes.get(arm) ?? 0, source)
    if (amounts === undefined) return undefined
    byArm.set(arm, amounts)
  }
  return byArm
}

function drawArm(
  arm: string,
  model: OutcomeModel,
  { arms, level }: Reconstruction,
  cases: number,
  source: SimulationSource,
): PaidAmounts | undefined {
  const target = arms[arm]
  if (target === undefined) return undefined
  const full = splitTotal(
    pence(target.paidInFull ?? '0'),
    settlements(arm, 'full', model),
    pence(model.fullSettlement.atLeast),
    source,
  )
  const open = target.payers - full.length
  const drawn = drawAmounts(
    { ...sumsWithin(target, cases, level, source), settled: full, open, atLeast: pence(model.ordinary.amount.from) },
    source,
  )
  const split = drawn && splitOpen(shuffled(drawn, source), settlements(arm, 'part', model), model)
  return split && { full, ...split }
}

/** Cases of an arm whose course ends in a settlement of a kind. */
function settlements(arm: string, kind: 'part' | 'full', { courses }: OutcomeModel): number {
  return sumOf(courses.filter(course => course.settlement === kind).map(course => course.cases[arm] ?? 0))
}

/** The inner part of a rounding range that is used, so that whole pence cannot leave the range. */
const inner = { from: 0.05, to: 0.95 }

/** A sum and a sum of squares of all cases whose mean and half-width lie in the rounding ranges of the print. */
function sumsWithin(
  target: { mean: string; halfWidth: string },
  cases: number,
  level: number,
  source: SimulationSource,
): { sum: number; sumSquares: number } {
  const penceOf = (text: string) => 100 * between(range(text), between(inner, source.uniform()))
  const sum = Math.round(penceOf(target.mean) * cases)
  const variance = (penceOf(target.halfWidth) / normalUpperQuantile((1 - level) / 2)) ** 2 * cases
  return { sum, sumSquares: variance * (cases - 1) + sum ** 2 / cases }
}

function range(text: string): { from: number; to: number } {
  const { lower, upper } = printedNumber(text)
  return { from: lower, to: upper }
}

/** The first amounts that are large enough become part settlements; undefined where there are too few. */
function splitOpen(amounts: readonly number[], parts: number, model: OutcomeModel) {
  const least = pence(model.partSettlement.atLeast)
  const large = [...amounts.keys()].filter(index => (amounts[index] ?? 0) >= least)
  if (large.length < parts) return undefined
  const chosen = new Set(large.slice(0, parts))
  return {
    part: amounts.filter((_, index) => chosen.has(index)),
    ordinary: amounts.filter((_, index) => !chosen.has(index)),
  }
}
