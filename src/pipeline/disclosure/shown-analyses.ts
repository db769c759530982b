import { sumOf } from '../../core/lists.ts'
import {
  type ArmEstimate,
  type ArmEstimates,
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type Interval,
  type TestResult,
  undefinedBecause,
} from '../../model/method.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { armsOfSide } from '../../model/pooled-arms.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Heterogeneity, SubgroupEstimates, SubgroupResult } from '../../model/subgroup-results.ts'
import { subgroupSetId } from '../../model/subgroups.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { LookedAt, Tells } from './held-cases.ts'
import { roundCount, roundP, roundShare } from './rounding.ts'
import type { DisclosureRules } from './rules.ts'

/** What analyses are judged by. */
export interface AnalysisControl {
  protocol: Pick<Protocol, 'arms' | 'outcomes'>
  rules: DisclosureRules
  tells: Tells
  /** Cases of an arm. */
  casesOf(arm: string): number
}

type Sides = Pick<ContrastSpec, 'arm' | 'against'>
type Planned = Pick<PlannedAnalysis, 'id' | 'settings'>

/** What an analysis looks at, of which the plan says the uptake and the day. */
export const lookedAt = (
  { id, outcome, level, set, computation }: AnalysisResult,
  planned: readonly Planned[],
): LookedAt => ({
  ...{ outcome, level, set: set?.id, division: subgroupSetIds(computation) },
  ...settingsLookedAt(planned.find(each => each.id === id)?.settings),
})

const settingsLookedAt = (settings: Planned['settings']): Pick<LookedAt, 'uptake' | 'day'> => ({
  uptake: settings?.uptake,
  day: settings?.day,
})

/** The sets that an analysis by subgroups shows side by side. */
function subgroupSetIds(computation: AnalysisResult['computation']): string[] {
  if (computation.status === 'undefined' || computation.result.kind !== 'subgroups') return []
  const { by, groups } = computation.result
  return groups.map(group => subgroupSetId(by, group))
}

/** Analyses without the numbers that would tell of few cases, and shares as exactly as the base allows. */
export function shownAnalyses(
  analyses: readonly AnalysisResult[],
  planned: readonly Planned[],
  control: AnalysisControl,
): AnalysisResult[] {
  const shown = analyses.map(result => ({ ...result, computation: shownOf(result, planned, control) }))
  // An adjusted P can be that of another comparison times a number.
  const families = new Set(
    shown.flatMap(({ adjusted, computation }) =>
      adjusted.flatMap(({ family, contrast }) => (isHeldBack(computation, contrast) ? [family] : [])),
    ),
  )
  return shown.map(result => ({
    ...result,
    adjusted: result.adjusted
      .filter(({ family }) => !families.has(family))
      .map(each => ({ ...each, pValue: control.rules.roundTo === null ? each.pValue : roundP(each.pValue) })),
  }))
}

/** Whether a result is held back: all of it, or what it says of an arm or a contrast. */
export function isHeldBack(computation: AnalysisResult['computation'], of: string | null): boolean {
  if (computation.status === 'undefined') return computation.reason === 'held_back'
  const { result } = computation
  if (of === null || result.kind === 'test') return false
  if (result.kind === 'arms') return result.notEstimated.some(({ arm, reason }) => arm === of && reason === 'held_back')
  const contrasts: readonly { id: string; computation: Computation<unknown> }[] =
    result.kind === 'subgroups' ? result.interactions : result.contrasts
  const found = contrasts.find(({ id }) => id === of)?.computation
  return found?.status === 'undefined' && found.reason === 'held_back'
}

function shownOf(
  analysis: AnalysisResult,
  planned: readonly Planned[],
  control: AnalysisControl,
): AnalysisResult['computation'] {
  const { computation, outcome } = analysis
  const { protocol, tells, rules } = control
  const of = lookedAt(analysis, planned)
  const arms = protocol.arms.map(({ id }) => id).filter(arm => tells(of, arm))
  const why = heldBecause(rules.leastCases)
  // Why there is no number may tell as much as the number.
  if (computation.status === 'undefined') return arms.length > 0 ? why : computation
  const isMoney = protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money'
  const base = isMoney ? null : rules.roundTo
  const { result, cautions } = computation
  switch (result.kind) {
    case 'test':
      return arms.length > 0 ? why : computed(roundedTest(result, base), cautions)
    case 'arms':
      return computed(shownArms(result, arms, base, why.detail), saying(cautions, arms))
    case 'contrasts':
      return computed(shownContrasts(result, arms, base, control), saying(cautions, arms))
    case 'subgroups':
      return computed(shownSubgroups(result, arms, base, control), saying(cautions, arms))
  }
}

/** Why a number is not shown. */
export const heldBecause = (leastCases: number) =>
  ({
    status: 'undefined',
    reason: 'held_back',
    detail: `It would tell of fewer than ${leastCases} cases.`,
  }) as const

/** Where some arm is held back, a sentence with a number may be about it. */
const saying = (cautions: readonly Caution[], held: readonly string[]): readonly Caution[] =>
  held.length === 0 ? cautions : cautions.filter(({ detail }) => !/\d/.test(detail))

function shownArms(
  { estimates, notEstimated, ...result }: ArmEstimates,
  held: readonly string[],
  base: number | null,
  detail: string,
): ArmEstimates {
  const isShown = ({ arm }: { arm: string }): boolean => !held.includes(arm)
  const hidden = [...estimates, ...notEstimated].filter(each => !isShown(each))
  return {
    ...result,
    estimates: estimates.filter(isShown).map(estimate => roundedEstimate(estimate, base)),
    notEstimated: [
      ...notEstimated.filter(isShown),
      ...hidden.map(({ arm }) => ({ arm, reason: 'held_back' as const, detail })),
    ],
  }
}

