import { TrialError } from '../core/errors.ts'
import type { Computation } from '../model/method.ts'
import { noResult } from './issues.ts'

/**
 * The result of a computation, for who wants it or nothing: throws a `TrialError` with the reason where there is none. Where a missing
 * result is to be told like any other, look at `status`.
 *
 * @example resultOf(pearsonChiSquared.compute(counts, { level: 0.95, contrasts: [] })).pValue
 */
export function resultOf<R>(computation: Computation<R>): R {
  if (computation.status === 'computed') return computation.result
  throw new TrialError([noResult(computation.reason, computation.detail)])
}
