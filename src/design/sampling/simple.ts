import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import { sizeAboveEligible } from './issues.ts'
import type { SamplingMethod } from './method.ts'
import { shareOf } from './within-strata.ts'

/** A simple random sample of the eligible cases, whatever their strata. */
export const simpleSampling: SamplingMethod<'simple'> = {
  id: 'simple',
  title: 'Simple random sample',
  algorithm: { name: 'simple-random-sample', version: 1 },
  exactPromises: ['The sample has its size.'],
  probabilityPromises: [
    'All sets of that many eligible cases are equally likely, so that an eligible case is sampled with size / eligible.',
    'The size of a stratum is hypergeometric.',
  ],
  inclusion: 'over_all_draws',
  draw({ rows }, { size }, _protocol, streamFor) {
    refuseIfAny(size > rows.length ? [sizeAboveEligible('sampling.size', size, rows.length)] : [])
    const order = shuffled(rows, streamFor('sample', wholeSample))
    return { rows: order.subarray(0, size), reserve: order.subarray(size), inclusion: () => shareOf(size, rows.length) }
  },
}
