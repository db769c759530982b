import type { NamedNumber } from '../../report/index.ts'
import type { CaseloadArtefact, Manifest } from '../run-folder.ts'
import type { RecordedUnblindings } from '../unblinding/recorded-unblindings.ts'

/** What a run's manifests say of how its cases came in. */
export interface Flow {
  caseload: CaseloadArtefact
  eligibility: Manifest
  sample: Manifest
  allocation: Manifest
  /** Absent where no arm was shown on record. */
  unblindings?: RecordedUnblindings | null
}

/** A line of the manifest of 02-eligibility.csv. */
export interface ExclusionCount {
  criterion: string
  failed: number
  failedFirst: number
  remaining: number
}

export const exclusionsOf = ({ eligibility }: Flow): readonly ExclusionCount[] =>
  eligibility.counts as readonly ExclusionCount[]

/** Allocated cases by stratum and arm. */
export const allocatedOf = ({ allocation }: Flow): Readonly<Record<string, Readonly<Record<string, number>>>> =>
  allocation.counts as Readonly<Record<string, Readonly<Record<string, number>>>>

/** Id of a number of the flow, as `flow.excluded.no_payment.first`. Levels of a stratum are joined by a slash. */
export const flowId = (...of: string[]): string => ['flow', ...of.map(part => part.replaceAll('|', '/'))].join('.')

/** How many cases there were, which criteria excluded how many, and how many were allocated. */
export function flowNumbers(flow: Flow, arms: readonly { id: string }[]): NamedNumber[] {
  const count = (value: number, ...of: string[]): NamedNumber => ({ id: flowId(...of), value, unit: 'count' })
  const { caseload, unblindings } = flow
  return [
    count(caseload.cases, 'caseload'),
    ...exclusionsOf(flow).flatMap(({ criterion, failed, failedFirst, remaining }) => [
      count(failed, 'excluded', criterion, 'all'),
      count(failedFirst, 'excluded', criterion, 'first'),
      count(remaining, 'excluded', criterion, 'left'),
    ]),
    ...Object.entries(allocatedOf(flow)).flatMap(([stratum, row]) =>
      arms.map(({ id }) => count(row[id] ?? 0, 'allocated', stratum, id)),
    ),
    ...(unblindings
      ? [count(unblindings.cases, 'unblinded', 'cases'), count(unblindings.openings, 'unblinded', 'openings')]
      : []),
  ]
}
