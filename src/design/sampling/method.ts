import type { StreamFor } from '../../core/random.ts'
import type { ExactProbability } from '../../model/case.ts'
import type { StratumId } from '../../model/ids.ts'
import type { SamplingBy, SamplingMethodId } from '../../model/sampling.ts'
import type { TargetTable } from '../../model/targets.ts'
import type { SamplingFrame, SamplingProtocol } from './frame.ts'

/** What a method drew from a frame; cases are rows of its table. */
export interface Draw {
  /** The sampled cases, in any order. */
  rows: readonly number[] | Int32Array
  /** Probability of being sampled, of each eligible case of a stratum. */
  inclusion(stratum: StratumId): ExactProbability
  /** Eligible cases that were not sampled, in the order in which they may replace sampled ones. */
  reserve?: readonly number[] | Int32Array | undefined
  /** Set where the method draws the numbers of each arm as well. */
  targets?: DrawnTargets | undefined
}

/** Numbers of cases that sampling until representative drew. */
export interface DrawnTargets {
  table: TargetTable
  /** The groups in the order in which they were filled. */
  groups: readonly { arm: string; cases: number; representative: boolean }[]
  /** How often the labels were drawn: again where the eligible cases did not last for all groups. */
  attempts: number
}

/** A way of drawing a sample: a pure function of the frame (as a set of cases), the protocol and the streams. */
export interface SamplingMethod<M extends SamplingMethodId = SamplingMethodId> {
  id: M
  title: string
  /** Name and version of the algorithm, as the sample's manifest records them. A version never changes what it draws. */
  algorithm: { name: string; version: number }
  /** What holds in every draw. */
  exactPromises: readonly string[]
  /** What holds on average over draws. */
  probabilityPromises: readonly string[]
  /** What the recorded probabilities are: over all draws, or over those with the sizes of strata that came about. */
  inclusion: 'over_all_draws' | 'given_the_sizes_of_strata'
  /** Set where the draw depends on how many cases each stratum has and on their order there, and on nothing else of them. */
  withinStrata?: true
  /** Throws a `TrialError` where the sample is impossible. */
  draw(frame: SamplingFrame, settings: SamplingBy<M>, protocol: SamplingProtocol, streamFor: StreamFor): Draw
}

/** A method of any kind of settings. */
export type AnySamplingMethod = { [M in SamplingMethodId]: SamplingMethod<M> }[SamplingMethodId]
