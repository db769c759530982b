import { ratio, sumExactly } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import { type ArmId, type StratumId, wholeSample } from '../../model/ids.ts'
import {
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pairStrata } from '../cells.ts'
import { byStudentT, noCasesIn, stratumLacking } from '../inference.ts'
import { differenceOfMeans } from '../means/sums-of-squares.ts'
import { type ArmCell, type WorkingModel, workingModel } from './cr2-working-model.ts'
import { type UnitPart, type UnitsInStrata, unitsInStrata, unitsOverStrata } from './units-in-strata.ts'

/** Degrees of freedom below which Satterthwaite's t is a poor approximation. */
const enoughDegrees = 4

interface WeightedStratum {
  stratum: StratumId
  weight: number
}

/** The contrast over all strata together. */
export function unstratifiedCr2(
  summary: Summary<'units'>,
  spec: ContrastSpec,
  level: number,
): Computation<ContrastEstimate> {
  const strata = [{ stratum: wholeSample, weight: 1 }]
  const armOf = (arm: ArmId) => clusteredArm(arm, unitsOverStrata(summary, arm), strata)
  return contrastOf(armOf(spec.arm), armOf(spec.against), spec, level)
}

/** The contrast within strata, with the strata's shares of the sample as weights. */
export function stratifiedCr2(
  summary: Summary<'units'>,
  spec: ContrastSpec,
  level: number,
): Computation<ContrastEstimate> {
  const { strata, lacking } = pairStrata(summary, spec)
  if (lacking.length > 0 || strata.length === 0) return stratumLacking(spec, lacking)
  const armOf = (arm: ArmId) => clusteredArm(arm, unitsInStrata(summary, arm), strata)
  return contrastOf(armOf(spec.arm), armOf(spec.against), spec, level)
}

function contrastOf(
  arm: ClusteredArm | Computation<never>,
  against: ClusteredArm | Computation<never>,
  spec: ContrastSpec,
  level: number,
): Computation<ContrastEstimate> {
  if ('status' in arm) return arm
  if ('status' in against) return against
  if (arm.variance + against.variance === 0) {
    return undefinedBecause(
      'zero_variance',
      `No cluster of ${spec.arm} or ${spec.against} departs from its arm's mean.`,
    )
  }
  const degreesOfFreedom = (arm.expected + against.expected) ** 2 / (arm.spread + against.spread)
  const estimate = byStudentT({
    spec,
    estimate: sumOf(arm.cells.map((cell, index) => cell.weight * differenceIn(cell, against.cells[index] as ArmCell))),
    standardError: Math.sqrt(arm.variance + against.variance),
    degreesOfFreedom,
    level,
    method: 'CR2 t',
    intermediates: {
      means: { arm: arm.mean, against: against.mean },
      standardErrors: { arm: Math.sqrt(arm.variance), against: Math.sqrt(against.variance) },
      clusters: { arm: arm.clusters, against: against.clusters },
    },
  })
  return computed(estimate, degreesCaution(degreesOfFreedom))
}

const differenceIn = (arm: ArmCell, against: ArmCell): number =>
  differenceOfMeans({ n: arm.cases, sum: arm.total }, { n: against.cases, sum: against.total })

/** What an arm gives to a contrast. */
interface ClusteredArm extends WorkingModel {
  /** By stratum, in the same order for every arm. */
  cells: readonly ArmCell[]
  mean: number
  variance: number
  clusters: number
}

function clusteredArm(
  arm: ArmId,
  units: readonly UnitsInStrata[],
  strata: readonly WeightedStratum[],
): ClusteredArm | Computation<never> {
  if (units.length === 0) return noCasesIn(arm)
  const cells = new Map(strata.map(({ stratum, weight }) => [stratum, { weight, ...cellOf(units, stratum) }]))
  const single = [...cells].find(([, { clusters }]) => clusters === 1)
  if (single !== undefined) {
    const place = single[0] === wholeSample ? '' : ` in stratum ${single[0]}`
    return undefinedBecause('too_few_clusters', `One cluster of ${arm}${place} gives no variance.`)
  }
  const cellIn = ({ stratum }: UnitPart): ArmCell => cells.get(stratum) as ArmCell
  const score = (parts: readonly UnitPart[]): number => sumOf(parts.map(part => scoreOf(part, cellIn(part))))
  return {
    cells: [...cells.values()],
    mean: sumOf([...cells.values()].map(({ weight, total, cases }) => weight * ratio(total, BigInt(cases)))),
    variance: sumOf(units.map(({ parts, count }) => count * score(parts) ** 2)),
    ...workingModel(units, cellIn),
    clusters: sumOf(units.map(({ count }) => count)),
  }
}

function cellOf(units: readonly UnitsInStrata[], stratum: StratumId): Omit<ArmCell, 'weight'> {
  const inside = units.flatMap(({ parts, count }) =>
    parts.filter(part => part.stratum === stratum).map(part => ({ ...part, count })),
  )
  return {
    clusters: sumOf(inside.map(({ count }) => count)),
    cases: sumOf(inside.map(({ size, count }) => size * count)),
    total: sumExactly(inside.map(({ total, count }) => BigInt(total) * BigInt(count))),
  }
}

/** W (t - T m / M) / M over the root of 1 - m / M; the excess over the mean as the ratio of exact integers. */
function scoreOf({ size, total: t }: UnitPart, { weight, cases, total }: ArmCell): number {
  const excess = ratio(BigInt(t) * BigInt(cases) - total * BigInt(size), BigInt(cases) ** 2n)
  return (weight * excess) / Math.sqrt(1 - size / cases)
}

function degreesCaution(degreesOfFreedom: number): Caution[] {
  if (degreesOfFreedom >= enoughDegrees) return []
  const detail =
    `The clusters give ${degreesOfFreedom.toPrecision(2)} degrees of freedom; below ${enoughDegrees} ` +
    "Satterthwaite's t is not to be trusted."
  return [{ code: 'few_clusters', detail }]
}
