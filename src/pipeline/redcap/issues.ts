import { issueKind } from '../../core/errors.ts'

export const redcapTaskUnclear = issueKind(
  'redcap.task_unclear',
  'usage',
  'Not one of a table to write, a table to compare and records to compare was named, or several.',
  () => ({
    place: { field: '--out' },
    expected:
      'one of --out FILE (write an allocation table), --table FILE (compare one that REDCap holds) and --compare FILE (compare exported records)',
    received: 'none or several',
    action: 'Give one of them.',
  }),
)

export const redcapFileExists = issueKind(
  'redcap.file_exists',
  'input',
  'An allocation table would be written over a file.',
  (file: string) => ({
    place: { file, field: '--out' },
    expected: 'the name of a new file',
    received: 'a file that is there already',
    action: 'Give another name: which of two tables was uploaded must not come into doubt.',
  }),
)

export const redcapGroupMissing = issueKind(
  'redcap.group_missing',
  'input',
  'A case has no value in the field that gives its data access group.',
  (id: string, field: string) => ({
    place: { field: id },
    expected: `a value of ${field}, which gives the data access group`,
    received: 'nothing',
    action: 'Randomise by another field, or without data access groups.',
  }),
)
