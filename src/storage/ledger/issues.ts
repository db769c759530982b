import { issueKind, type Place, quote } from '../../core/errors.ts'

const outcome = 'outcome'
const shown = (text: string): string => (text === '' ? 'nothing' : quote(text))

export const ledgerDate = issueKind(
  'ledger.date',
  outcome,
  'A day of a ledger is not written as its mapping says, or is in no calendar.',
  (place: Place, pattern: string, text: string) => ({
    place,
    expected: `a day of the calendar as ${pattern}`,
    received: shown(text),
    action: 'Correct the row, or the `date` of the ledger in the protocol.',
  }),
)

export const ledgerAmount = issueKind(
  'ledger.amount',
  outcome,
  'An amount of a ledger is not written as its mapping says, has more than 2 decimals, or is zero.',
  (place: Place, expected: string, text: string) => ({
    place,
    expected,
    received: shown(text),
    action: 'Correct the row, the `amount` of the ledger in the protocol, or `skip` such rows.',
  }),
)

export const ledgerSides = issueKind(
  'ledger.sides',
  outcome,
  'A row of a ledger has amounts in both of its columns, or in none.',
  (place: Place, credit: string, debit: string) => ({
    place,
    expected: 'an amount in one of the two columns',
    received: `${shown(credit)} and ${shown(debit)}`,
    action: 'Correct the row, or `skip` such rows.',
  }),
)

export const ledgerCurrency = issueKind(
  'ledger.currency',
  outcome,
  'A row of a ledger is in another currency than its mapping says.',
  (place: Place, currency: string, text: string) => ({
    place,
    expected: currency,
    received: shown(text),
    action: 'Convert the row where it was made, or `skip` such rows.',
  }),
)

export const ledgerCode = issueKind(
  'ledger.code',
  outcome,
  'A code of a ledger is not in the map of its column.',
  (place: Place, known: readonly string[], text: string) => ({
    place,
    expected: `one of ${known.map(code => quote(code)).join(', ')}`,
    received: shown(text),
    action: 'Say in the protocol what the code means, or `skip` such rows.',
  }),
)

export const ledgerRefund = issueKind(
  'ledger.refund',
  outcome,
  'A row of a ledger gives money back, and its mapping refuses that.',
  (place: Place, text: string) => ({
    place,
    expected: 'money that came in',
    received: `${quote(text)}, which went back`,
    action: 'Name the kind of event that `refunds` are, or `skip` such rows.',
  }),
)
