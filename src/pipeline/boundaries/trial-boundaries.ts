import { TrialError } from '../../core/errors.ts'
import {
  chanceToFindAny,
  detectableDrift,
  driftOfFutility,
  futilityDesign,
  type GroupSequentialDesign,
  inflationFactor,
  operatingCharacteristics,
  spendingDesign,
  type UpperRule,
} from '../../design/sequential/index.ts'
import { additionalCost, breakEven } from '../../economics/index.ts'
import { declaredCases } from '../../model/allocation.ts'
import type { Sizing } from '../../model/sizing.ts'
import { normalUpperTail } from '../../numerics/index.ts'
import { protocolCosts } from '../economics.ts'
import { hasFile, readSizing, type Trial } from '../trial-folder.ts'
import { noBreakEven } from './issues.ts'
import { loadingOf, type OutcomeScale, outcomeScale } from './outcome-scale.ts'
import { type BoundaryFlags, type BoundaryRequest, boundaryRequest, type LooksFrom } from './request.ts'

/** A Z and the difference that has it at the look. */
export interface BoundaryPoint {
  z: number
  /** In the unit of the outcome: 0 to 1, or pence. */
  difference: number
}

/** A look with its boundaries. */
export interface BoundaryLook {
  /** From 1; the last is the end. */
  look: number
  share: number
  /** From here on the effect is shown; null where nothing is spent yet. */
  efficacy: (BoundaryPoint & { nominalP: number }) | null
  /** Up to here the trial stops for futility. */
  futility: BoundaryPoint | null
}

/** What the design does if the effect is this. */
export interface BoundaryScenario {
  of: 'no_effect' | 'effect' | 'truth'
  /** In the unit of the outcome. */
  effect: number
  looks: readonly { look: number; efficacy: number; futility: number; harm: number }[]
  /** Chance to show the effect. */
  power: number
  /** Chance to show it of one arm or more, where it is the effect of all that are judged together; null where one arm is judged alone. */
  any: number | null
  /** Expected information at the stop, as a share of the most, and the cases that it stands for. */
  expectedShare: number
  expectedCases: number
  /** What the arm costs more than the other, up to the stop, in pence: in proportion to the share. Null where the protocol has no costs. */
  expectedCost: number | null
}

/** Boundaries of a trial's looks, in the unit of an outcome, and what they do. */
export interface TrialBoundaries {
  schema: 'equipoise/boundaries/1'
  trial: string
  outcome: { id: string; title: string; unit: OutcomeScale['unit'] }
  arm: { id: string; title: string; cases: number }
  against: { id: string; title: string; cases: number }
  /** Other arms that are judged together with this one, against the same arm. */
  together: readonly { id: string; title: string; cases: number }[]
  scale: Omit<OutcomeScale, 'unit'>
  /** Over all looks, and all arms that are judged together. */
  alpha: number
  sides: 'one' | 'two'
  power: number
  spending: { id: string; title: string }
  futility: { id: string; title: string; binding: boolean } | null
  /** The effect that the design is to detect: the least one with the plan's power, or as given. */
  effect: { value: number; from: 'least' | 'given' | 'break_even' }
  /** Information at the most beside that of a trial without looks, for the same level and power. Null where the effect was given with futility, so that the power is not the plan's. */
  inflation: number | null
  /** What the arm costs more than the other in all, in pence. */
  cost: number | null
  looksFrom: LooksFrom
  looks: readonly BoundaryLook[]
  scenarios: readonly BoundaryScenario[]
}

/**
 * Where may a trial stop, what does that mean in its outcome, and how likely is it?
 *
 * The flags are those of the command, as text, amounts in pounds and shares in percentage points; what is absent is as the files of the
 * trial say. Differences of the answer are shares from 0 to 1, or pence. Throws a `TrialError` for what makes no sense.
 *
 * @example trialBoundaries(trial, { outcome: 'amount', looks: '4', futility: 'pocock', effect: 'break-even' }).looks
 */
export function trialBoundaries(trial: Trial, flags: BoundaryFlags): TrialBoundaries {
  const sizing = hasFile(trial.folder, 'sizing') ? readSizing(trial) : undefined
  const request = boundaryRequest(trial, flags, sizing)
  const scale = outcomeScale(request, sizing)
  const cost = costOf(trial, request)
  const needed = request.effect === 'break-even' ? breakEvenOf(request, scale, cost) : request.effect
  const family = [{ scale, cases: request.cases }, ...others(request, sizing)]
  const { design, drift } = designOf(request, {
    power: trial.plan.power,
    given: needed === undefined ? undefined : needed / scale.standardError,
    loadings: family.map(each => loadingOf(each.scale, each.cases)),
  })
  const { standardError } = scale
  const effect = drift * standardError
  const errors = family.map(each => each.scale.standardError)
  const scenario = scenarioOf(design, request, { errors, cost })
  const { unit, ...reckoned } = scale
  return {
    schema: 'equipoise/boundaries/1',
    trial: trial.protocol.id,
    outcome: { id: request.outcome.id, title: request.outcome.title, unit },
    arm: armOf(trial, request, 'arm'),
    against: armOf(trial, request, 'against'),
    together: request.together.map(({ id, cases }) => ({ id, title: titleOf(trial, id), cases })),
    scale: reckoned,
    alpha: design.alpha,
    sides: design.sides,
    power: trial.plan.power,
    spending: { id: request.efficacy.id, title: request.efficacy.title },
    futility:
      request.futility === undefined
        ? null
        : { ...idAndTitle(flags.futility, request.futility), binding: design.binding },
    effect: {
      value: effect,
      from: request.effect === undefined ? 'least' : request.effect === 'break-even' ? 'break_even' : 'given',
    },
    inflation: inflationOf(design, request, trial.plan.power, drift),
    cost,
    looksFrom: request.looksFrom,
    looks: looksIn(design, standardError),
    scenarios: [
      scenario('no_effect', 0),
      scenario('effect', effect),
      ...request.truths.map(truth => scenario('truth', truth)),
    ],
  }
}

