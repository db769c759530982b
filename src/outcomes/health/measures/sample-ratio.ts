import { type Measure, noReading, reading } from '../measure.ts'

/** The smallest P of the counts of arms against the allocation mechanism. */
export const sampleRatioP: Measure = {
  id: 'sample_ratio_p',
  title: 'Arms against the allocation mechanism',
  computes:
    'The smallest P of a sample ratio mismatch, times the number of strata tested (at most 1); of arrivals one by one, a P that holds however often one looks. A count that no draw gives is P = 0.',
  unit: 'probability',
  settings: [],
  per: ['stratum'],
  needsArms: true,
  read({ ratios }) {
    const tested = ratios.flatMap(({ group, pValue, detail }) => (pValue === null ? [] : [{ group, pValue, detail }]))
    const [first] = tested
    if (first === undefined) return noReading(ratios[0]?.detail ?? 'There is nothing to test.')
    const least = tested.reduce((low, each) => (each.pValue < low.pValue ? each : low), first)
    return reading(Math.min(1, least.pValue * tested.length), `${least.group}: ${least.detail}`)
  },
}
