import { issueKind } from '../../core/errors.ts'

export const answerInvalid = issueKind(
  'init.answer',
  'usage',
  'What a new trial was to be made from cannot be used.',
  (flag: string, expected: string, received: string, action: string) => ({
    place: { field: flag },
    expected,
    received,
    action,
  }),
)

export const answersNotRead = issueKind(
  'init.answers_not_read',
  'usage',
  'A trial was to be copied, and answers were given that a copy does not take.',
  (flags: readonly string[]) => ({
    place: { field: '--from' },
    expected: 'no answers beside --id and --title',
    received: flags.join(', '),
    action: 'Leave them out, and change protocol.yaml and plan.yaml of the copy.',
  }),
)

export const folderInUse = issueKind(
  'init.folder_in_use',
  'input',
  'A new trial was to be written where something is already.',
  (folder: string, holds: string) => ({
    place: { file: folder },
    expected: 'a new or an empty folder',
    received: holds,
    action: 'Name another folder; nothing was written.',
  }),
)