const idAndTitle = (id: string | undefined, { title }: { title: string }) => ({ id: id ?? '', title })

const titleOf = ({ protocol }: Trial, id: string): string => protocol.arms.find(arm => arm.id === id)?.title ?? id

const armOf = (trial: Trial, { cases, ...request }: BoundaryRequest, which: 'arm' | 'against') => ({
  ...{ id: request[which], title: titleOf(trial, request[which]) },
  cases: cases[which],
})

/** The scale of each other arm that is judged together with the compared one. */
const others = (request: BoundaryRequest, sizing: Sizing | undefined) =>
  request.together.map(({ id, cases: arm }) => {
    const cases = { ...request.cases, arm }
    return { scale: outcomeScale({ ...request, arm: id, cases }, sizing), cases }
  })

/** What the arm costs over the other by the protocol, in pence; nothing where it costs no more. */
function costOf({ protocol }: Trial, { arm, against, cases }: BoundaryRequest): number | null {
  const sizeOf = (id: string): number =>
    id === arm ? cases.arm : id === against ? cases.against : (declaredCases(protocol.allocation, id) ?? 0)
  const sizes = new Map(protocol.arms.map(({ id }) => [id, sizeOf(id)]))
  const cost = additionalCost(protocolCosts(protocol), { arm, against }, sizes)
  return cost.status === 'computed' && cost.result.total > 0 ? cost.result.total : null
}

/** The additional amount per case that pays for the arm, in pence. */
function breakEvenOf(
  { cases, outcome }: BoundaryRequest,
  { unit, standardError }: OutcomeScale,
  cost: number | null,
): number {
  if (unit !== 'pence') throw new TrialError([noBreakEven(`${outcome.title}, which is no amount`)])
  if (cost === null) throw new TrialError([noBreakEven('an arm that costs no more')])
  const found = breakEven({ cases: cases.arm, difference: 0, standardError }, { total: cost }, 0.95)
  if (found.status === 'undefined') throw new TrialError([noBreakEven(found.detail)])
  return found.result.needed
}

/** The design, and the drift that it is to detect. With futility a two-sided plan becomes a test on its upper side alone, at half its alpha. */
function designOf(
  { shares, alpha, efficacy, futility, binding }: BoundaryRequest,
  { power, given, loadings }: { power: number; given: number | undefined; loadings: readonly number[] },
): { design: GroupSequentialDesign; drift: number } {
  if (futility === undefined || efficacy.spending === undefined) {
    const design = efficacy.design(shares, { alpha, sides: 'two', loadings })
    return { design, drift: given ?? detectableDrift(design, power) }
  }
  const upper = upperRule(shares, { alpha: alpha / 2, spending: efficacy.spending }, loadings)
  const lower = { spending: futility, beta: 1 - power, binding }
  const drift = given ?? driftOfFutility(shares, upper, lower)
  return { design: futilityDesign(shares, upper, lower, drift), drift }
}

function upperRule(shares: readonly number[], rule: UpperRule, loadings: readonly number[]): UpperRule {
  if (loadings.length < 2) return rule
  const { looks } = spendingDesign(shares, { alpha: rule.alpha, sides: 'one', loadings }, rule.spending)
  return { ...rule, together: { loadings, boundaries: looks.map(({ efficacy }) => efficacy) } }
}

function inflationOf(
  design: GroupSequentialDesign,
  request: BoundaryRequest,
  power: number,
  drift: number,
): number | null {
  if (request.futility === undefined) return inflationFactor(design, power, detectableDrift(design, power))
  return request.effect === undefined ? inflationFactor(design, power, drift) : null
}

function looksIn({ looks, sides }: GroupSequentialDesign, standardError: number): BoundaryLook[] {
  return looks.map(({ share, efficacy, futility }, at) => {
    const point = (z: number): BoundaryPoint => ({ z, difference: (z * standardError) / Math.sqrt(share) })
    return {
      look: at + 1,
      share,
      efficacy: Number.isFinite(efficacy)
        ? { ...point(efficacy), nominalP: (sides === 'two' ? 2 : 1) * normalUpperTail(efficacy) }
        : null,
      futility: at < looks.length - 1 && Number.isFinite(futility) ? point(futility) : null,
    }
  })
}

const scenarioOf =
  (
    design: GroupSequentialDesign,
    { cases }: BoundaryRequest,
    { errors, cost }: { errors: readonly number[]; cost: number | null },
  ) =>
  (of: BoundaryScenario['of'], effect: number): BoundaryScenario => {
    const drifts = errors.map(standardError => effect / standardError)
    const { looks, power, expectedShare } = operatingCharacteristics(design, drifts[0] ?? Number.NaN)
    return {
      of,
      effect,
      looks: looks.map(({ efficacy, futility, harm }, at) => ({ look: at + 1, efficacy, futility, harm })),
      power,
      any: drifts.length > 1 ? chanceToFindAny(design, drifts) : null,
      expectedShare,
      expectedCases: expectedShare * (cases.arm + cases.against),
      expectedCost: cost === null ? null : expectedShare * cost,
    }
  }
