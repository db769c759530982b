import { emptyReading, type Measure, noReading, reading } from '../measure.ts'

/** The smallest P of the counts of arms against the allocation mechanism. */
export const sampleRatioP: Measure = {
  id: 'sample_ratio_p',
  title: 'Arms against the allocation mechanism',
  computes:
    'The smallest P of a sample ratio mismatch, times the number of groups tested (at most 1): of the strata, and of arrivals one by one, for which P holds however often one looks. Counts that no draw gives are P = 0, counts that every draw gives P = 1.',
  unit: 'probability',
  ofAllocation: true,
  settings: [],
  per: ['stratum'],
  needsArms: true,
  read({ ratios }) {
    const tested = ratios.flatMap(({ group, pValue, detail }) => (pValue === null ? [] : [{ group, pValue, detail }]))
    const [first] = tested
    if (first === undefined) {
      return ratios[0] === undefined ? emptyReading('No case is allocated yet.') : noReading(ratios[0].detail)
    }
    const least = tested.reduce((low, each) => (each.pValue < low.pValue ? each : low), first)
    return reading(Math.min(1, least.pValue * tested.length), `${least.group}: ${least.detail}`)
  },
}
