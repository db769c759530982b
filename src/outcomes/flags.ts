import { compareBytes } from '../core/byte-order.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { civilDateOf } from '../core/civil-date.ts'
import { csvLine } from '../core/csv-text.ts'
import { groupBy, sumOf } from '../core/lists.ts'
import type { AllocatedCase } from '../model/case.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { ArmId, CaseId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { standingEvents } from './corrections.ts'

/** Events of a case that say the same under different ids: perhaps one that was recorded twice. */
export interface DuplicateEvents {
  case: CaseId
  /** In the order of recording. */
  events: readonly string[]
}

/** Cases that share a cluster and are in different arms, in byte order of id. */
export interface SplitCluster {
  cluster: string
  cases: readonly { id: CaseId; arm: ArmId }[]
}

/** What looks wrong in an analysis set and is kept in it all the same. */
export interface Flags {
  duplicates: readonly DuplicateEvents[]
  splitClusters: readonly SplitCluster[]
}

/** Flags duplicates among the standing events, and cases of one cluster in several arms; groups by their first case. */
export function flagsOf(
  { timeZone }: Pick<Protocol, 'timeZone'>,
  { allocation, events }: { allocation: readonly AllocatedCase[]; events: readonly OutcomeEvent[] },
): Flags {
  return { duplicates: duplicateEvents(events, timeZone), splitClusters: splitClusters(allocation) }
}

/** Standing events that agree in case, kind, day, amount and fields. */
function duplicateEvents(events: readonly OutcomeEvent[], timeZone: string): DuplicateEvents[] {
  const alike = groupBy(standingEvents(events), ({ case: id, kind, at, amountPence = null, fields }) =>
    canonicalJson([id, kind, civilDateOf(at, timeZone), amountPence, withoutMissing(fields)]),
  )
  return [...alike.values()]
    .filter(group => group.length > 1)
    .map(group => ({ case: group[0]?.case ?? '', events: group.map(({ id }) => id) }))
    .sort((a, b) => compareBytes(a.case, b.case) || compareBytes(a.events[0] ?? '', b.events[0] ?? ''))
}

const withoutMissing = (fields: OutcomeEvent['fields']): OutcomeEvent['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

function splitClusters(allocation: readonly AllocatedCase[]): SplitCluster[] {
  return [...groupBy(allocation, ({ cluster }) => cluster)]
    .filter(([, cases]) => cases.some(({ arm }) => arm !== cases[0]?.arm))
    .map(([cluster, cases]) => ({
      cluster,
      cases: cases.map(({ id, arm }) => ({ id, arm })).sort((a, b) => compareBytes(a.id, b.id)),
    }))
    .sort((a, b) => compareBytes(a.cases[0]?.id ?? '', b.cases[0]?.id ?? ''))
}

/** The text of 06-flags.csv: a row for every group of duplicates, and one for every case of a cluster in several arms. */
export function flagsText({ duplicates, splitClusters: split }: Flags): string {
  return [
    csvLine(['flag', 'case_id', 'cluster', 'arm', 'events']),
    ...duplicates.map(({ case: id, events }) => csvLine(['duplicate_events', id, '', '', events.join(' ')])),
    ...split.flatMap(({ cluster, cases }) =>
      cases.map(({ id, arm }) => csvLine(['linked_across_arms', id, cluster, arm, ''])),
    ),
  ].join('')
}

/** How much is flagged. */
export interface FlagCounts {
  duplicateEvents: { groups: number; events: number }
  linkedAcrossArms: { clusters: number; cases: number }
}

/** How many groups of duplicates, and clusters in several arms, and what is in them. */
export const flagCounts = ({ duplicates, splitClusters: split }: Flags): FlagCounts => ({
  duplicateEvents: { groups: duplicates.length, events: sumOf(duplicates.map(({ events }) => events.length)) },
  linkedAcrossArms: { clusters: split.length, cases: sumOf(split.map(({ cases }) => cases.length)) },
})
