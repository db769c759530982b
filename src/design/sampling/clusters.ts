import { InternalError } from '../../core/errors.ts'
import type { FieldValue } from '../../model/event.ts'
import type { SamplingFrame, SamplingProtocol } from './frame.ts'

/** Eligible cases that share the cluster field; a case without a value is a cluster of its own. */
export interface Cluster {
  /** The shared value, or the id of the one case. */
  name: string
  rows: readonly number[]
}

/** Clusters among some rows (in byte order of case id), in the order of their first cases: their names decide nothing. */
export function clustersOf(
  { table }: SamplingFrame,
  rows: Int32Array,
  { clusters }: Pick<SamplingProtocol, 'clusters'>,
): Cluster[] {
  if (clusters === undefined) throw new InternalError('clusters are sampled and the protocol has none')
  const column = table.columns.get(clusters.field) ?? []
  const shared = new Map<FieldValue, number[]>()
  const found: Cluster[] = []
  for (const row of rows) {
    const value = column.at(row) ?? null
    const members = value === null ? undefined : shared.get(value)
    if (members !== undefined) {
      members.push(row)
      continue
    }
    const own = [row]
    if (value !== null) shared.set(value, own)
    found.push({ name: value === null ? (table.ids.at(row) ?? '') : String(value), rows: own })
  }
  return found
}
