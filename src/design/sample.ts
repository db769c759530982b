import { type Issue, refuseIfAny } from '../core/errors.ts'
import type { StreamFor } from '../core/random.ts'
import type { CaseTable, DrawnCase, ExactProbability, SampledCase } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import { type CaseId, type StratumId, stratumId } from '../model/ids.ts'
import { clusterNameClash } from './issues.ts'
import { type SamplingFrame, type SamplingProtocol, samplingFrame } from './sampling/frame.ts'
import type { DrawnTargets } from './sampling/method.ts'
import { samplingMethod, samplingOf } from './sampling/methods.ts'

/** How a stratum was sampled. */
export interface StratumSample {
  stratum: StratumId
  eligible: number
  sampled: number
}

/** A case that may stand in for a sampled one of its stratum, in its order from 1. */
export interface Replacement {
  id: CaseId
  stratum: StratumId
  order: number
}

/** The cases drawn, and how many of each stratum. */
export interface Sample {
  /** In byte order of id. */
  cases: readonly DrawnCase[]
  strata: readonly StratumSample[]
  /** Probability of being sampled, of each eligible case of a stratum: of what kind, the method says. */
  inclusion: Readonly<Record<StratumId, ExactProbability>>
  /** The reserve lists, stratum by stratum; empty where the protocol wants none. */
  replacements: readonly Replacement[]
  /** Set where the numbers of each arm were drawn too. */
  targets?: DrawnTargets | undefined
}

/**
 * The sample by the protocol's method (docs/allocation-algorithm.md states each): a random sample of the eligible cases
 * that does not depend on the order of the table's rows. Refuses what eligible cases cannot meet, all of it at once.
 */
export function drawSample(
  table: CaseTable,
  eligibleRows: ArrayLike<number>,
  protocol: SamplingProtocol,
  streamFor: StreamFor,
): Sample {
  const frame = samplingFrame(table, eligibleRows, protocol)
  const sampling = samplingOf(protocol)
  const draw = samplingMethod(protocol).draw(frame, sampling, protocol, streamFor)
  const isDrawn = new Uint8Array(table.ids.length)
  for (const row of draw.rows) isDrawn[row] = 1
  const strata = frame.strata.map(stratum => {
    const rows = frame.rowsOf(stratum)
    return { stratum, eligible: rows.length, sampled: rows.reduce((sum, row) => sum + isDrawn[row]!, 0) }
  })
  const inclusion = Object.fromEntries(frame.strata.map(stratum => [stratum, draw.inclusion(stratum)]))
  const cases = sampledCases(
    table,
    frame.rows.filter(row => isDrawn[row] === 1),
    protocol,
  )
  const listed = 'replacements' in sampling ? (sampling.replacements ?? 0) : 0
  return {
    cases: cases.map(each => ({ ...each, probability: inclusion[each.stratum] as ExactProbability })),
    strata,
    inclusion,
    replacements: replacementsOf(frame, draw.reserve ?? [], listed),
    targets: draw.targets,
  }
}

/** The first of the reserve in each stratum. */
function replacementsOf(
  { table, strata, rowsOf }: SamplingFrame,
  reserve: readonly number[] | Int32Array,
  most: number,
): Replacement[] {
  if (most === 0) return []
  return strata.flatMap(stratum => {
    const isOwn = new Uint8Array(table.ids.length)
    for (const row of rowsOf(stratum)) isOwn[row] = 1
    const rows: number[] = []
    for (const row of reserve) if (isOwn[row] === 1 && rows.length < most) rows.push(row)
    return rows.map((row, index) => ({ id: table.ids.at(row) ?? '', stratum, order: index + 1 }))
  })
}

/** Cases of a table with only their stratum, cluster and declared baseline fields. */
export function sampledCases(
  table: CaseTable,
  rows: ArrayLike<number>,
  protocol: Pick<SamplingProtocol, 'caseload' | 'strata' | 'clusters'>,
): SampledCase[] {
  const valueAt = (field: string, row: number): FieldValue => table.columns.get(field)?.at(row) ?? null
  const baseline = protocol.caseload.fields.filter(field => field.baseline).map(({ id }) => id)
  const clusterField = protocol.clusters?.field
  const clusters = Array.from(rows, row => (clusterField === undefined ? null : valueAt(clusterField, row)))
  const named = new Set(clusters.filter(value => value !== null).map(String))
  const issues: Issue[] = []
  const cases = Array.from(rows, (row, index): SampledCase => {
    const id = table.ids.at(row) ?? ''
    const cluster = clusters[index] ?? null
    if (clusterField !== undefined && cluster === null && named.has(id)) issues.push(clusterNameClash(id, clusterField))
    return {
      id,
      stratum: stratumId(protocol.strata.map(field => String(valueAt(field, row)))),
      cluster: cluster === null ? id : String(cluster),
      baseline: Object.fromEntries(baseline.map(field => [field, valueAt(field, row)])),
    }
  })
  refuseIfAny(issues)
  return cases
}
