import { type BadInput, type Place, record } from './place.ts'

const header = 'id,case,kind,at,by,amount,suitable,party,reached,answer,basis'

type Row = (place: Place) => string

const ofEvents =
  (...rows: readonly Row[]) =>
  (place: Place): string[] =>
    record(place, place.put('bad.csv', `${[header, ...rows.map(row => row(place))].join('\n')}\n`))

/** An ordinary payment of 5 pounds by a control case, with some columns otherwise. */
const payment =
  (changes: Readonly<Record<string, string>> = {}): Row =>
  place => {
    const cells: Readonly<Record<string, string>> = {
      ...{ id: 'new-1', case: place.quietCase('control'), kind: 'payment', at: '2016-03-01', by: 'case_worker' },
      ...{ amount: '5.00', basis: 'ordinary', ...changes },
    }
    return header
      .split(',')
      .map(column => cells[column] ?? '')
      .join(',')
  }

const firstRecordedId = (place: Place): string => place.eventLines()[1]?.split(',')[0] ?? ''

/** Events that a log may not take. */
export const badEvents: readonly BadInput[] = [
  {
    name: 'an event for a case that was not allocated',
    make: place => ofEvents(payment({ case: place.notAllocated() }))(place),
    exit: 5,
    codes: ['outcome.case_not_allocated'],
    says: ['bad.csv:2 case: expected an allocated case', 'which has no arm'],
  },
  {
    name: 'an event of an unknown case',
    make: ofEvents(payment({ case: 'nobody' })),
    exit: 5,
    codes: ['outcome.unknown_case'],
    says: ['expected a case of the caseload, received "nobody"'],
  },
  {
    name: 'an event after the window',
    make: ofEvents(payment({ at: '2016-08-01' })),
    exit: 5,
    codes: ['outcome.outside_follow_up'],
    says: ['bad.csv:2 at: expected a day from 2015-11-01 to 2016-07-31, received 2016-08-01'],
  },
  {
    name: 'an instant that is before the window in the time zone of the trial',
    make: ofEvents(payment({ at: '2015-11-01T00:30:00+02:00' })),
    exit: 5,
    codes: ['outcome.outside_follow_up'],
    says: ['which is 2015-10-31 in Europe/London'],
  },
  {
    name: 'a day that no calendar has',
    make: ofEvents(payment({ at: '2016-02-30' })),
    exit: 5,
    codes: ['outcome.time'],
    says: ['received "2016-02-30"'],
  },
  {
    name: 'an amount that is not whole pence',
    make: ofEvents(payment({ amount: '12.505' })),
    exit: 5,
    codes: ['event_file.amount'],
    says: ['bad.csv:2 amount: expected pounds with at most 2 decimals, received "12.505"'],
  },
  {
    name: 'a payment without an amount',
    make: ofEvents(payment({ amount: '' })),
    exit: 5,
    codes: ['outcome.amount_missing'],
    says: ['expected an amount, as every payment has'],
  },
  {
    name: 'a duplicate event id in the file',
    make: ofEvents(payment(), payment({ amount: '6.00' })),
    exit: 5,
    codes: ['outcome.repeated_event'],
    says: ['bad.csv:3 id: expected each event id once, received "new-1" again'],
  },
  {
    name: 'an event id that the log holds',
    make: place => ofEvents(payment(), payment({ id: firstRecordedId(place) }))(place),
    exit: 5,
    codes: ['outcome.recorded_event'],
    says: ['bad.csv:3 id: expected an event that is not recorded yet', 'record an event that corrects it'],
  },
  {
    name: 'an event id that is a formula',
    make: ofEvents(payment({ id: '=1+1' })),
    exit: 5,
    codes: ['outcome.event_id'],
    says: ['received "=1+1"'],
  },
  {
    name: 'an unknown kind of event',
    make: ofEvents(payment({ kind: 'refund' })),
    exit: 5,
    codes: ['outcome.unknown_kind'],
    says: ['expected one of balance, suitability, call', 'received "refund"'],
  },
  {
    name: 'an unknown level of a field',
    make: ofEvents(payment({ basis: 'voluntary' })),
    exit: 5,
    codes: ['outcome.field_value'],
    says: ['bad.csv:2 basis: expected one of ordinary, part, full, received "voluntary"'],
  },
  {
    name: 'a field that the kind does not have',
    make: ofEvents(payment({ answer: 'refuses' })),
    exit: 5,
    codes: ['outcome.field_unknown'],
    says: ['expected a field that payment declares'],
  },
  {
    name: 'a guard that is not met: a call to a case that is not suitable',
    make: place =>
      ofEvents(
        payment({ case: place.unsuitableCase(), kind: 'call', amount: '', basis: '', party: 'nrp', reached: 'true' }),
      )(place),
    exit: 5,
    codes: ['outcome.guard_not_met', 'outcome.guard_not_met'],
    says: [
      '(rule pwc_called_first: The NRP is called once',
      'give it override pwc_called_first',
      'Allowed for the case',
      'for call at 2016-03-01 an event of the case before it',
      'rule suitable_called',
      'suitable is true',
    ],
  },
  {
    name: 'an event that the arm of the case may not have',
    make: ofEvents(payment({ kind: 'balance', basis: '' })),
    exit: 5,
    codes: ['outcome.kind_not_in_arm'],
    says: ['expected a case of pwc_first, nrp_first for balance, received a case of control'],
  },
  {
    name: 'events with many things wrong at once',
    make: ofEvents(
      payment({ case: 'nobody', at: '2014-01-01' }),
      payment({ amount: '1e3' }),
      payment({ by: ' ', kind: 'refund' }),
    ),
    exit: 5,
    codes: [
      ...['event_file.amount', 'outcome.unknown_case', 'outcome.outside_follow_up'],
      ...['outcome.recorder_missing', 'outcome.unknown_kind', 'outcome.repeated_event'],
    ],
    says: ['bad.csv:2 case', 'bad.csv:2 at', 'bad.csv:3 amount', 'bad.csv:4 by', 'bad.csv:4 kind', 'bad.csv:4 id'],
  },
  {
    name: 'a column that nothing declares, and a missing one',
    make: place => record(place, place.put('bad.csv', 'id,case,kind,at,colour\n')),
    exit: 3,
    codes: ['table.missing_column', 'event_file.unknown_column'],
    says: ['a column called by', 'received "colour"'],
  },
  {
    name: 'events without rows',
    make: ofEvents(),
    exit: 3,
    codes: ['table.no_rows'],
    says: ['received a header only'],
  },
  {
    name: 'NDJSON with a broken line and one that is no event',
    make: place => record(place, place.put('bad.ndjson', '{"id":\n[1]\n')),
    exit: 3,
    codes: ['json.syntax', 'event_file.value'],
    says: ['bad.ndjson:1', 'expected valid JSON', 'bad.ndjson:2', 'a JSON object'],
  },
]
