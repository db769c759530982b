import { issueKind, quote } from '../../core/errors.ts'
import type { Problem } from '../../model/validate.ts'

export const maskExists = issueKind('mask.exists', 'input', 'A folder holds a masked set already.', (file: string) => ({
  place: { file, field: '--out' },
  expected: 'a folder without a masked set',
  received: 'one with a masked set',
  action: 'Give another folder: two masks of one run in the same place would be taken for one another.',
}))

export const nothingToMask = issueKind(
  'mask.no_outcome_left',
  'input',
  'Every outcome of a protocol tells the arms, so none can be masked.',
  (outcomes: readonly string[]) => ({
    place: { field: 'outcomes' },
    expected: 'an outcome that is observed alike in all arms',
    received: `only outcomes that tell the arms (${outcomes.join(', ')})`,
    action: 'Analyse this trial in the open, and say so.',
  }),
)

export const maskInvalid = issueKind(
  'mask.invalid',
  'input',
  'The file mask.json, or what mask-key.json.age holds, is not what `equipoise mask` writes.',
  (file: string, { path, expected, received }: Problem) => ({
    place: { file, field: path.join('.') },
    expected,
    received,
    action: 'It is not edited by hand: restore the file.',
  }),
)

export const maskedSetChanged = issueKind(
  'mask.set_changed',
  'input',
  'A masked set is not the one that its mask or its key records.',
  (file: string) => ({
    place: { file },
    expected: 'the file whose hash mask.json and the sealed key record',
    received: 'another',
    action: 'Restore the folder as `equipoise mask` wrote it.',
  }),
)

export const maskOfOtherTrial = issueKind(
  'mask.other_trial',
  'input',
  'A masked set is of another trial or another protocol.',
  (file: string, expected: string, received: string) => ({
    place: { file },
    expected: `a masked set of ${expected} and its protocol`,
    received: `one of ${quote(received)}, or of another protocol`,
    action: 'Give the trial that was masked.',
  }),
)
