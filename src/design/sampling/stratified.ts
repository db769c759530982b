import type { SamplingMethod } from './method.ts'
import { stratumSizes } from './stratum-sizes.ts'
import { drawWithinStrata } from './within-strata.ts'

/**
 * A simple random sample of each stratum. A size is split in proportion to eligible cases (Bowley, 1926), equally, or in
 * proportion to cases times deviation, which gives the least variance of a mean (Neyman, 1934, Journal of the Royal
 * Statistical Society 97:558-625). What the whole parts leave over is drawn with the exact expectations: to give it to
 * the largest remainders would favour some strata in every draw.
 */
export const stratifiedSampling: SamplingMethod<'stratified'> = {
  id: 'stratified',
  title: 'Simple random sample of each stratum',
  algorithm: { name: 'stratified-sample', version: 1 },
  exactPromises: [
    'The sample has its size, or every stratum its stated size.',
    'The size of a stratum is its expectation, rounded down or up.',
  ],
  probabilityPromises: [
    'The mean size of a stratum is its exact share of the size.',
    'All sets of a size of eligible cases of a stratum are equally likely; an eligible case is sampled with mean size / eligible.',
  ],
  inclusion: 'over_all_draws',
  withinStrata: true,
  draw(frame, settings, _protocol, streamFor) {
    const { sizes, inclusion } = stratumSizes(frame, settings, streamFor)
    return { ...drawWithinStrata(frame, sizes, streamFor), inclusion }
  },
}
