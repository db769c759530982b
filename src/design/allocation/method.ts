import type { StreamFor } from '../../core/random.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import type { Redraw } from '../../model/redraw.ts'
import type { TargetProtocol } from '../targets.ts'

/** What an allocation may know of a case. */
export type AllocationUnit = Pick<SampledCase, 'id' | 'stratum' | 'cluster'>

/**
 * Draws an allocation of one and the same sample, at each call, from the streams given: the index of every case's arm in
 * the protocol's order, cases in byte order of id.
 */
export type Dealer = (streamFor: StreamFor) => ArrayLike<number>

/** A way of allocating a sample to arms: a pure function of the sample (as a set), the protocol and the streams. */
export interface AllocationMethod {
  id: string
  title: string
  /** Name and version of the algorithm, as the allocation's manifest records them. A version never changes what it draws. */
  algorithm: { name: string; version: number }
  /** What holds in every draw. */
  exactPromises: readonly string[]
  /** What holds on average over draws. */
  probabilityPromises: readonly string[]
  /** `fixed`: every draw meets the targets of every stratum. `independent`: each case is drawn by itself. Absent: neither. */
  counts?: 'fixed' | 'independent'
  /** Throws a `TrialError` where the design is impossible; otherwise every case, in byte order of id. */
  allocate(sample: readonly AllocationUnit[], protocol: TargetProtocol, streamFor: StreamFor): AllocatedCase[]
  /** The exact probability of each arm for every case, before anything was drawn; arms in the protocol's order, cases in byte order of id. */
  chances?(sample: readonly AllocationUnit[], protocol: TargetProtocol): readonly (readonly number[])[]
  /** Where `allocate` is slow to repeat: draws what it draws from the same streams, without the rest of the record. */
  dealer?(sample: readonly AllocationUnit[], protocol: TargetProtocol): Dealer
  /** How a randomisation test draws the allocation of the sample again. */
  redraw(sample: readonly AllocationUnit[], protocol: TargetProtocol): Redraw
}
