import type { SamplingMethod } from './method.ts'

/** Every eligible case. */
export const allSampling: SamplingMethod<'all'> = {
  id: 'all',
  title: 'Every eligible case',
  algorithm: { name: 'all-eligible-cases', version: 1 },
  exactPromises: ['Every eligible case is sampled.'],
  probabilityPromises: ['None is needed: nothing is drawn.'],
  inclusion: 'over_all_draws',
  withinStrata: true,
  draw: ({ rows }) => ({ rows, inclusion: () => ({ numerator: 1, denominator: 1 }) }),
}