function shownContrasts(
  result: ContrastEstimates,
  held: readonly string[],
  base: number | null,
  { rules, casesOf }: AnalysisControl,
): ContrastEstimates {
  const why = heldBecause(rules.leastCases)
  const contrasts = result.contrasts.map(contrast => {
    const { computation } = contrast
    if (hasHeldArm(contrast, held)) return { ...contrast, computation: why }
    if (computation.status === 'undefined' || base === null) return contrast
    if (result.measure !== 'difference') return { ...contrast, computation: notRounded(base) }
    const cases = Math.min(...casesOfSides(contrast, casesOf))
    const rounded = roundedContrast(computation.result, value => roundShare(value, cases, base))
    return { ...contrast, computation: computed(rounded, computation.cautions) }
  })
  return { ...result, contrasts }
}

/**
 * Where a subgroup, or those who are in none, would tell of few cases of an arm, no subgroup of the arm is shown: the parts of a
 * division add up to the whole.
 */
function shownSubgroups(
  result: SubgroupEstimates,
  held: readonly string[],
  base: number | null,
  control: AnalysisControl,
): SubgroupEstimates {
  const groups = result.groups.map((group): SubgroupResult => {
    const casesOf = (of: string): number => group.cases.find(({ arm }) => arm === of)?.n ?? 0
    const whole = { kind: 'contrasts' as const, measure: result.measure, contrasts: group.contrasts }
    return {
      ...group,
      cases: group.cases
        .filter(({ arm }) => !armsOfSide(arm).some(each => held.includes(each)))
        .map(({ arm, n }) => ({ arm, n: base === null ? n : roundCount(n, base) })),
      contrasts: shownContrasts(whole, held, base, { ...control, casesOf }).contrasts,
      cautions: saying(group.cautions, held),
    }
  })
  const interactions = result.interactions.map(each => {
    const { computation } = each
    if (hasHeldArm(each, held)) return { ...each, computation: heldBecause(control.rules.leastCases) }
    if (computation.status === 'undefined' || base === null) return each
    const least = Math.min(
      ...result.groups.flatMap(({ cases }) => {
        const casesOf = (of: string): number => cases.find(({ arm }) => arm === of)?.n ?? 0
        return casesOfSides(each, casesOf)
      }),
    )
    return {
      ...each,
      computation: computed(roundedHeterogeneity(computation.result, least, base), computation.cautions),
    }
  })
  return { ...result, groups, interactions }
}

/** Whether a contrast is of an arm that is held back, by itself or together with others. */
const hasHeldArm = ({ arm, against }: Sides, held: readonly string[]): boolean =>
  [arm, against].flatMap(armsOfSide).some(each => held.includes(each))

const casesOfSides = ({ arm, against }: Sides, casesOf: (arm: string) => number): number[] =>
  [arm, against].map(side => sumOf(armsOfSide(side).map(casesOf)))

const notRounded = (base: number) =>
  undefinedBecause('held_back', `Counts are rounded to ${base} cases, and what is more exact is held back.`)

type Round = (value: number) => number

const roundedInterval = (interval: Interval, round: Round): Interval => ({
  ...interval,
  lower: round(interval.lower),
  upper: round(interval.upper),
})

function roundedEstimate(estimate: ArmEstimate, base: number | null): ArmEstimate {
  if (base === null) return estimate
  const round: Round = value => roundShare(value, estimate.n, base)
  const { n, standardError, interval } = estimate
  return {
    ...estimate,
    n: roundCount(n, base),
    estimate: round(estimate.estimate),
    standardError: round(standardError),
    interval: roundedInterval(interval, round),
    intermediates: {},
  }
}

function roundedContrast(estimate: ContrastEstimate, round: Round): ContrastEstimate {
  const { pValue, simultaneous, parts } = estimate
  return {
    ...estimate,
    estimate: round(estimate.estimate),
    standardError: round(estimate.standardError),
    statistic: undefined,
    pValue: pValue === undefined ? undefined : roundP(pValue),
    interval: roundedInterval(estimate.interval, round),
    simultaneous: simultaneous && {
      ...simultaneous,
      pValue: roundP(simultaneous.pValue),
      interval: roundedInterval(simultaneous.interval, round),
    },
    parts: parts?.map(part => ({
      ...part,
      estimate: round(part.estimate),
      standardError: round(part.standardError),
      interval: roundedInterval(part.interval, round),
    })),
    intermediates: {},
  }
}

function roundedHeterogeneity(found: Heterogeneity, cases: number, base: number): Heterogeneity {
  const round: Round = value => roundShare(value, cases, base)
  const { symbol, value } = found.statistic
  const { difference } = found
  return {
    ...found,
    statistic: { symbol, value: Number(value.toFixed(1)) },
    pValue: roundP(found.pValue),
    difference: difference && {
      estimate: round(difference.estimate),
      standardError: round(difference.standardError),
      interval: roundedInterval(difference.interval, round),
    },
    intermediates: {},
  }
}

/** The statistic to one decimal, which tells no more than P to two. */
function roundedTest(test: TestResult, base: number | null): TestResult {
  if (base === null) return test
  const { symbol, value } = test.statistic
  return {
    ...test,
    statistic: { symbol, value: Number(value.toFixed(1)) },
    pValue: roundP(test.pValue),
    intermediates: {},
  }
}
