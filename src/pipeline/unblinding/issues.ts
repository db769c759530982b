import { issueKind, quote } from '../../core/errors.ts'

export const reasonMissing = issueKind(
  'unblind.reason_missing',
  'usage',
  'Arms were to be made known without a reason, or without the name of who does it.',
  (option: '--reason' | '--by') => ({
    place: { field: option },
    expected: option === '--reason' ? 'the reason, in words' : 'who does it, by name or role',
    received: 'nothing',
    action: 'Say it: it is recorded before anything is shown.',
  }),
)

export const unblindingWithoutCase = issueKind(
  'unblind.case_unknown',
  'input',
  'The arm of a case was asked for that is not in the allocation.',
  (id: string) => ({
    place: { field: '--case' },
    expected: 'the id of an allocated case',
    received: quote(id),
    action: 'Check the id. Nothing was recorded and nothing shown.',
  }),
)
