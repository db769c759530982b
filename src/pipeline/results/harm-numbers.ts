import type { ArmTally, HarmsAndDepartures, Tallied } from '../../outcomes/index.ts'
import type { NamedNumber } from '../../report/index.ts'

/** Of what a count is: a kind of event or a rule by its id, all of them together, or the records of an arm. */
export type RecordPart = `harm.${string}` | 'harms' | `departure.${string}` | 'departures' | 'records'

/** Id of a count of an arm, as `harm.complaint.control.cases`, `departures.control.share` or `records.control.voided`. */
export const recordId = (part: RecordPart, arm: string, what: RecordCount): string => `${part}.${arm}.${what}`

type RecordCount = 'cases' | 'share' | 'events' | 'corrected' | 'voided'

/** Harms and departures of each arm as cases, share of its cases and events, and what was changed of its records. */
export function harmNumbers(found: HarmsAndDepartures | undefined): NamedNumber[] {
  if (found === undefined) return []
  const { harms, anyHarm, departures, anyDeparture, records } = found
  const allocated = new Map(records.map(({ arm, cases }) => [arm, cases]))
  const of = (part: RecordPart, tallies: readonly ArmTally[]) =>
    tallies.flatMap(tally => tallyNumbers(part, tally, allocated.get(tally.arm) ?? 0))
  const each = (begin: 'harm' | 'departure', all: readonly Tallied[]) =>
    all.flatMap(({ id, arms }) => of(`${begin}.${id}`, arms))
  return [
    ...each('harm', harms),
    ...(harms.length === 0 ? [] : of('harms', anyHarm)),
    ...each('departure', departures),
    ...(departures.length === 0 ? [] : of('departures', anyDeparture)),
    ...records.flatMap(({ arm, ...counts }) =>
      (['cases', 'events', 'corrected', 'voided'] as const).map(
        (what): NamedNumber => ({ id: recordId('records', arm, what), value: counts[what], unit: 'count' }),
      ),
    ),
  ]
}

const tallyNumbers = (part: RecordPart, { arm, cases, events }: ArmTally, allocated: number): NamedNumber[] => [
  { id: recordId(part, arm, 'cases'), value: cases, unit: 'count' },
  ...(allocated === 0 ? [] : [{ id: recordId(part, arm, 'share'), value: cases / allocated, unit: 'share' as const }]),
  { id: recordId(part, arm, 'events'), value: events, unit: 'count' },
]
