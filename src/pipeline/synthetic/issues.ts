import { issueKind } from '../../core/errors.ts'

export const noReconstruction = issueKind(
  'synthetic.no_reconstruction',
  'input',
  'The trial has no reconstruction to make.',
  (trial: string) => ({
    place: { file: 'synthetic.yaml', field: 'reconstruction' },
    expected: `what a reconstruction of ${trial} must meet`,
    received: 'nothing',
    action: 'Add a reconstruction to synthetic.yaml.',
  }),
)

export const targetsNotMet = issueKind(
  'synthetic.targets_not_met',
  'design',
  'No set of amounts met the printed means, half-widths and rank test.',
  (draws: number, reason: string) => ({
    place: { file: 'synthetic.yaml', field: 'reconstruction' },
    expected: `amounts that print as the targets within ${draws} draws`,
    received: `none: ${reason}`,
    action: 'Check the targets against each other, or raise draws.',
  }),
)

export const casesDoNotFit = issueKind(
  'synthetic.cases_do_not_fit',
  'design',
  'The allocated cases of an arm cannot carry the courses and payments of the reconstruction.',
  (arm: string, expected: string, received: string) => ({
    place: { file: 'synthetic.yaml', field: arm },
    expected,
    received,
    action: 'Change the courses, or draw more cases or larger arrears.',
  }),
)

export const paidShareTooLarge = issueKind(
  'synthetic.paid_share_too_large',
  'design',
  'More of the arrears would be paid than the report says.',
  (arm: string, share: number, received: number) => ({
    place: { file: 'synthetic.yaml', field: arm },
    expected: `payments below ${share} of the arrears`,
    received: received.toPrecision(4),
    action: 'Raise the arrears of the caseload model.',
  }),
)
