import { type Progress, silent } from '../../core/progress.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import type { ArmId } from '../../model/ids.ts'
import type { Computation } from '../../model/method.ts'
import type { DesignProtocol } from '../allocation/method.ts'
import { type CovariateBalance, compareArms, probabilitiesDiffer, type Weighting } from './compare-arms.ts'
import { baselineCovariates, type NotCompared } from './covariates.ts'
import { joinCases } from './joined-cases.ts'
import { type OmnibusTest, omnibusTest, type PreparedOmnibus, prepareOmnibus } from './omnibus.ts'
import { type SampleRatios, sampleRatios } from './sample-ratios.ts'

/** How alike the arms are before anything happened to them. */
export interface Balance {
  arms: readonly { arm: ArmId; cases: number }[]
  /** How cases count in the views to read. */
  weighting: Weighting
  covariates: readonly CovariateBalance[]
  notCompared: readonly NotCompared[]
  omnibus: Computation<OmnibusTest>
  sampleRatios: SampleRatios
}

/** What a balance report is made by. */
export interface BalanceOptions {
  /** Seed of the allocation; the redraws have streams of their own. */
  seed: string
  /** Number of redraws; 999 where absent. */
  draws?: number | undefined
  /** A baseline field whose values are batches of cases. */
  batch?: string | undefined
}

/** Number of redraws unless another is given. */
export const defaultRedraws = 999

/** Everything but the redraws, which can then be made a few at a time. */
export type PreparedBalance = Omit<Balance, 'omnibus'> & { omnibus: PreparedOmnibus | Computation<never> }

/** Compares the arms and readies the omnibus test. */
export function prepareBalance(
  sample: readonly SampledCase[],
  allocated: readonly AllocatedCase[],
  protocol: DesignProtocol,
  { seed, batch }: BalanceOptions,
): PreparedBalance {
  const cases = joinCases(sample, allocated)
  const { covariates, notCompared } = baselineCovariates(cases, protocol)
  const weighted = probabilitiesDiffer(cases)
  return {
    arms: protocol.arms.map(({ id }) => ({ arm: id, cases: cases.filter(({ arm }) => arm === id).length })),
    weighting: weighted ? 'inverse_probability' : 'none',
    covariates: covariates.map(covariate => compareArms(covariate, cases, protocol.arms, weighted)),
    notCompared,
    omnibus: prepareOmnibus(cases, covariates, protocol, seed),
    sampleRatios: sampleRatios(cases, protocol, batch),
  }
}

/**
 * How alike the arms of an allocated sample are at baseline: every declared field by arm, the omnibus test, and the
 * counts of arms against those that the mechanism expects. Depends on the set of cases, not on any order of rows.
 *
 * @example assessBalance(sample, allocate(sample, protocol, streamsOf('2015')), protocol, { seed: '2015' })
 */
export function assessBalance(
  sample: readonly SampledCase[],
  allocated: readonly AllocatedCase[],
  protocol: DesignProtocol,
  options: BalanceOptions,
  progress: Progress = silent,
): Balance {
  const { omnibus, ...compared } = prepareBalance(sample, allocated, protocol, options)
  return { ...compared, omnibus: omnibusTest(omnibus, options.draws ?? defaultRedraws, progress) }
}
