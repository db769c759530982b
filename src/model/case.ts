import type { FieldValue } from './event.ts'
import type { ArmId, CaseId, StratumId } from './ids.ts'

/** The values of one field, row by row: an array, or what reads like one. */
export type CaseColumn = Pick<readonly FieldValue[], 'at' | 'length'>

/** Rows that can be counted, asked for and gone through: an array, or a table that makes the object of a row when it is asked for. */
export type Rows<T> = Pick<readonly T[], 'at' | 'length'> & Iterable<T>

/** The ids of cases, row by row. */
export type CaseIds = Rows<CaseId>

/** Cases as columns: row `i` of every column belongs to `ids.at(i)`. Money in pence, dates and levels as text, missing as null. */
export interface CaseTable {
  ids: CaseIds
  columns: ReadonlyMap<string, CaseColumn>
}

/** A case drawn for the trial, with only what later stages may see. */
export interface SampledCase {
  id: CaseId
  stratum: StratumId
  /** Value of the cluster field; the case's own id where it is missing or the protocol has no clusters. */
  cluster: string
  /** The fields that the protocol declares as baseline. */
  baseline: Readonly<Record<string, FieldValue>>
}

/** A probability as an exact ratio of integers. */
export interface ExactProbability {
  numerator: number
  denominator: number
}

/** A sampled case and how likely it was to be sampled: of what kind the probability is, the sampling method says. */
export interface DrawnCase extends SampledCase {
  probability: ExactProbability
}

/** Columns of a record of cases that hold a probability: as a decimal, and as an exact ratio. */
export const probabilityColumns = ['probability', 'probability_numerator', 'probability_denominator']
/** What stands before the baseline fields of a sampled case; no field may be called so. */
export const sampleColumns = ['case', 'stratum', 'cluster', ...probabilityColumns]

/** A case's allocation and how likely it was. */
export interface AllocatedCase {
  id: CaseId
  stratum: StratumId
  cluster: string
  arm: ArmId
  /** The mechanism's own probability of this arm for this case, as an exact ratio of integers. */
  probability: ExactProbability
  /** Position in its list of the draw, from 1: of the stratum's single cases, or of its type's clusters. */
  position: number
  /** Whether another sampled case shares the cluster, so that the cluster was dealt whole. */
  linked: boolean
}
