import { issueKind, quote } from '../../core/errors.ts'
import type { Problem } from '../../model/validate.ts'

export const trialSequential = issueKind(
  'enrolment.sequential_trial',
  'usage',
  'Something was asked for that takes all cases at once, under a protocol by which they arrive one by one.',
  (command: string, instead: string) => ({
    place: { field: 'enrolment' },
    expected: `a protocol without sequential enrolment for \`equipoise ${command}\``,
    received: 'one with it',
    action: instead,
  }),
)

export const trialNotSequential = issueKind(
  'enrolment.batch_trial',
  'usage',
  'Cases were to be enrolled one by one under a protocol that does not say so.',
  (command: string) => ({
    place: { field: 'enrolment' },
    expected: `a protocol with sequential enrolment for \`equipoise ${command}\``,
    received: 'one without it',
    action: 'Declare `enrolment` in protocol.yaml, or run `equipoise sample` and `equipoise allocate` on a caseload.',
  }),
)

export const notOpen = issueKind(
  'enrolment.not_open',
  'input',
  'Enrolment was not opened on this run.',
  (file: string) => ({
    place: { file },
    expected: 'a run on which enrolment was opened',
    received: 'nothing',
    action: 'Run `equipoise open` first, or give another --run.',
  }),
)

export const openedAlready = issueKind(
  'enrolment.opened_already',
  'input',
  'Enrolment was opened on this run before, from something else.',
  (file: string, differing: readonly string[]) => ({
    place: { file },
    expected: 'one opening of a run',
    received: `another (different: ${differing.join(', ')})`,
    action: 'Keep this one, or open an empty run folder and say why in the deviations of the trial.',
  }),
)

export const closedAlready = issueKind(
  'enrolment.closed',
  'input',
  'A case arrived after enrolment was closed, which revealed the secret.',
  (file: string) => ({
    place: { file },
    expected: 'a run on which enrolment is open',
    received: 'a closed one, whose draws anybody can foresee',
    action: 'Leave the case out; a trial that goes on needs a new run.',
  }),
)

export const recordInvalid = issueKind(
  'enrolment.record_invalid',
  'input',
  'The record of opening or closing does not hold what the command writes.',
  (file: string, { path, expected, received }: Problem) => ({
    place: { file, field: path.join('.') },
    expected,
    received,
    action: 'It is not edited by hand: restore the file.',
  }),
)

export const changedSince = issueKind(
  'enrolment.changed_since',
  'input',
  'What cases are allocated by is not what enrolment was opened with.',
  (file: string, fact: string, opened: string, received: string) => ({
    place: { file, field: fact },
    expected: `${fact} as enrolment was opened with, ${opened}`,
    received,
    action: 'Restore it; a trial under another protocol needs a new run.',
  }),
)

export const secretMissing = issueKind(
  'enrolment.secret_missing',
  'input',
  'The secret of enrolment is not where it was looked for.',
  (file: string) => ({
    place: { file },
    expected: 'the secret that `equipoise open` wrote',
    received: 'nothing',
    action: 'Give its file as --secret FILE. Without it no case can be allocated on this run.',
  }),
)

export const secretMismatch = issueKind(
  'enrolment.secret_mismatch',
  'input',
  'A secret is not the one that enrolment was opened with.',
  (file: string, opening: string) => ({
    place: { file },
    expected: `the secret whose SHA-256 ${opening} holds`,
    received: 'another text',
    action: 'Give the file that `equipoise open` wrote for this run, unchanged.',
  }),
)

export const logDiffers = issueKind(
  'enrolment.log_differs',
  'input',
  'The log does not hold what the secret and the arrivals determine.',
  (file: string, finding: string) => ({
    place: { file },
    expected: 'the arrivals as they were recorded',
    received: finding,
    action:
      'Run `equipoise verify` with --secret FILE, and restore the log from a copy before anything more is recorded.',
  }),
)

export const nobodyEnrolled = issueKind(
  'enrolment.nobody',
  'input',
  'Enrolment was to be closed before any case was allocated.',
  (file: string) => ({
    place: { file },
    expected: 'at least one allocated case',
    received: 'none',
    action: 'Enrol cases first.',
  }),
)

export const outsideWindow = issueKind(
  'enrolment.outside_window',
  'input',
  'A case arrived before or after the days of enrolment.',
  (window: { from: string; until: string }, day: string) => ({
    place: { field: '--at' },
    expected: `a day from ${window.from} to ${window.until}`,
    received: day,
    action: 'Leave the case out, or correct the time of its arrival.',
  }),
)

export const timeInvalid = issueKind(
  'enrolment.time',
  'usage',
  'The time of an arrival is neither a calendar date nor an instant with its offset.',
  (received: string) => ({
    place: { field: '--at' },
    expected: 'a date 2026-03-01 or an instant 2026-03-01T09:30:00Z',
    received: quote(received),
    action: 'Correct it, or leave it out for now.',
  }),
)

export const recordedOtherwise = issueKind(
  'enrolment.recorded_otherwise',
  'input',
  'A case was allocated before, with other values.',
  (id: string, differing: readonly string[]) => ({
    place: { field: id },
    expected: 'the values with which the case was allocated',
    received: `others (different: ${differing.join(', ')})`,
    action: 'A case is allocated once. Give the values as they were, or the id of the case that is meant.',
  }),
)

export const fieldUnknown = issueKind(
  'enrolment.field_unknown',
  'usage',
  'A value was given for a field that the protocol does not declare of cases.',
  (field: string, known: readonly string[]) => ({
    place: { field: '--set' },
    expected: `a field of the caseload: ${known.join(', ')}`,
    received: quote(field),
    action: 'Correct the name of the field.',
  }),
)

export const arrivalMissing = issueKind(
  'enrolment.arrival_missing',
  'usage',
  'It was not said which case arrived, or it was said in two ways.',
  (received: string) => ({
    place: { field: '--case' },
    expected: 'one case as --case ID with --set field=value, or several as --cases FILE',
    received,
    action: 'Give one of the two.',
  }),
)

export const dayColumnAlone = issueKind(
  'enrolment.day_column',
  'usage',
  'A column of days goes with a file of cases, and with no other time.',
  (received: string) => ({
    place: { field: '--at-column' },
    expected: 'a column of the file of --cases, and no --at',
    received,
    action: 'Give a file, and one of the two.',
  }),
)
