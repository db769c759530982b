import { CheckFailed, exitCodes, InternalError, TrialError } from '../core/errors.ts'
import { type Progress, silent } from '../core/progress.ts'
import { progressLine } from './progress-line.ts'

/** What a command gives: an object for `--json`, lines for people, and what to do next. */
export interface CommandResult {
  json: { readonly schema: `equipoise/${string}/${number}` }
  text: string
  /** The next step, as a command line or a sentence. */
  next?: string | undefined
  /** Set where stdout holds the answer already: the text goes to stderr, and `--json` adds nothing. */
  isAnswered?: true
  /** Exit code of a check that ran and did not pass. */
  exitCode?: number | undefined
}

export interface CommonOptions {
  json?: boolean | undefined
  quiet?: boolean | undefined
}

/** Runs a command's work and writes what it gave: results to stdout, talk to stderr. */
export async function present(
  options: CommonOptions,
  work: (progress: Progress) => Promise<CommandResult>,
): Promise<void> {
  try {
    const progress = options.quiet || options.json ? silent : progressLine(process.stderr, () => performance.now())
    const result = await work(progress)
    if (result.isAnswered) {
      if (!options.quiet && !options.json) process.stderr.write(`${result.text}\n`)
    } else if (options.json) process.stdout.write(`${JSON.stringify(result.json, numbersAsText, 2)}\n`)
    else if (!options.quiet) {
      process.stdout.write(`${result.text}\n`)
      if (result.next !== undefined) process.stdout.write(`\nNext: ${result.next}\n`)
    }
    process.exitCode = result.exitCode ?? exitCodes.ok
  } catch (error) {
    fail(error, options)
  }
}

/** Writes a failure and sets its exit code. */
export function fail(error: unknown, options: CommonOptions = {}): void {
  process.exitCode = exitCodeOf(error)
  if (options.json) printFailureJson(error)
  process.stderr.write(`${failureText(error)}\n`)
}

const exitCodeOf = (error: unknown): number =>
  error instanceof TrialError || error instanceof CheckFailed || error instanceof InternalError
    ? error.exitCode
    : exitCodes.internal

function failureText(error: unknown): string {
  if (error instanceof TrialError || error instanceof CheckFailed) return error.message
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `This is a fault of equipoise, not of your files. Please report it with the text below.\n${cause}`
}

function failureJson(error: unknown): object {
  const shared = { schema: 'equipoise/failure/1', exitCode: exitCodeOf(error) }
  if (error instanceof TrialError) return { ...shared, issues: error.issues }
  if (error instanceof CheckFailed) return { ...shared, message: error.message, findings: error.findings }
  return { ...shared, message: error instanceof Error ? error.message : String(error) }
}

/** Writes a failure to stdout for programs. */
export function printFailureJson(error: unknown): void {
  process.stdout.write(`${JSON.stringify(failureJson(error), numbersAsText, 2)}\n`)
}

/** JSON has no big integers and no infinities: as in the artefacts, they are texts. */
const numbersAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' || value === Infinity || value === -Infinity ? String(value) : value

/** A reader that closes early (`| head`) is no error. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', error => {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
    })
  }
}
