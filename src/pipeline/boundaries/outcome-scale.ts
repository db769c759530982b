import { TrialError } from '../../core/errors.ts'
import { designEffect } from '../../design/index.ts'
import type { Sizing } from '../../model/sizing.ts'
import { spreadIn } from '../power/expected.ts'
import { scaleUnknown } from './issues.ts'
import type { BoundaryRequest } from './request.ts'

/** The standard error of the difference at the end of a trial, and what it was reckoned from. */
export interface OutcomeScale {
  /** A share is 0 to 1, money in pence. */
  unit: 'share' | 'pence'
  standardError: number
  /** Share of cases with the outcome, in either arm: as under no difference. */
  rate: number | null
  /** Standard deviation of a case in each of the two arms, in pence. */
  standardDeviations: { arm: number; against: number } | null
  from: 'given' | 'sizing'
  /** By how much the variance is larger than with as many cases allocated singly; 1 where sizing.yaml states no clusters. */
  designEffect: number
}

/**
 * How exactly a trial of these sizes will know the difference: sqrt(p (1 - p) (1/n + 1/m)), or sqrt(s^2/n + u^2/m), times the root of the
 * design effect. Rates and standard deviations are as given, else those of sizing.yaml.
 */
export function outcomeScale(request: BoundaryRequest, sizing: Sizing | undefined): OutcomeScale {
  const effect = sizing?.clusters === undefined ? 1 : designEffect(sizing.clusters)
  const { standardError, ...scale } =
    request.outcome.type === 'binary' ? ofShare(request, sizing) : ofMoney(request, sizing)
  return { ...scale, standardError: standardError * Math.sqrt(effect), designEffect: effect }
}

type PlainScale = Omit<OutcomeScale, 'designEffect'>

const expectedOf = ({ outcome }: BoundaryRequest, sizing: Sizing | undefined) =>
  sizing?.outcomes.find(expected => expected.outcome === outcome.id)

function ofShare(request: BoundaryRequest, sizing: Sizing | undefined): PlainScale {
  const { outcome, cases, rate: given } = request
  const rate = given ?? expectedOf(request, sizing)?.rate
  if (rate === undefined) throw new TrialError([scaleUnknown('--rate', outcome.id)])
  return {
    ...{ unit: 'share', rate, standardDeviations: null },
    standardError: Math.sqrt(rate * (1 - rate) * (1 / cases.arm + 1 / cases.against)),
    from: given === undefined ? 'sizing' : 'given',
  }
}

function ofMoney(request: BoundaryRequest, sizing: Sizing | undefined): PlainScale {
  const { outcome, cases, standardDeviation: given } = request
  const expected = expectedOf(request, sizing)
  if (given === undefined && expected === undefined) throw new TrialError([scaleUnknown('--sd', outcome.id)])
  const spread = (arm: string): number => given ?? (expected === undefined ? 0 : spreadIn(expected, arm))
  const [one, other] = [spread(request.arm), spread(request.against)]
  return {
    ...{ unit: 'pence', rate: null, standardDeviations: { arm: one, against: other } },
    standardError: Math.sqrt(one ** 2 / cases.arm + other ** 2 / cases.against),
    from: given === undefined ? 'sizing' : 'given',
  }
}

/** The correlation of the difference with that of another arm is the product of both loadings: each the root of the share of its variance that lies in the arm it is compared with. */
export function loadingOf({ standardDeviations }: OutcomeScale, cases: BoundaryRequest['cases']): number {
  const variance = (of: 'arm' | 'against'): number => (standardDeviations?.[of] ?? 1) ** 2 / cases[of]
  return Math.sqrt(variance('against') / (variance('arm') + variance('against')))
}
