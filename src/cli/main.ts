#!/usr/bin/env node
import { exitCodes } from '../core/errors.ts'
import { runCommandLine } from './command-line.ts'
import { interrupt } from './interruption.ts'
import { tolerateClosedPipes } from './output.ts'

tolerateClosedPipes()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupted)
await runCommandLine(process.argv.slice(2))

/** An engine goes on with a statement whose command is gone, so that it is stopped first; it has two seconds. */
function interrupted(): void {
  if (interrupt()) setTimeout(end, 2000).unref()
  else end()
}

/** Comes between the steps of a command and never inside one, so that no file is left half written. */
function end(): void {
  process.stderr.write('Interrupted. Finished artefacts are kept; the same command again goes on from them.\n')
  process.exit(exitCodes.interrupted)
}
