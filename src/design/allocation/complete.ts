import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import { countsDifferFromSample } from '../issues.ts'
import { completeCounts } from './complete-counts.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod } from './method.ts'
import { equalChances, ratioById, shareProbabilities, sharesOf } from './shares.ts'
import { largeClusters, tooFewUnits } from './unit-problems.ts'

/** Complete randomisation: exact numbers of units in the whole sample. Counts are a ratio that fits without remainder. */
export const complete = {
  id: 'complete',
  title: 'Complete randomisation',
  algorithm: { name: 'complete', version: 1 },
  exactPromises: [
    'Every arm has its share of the units of the sample, rounded down or up; exactly its count where counts are given.',
    'Cases of one cluster are in one arm.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in an arm with the share of the arm.',
    'Given the number of units in every arm, all ways of choosing them are equally likely.',
  ],
  baselineFields: () => [],
  allocate(cases, protocol, streamFor) {
    const { counts, ratio } = protocol.allocation
    const { units } = cases
    const shares = sharesOf(protocol, counts ?? ratio)
    refuseIfAny([
      ...tooFewUnits(wholeSample, units.length, shares.arms.length),
      ...(counts !== undefined && shares.total !== units.length
        ? [countsDifferFromSample(shares.total, units.length)]
        : largeClusters(cases, units.all(), shares)),
    ])
    const source = streamFor('complete', wholeSample)
    const dealtCounts = completeCounts(units.length, shares.weights, source)
    const record = new AllocationRecord(cases)
    record.deal(shuffled(units.all(), source), dealtCounts, shareProbabilities(shares))
    return record
  },
  chances: (sample, protocol) =>
    equalChances(sample, sharesOf(protocol, protocol.allocation.counts ?? protocol.allocation.ratio)),
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.counts ?? protocol.allocation.ratio)),
  }),
} satisfies AllocationMethod<'complete'>
