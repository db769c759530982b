import { controlPaths } from './control-paths.ts'
import { requireNumber, requirePositive } from './domain.ts'
import type { Sides } from './dunnett.ts'
import { jointDensity } from './joint-density.ts'
import type { ArmsSequence, ComparedArms } from './sequential-arms.ts'

/** Where the ways of the control are followed, looks cost dearly; where the joint density is, arms do. */
const mostPathLooks = 5
const mostJointArms = 3

/** How many looks can be worked out beside each other for so many arms. */
export const mostLooksOfArms = (arms: number): number => (arms <= 2 ? 50 : arms <= mostJointArms ? 10 : mostPathLooks)

/**
 * Several arms that are each compared with one control at looks at growing information, before the first of them:
 * corr(Z_ik, Z_jl) = l_i l_j sqrt(t_k / t_l) for arms i and j at looks k <= l, and without the loadings for one arm.
 *
 * Given the control the arms are independent; see `ComparedArms`. Chances are exact to about 1e-9. A `RangeError` unless information
 * grows from above 0, there is an arm, loadings are from 0 to below 1, and there are no more looks than `mostLooksOfArms`.
 *
 * Follmann, Proschan and Geller, Biometrics 50 (1994) 325-336.
 *
 * @param loadings sqrt(n_i / (n_i + n_0)) for arms of n_i cases and a control of n_0
 * @param drifts expected Z of each arm where the information is 1; none is no effect
 * @example startArms([0.5, 1], [Math.SQRT1_2, Math.SQRT1_2], 'two').exitAny(2) // 0.0828...
 */
export function startArms(
  information: readonly number[],
  loadings: readonly number[],
  sides: Sides,
  drifts: readonly number[] = loadings.map(() => 0),
): ArmsSequence {
  for (const [k, value] of information.entries()) {
    requirePositive('increase of information', value - (information[k - 1] ?? 0))
  }
  for (const loading of loadings) {
    if (!(loading >= 0 && loading < 1)) throw new RangeError(`loading: expected 0 to below 1, received ${loading}`)
  }
  for (const drift of drifts) requireNumber('drift', drift)
  if (loadings.length === 0) throw new RangeError('loadings: expected at least one, received none')
  const most = mostLooksOfArms(loadings.length)
  if (information.length > most) {
    throw new RangeError(
      `information: expected at most ${most} looks for ${loadings.length} arms, received ${information.length}`,
    )
  }
  const arms: ComparedArms = { information, loadings, drifts, sides }
  return loadings.length > 2 && information.length <= mostPathLooks ? controlPaths(arms) : jointDensity(arms)
}
