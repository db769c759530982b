import { issueKind } from '../../core/errors.ts'

const openFirst = 'open it with `equipoise unseal --key FILE --by NAME --reason TEXT`, which is recorded'

export const runSealed = issueKind(
  'seal.sealed',
  'input',
  'A command needs the arms of a run that is sealed.',
  (record: string) => ({
    place: { file: record },
    expected: 'a run that is open',
    received: 'a sealed one',
    action: `Leave it sealed until the arms may be known; then ${openFirst}.`,
  }),
)

export const runNotSealed = issueKind(
  'seal.not_sealed',
  'input',
  'A run was to be opened that is not sealed.',
  (record: string) => ({
    place: { file: record },
    expected: 'a sealed run, which has this file',
    received: 'a run that is open',
    action: 'Check --run; nothing needs to be opened here.',
  }),
)

export const sealedToOthers = issueKind(
  'seal.other_recipients',
  'input',
  'A sealed run was to be sealed to others.',
  (record: string, recipients: readonly string[]) => ({
    place: { file: record },
    expected: `the public keys that it is sealed to: ${recipients.join(', ')}`,
    received: 'others',
    action: `To change who may open it, ${openFirst}, and seal it anew.`,
  }),
)

export const runAnalysed = issueKind(
  'seal.analysed',
  'input',
  'A run that holds an analysis was to be sealed, which would hide nothing.',
  (found: readonly string[]) => ({
    place: { file: found[0] },
    expected: 'a run before its analysis',
    received: `results by arm (${found.join(', ')})`,
    action: 'Seal a run before it is analysed; or move 06 to 12 away first (`analyse` makes them again).',
  }),
)

export const secretInClear = issueKind(
  'seal.secret_in_clear',
  'input',
  'The secret of the commitment lies beside a run that is to be sealed; with it anybody derives the allocation.',
  (file: string) => ({
    place: { file },
    expected: 'no secret in clear beside a sealed run',
    received: 'the secret of its commitment',
    action: 'Delete the file: 03-sample.json holds the secret, and is sealed with the allocation.',
  }),
)

export const sealedFileChanged = issueKind(
  'seal.changed',
  'input',
  'A sealed file is missing, or is not the one that was sealed.',
  (file: string, received: string) => ({
    place: { file },
    expected: 'the file whose hash 04-sealed.json records',
    received,
    action: 'Restore it from a copy. Nothing was opened or deleted.',
  }),
)

export const sealedContentDiffers = issueKind(
  'seal.content_differs',
  'input',
  'What a sealed file held is not what its manifest or the run records.',
  (file: string, expected: string) => ({
    place: { file },
    expected,
    received: 'something else',
    action: 'Restore the sealed files and 03-sample.csv from a copy. Nothing was opened.',
  }),
)

export const keyNeeded = issueKind(
  'seal.key_needed',
  'input',
  'Events were to be recorded on a sealed run that may happen in some arms only.',
  (file: string, kinds: readonly string[]) => ({
    place: { file, field: '--key' },
    expected: `a key to the sealed run, for events that only some arms may have: ${kinds.join(', ')}`,
    received: 'no key',
    action: 'Give --key FILE, or record the other events alone.',
  }),
)

export const keyMissing = issueKind(
  'seal.key_missing',
  'usage',
  'Arms of a sealed run were asked for without a key.',
  (record: string) => ({
    place: { file: record, field: '--key' },
    expected: 'the key file of somebody to whom the run is sealed',
    received: 'nothing',
    action: 'Give --key FILE.',
  }),
)
