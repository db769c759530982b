import { issueKind, quote } from '../../core/errors.ts'

export const auditFileNotFound = issueKind(
  'audit.file_not_found',
  'input',
  'There is no audit file of that name.',
  (reference: string, known: readonly string[]) => ({
    place: {},
    expected: `the path of an audit file, or one that comes with equipoise: ${known.join(', ')}`,
    received: quote(reference),
    action: 'Check the path; docs/audit.md describes the file.',
  }),
)
