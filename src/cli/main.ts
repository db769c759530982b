#!/usr/bin/env node
import { CommanderError } from 'commander'
import { exitCodes, TrialError } from '../core/errors.ts'
import { commandLineNotUnderstood } from './issues.ts'
import { fail, printFailureJson, tolerateClosedPipes } from './output.ts'
import { program } from './program.ts'

tolerateClosedPipes()
// Handled between steps and not inside one, so that no file is left half written.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(exitCodes.interrupted))

try {
  await program().parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) endOfCommander(error)
  else fail(error)
}

/** Commander ends every run that is no command by throwing: help and version too. It has written for people already. */
function endOfCommander({ exitCode, message }: CommanderError): void {
  process.exitCode = exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (exitCode === 0 || !process.argv.includes('--json')) return
  printFailureJson(new TrialError([commandLineNotUnderstood(message.replace(/^error: /, ''))]))
}
