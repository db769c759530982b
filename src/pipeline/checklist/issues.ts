import { issueKind, quote } from '../../core/errors.ts'

export const pageEndingUnknown = issueKind(
  'checklist.page_ending',
  'usage',
  'A page was asked for in a form that is not written.',
  (file: string, known: readonly string[]) => ({
    place: { field: '--out' },
    expected: `a file ending in ${known.join(' or ')}`,
    received: quote(file),
    action: 'Name it with one of these endings.',
  }),
)
