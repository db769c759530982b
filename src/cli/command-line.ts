import { CommanderError } from 'commander'
import { exitCodes, TrialError } from '../core/errors.ts'
import { commandLineNotUnderstood } from './issues.ts'
import { fail, printFailureJson } from './output.ts'
import { program } from './program.ts'

/** Runs the command that the arguments name, writes what it gives and sets the exit code of the process. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) endOfCommander(error, args)
    else fail(error)
  }
}

/** Commander ends every run that is no command by throwing: help and version too. It has written for people already. */
function endOfCommander({ exitCode, message }: CommanderError, args: readonly string[]): void {
  process.exitCode = exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (exitCode === 0 || !args.includes('--json')) return
  printFailureJson(new TrialError([commandLineNotUnderstood(message.replace(/^error: /, ''))]))
}
