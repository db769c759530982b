import { refuseIfAny } from '../../core/errors.ts'
import { type IntegerSource, shuffled } from '../../core/random.ts'
import type { ArmId } from '../../model/ids.ts'
import { balancedCounts } from './balanced-counts.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod, DesignProtocol } from './method.ts'
import { equalChances, shareProbabilities, sharesOf } from './shares.ts'
import { largeClusters, tooFewUnits } from './unit-problems.ts'
import { unitsByStratum } from './units.ts'

type Factors = DesignProtocol<'factorial'>['allocation']['factors']

/** Factorial allocation: the arms are all combinations of the levels of several factors, at equal shares. */
export const factorial = {
  id: 'factorial',
  title: 'Factorial allocation within strata',
  algorithm: { name: 'factorial', version: 1 },
  exactPromises: [
    'In every stratum every arm has its share of the units, rounded down or up, and so has every level of every factor.',
    'Cases of one cluster are in one arm.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in every arm with the same probability.',
    'Given the number of units of every stratum in every arm, all ways of choosing them are equally likely.',
  ],
  baselineFields: () => [],
  allocate(cases, protocol, streamFor) {
    const strata = unitsByStratum(cases)
    const shares = sharesOf(protocol)
    refuseIfAny(
      strata.flatMap(({ stratum, units }) => [
        ...tooFewUnits(stratum, units.length, shares.arms.length),
        ...largeClusters(cases, units, shares),
      ]),
    )
    const record = new AllocationRecord(cases)
    for (const { stratum, units } of strata) {
      const source = streamFor('factorial', stratum)
      const counts = combinationCounts(units.length, protocol.allocation.factors, source)
      const ofArm = shares.arms.map(arm => counts.get(arm) ?? 0)
      record.deal(shuffled(units, source), ofArm, shareProbabilities(shares))
    }
    return record
  },
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol)),
  design: ({ allocation }) => ({ factors: allocation.factors.map(({ levels }) => Object.values(levels)) }),
} satisfies AllocationMethod<'factorial'>

/**
 * Units of every arm: factor by factor, the units of each combination of the levels so far are split over the levels of
 * the next with balanced totals. Rounding step by step leaves every number at its expectation rounded down or up.
 */
function combinationCounts(units: number, factors: Factors, source: IntegerSource): Map<ArmId, number> {
  let combinations: { arms: readonly ArmId[] | undefined; units: number }[] = [{ arms: undefined, units }]
  for (const { levels } of factors) {
    const armsOfLevel = Object.values(levels)
    const counts = balancedCounts(
      combinations.map(each => each.units),
      armsOfLevel.map(() => 1),
      source,
    )
    combinations = combinations.flatMap(({ arms }, row) =>
      armsOfLevel.map((ofLevel, column) => ({
        arms: arms === undefined ? ofLevel : arms.filter(arm => ofLevel.includes(arm)),
        units: counts[row]?.[column] ?? 0,
      })),
    )
  }
  return new Map(combinations.map(combination => [combination.arms?.[0] ?? '', combination.units]))
}
