import { type Issue, refuseIfAny } from '../core/errors.ts'
import { type StreamFor, shuffled } from '../core/random.ts'
import type { CaseTable, SampledCase } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import { type StratumId, stratumId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { inIdOrder } from './case-order.ts'
import { clusterNameClash, stratumValueMissing, stratumWithoutTargets, tooFewEligible } from './issues.ts'
import { readTargets, type Targets } from './targets.ts'

export type SamplingProtocol = Pick<Protocol, 'arms' | 'caseload' | 'strata' | 'clusters' | 'allocation'>

/** How a stratum was sampled: each of its eligible cases had the probability sampled / eligible. */
export interface StratumSample {
  stratum: StratumId
  eligible: number
  sampled: number
}

/** The cases drawn, and how many of each stratum. */
export interface Sample {
  /** In byte order of id. */
  cases: readonly SampledCase[]
  strata: readonly StratumSample[]
}

/**
 * A simple random sample of the eligible cases of every stratum, as many as its targets add up to: the first of the
 * stratum's eligible cases, in byte order of id, after a shuffle by the stream of purpose `sample`.
 * Does not depend on the order of the table's rows. Refuses, for all strata at once, targets that eligible cases cannot meet.
 */
export function drawSample(
  table: CaseTable,
  eligibleRows: ArrayLike<number>,
  protocol: SamplingProtocol,
  streamFor: StreamFor,
): Sample {
  const rows = inIdOrder(Array.from(eligibleRows), row => table.ids[row] ?? '')
  const byStratum = groupByStratum(table, rows, protocol)
  const targets = sizesOf(protocol, byStratum)
  const drawn = new Uint8Array(table.ids.length)
  const strata = targets.map(([stratum, sampled]) => {
    const eligible = byStratum.get(stratum) ?? []
    for (const row of shuffled(eligible, streamFor('sample', stratum)).slice(0, sampled)) drawn[row] = 1
    return { stratum, eligible: eligible.length, sampled }
  })
  return {
    cases: sampledCases(
      table,
      rows.filter(row => drawn[row] === 1),
      protocol,
    ),
    strata,
  }
}

/** Cases to be sampled of each stratum: what the targets of the allocation add up to; every eligible case without targets. */
function sizesOf(
  { allocation, ...protocol }: SamplingProtocol,
  byStratum: ReadonlyMap<StratumId, readonly number[]>,
): [StratumId, number][] {
  if (!('targets' in allocation)) {
    return [...byStratum].map(([stratum, rows]): [StratumId, number] => [stratum, rows.length]).sort()
  }
  const targets = readTargets({ ...protocol, allocation })
  refuseIfAny(targetIssues(byStratum, targets))
  return targets.strata.map((stratum, index) => [stratum, targets.ofStratum[index] ?? 0])
}

function groupByStratum(
  table: CaseTable,
  rows: readonly number[],
  { strata }: SamplingProtocol,
): ReadonlyMap<StratumId, number[]> {
  const columns = strata.map(field => table.columns.get(field) ?? [])
  refuseIfAny(strata.flatMap((field, index) => missingValueIssues(table, rows, field, columns[index] ?? [])))
  const groups = new Map<StratumId, number[]>()
  for (const row of rows) {
    const stratum = stratumId(columns.map(column => String(column[row])))
    const group = groups.get(stratum)
    if (group === undefined) groups.set(stratum, [row])
    else group.push(row)
  }
  return groups
}

function missingValueIssues(
  table: CaseTable,
  rows: readonly number[],
  field: string,
  column: readonly FieldValue[],
): Issue[] {
  const lacking = rows.filter(row => (column[row] ?? null) === null)
  const first = lacking[0]
  return first === undefined ? [] : [stratumValueMissing(field, lacking.length, table.ids[first] ?? '')]
}

function targetIssues(byStratum: ReadonlyMap<StratumId, readonly number[]>, targets: Targets): Issue[] {
  const known = new Set(targets.strata)
  const withoutTargets = [...byStratum].filter(([stratum]) => !known.has(stratum))
  return [
    ...withoutTargets.map(([stratum, rows]) => stratumWithoutTargets(stratum, rows.length)),
    ...targets.strata.flatMap((stratum, index) => {
      const [wanted = 0, eligible = 0] = [targets.ofStratum[index], byStratum.get(stratum)?.length]
      return wanted > eligible ? [tooFewEligible(stratum, wanted, eligible)] : []
    }),
  ]
}

/** Cases of a table with only their stratum, cluster and declared baseline fields. */
export function sampledCases(
  table: CaseTable,
  rows: readonly number[],
  protocol: Pick<SamplingProtocol, 'caseload' | 'strata' | 'clusters'>,
): SampledCase[] {
  const valueAt = (field: string, row: number): FieldValue => table.columns.get(field)?.[row] ?? null
  const baseline = protocol.caseload.fields.filter(field => field.baseline).map(({ id }) => id)
  const clusterField = protocol.clusters?.field
  const clusters = rows.map(row => (clusterField === undefined ? null : valueAt(clusterField, row)))
  const named = new Set(clusters.filter(value => value !== null).map(String))
  const issues: Issue[] = []
  const cases = rows.map((row, index): SampledCase => {
    const id = table.ids[row] ?? ''
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
