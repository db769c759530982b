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

export const nothingToMakeUp = issueKind(
  'segments.nothing_to_make_up',
  'input',
  'A segmentation has no model of made-up cases.',
  (file: string) => ({
    place: { file, field: 'madeUp' },
    expected: 'a model of made-up cases',
    received: 'nothing',
    action: 'Add `madeUp` to the segmentation, or give a caseload of your own with --caseload.',
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
