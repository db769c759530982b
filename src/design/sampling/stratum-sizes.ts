import { InternalError, type Issue, refuseIfAny } from '../../core/errors.ts'
import { gcd } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import type { StreamFor } from '../../core/random.ts'
import type { ExactProbability } from '../../model/case.ts'
import { type StratumId, wholeSample } from '../../model/ids.ts'
import type { SampleSplit, SamplingBy } from '../../model/sampling.ts'
import { completeCounts, sharesOfUnits } from '../allocation/complete-counts.ts'
import { reducedProbability } from '../allocation/probability.ts'
import { decimalUnits } from './decimal-units.ts'
import type { SamplingFrame } from './frame.ts'
import { deviationsTooFine, noDeviation, sizeAboveEligible, sizeAboveStratum } from './issues.ts'
import { shareOf } from './within-strata.ts'

/** Sizes of strata as drawn, and the probability of an eligible case of each. */
export interface StratumSizes {
  sizes: ReadonlyMap<StratumId, number>
  inclusion(stratum: StratumId): ExactProbability
}

/** The sizes that a stratified sample states, or that a split of its size gives. */
export function stratumSizes(
  frame: SamplingFrame,
  { size, split, sizes }: SamplingBy<'stratified'>,
  streamFor: StreamFor,
): StratumSizes {
  if (sizes !== undefined) return statedSizes(frame, sizes)
  if (size === undefined || split === undefined)
    throw new InternalError('a stratified sample has neither size nor sizes')
  const eligible = frame.rows.length
  refuseIfAny(size > eligible ? [sizeAboveEligible('sampling.size', size, eligible)] : [])
  const weights = splitWeights(frame, split, size)
  refuseIfAny(fullStrata(frame, weights, size))
  const counts = completeCounts(size, weights, streamFor('sizes', wholeSample))
  const total = BigInt(sumOf(weights))
  return {
    sizes: new Map(frame.strata.map((stratum, s) => [stratum, counts[s] ?? 0])),
    inclusion: stratum => {
      const [weight, cases] = [weights[frame.strata.indexOf(stratum)] ?? 0, frame.rowsOf(stratum).length]
      return cases === 0 ? shareOf(0, 0) : reducedProbability(BigInt(size) * BigInt(weight), total * BigInt(cases))
    },
  }
}

function statedSizes(frame: SamplingFrame, sizes: Readonly<Record<StratumId, number>>): StratumSizes {
  refuseIfAny(
    frame.strata.flatMap(stratum => {
      const [wanted, eligible] = [sizes[stratum] ?? 0, frame.rowsOf(stratum).length]
      return wanted > eligible ? [sizeAboveEligible(`sampling.sizes.${stratum}`, wanted, eligible)] : []
    }),
  )
  return {
    sizes: new Map(frame.strata.map(stratum => [stratum, sizes[stratum] ?? 0])),
    inclusion: stratum => shareOf(sizes[stratum] ?? 0, frame.rowsOf(stratum).length),
  }
}

/** The largest total that a random integer can be drawn below. */
const largestTotal = 2 ** 32

/** Whole weights of the strata in lowest terms; strata without eligible cases have none. */
function splitWeights(frame: SamplingFrame, split: SampleSplit, size: number): number[] {
  const cases = frame.strata.map(stratum => frame.rowsOf(stratum).length)
  if (split === 'equal') return cases.map(count => (count > 0 ? 1 : 0))
  const { units, decimals } =
    split === 'proportional'
      ? { units: cases.map(() => 1n), decimals: 0 }
      : decimalUnits(frame.strata.map(stratum => split.deviations[stratum] ?? 0))
  const products = cases.map((count, s) => BigInt(count) * (units[s] ?? 0n))
  const divisor = products.reduce(gcd, 0n)
  refuseIfAny(divisor === 0n ? [noDeviation(frame.strata.filter((_, s) => (cases[s] ?? 0) > 0))] : [])
  const weights = products.map(product => Number(product / divisor))
  const total = sumOf(weights)
  const largest = Math.max(size, split === 'proportional' ? 0 : Math.max(...cases))
  const isTooFine = total > largestTotal || total * largest > Number.MAX_SAFE_INTEGER
  refuseIfAny(isTooFine ? [deviationsTooFine(decimals)] : [])
  return weights
}

/** Strata whose size, rounded up, exceeds their eligible cases: refused whatever the seed would round. */
function fullStrata(frame: SamplingFrame, weights: readonly number[], size: number): Issue[] {
  const total = sumOf(weights)
  const limits = frame.strata.map((stratum, s) => {
    const weight = weights[s] ?? 0
    return weight === 0 ? size : Math.floor((frame.rowsOf(stratum).length * total) / weight)
  })
  const possible = Math.min(...limits)
  return sharesOfUnits(size, weights).flatMap(({ base, remainder }, s) => {
    const stratum = frame.strata[s] ?? ''
    const [wanted, eligible] = [remainder > 0 ? base + 1 : base, frame.rowsOf(stratum).length]
    return wanted > eligible ? [sizeAboveStratum({ stratum, wanted, eligible, possible })] : []
  })
}
