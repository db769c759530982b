import { type Progress, silent } from '../../core/progress.ts'
import { simulationStream } from '../../core/simulation-random.ts'
import type { ArmId } from '../../model/ids.ts'
import { type Computation, computed, type MonteCarlo, undefinedBecause } from '../../model/method.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { pOfDraws } from '../../statistics/p-of-draws.ts'
import { asExtremeAs, drawsCaution } from '../../statistics/randomisation/distribution.ts'
import type { DesignProtocol } from '../allocation/method.ts'
import { dealerOf, dealUntilFound } from '../allocation/methods.ts'
import { type DroppedColumn, whitenedColumns } from './columns.ts'
import type { Covariate } from './covariates.ts'
import type { JoinedCase } from './joined-cases.ts'

/** Whether all covariates together differ more between arms than the allocation makes them differ. */
export interface OmnibusTest {
  /** Sum over arms of n (m_arm - m)' S^-1 (m_arm - m). */
  statistic: number
  /** The columns that it is of. */
  columns: readonly string[]
  dropped: readonly DroppedColumn[]
  /** (extreme + 1) / (draws + 1). */
  pValue: number
  extreme: number
  monteCarlo: MonteCarlo
  /** P of the chi-squared distribution, which the statistic comes near to where cases are many and drawn singly. */
  approximation: { name: 'chi-squared'; degreesOfFreedom: number; pValue: number }
}

/** An omnibus test whose draws can be made a few at a time. */
export interface PreparedOmnibus {
  observed: number
  /** The statistic on the allocation drawn again: the same for the same replicate, whatever was drawn before. */
  draw(replicate: number): number
  /** The test, from the statistics of all draws. */
  finish(drawn: Float64Array): Computation<OmnibusTest>
}

const purpose = 'balance'

/** Readies the test; undefined where no covariate varies within strata. Cases in byte order of id, with their covariates. */
export function prepareOmnibus(
  cases: readonly JoinedCase[],
  covariates: readonly Covariate[],
  protocol: DesignProtocol,
  seed: string,
): PreparedOmnibus | Computation<never> {
  const strata = cases.map(({ stratum }) => stratum)
  const { kept, dropped, values } = whitenedColumns(covariates, strata)
  if (kept.length === 0) {
    return undefinedBecause('zero_variance', 'No baseline field varies within strata, so there is nothing to test.')
  }
  const arms = protocol.arms.map(({ id }) => id)
  const deal = dealerOf(cases, protocol)
  const statisticOf = statisticOn(values, kept.length, arms.length)
  const observed = statisticOf(armIndices(cases, arms))
  return {
    observed,
    draw(replicate) {
      const { pick } = simulationStream({ purpose, seed, replicate })
      return statisticOf(dealUntilFound(deal, { below: pick }))
    },
    finish(drawn) {
      const extreme = drawn.filter(asExtremeAs(observed, drawn)).length
      const { pValue, monteCarlo } = pOfDraws(extreme, drawn.length)
      const degreesOfFreedom = kept.length * (arms.length - 1)
      const approximate = chiSquaredUpperTail(observed, degreesOfFreedom)
      const approximation = { name: 'chi-squared' as const, degreesOfFreedom, pValue: approximate }
      const result = { statistic: observed, columns: kept, dropped, pValue, extreme, monteCarlo, approximation }
      return computed(result, [drawsCaution(monteCarlo)])
    },
  }
}

/**
 * Do the baseline fields together differ between arms by more than the trial's own draw makes them differ?
 *
 * Null hypothesis: the recorded allocation is a draw of the protocol's method.
 * Formula: X = sum over arms a of n_a d_a' S^-1 d_a, d_a being the means of the arm's columns, centred within strata, and
 * S their covariance within strata. P is (b + 1) / (m + 1) for b of m redrawn allocations with X at least as large. With
 * two arms and one stratum X is n_1 n_2 / n times Mahalanobis's squared distance of the arms.
 *
 * Undefined where no covariate varies within strata. Not for choosing between draws: an allocation that was drawn as it
 * should be has P below 0.05 in one trial of twenty.
 *
 * Hansen & Bowers (2008), Statistical Science 23, 219-236; Morgan & Rubin (2012), Annals of Statistics 40, 1263-1282.
 */
export function omnibusTest(
  prepared: PreparedOmnibus | Computation<never>,
  draws: number,
  progress: Progress = silent,
): Computation<OmnibusTest> {
  if ('status' in prepared) return prepared
  const drawn = new Float64Array(draws)
  for (let replicate = 0; replicate < draws; replicate += 1) {
    progress.report(redrawing, replicate, draws)
    drawn[replicate] = prepared.draw(replicate)
  }
  progress.report(redrawing, draws, draws)
  return prepared.finish(drawn)
}

/** What progress calls the redraws. */
export const redrawing = 'Drawing the allocation again'

/** The statistic as a function of the arm of every case: with whitened columns, sums of squared sums over sizes. */
function statisticOn(values: Float64Array, columns: number, arms: number): (armOf: ArrayLike<number>) => number {
  return armOf => {
    const sums = new Float64Array(arms * columns)
    const sizes = new Float64Array(arms)
    for (let row = 0; row < armOf.length; row += 1) {
      const arm = armOf[row] as number
      sizes[arm]! += 1
      for (let column = 0; column < columns; column += 1) {
        sums[arm * columns + column]! += values[row * columns + column] as number
      }
    }
    return sums.reduce((total, sum, at) => {
      const size = sizes[Math.floor(at / columns)] as number
      return size === 0 ? total : total + (sum * sum) / size
    }, 0)
  }
}

function armIndices(cases: readonly JoinedCase[], arms: readonly ArmId[]): Int32Array {
  const indexOf = new Map(arms.map((arm, index) => [arm, index]))
  return Int32Array.from(cases, ({ arm }) => indexOf.get(arm) ?? 0)
}
