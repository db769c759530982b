import type { AllocatedCase } from '../../model/case.ts'
import type { ArmId } from '../../model/ids.ts'
import type { UndefinedReason } from '../../model/method.ts'
import { type Spread, sumsByArm, unweightedSpread, weightedSpread } from './arm-values.ts'
import type { Covariate } from './covariates.ts'

/** A number, or why there is none. */
export type BalanceQuantity =
  | { status: 'computed'; value: number }
  | {
      status: 'undefined'
      reason: Extract<UndefinedReason, 'no_cases_in_arm' | 'too_few_cases' | 'zero_variance' | 'held_back'>
      detail: string
    }

/** A covariate in one arm. */
export interface ArmValue {
  arm: ArmId
  /** Cases with a value. */
  n: number
  /** Mean, or share from 0 to 1; null where no case has a value. */
  mean: number | null
  /** Standard deviation; null where it is not defined. */
  sd: number | null
}

/** An arm beside another. */
export interface ArmDifference {
  arm: ArmId
  against: ArmId
  /** Of means or shares, `arm` minus `against`. */
  difference: BalanceQuantity
  /** The difference over sqrt((s1^2 + s2^2) / 2), the standard deviations being those of the arms without weights. */
  standardisedDifference: BalanceQuantity
  /** s1^2 / s2^2 of a covariate that is no share; null for shares, whose mean gives their variance. */
  varianceRatio: BalanceQuantity | null
}

/** How cases count: all the same, or by the inverse of the recorded probability of their arm. */
export type Weighting = 'none' | 'inverse_probability'

/** A covariate in all arms, and every arm beside every other, under one weighting. */
export interface BalanceView {
  weighting: Weighting
  arms: readonly ArmValue[]
  contrasts: readonly ArmDifference[]
}

/** The balance of one covariate. The first view is the one to read; where it is weighted, the second is not. */
export type CovariateBalance = Omit<Covariate, 'values'> & { views: readonly BalanceView[] }

/** Pairs of arms: each against the control, then each other pair in the order of the protocol. */
export function armPairs(arms: readonly { id: ArmId; control?: true | undefined }[]): [arm: ArmId, against: ArmId][] {
  const control = arms.find(arm => arm.control)?.id
  const others = arms.map(({ id }) => id).filter(id => id !== control)
  return [
    ...others.flatMap((arm): [ArmId, ArmId][] => (control === undefined ? [] : [[arm, control]])),
    ...others.flatMap((arm, index) => others.slice(index + 1).map((against): [ArmId, ArmId] => [arm, against])),
  ]
}

/** Whether cases of one arm had different chances of it, so that arms need not have the same mix of cases. */
export function probabilitiesDiffer(cases: readonly AllocatedCase[]): boolean {
  const ofArm = new Map<ArmId, AllocatedCase['probability']>()
  return cases.some(({ arm, probability }) => {
    const first = ofArm.get(arm) ?? probability
    ofArm.set(arm, first)
    return first.numerator !== probability.numerator || first.denominator !== probability.denominator
  })
}

/**
 * Means or shares of a covariate by arm, with differences, standardised differences and variance ratios.
 * Cases and values stand in the same order. Austin (2009), Statistics in Medicine 28, 3083-3107.
 */
export function compareArms(
  { values, ...covariate }: Covariate,
  cases: readonly AllocatedCase[],
  arms: readonly { id: ArmId; control?: true | undefined }[],
  weighted: boolean,
): CovariateBalance {
  const ids = arms.map(({ id }) => id)
  const sums = sumsByArm(values, cases, ids)
  const counts = sums.map(classes => classes.reduce((n, each) => n + each.n, 0))
  const plain = sums.map(classes => unweightedSpread(classes, covariate.unit))
  const view = (weighting: Weighting, spreads: readonly Spread[]): BalanceView => ({
    weighting,
    arms: spreads.map(({ mean, variance }, a) => ({
      arm: ids[a] ?? '',
      n: counts[a] ?? 0,
      mean,
      sd: variance === null ? null : Math.sqrt(variance),
    })),
    contrasts: armPairs(arms).map(([arm, against]) => {
      const [a, b] = [ids.indexOf(arm), ids.indexOf(against)]
      const pair = { arm, against }
      return { ...pair, ...compared(pair, covariate.unit, [spreads[a], spreads[b]], [plain[a], plain[b]]) }
    }),
  })
  const unweighted = view('none', plain)
  if (!weighted) return { ...covariate, views: [unweighted] }
  const byProbability = sums.map(classes => weightedSpread(classes, covariate.unit))
  return { ...covariate, views: [view('inverse_probability', byProbability), unweighted] }
}

type Pair<T> = readonly [T | undefined, T | undefined]

function compared(
  names: Pick<ArmDifference, 'arm' | 'against'>,
  unit: Covariate['unit'],
  [first, second]: Pair<Spread>,
  [plainFirst, plainSecond]: Pair<Spread>,
): Omit<ArmDifference, 'arm' | 'against'> {
  const ratioOf = (quantity: BalanceQuantity) => (unit === 'share' ? null : quantity)
  const [mean, other] = [first?.mean ?? null, second?.mean ?? null]
  if (mean === null || other === null) {
    const empty = mean === null ? names.arm : names.against
    const nothing = lacking('no_cases_in_arm', `No case of ${empty} has a value.`)
    return { difference: nothing, standardisedDifference: nothing, varianceRatio: ratioOf(nothing) }
  }
  const difference = mean - other
  return {
    difference: { status: 'computed', value: difference },
    standardisedDifference: overPooled(difference, plainFirst?.variance ?? null, plainSecond?.variance ?? null),
    varianceRatio: ratioOf(overSecond(first?.variance ?? null, second?.variance ?? null)),
  }
}

const lacking = (reason: 'no_cases_in_arm' | 'too_few_cases' | 'zero_variance', detail: string): BalanceQuantity => ({
  status: 'undefined',
  reason,
  detail,
})

const tooFew = lacking('too_few_cases', 'An arm has one case, and so no standard deviation.')

function overPooled(difference: number, first: number | null, second: number | null): BalanceQuantity {
  if (first === null || second === null) return tooFew
  const pooled = Math.sqrt((first + second) / 2)
  return pooled === 0
    ? lacking('zero_variance', 'No variation in either arm, so there is no standard deviation to divide by.')
    : { status: 'computed', value: difference / pooled }
}

function overSecond(first: number | null, second: number | null): BalanceQuantity {
  if (first === null || second === null) return tooFew
  return second === 0
    ? lacking('zero_variance', 'No variation in the second arm, so there is no variance to divide by.')
    : { status: 'computed', value: first / second }
}
