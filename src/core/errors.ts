/** Exit codes of the command line, one meaning each. */
export const exitCodes = {
  ok: 0,
  checkFailed: 1,
  usage: 2,
  input: 3,
  design: 4,
  outcome: 5,
  engine: 6,
  internal: 70,
  interrupted: 130,
} as const

/** An exit code of the command line. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Where a problem is. `line` and `column` count from 1; `row` is a data row of a table without lines (Parquet). */
export interface Place {
  file?: string | undefined
  line?: number | undefined
  column?: number | undefined
  row?: number | undefined
  /** Column, key path or case that the problem concerns. */
  field?: string | undefined
  /** The source line, shown under the message with a caret at `column`. */
  excerpt?: string | undefined
}

/** A problem: where, what was expected, what was received, and what to do. */
export interface Issue {
  code: string
  exit: ExitCode
  place: Place
  expected: string
  received?: string | undefined
  /** What the reader can do about it: one imperative sentence. */
  action?: string | undefined
}

export type IssueBody = Pick<Issue, 'expected' | 'received' | 'action'> & { place?: Place }

/** A kind of problem: called with its facts it makes an `Issue`; its code, exit and meaning document it. */
export interface IssueKind<Facts extends unknown[]> {
  (...facts: Facts): Issue
  readonly code: string
  readonly exit: ExitCode
  readonly meaning: string
}

/**
 * Declares a kind of issue. `code` is stable and of the form `area.problem`; `meaning` is the line of docs/errors.md.
 * Each folder declares its kinds in its own `issues.ts`.
 */
export function issueKind<Facts extends unknown[]>(
  code: `${string}.${string}`,
  exit: keyof typeof exitCodes,
  meaning: string,
  describe: (...facts: Facts) => IssueBody,
): IssueKind<Facts> {
  const make = (...facts: Facts): Issue => ({ code, exit: exitCodes[exit], place: {}, ...describe(...facts) })
  return Object.assign(make, { code, exit: exitCodes[exit], meaning })
}

/** Bad input, an impossible design or a refused outcome: carries every issue found, never only the first. */
export class TrialError extends Error {
  readonly issues: readonly Issue[]
  readonly exitCode: ExitCode

  constructor(issues: readonly Issue[], options?: ErrorOptions) {
    const first = issues[0]
    if (first === undefined) throw new InternalError('a TrialError needs at least one issue')
    super(printIssues(issues), options)
    this.name = 'TrialError'
    this.issues = issues
    this.exitCode = first.exit
  }
}

/** A check ran and did not pass: not bad input, not a fault of the program. */
export class CheckFailed extends Error {
  readonly findings: readonly string[]
  readonly exitCode = exitCodes.checkFailed

  constructor(message: string, findings: readonly string[]) {
    super([message, ...findings].join('\n'))
    this.name = 'CheckFailed'
    this.findings = findings
  }
}

/** Our own mistake: an invariant of the program does not hold. */
export class InternalError extends Error {
  readonly exitCode = exitCodes.internal

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'InternalError'
  }
}

/** Throws one `TrialError` with all issues, or returns when there are none. */
export function refuseIfAny(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new TrialError(issues)
}

/** What `read` gives; where it throws a `TrialError`, its issues are kept and others can be read for theirs. */
export function collectIssues<T>(issues: Issue[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TrialError)) throw error
    issues.push(...error.issues)
    return undefined
  }
}

const shownIssues = 20

/** All issues as text: the first twenty in full, then how many more there are. */
export function printIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, shownIssues).map(printIssue)
  const hidden = issues.length - shown.length
  if (hidden > 0) shown.push(`… and ${hidden} more.`)
  return shown.join('\n')
}

/** `where: expected …, received …. What to do.` and, for text files, the line with a caret. */
export function printIssue(issue: Issue): string {
  const where = printPlace(issue.place)
  const received = issue.received === undefined ? '' : `, received ${issue.received}`
  const action = issue.action === undefined ? '' : ` ${issue.action}`
  const sentence = `${where === '' ? '' : `${where}: `}expected ${issue.expected}${received}.${action}`
  return [sentence, ...caretLines(issue.place)].join('\n')
}

function printPlace({ file, line, column, row, field }: Place): string {
  const position = [file, line, column].filter(part => part !== undefined).join(':')
  const dataRow = row === undefined ? '' : `row ${row}`
  return [position, dataRow, field].filter(part => part !== undefined && part !== '').join(' ')
}

const excerptWidth = 160

function caretLines({ excerpt, column, line }: Place): string[] {
  if (excerpt === undefined || column === undefined || line === undefined) return []
  const start = column > excerptWidth ? column - excerptWidth / 2 : 0
  const gutter = `  ${line} | `
  const text = excerpt.slice(start, start + excerptWidth)
  return [`${gutter}${text}`, `${' '.repeat(gutter.length + column - 1 - start)}^`]
}

const quotedLength = 60

/** A received value as it is shown in a message: quoted, shortened, control characters escaped. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'bigint') return String(value)
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= quotedLength ? text : `${text.slice(0, quotedLength)}… (${text.length} characters)`
}
