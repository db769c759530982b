import { issueKind, quote } from '../../core/errors.ts'

export const settingInvalid = issueKind(
  'cli.setting',
  'usage',
  'A value is not given as field=value, or its field is given twice.',
  (received: string) => ({
    place: { field: '--set' },
    expected: 'field=value, each field once',
    received: quote(received),
    action: 'Write --set field=value for every field that has a value.',
  }),
)

export const eventPartMissing = issueKind(
  'cli.event_part',
  'usage',
  'An event is recorded by flags, and a part that every event has is not among them.',
  (flag: string, expected: string) => ({
    place: { field: flag },
    expected,
    received: 'nothing',
    action: 'Give it, or run `equipoise record` with no flags in a terminal, which asks for each part.',
  }),
)

export const ledgerUnknown = issueKind(
  'record.unknown_ledger',
  'usage',
  'A ledger was named that the protocol does not declare.',
  (id: string, declared: readonly string[]) => ({
    place: { field: '--ledger' },
    expected: declared.length === 0 ? 'a ledger, of which the protocol declares none' : `one of ${declared.join(', ')}`,
    received: quote(id),
    action: 'Correct the name, or declare the ledger in protocol.yaml.',
  }),
)
