import { type Computation, type ContrastEstimate, type ContrastSpec, computed } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { byStudentT, satterthwaite } from '../inference.ts'
import { bothMeans, describeMeans } from './mean-difference.ts'
import { differenceOfMeans } from './sums-of-squares.ts'

/** A difference in means over all strata with Welch's t, its test and interval. */
export function welchContrast(
  summary: Summary<'moments'>,
  spec: ContrastSpec,
  level: number,
): Computation<ContrastEstimate> {
  const means = bothMeans(summary, spec)
  if ('status' in means) return means
  const terms = [means.arm, means.against].map(({ n, varianceOfMean }) => ({
    variance: varianceOfMean,
    degreesOfFreedom: n - 1,
  }))
  const estimate = differenceOfMeans(means.arm, means.against)
  const standardError = Math.sqrt(means.arm.varianceOfMean + means.against.varianceOfMean)
  const degreesOfFreedom = satterthwaite(terms)
  const intermediates = describeMeans(means)
  return computed(byStudentT({ spec, estimate, standardError, degreesOfFreedom, level, method: 't', intermediates }))
}
