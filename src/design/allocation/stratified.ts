import { refuseIfAny } from '../../core/errors.ts'
import { type StreamFor, shuffled } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import { ratioDoesNotFit } from '../issues.ts'
import { balancedCounts } from './balanced-counts.ts'
import { completeCounts, sharesOfUnits } from './complete-counts.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod, DesignProtocol } from './method.ts'
import { equalChances, ratioById, type Shares, shareProbabilities, sharesOf } from './shares.ts'
import { largeClusters, tooFewUnits } from './unit-problems.ts'
import { type StratumUnits, unitsByStratum } from './units.ts'

/** Stratified randomisation at a ratio, with units left over by the policy of the protocol. */
export const stratified = {
  id: 'stratified',
  title: 'Stratified randomisation at a ratio',
  algorithm: { name: 'stratified', version: 1 },
  exactPromises: [
    'In every stratum every arm has its share of the units, rounded down or up.',
    'With balanced misfits every arm has its share of all units too, rounded down or up.',
    'Cases of one cluster are in one arm.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in an arm with the share of the arm.',
    'Given the number of units of every stratum in every arm, all ways of choosing them are equally likely.',
  ],
  withinStrata: true,
  baselineFields: () => [],
  allocate(cases, protocol, streamFor) {
    const { ratio, misfits } = protocol.allocation
    const strata = unitsByStratum(cases)
    const shares = sharesOf(protocol, ratio)
    refuseIfAny(
      strata.flatMap(({ stratum, units }) => [
        ...tooFewUnits(stratum, units.length, shares.arms.length),
        ...largeClusters(cases, units, shares),
        ...(misfits === 'refuse' && units.length % ratioStep(shares) !== 0
          ? [ratioDoesNotFit(stratum, units.length, ratioStep(shares))]
          : []),
      ]),
    )
    const record = new AllocationRecord(cases)
    const counts = countsOf(strata, shares, misfits, streamFor)
    strata.forEach(({ stratum, units }, s) => {
      const order = shuffled(units, streamFor('stratified', stratum))
      record.deal(order, counts[s] ?? [], shareProbabilities(shares))
    })
    return record
  },
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol, protocol.allocation.ratio)),
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.ratio)),
    misfits: protocol.allocation.misfits,
  }),
} satisfies AllocationMethod<'stratified'>

function countsOf(
  strata: readonly StratumUnits[],
  { weights }: Shares,
  misfits: DesignProtocol<'stratified'>['allocation']['misfits'],
  streamFor: StreamFor,
): number[][] {
  if (misfits === 'independent') {
    return strata.map(({ stratum, units }) =>
      completeCounts(units.length, weights, streamFor('stratified counts', stratum)),
    )
  }
  const sizes = strata.map(({ units }) => units.length)
  return balancedCounts(sizes, weights, streamFor('stratified counts', wholeSample))
}

/** The least number of units that the ratio splits without remainder. */
const ratioStep = ({ weights }: Shares): number => {
  for (let units = 1; ; units += 1)
    if (sharesOfUnits(units, weights).every(({ remainder }) => remainder === 0)) return units
}
