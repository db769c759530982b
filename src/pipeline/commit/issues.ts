import { issueKind, quote } from '../../core/errors.ts'
import type { Problem } from '../../model/validate.ts'

const anew = 'or commit anew in an empty run folder, publish that hash before a later round, and say why'

export const seedMissing = issueKind(
  'cli.seed_missing',
  'usage',
  'A draw was asked for without a seed or, on a run with a commitment, without the value of the beacon.',
  () => ({
    place: { field: '--seed' },
    expected: 'a seed, as this run has no commitment',
    received: 'nothing',
    action: 'Give the text agreed beforehand, as --seed 2015, or run `equipoise commit` first.',
  }),
)

export const beaconMissing = issueKind(
  'cli.beacon_missing',
  'usage',
  'A draw was asked for on a run with a commitment, without the value of its beacon.',
  (round: string) => ({
    place: { field: '--beacon' },
    expected: `the published value of ${round}, as this run has a commitment`,
    received: 'nothing',
    action: 'Give it as --beacon VALUE once it is published.',
  }),
)

export const seedRefused = issueKind(
  'commit.seed_refused',
  'usage',
  'A seed was given for a run with a commitment, which determines the seed.',
  (path: string, round: string) => ({
    place: { file: path, field: '--seed' },
    expected: `the published value of ${round} as --beacon, which gives the seed of this run`,
    received: 'a seed',
    action: 'Give --beacon VALUE and no --seed.',
  }),
)

export const commitmentMissing = issueKind(
  'commit.missing',
  'usage',
  "A beacon's value or a secret was given for a run without a commitment.",
  (path: string, option: string) => ({
    place: { file: path, field: option },
    expected: `a run with a commitment for ${option}`,
    received: 'a run without one',
    action: 'Run `equipoise commit` before the value of the beacon is published, or give --seed and no beacon.',
  }),
)

export const beaconImplausible = issueKind(
  'commit.beacon_implausible',
  'usage',
  'The value given for the beacon cannot be one: it is empty, too short or long, or was known beforehand.',
  (why: string, received: string) => ({
    place: { field: '--beacon' },
    expected: `the value as the beacon published it, ${why}`,
    received: quote(received),
    action: 'Copy the value itself, not the round or a link to it.',
  }),
)

export const roundInvalid = issueKind(
  'commit.round_invalid',
  'usage',
  'The name and round of the beacon are missing, too long or hold control characters.',
  (received: string) => ({
    place: { field: '--beacon-round' },
    expected: 'the beacon and its round in 1 to 200 characters on one line',
    received: quote(received),
    action: 'Say it so that anybody can find the value, as "drand quicknet round 12345678".',
  }),
)

export const commitmentInvalid = issueKind(
  'commit.invalid',
  'input',
  'The file 00-commit.json does not hold what `equipoise commit` writes.',
  (file: string, { path, expected, received }: Problem) => ({
    place: { file, field: path.join('.') },
    expected,
    received,
    action: 'It is not edited by hand: restore the file whose hash was published.',
  }),
)

export const committedAlready = issueKind(
  'commit.committed_already',
  'input',
  'A run holds another commitment.',
  (file: string, differing: readonly string[]) => ({
    place: { file },
    expected: 'one commitment of a run',
    received: `another (different: ${differing.join(', ')})`,
    action: `Keep this one, ${anew}.`,
  }),
)

export const drawnBefore = issueKind(
  'commit.drawn_before',
  'input',
  'The sample of a run was drawn without its commitment, so before it as far as anybody can tell.',
  (file: string) => ({
    place: { file },
    expected: 'a sample that is drawn after the commitment and by it',
    received: 'a sample drawn without one',
    action: 'A commitment after the draw shows nothing: commit in an empty run folder and draw there.',
  }),
)

export const committedOtherwise = issueKind(
  'commit.changed_since',
  'input',
  'What a draw is to be made from is not what was committed to.',
  (file: string, fact: string, committed: string, received: string) => ({
    place: { file, field: fact },
    expected: `${fact} as committed to, ${committed}`,
    received,
    action: `Restore it, ${anew}.`,
  }),
)

export const secretExists = issueKind(
  'commit.secret_exists',
  'input',
  'The file for the secret is there already and belongs to no commitment of the run.',
  (file: string) => ({
    place: { file },
    expected: 'no file of this name yet',
    received: 'a file',
    action: 'Give another --secret FILE. Do not delete it unless you know that no commitment needs it.',
  }),
)

export const secretInRun = issueKind(
  'commit.secret_in_run',
  'usage',
  'The secret would be kept in the run folder, which others read.',
  (file: string, run: string) => ({
    place: { file, field: '--secret' },
    expected: `a file outside the run folder ${run}`,
    received: 'a file inside it',
    action: 'Give a place that only those who draw can read.',
  }),
)

export const secretMissing = issueKind(
  'commit.secret_missing',
  'input',
  'The secret of a commitment is not where it was looked for.',
  (file: string) => ({
    place: { file },
    expected: 'the secret that `equipoise commit` wrote',
    received: 'nothing',
    action: `Give its file as --secret FILE, ${anew}: without the secret this run cannot be drawn.`,
  }),
)

export const secretMismatch = issueKind(
  'commit.secret_mismatch',
  'input',
  'A secret is not the one that was committed to.',
  (file: string) => ({
    place: { file },
    expected: 'the secret whose SHA-256 00-commit.json holds',
    received: 'another text',
    action: 'Give the file that `equipoise commit` wrote for this run, unchanged.',
  }),
)

export const beaconDiffers = issueKind(
  'commit.beacon_differs',
  'input',
  'An allocation was asked for by another value of the beacon than the sample was drawn by.',
  (sampled: string, received: string) => ({
    place: { field: '--beacon' },
    expected: `the value that the sample was drawn by, ${quote(sampled)}`,
    received: quote(received),
    action: 'A beacon has one value in a round: look it up again and give it to both commands.',
  }),
)
