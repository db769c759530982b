import { issueKind } from '../core/errors.ts'

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
