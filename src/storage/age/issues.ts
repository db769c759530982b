import { issueKind, quote } from '../../core/errors.ts'

export const keyFileExists = issueKind(
  'key.file_exists',
  'usage',
  'A new key would be written over a file.',
  (file: string) => ({
    place: { file, field: '--out' },
    expected: 'the name of a new file',
    received: 'a file that is there already',
    action: 'Give another name. A key that is overwritten opens nothing any more.',
  }),
)

export const keyInvalid = issueKind(
  'key.invalid',
  'input',
  'A key file holds no secret key, or a line that is none.',
  (file: string, line?: number) => ({
    place: { file, line },
    expected: 'a secret key on a line of its own, as `equipoise keys` and `age-keygen` write it (AGE-SECRET-KEY-1…)',
    received: line === undefined ? 'no key' : 'another text',
    action: 'Give the key file, not the public key and not the sealed file.',
  }),
)

export const recipientInvalid = issueKind(
  'key.recipient_invalid',
  'usage',
  'What a run is to be sealed to is no public key, and no file of keys.',
  (received: string, line?: number) => ({
    place: line === undefined ? { field: '--to' } : { file: received, line },
    expected: 'a public key (age1…), or a file with public keys or key files, one a line',
    received: line === undefined ? quote(received) : 'another text',
    action: 'Ask each who may open it for the public key that `equipoise keys` printed.',
  }),
)

export const keyWrong = issueKind(
  'key.wrong',
  'input',
  'No key of a key file opens a sealed file.',
  (file: string, keyFile: string) => ({
    place: { file },
    expected: 'a key of somebody to whom it was sealed',
    received: `the key file ${quote(keyFile)}, which does not open it`,
    action: 'Ask one of those whose public keys 04-sealed.json or mask.json lists.',
  }),
)

export const sealDamaged = issueKind(
  'key.sealed_file_damaged',
  'input',
  'A sealed file is not what was sealed: it was changed, cut off, or is no sealed file.',
  (file: string) => ({
    place: { file },
    expected: 'a whole file as age sealed it',
    received: 'other bytes',
    action: 'Restore it from a copy. Nothing was opened.',
  }),
)
