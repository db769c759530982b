import { isDeepStrictEqual } from 'node:util'
import { TrialError } from '../../core/errors.ts'
import type { Synthetic } from '../../model/synthetic.ts'
import { normalCritical } from '../../statistics/index.ts'
import { scaleUnknown } from './issues.ts'
import type { BoundaryRequest, Outcome } from './request.ts'

/** The standard error of the difference at the end of a trial, and what it was reckoned from. */
export interface OutcomeScale {
  /** A share is 0 to 1, money in pence. */
  unit: 'share' | 'pence'
  standardError: number
  /** Share of cases with the outcome, in either arm: as under no difference. */
  rate: number | null
  /** Standard deviation of a case in each of the two arms, in pence. */
  standardDeviations: { arm: number; against: number } | null
  from: 'given' | 'synthetic'
}

/**
 * How exactly a trial of these sizes will know the difference: sqrt(p (1 - p) (1/n + 1/m)), or sqrt(s^2/n + u^2/m). Rates and standard
 * deviations are as given, else those of synthetic.yaml: the payers of its ordinary payments, and the printed half-widths that a
 * reconstruction must meet. Cases count as independent of each other.
 */
export function outcomeScale(request: BoundaryRequest, synthetic: Synthetic | undefined): OutcomeScale {
  const model = synthetic !== undefined && isOrdinary(request.outcome, synthetic) ? synthetic : undefined
  return request.outcome.type === 'binary' ? scaleOfShare(request, model) : scaleOfMoney(request, model)
}

function scaleOfShare(
  { outcome, against, cases, rate: given }: BoundaryRequest,
  model: Synthetic | undefined,
): OutcomeScale {
  const payers = model?.outcomes.ordinary.payers[against]
  const rate = given ?? (payers && payers.cases / payers.of)
  if (rate === undefined || rate === 0 || rate === 1) throw new TrialError([scaleUnknown('--rate', outcome.id)])
  return {
    ...{ unit: 'share', rate, standardDeviations: null },
    standardError: Math.sqrt(rate * (1 - rate) * (1 / cases.arm + 1 / cases.against)),
    from: given === undefined ? 'synthetic' : 'given',
  }
}

function scaleOfMoney(request: BoundaryRequest, model: Synthetic | undefined): OutcomeScale {
  const { outcome, arm, against, cases, standardDeviation: given } = request
  const printed = model?.reconstruction
  /** The printed half-width times sqrt(n) over its normal quantile, with the cases of the printed arm. */
  const deviationOf = (id: string): number | undefined => {
    const target = printed?.arms[id]
    const n = model?.outcomes.ordinary.payers[id]?.of
    if (printed === undefined || target === undefined || n === undefined) return given
    return given ?? (100 * Number(target.halfWidth) * Math.sqrt(n)) / normalCritical(printed.level)
  }
  const [one, other] = [deviationOf(arm), deviationOf(against)]
  if (one === undefined || other === undefined) throw new TrialError([scaleUnknown('--sd', outcome.id)])
  return {
    ...{ unit: 'pence', rate: null, standardDeviations: { arm: one, against: other } },
    standardError: Math.sqrt(one ** 2 / cases.arm + other ** 2 / cases.against),
    from: given === undefined ? 'synthetic' : 'given',
  }
}

/** Whether the outcome counts, or adds up, every event of the kind that the model draws in the ordinary course. */
function isOrdinary(outcome: Outcome, { outcomes: { ordinary } }: Synthetic): boolean {
  const every = { field: 'kind', is: ordinary.kind }
  if (outcome.type === 'binary') return 'when' in outcome && isDeepStrictEqual(outcome.when, every)
  return 'sumOf' in outcome && isDeepStrictEqual(outcome.sumOf, every)
}
