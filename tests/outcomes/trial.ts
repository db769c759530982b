import type { AllocatedCase, SampledCase } from '../../src/model/case.ts'
import type { FieldValue, OutcomeEvent } from '../../src/model/event.ts'
import { type Protocol, protocolSchema } from '../../src/model/protocol.ts'
import type { LocatedEvent } from '../../src/storage/event-parts.ts'
import { readEvents } from '../../src/storage/events-file.ts'

const answered = { field: 'kind', is: 'response' }

/** A small trial with every kind of outcome. */
export const protocol: Protocol = protocolSchema.parse({
  schema: 'equipoise/protocol/1',
  id: 'small',
  title: 'Small trial',
  kind: 'trial',
  timeZone: 'Europe/London',
  arms: [
    { id: 'control', title: 'Control', control: true },
    { id: 'call', title: 'Call' },
  ],
  caseload: {
    caseId: 'case_id',
    asOf: { date: '2015-11-01' },
    fields: [
      { id: 'scheme', title: 'Scheme', type: 'category', levels: ['1993', '2003'], baseline: true },
      { id: 'arrears', title: 'Arrears', type: 'money', baseline: true, optional: true },
      { id: 'welfare', title: 'Welfare', type: 'boolean' },
    ],
  },
  eligibility: [{ id: 'no_welfare', title: 'None', rule: { field: 'welfare', is: false } }],
  strata: ['scheme'],
  allocation: { method: 'fixed-counts', targets: { 1993: { control: 1, call: 1 }, 2003: { control: 1, call: 1 } } },
  process: {
    events: [
      { kind: 'payment', title: 'Payment', amount: 'required' },
      {
        kind: 'screened',
        title: 'Screened',
        arms: ['call'],
        fields: [{ id: 'suitability', title: 'Suitability', type: 'category', levels: ['suitable', 'unsuitable'] }],
      },
      {
        kind: 'response',
        title: 'Response',
        arms: ['call'],
        after: {
          all: [
            { field: 'kind', is: 'screened' },
            { field: 'suitability', is: 'suitable' },
          ],
        },
        fields: [
          { id: 'answer', title: 'Answer', type: 'category', levels: ['yes', 'no'] },
          { id: 'attempts', title: 'Attempts', type: 'integer', optional: true },
          { id: 'offer', title: 'Offer', type: 'money', optional: true },
          { id: 'due', title: 'Due', type: 'date', optional: true },
          { id: 'urgent', title: 'Urgent', type: 'boolean', optional: true },
          { id: 'note', title: 'Note', type: 'text', optional: true },
        ],
      },
      { kind: 'settlement', title: 'Settlement', amount: 'required', after: answered },
    ],
  },
  outcomes: [
    { id: 'payer', title: 'Payer', type: 'binary', when: { field: 'kind', oneOf: ['payment', 'settlement'] } },
    { id: 'amount', title: 'Amount', type: 'money', sumOf: { field: 'kind', oneOf: ['payment', 'settlement'] } },
    { id: 'arrears', title: 'Arrears', type: 'money', field: 'arrears' },
    {
      id: 'suitability',
      title: 'Suitability',
      type: 'category',
      levels: ['suitable', 'unsuitable'],
      first: { of: { field: 'kind', is: 'screened' }, field: 'suitability' },
      observed: { arms: ['call'] },
    },
    {
      id: 'interest',
      title: 'Interest',
      type: 'category',
      levels: ['settled', 'interested', 'none'],
      cases: [
        { level: 'settled', when: { field: 'kind', is: 'settlement' } },
        { level: 'interested', when: { all: [answered, { field: 'answer', is: 'yes' }] } },
      ],
      otherwise: 'none',
      observed: { outcome: 'suitability', levels: ['suitable'] },
    },
    {
      id: 'large_payment',
      title: 'Large payment',
      type: 'binary',
      when: { field: 'amount', atLeast: '100.00' },
    },
  ],
  followUp: { from: '2015-11-01', to: '2016-07-31' },
})

const allocated = (id: string, arm: string, more: Partial<AllocatedCase> = {}): AllocatedCase => ({
  id,
  arm,
  stratum: '2003',
  cluster: id,
  probability: { numerator: 1, denominator: 2 },
  position: 1,
  linked: false,
  ...more,
})

/** Deliberately not in byte order of id. */
export const allocation: readonly AllocatedCase[] = [
  allocated('C3', 'call'),
  allocated('C1', 'control', { cluster: 'N1', linked: true }),
  allocated('C10', 'control', { cluster: 'N1', linked: true }),
  allocated('C2', 'call', { stratum: '1993' }),
]

export const sample: readonly SampledCase[] = allocation.map(({ id, stratum, cluster }, index) => ({
  id,
  stratum,
  cluster,
  baseline: { scheme: stratum, arrears: index === 0 ? null : index * 1000 },
}))

/** C9 is in the caseload and was not allocated. */
export const context = {
  protocol,
  allocation: new Map(allocation.map(each => [each.id, each])),
  knownCases: new Set(['C1', 'C2', 'C3', 'C9', 'C10']),
}

export const readSmall = (path: string) => readEvents(path, protocol.process.events)

let made = 0

/** An event of C2, the called case, unless told otherwise. */
export function event(
  kind: string,
  more: Partial<OutcomeEvent> = {},
  fields: Record<string, FieldValue> = {},
): OutcomeEvent {
  made += 1
  const needsAmount = kind === 'payment' || kind === 'settlement'
  return {
    id: `E${made}`,
    case: 'C2',
    kind,
    at: '2016-03-01',
    by: 'team',
    ...(needsAmount ? { amountPence: 5000 } : {}),
    fields,
    ...more,
  }
}

/** Events as rows of a file, the first on line 2. */
export const rows = (...events: OutcomeEvent[]): LocatedEvent[] =>
  events.map((each, index) => ({ event: each, place: { file: 'events.csv', line: index + 2 } }))
