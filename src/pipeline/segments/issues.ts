import { issueKind, quote } from '../../core/errors.ts'

export const segmentationNotFound = issueKind(
  'segments.file_not_found',
  'input',
  'There is no segmentation of that name.',
  (reference: string, known: readonly string[]) => ({
    place: {},
    expected: `the path of a segmentation, or one that comes with equipoise: ${known.join(', ')}`,
    received: quote(reference),
    action: 'Check the path; docs/segments.md describes the file.',
  }),
)

export const notADate = issueKind(
  'segments.not_a_date',
  'usage',
  'The date of a caseload cannot be read.',
  (text: string) => ({
    place: { field: '--as-of' },
    expected: 'a calendar date YYYY-MM-DD',
    received: quote(text),
    action: 'Give the day on which the caseload was extracted.',
  }),
)
