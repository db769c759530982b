import type { Json } from '../../core/canonical-json.ts'
import type { StreamFor } from '../../core/random.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import type { Redraw } from '../../model/redraw.ts'
import type { TargetProtocol } from '../targets.ts'

/** What an allocation may know of a case. */
export type AllocationUnit = Pick<SampledCase, 'id' | 'stratum' | 'cluster'>

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
  /** Throws a `TrialError` where the design is impossible; otherwise every case, in byte order of id. */
  allocate(sample: readonly AllocationUnit[], protocol: TargetProtocol, streamFor: StreamFor): AllocatedCase[]
  /**
   * The numbers of the protocol that decide the draw, beside the sample and the seed: what a program in another language
   * needs to derive it. Keys are ids.
   */
  design(protocol: TargetProtocol): { readonly [part: string]: Json }
  /** How a randomisation test draws the allocation of the sample again. */
  redraw(sample: readonly AllocationUnit[], protocol: TargetProtocol): Redraw
}
