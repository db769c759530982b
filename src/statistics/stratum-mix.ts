import type { ArmId } from '../model/ids.ts'
import { type Computation, type ContrastEstimates, type Result, undefinedBecause } from '../model/method.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'

/**
 * Why arms cannot be compared with their strata added up: the sampling drew how many cases of each stratum are in each arm,
 * and they are not in one proportion. Given these numbers the arms then differ in what they are made of, treatment or not.
 */
export function mixDiffers(
  { cells, sampling }: Summary<SummaryKind>,
  arms: readonly ArmId[],
): Computation<never> | undefined {
  if (sampling?.countsGiven !== true) return undefined
  const strata = [...new Set(cells.map(({ stratum }) => stratum))]
  const casesOf = (arm: ArmId, stratum?: string): number =>
    cells
      .filter(cell => cell.arm === arm && (stratum === undefined || cell.stratum === stratum))
      .reduce((sum, { data }) => sum + data.n + data.missing, 0)
  const [first = '', ...others] = arms
  const other = others.find(arm =>
    strata.some(stratum => casesOf(first, stratum) * casesOf(arm) !== casesOf(arm, stratum) * casesOf(first)),
  )
  if (other === undefined) return undefined
  return undefinedBecause(
    'strata_mix_differs',
    `${first} and ${other} hold the strata in different proportions, which their sampling brought about: compare them within strata.`,
  )
}

/** The result of a method that adds strata up, without the comparisons that the mix of strata forbids. */
export function withoutUnequalMixes<R extends Result>(
  computation: Computation<R>,
  summary: Summary<SummaryKind>,
): Computation<R> {
  if (computation.status === 'undefined' || computation.result.kind === 'arms') return computation
  if (computation.result.kind === 'test') return mixDiffers(summary, summary.arms) ?? computation
  const { contrasts, ...result }: ContrastEstimates = computation.result
  const allowed = contrasts.map(contrast => ({
    ...contrast,
    computation: mixDiffers(summary, [contrast.arm, contrast.against]) ?? contrast.computation,
  }))
  return { ...computation, result: { ...result, contrasts: allowed } as Result as R }
}
