import { issueKind, quote } from '../../core/errors.ts'

export const formUnknown = issueKind(
  'register.form_unknown',
  'usage',
  'A registration was asked for under the headings of a form that there is not.',
  (received: string, known: readonly string[]) => ({
    place: { field: '--for' },
    expected: known.join(' or '),
    received: quote(received),
    action: 'Name one of them, or leave --for out for the whole protocol.',
  }),
)
