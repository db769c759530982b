import { issueKind, quote } from '../core/errors.ts'

export const commandLineNotUnderstood = issueKind(
  'cli.command_line',
  'usage',
  'The command line has an unknown command or option, or lacks a required one.',
  (what: string) => ({
    expected: 'a command line as --help describes it',
    received: what,
    action: 'Run with --help for the options and examples.',
  }),
)

export const recordSourceUnclear = issueKind(
  'cli.record_source',
  'usage',
  'It was not said what to record, or it was said in ways that exclude each other.',
  (received: string) => ({
    expected:
      'one of --events FILE (- for standard input), --stream, and the parts of one event as --case, --kind and so on',
    received,
    action: 'Give one of them; in a terminal, give none to be asked for each part.',
  }),
)

export const recordFormatUnknown = issueKind(
  'cli.record_format',
  'usage',
  'A format of events was named that is not read.',
  (format: string, known: readonly string[]) => ({
    place: { field: '--format' },
    expected: `one of ${known.join(', ')}`,
    received: quote(format),
    action: 'Name one of them.',
  }),
)

export const outputClosed = issueKind(
  'cli.output_closed',
  'engine',
  'Whoever reads the acknowledgements of a stream has gone.',
  () => ({
    expected: 'somebody who reads standard output',
    received: 'a closed pipe',
    action: 'Give the lines again that were not acknowledged: those that are in the log are not recorded twice.',
  }),
)

export const interviewEnded = issueKind(
  'cli.interview_ended',
  'usage',
  'The answers ended before every question was answered and confirmed.',
  (command: string) => ({
    expected: 'an answer to every question, and yes in the end',
    received: 'no more answers',
    action: `Nothing was written; run \`equipoise ${command}\` again.`,
  }),
)
