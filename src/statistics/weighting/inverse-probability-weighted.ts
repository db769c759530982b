import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { type AlikeUnits, alikeUnitsOfType } from '../clusters/alike-units.ts'
import { byStudentT, eachContrast, noCasesIn, satterthwaite } from '../inference.ts'
import { allocationProbabilities, describeCases, type TypeProbabilities } from './allocation-probabilities.ts'

/** Differences between means of arms, each unit weighted by one over its probability of being in its arm. */
export function weightedDifferences(
  summary: Summary<'units'>,
  { level, contrasts, redraw }: MethodOptions,
): Computation<ContrastEstimates> {
  const types = allocationProbabilities(summary, redraw)
  const probabilitiesAre =
    redraw === undefined || redraw.given === 'realised_counts' ? 'shares as realised' : 'of the design'
  return eachContrast(contrasts, spec => {
    if ('status' in types) return types
    return weightedDifference(types, spec, level, probabilitiesAre)
  })
}

function weightedDifference(
  types: readonly TypeProbabilities[],
  spec: ContrastSpec,
  level: number,
  probabilitiesAre: string,
): Computation<ContrastEstimate> {
  const arm = weightedMean(types, spec.arm)
  if ('status' in arm) return arm
  const against = weightedMean(types, spec.against)
  if ('status' in against) return against
  const variance = arm.variance + against.variance
  if (variance === 0) {
    return undefinedBecause('zero_variance', `No unit of ${spec.arm} or ${spec.against} departs from its arm's mean.`)
  }
  const estimate = byStudentT({
    spec,
    estimate: arm.mean - against.mean,
    standardError: Math.sqrt(variance),
    degreesOfFreedom: satterthwaite([arm, against]),
    level,
    method: 'weighted t',
    intermediates: {
      means: { arm: arm.mean, against: against.mean },
      standardErrors: { arm: Math.sqrt(arm.variance), against: Math.sqrt(against.variance) },
      units: { arm: arm.units, against: against.units },
      probabilitiesAre,
      probabilities: types.map(({ type: { cases }, probabilities }) => ({
        cases,
        arm: probabilities[spec.arm],
        against: probabilities[spec.against],
      })),
    },
  })
  return computed(estimate)
}

interface WeightedMean {
  mean: number
  variance: number
  degreesOfFreedom: number
  units: number
}

function weightedMean(types: readonly TypeProbabilities[], arm: ArmId): WeightedMean | Computation<never> {
  const impossible = types.find(({ probabilities }) => !((probabilities[arm] ?? 0) > 0))
  const weighted = types.flatMap(each =>
    alikeUnitsOfType(each.type, arm).map(unit => ({ ...unit, weight: 1 / (each.probabilities[arm] ?? 0) })),
  )
  const observed = weighted.filter(({ size }) => size > 0)
  if (observed.length === 0) return noCasesIn(arm)
  if (impossible !== undefined) {
    const detail = `Units with cases in ${describeCases(impossible.type)} had no chance of ${arm}.`
    return undefinedBecause('stratum_not_in_every_arm', detail)
  }
  const units = sumOf(observed.map(({ count }) => count))
  if (units === 1) return undefinedBecause('too_few_clusters', `One unit of ${arm} gives no variance.`)
  return { ...hajekMean(observed), degreesOfFreedom: units - 1, units }
}

/** sum of w t / sum of w m, and its variance from the units' w (t - R m), each over the root of 1 less its leverage. */
function hajekMean(units: readonly (AlikeUnits & { weight: number })[]): { mean: number; variance: number } {
  const cases = sumOf(units.map(({ weight, size, count }) => count * weight * size))
  const mean = sumOf(units.map(({ weight, total, count }) => count * weight * total)) / cases
  const terms = units.map(({ weight, size, total, count }) => {
    const share = (weight * size) / cases
    return (count * ((weight * (total - mean * size)) / cases) ** 2) / (1 - share)
  })
  return { mean, variance: sumOf(terms) }
}
