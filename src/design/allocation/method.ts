import type { Json } from '../../core/canonical-json.ts'
import type { StreamFor } from '../../core/random.ts'
import type { AllocationBy, AllocationMethodId } from '../../model/allocation.ts'
import type { AllocatedCase, Rows, SampledCase } from '../../model/case.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { DesignRedraw, UnitRedraw } from '../../model/redraw.ts'
import type { SampleTable } from '../sample-table.ts'
import type { AllocationRecord } from './dealt.ts'

/** What an allocation may know of a case: of its baseline only the fields that the method names. */
export type AllocationUnit = Pick<SampledCase, 'id' | 'stratum' | 'cluster' | 'baseline'>

/** What is left of it in the record of an allocation. */
export type AllocatedUnit = Omit<AllocationUnit, 'baseline'>

/** What an allocation reads of the protocol. */
export type DesignProtocol<M extends AllocationMethodId = AllocationMethodId> = Pick<
  Protocol,
  'arms' | 'caseload' | 'strata' | 'enrolment'
> & { allocation: AllocationBy<M> }

/**
 * Draws an allocation of one and the same sample, at each call, from the streams given: the index of every case's arm in
 * the protocol's order, cases in byte order of id.
 */
export type Dealer = (streamFor: StreamFor) => ArrayLike<number>

/** What a case is given when it arrives, before any later case is known. `position` is its place among the arrivals of its stratum, or of all. */
export interface Arrival extends Pick<AllocatedCase, 'arm' | 'probability' | 'position'> {
  /** The probability that the arm was drawn with, given all that was drawn before. */
  conditional: AllocatedCase['probability']
  /** Whether that probability tells more of what was drawn before than the arms do, so that it must not be shown yet. */
  hidden: boolean
}

/** Deals cases one by one, in the order of the calls. */
export type ArrivalDealer = (unit: AllocationUnit) => Arrival

/** A way of allocating a sample to arms: a pure function of the sample (as a set), the protocol and the streams. */
export interface AllocationMethod<M extends AllocationMethodId = AllocationMethodId> {
  id: AllocationMethodId
  title: string
  /** Name and version of the algorithm, as the allocation's manifest records them. A version never changes what it draws. */
  algorithm: { name: string; version: number }
  /** What holds in every draw. */
  exactPromises: readonly string[]
  /** What holds on average over draws. */
  probabilityPromises: readonly string[]
  /** Cases of each stratum in each arm, where every draw gives the same. */
  fixedTargets?(protocol: DesignProtocol<M>): DesignRedraw['targets']
  /**
   * Where arrivals keep close to their shares in every draw: by how many cases an arm of a stratum can be off its share of
   * the arrivals so far; arms in the protocol's order.
   */
  mostOff?(protocol: DesignProtocol<M>): readonly number[]
  /** Set where, of cases without clusters, the draw depends on how many each stratum has and on their order there, and on nothing else but fields that it names. */
  withinStrata?: true
  /** Whether every case is drawn by itself, but for those of its cluster. */
  independent?: true
  /** Baseline fields that the draw depends on. */
  baselineFields(protocol: DesignProtocol<M>): readonly string[]
  /** Throws a `TrialError` where the design is impossible. Cases are in byte order of id, with the baseline fields named above. */
  allocate(cases: SampleTable, protocol: DesignProtocol<M>, streamFor: StreamFor): AllocationRecord
  /** The exact probability of each arm for every case, before anything was drawn; arms in the protocol's order, cases in byte order of id. */
  chances(sample: Rows<AllocationUnit>, protocol: DesignProtocol<M>): readonly (readonly number[])[]
  /** Where `allocate` is slow to repeat: draws what it draws from the same streams, without the rest of the record. */
  dealer?(cases: SampleTable, protocol: DesignProtocol<M>): Dealer
  /**
   * The numbers of the protocol that decide the draw, beside arms, sample and seed: what a program in another language
   * needs to derive it.
   */
  design(protocol: DesignProtocol<M>): { readonly [part: string]: Json }
  /** Where cases can be dealt as they arrive: from the same streams as a sample in that order. Cases of clusters cannot. */
  arrivals?(protocol: DesignProtocol<M>, streamFor: StreamFor): ArrivalDealer
  /** How a randomisation test deals units of a type again; at their realised counts where absent. */
  redraw?(sample: Rows<AllocatedUnit>, protocol: DesignProtocol<M>): UnitRedraw
  /** Why units of a type are not alike, as half a sentence, where they are not: then the sample is drawn again case by case. */
  caseByCase?(protocol: DesignProtocol<M>): string | undefined
}
