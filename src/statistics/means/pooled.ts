import { ratio } from '../../core/exact.ts'
import {
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  undefinedBecause,
} from '../../model/method.ts'
import { byStudentT, noCasesIn } from '../inference.ts'
import { type Arm, describeArms } from './one-way.ts'
import { differenceOfMeans, dividedBy, sumsOfSquares, toNumber } from './sums-of-squares.ts'

/**
 * A contrast by Student's t with one variance for all the arms given, of which the contrast's are two: the sum of squares
 * within arms over N - k.
 */
export function pooledContrast(arms: readonly Arm[], spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const arm = arms.find(candidate => candidate.arm === spec.arm)
  const against = arms.find(candidate => candidate.arm === spec.against)
  if (arm === undefined) return noCasesIn(spec.arm)
  if (against === undefined) return noCasesIn(spec.against)
  const degreesOfFreedom = arms.reduce((sum, { n }) => sum + n, 0) - arms.length
  if (degreesOfFreedom === 0) return undefinedBecause('too_few_cases', 'One case in each arm gives no variance.')
  const { within } = sumsOfSquares(arms)
  if (within.numerator === 0n) return undefinedBecause('zero_variance', 'No arm has any variation in the outcome.')
  const variance = dividedBy(within, degreesOfFreedom)
  // s^2 (1 / n_1 + 1 / n_2), rounded once
  const squared = ratio(
    variance.numerator * BigInt(arm.n + against.n),
    variance.denominator * BigInt(arm.n) * BigInt(against.n),
  )
  return computed(
    byStudentT({
      spec,
      estimate: differenceOfMeans(arm, against),
      standardError: Math.sqrt(squared),
      degreesOfFreedom,
      level,
      method: 't',
      intermediates: { ...describeArms(arms), pooledStandardDeviation: Math.sqrt(toNumber(variance)) },
    }),
  )
}
