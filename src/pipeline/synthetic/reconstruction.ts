import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { simulationStream } from '../../core/simulation-random.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { OutcomeModel, Reconstruction, Synthetic } from '../../model/synthetic.ts'
import { candidatesOf, type TrialCase } from './candidates.ts'
import { generateCaseload, type SyntheticCaseload } from './caseload.ts'
import { between, type Placement, placeCases, type Slot } from './courses.ts'
import { casesDoNotFit, noReconstruction, paidShareTooLarge } from './issues.ts'
import { choosePayers } from './ordinary-payments.ts'
import { coursesOf, inOrderOfTime, possiblePayers, tellArm } from './outcomes.ts'
import { findAmounts, type PaidAmounts } from './reconstruction-amounts.ts'

/** The reconstruction of a trial; throws `synthetic.no_reconstruction` where synthetic.yaml has none. */
export function reconstructionOf({ trial, reconstruction }: Synthetic): Reconstruction {
  if (reconstruction === undefined) throw new TrialError([noReconstruction(trial)])
  return reconstruction
}

/** The caseload that the reconstruction starts from: enough eligible cases for the protocol's targets, and ineligible ones. */
export function reconstructionCaseload(protocol: Protocol, synthetic: Synthetic): SyntheticCaseload {
  const { cases, seed, idPrefix } = reconstructionOf(synthetic)
  return generateCaseload(protocol, synthetic, { cases, seed, idPrefix })
}

export interface ReconstructedOutcomes {
  /** In order of time. */
  events: readonly OutcomeEvent[]
  /** Sets of amounts that were drawn until one met the printed figures. */
  draws: number
}

/**
 * Events of an allocated run that give the printed figures exactly: every course has its number of cases, and the amounts
 * print as the means, half-widths and rank test. Deterministic from the seed. Throws every reason why it cannot be done.
 */
export function reconstructOutcomes(
  protocol: Protocol,
  synthetic: Synthetic,
  allocation: readonly TrialCase[],
  { seed }: { seed: string },
): ReconstructedOutcomes {
  const [targets, model] = [reconstructionOf(synthetic), synthetic.outcomes]
  const sizes = sizesOf(allocation)
  const found = findAmounts(model, targets, sizes, seed)
  const issues: Issue[] = []
  const events = protocol.arms.flatMap(arm => {
    const amounts = found.byArm.get(arm.id) ?? { full: [], part: [], ordinary: [] }
    const candidates = candidatesOf(arm.id, allocation, model, seed)
    const placement = placeCases(candidates, fixedSlots(arm.id, amounts, model, seed))
    const { paid, unpaid } = choosePayers(possiblePayers(candidates, placement.placed), amounts.ordinary)
    issues.push(...misfits(arm.id, placement, unpaid, model))
    return tellArm(candidates, placement.placed, paid, protocol, model)
  })
  issues.push(...tooMuchPaid(targets, found.byArm, allocation, model))
  refuseIfAny(issues)
  return { events: inOrderOfTime(events), draws: found.draws }
}

function sizesOf(allocation: readonly TrialCase[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { arm } of allocation) sizes.set(arm, (sizes.get(arm) ?? 0) + 1)
  return sizes
}

/** A slot for every case of every course of the arm; settlements have their amounts. */
function fixedSlots(arm: string, { full, part }: PaidAmounts, model: OutcomeModel, seed: string): Slot[] {
  const source = simulationStream({ purpose: `reconstruction: balances of ${arm}`, seed })
  const settled = {
    full: full.map(settlement => ({ balance: settlement, settlement })),
    part: part.map(settlement => ({ balance: balanceAround(settlement, source.uniform(), model), settlement })),
  }
  return coursesOf(arm, model).flatMap(course =>
    Array.from({ length: course.cases[arm] ?? 0 }, () => ({
      course,
      ...(course.settlement === undefined ? {} : { fixed: settled[course.settlement].pop() }),
    })),
  )
}

/** A balance of which the settlement is a plausible share. */
function balanceAround(settlement: number, uniform: number, { partSettlement }: OutcomeModel): number {
  return Math.max(settlement + 1, Math.round(settlement / between(partSettlement.shareOfBalance, uniform)))
}

function misfits(arm: string, { unfilled, left }: Placement, unpaid: readonly number[], model: OutcomeModel): Issue[] {
  const issues: Issue[] = []
  const hasCourses = coursesOf(arm, model).length > 0
  if (unfilled.length > 0) {
    const courses = [...new Set(unfilled.map(({ course }) => course.id))].join(', ')
    issues.push(casesDoNotFit(arm, `cases with arrears enough for ${courses}`, `${unfilled.length} too few`))
  }
  if (hasCourses && left.length > 0) {
    issues.push(casesDoNotFit(arm, 'as many cases in courses as allocated', `${left.length} cases without a course`))
  }
  if (unpaid.length > 0) {
    issues.push(casesDoNotFit(arm, 'cases with arrears enough for every payment', `${unpaid.length} payers too few`))
  }
  return issues
}

function tooMuchPaid(
  { paidShareBelow }: Reconstruction,
  byArm: ReadonlyMap<string, PaidAmounts>,
  allocation: readonly TrialCase[],
  model: OutcomeModel,
): Issue[] {
  return paidShareBelow.arms.flatMap(arm => {
    const { full, part, ordinary } = byArm.get(arm) ?? { full: [], part: [], ordinary: [] }
    const arrears = sumOf(
      allocation.filter(trialCase => trialCase.arm === arm).map(({ baseline }) => Number(baseline[model.arrears])),
    )
    const share = (sumOf(full) + sumOf(part) + sumOf(ordinary)) / arrears
    return share < paidShareBelow.share ? [] : [paidShareTooLarge(arm, paidShareBelow.share, share)]
  })
}
