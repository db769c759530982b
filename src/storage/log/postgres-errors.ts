import { type Issue, TrialError } from '../../core/errors.ts'
import {
  logBusy,
  logNotWritten,
  logUnreadable,
  storeLost,
  storeRefused,
  storeUncertain,
  storeUnreachable,
} from './issues.ts'

/** What was being done when a database failed: the same failure means different things. */
export type Step = 'connect' | 'read' | 'write' | 'commit'

/** SQLSTATE of the server, or the code of the operating system. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '')
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Five characters of SQLSTATE: the server answered. */
const isAnswer = (error: unknown): boolean => /^[0-9A-Z]{5}$/.test(codeOf(error)) && 'severity' in (error as object)

/** What an answer of the server means; the first that its SQLSTATE begins with. */
const answers: readonly (readonly [state: RegExp, issue: (place: string, why: string) => Issue])[] = [
  [/^55P03/, logBusy],
  [/^(28|3D|42501)/, storeRefused],
  [/^(25006|53|58030)/, logNotWritten],
]

/** The connection is gone: the server shut down, crashed, or cut it. */
export const isCut = (error: unknown): boolean => /^(57P0[1-5]|08)/.test(codeOf(error)) || !isAnswer(error)

/** Whether an error is the client's or the server's, and none of our own mistakes. */
export const isOfClient = (error: unknown): error is Error =>
  error instanceof Error && (codeOf(error) !== '' || error.constructor === Error)

/** A failure of the database as a `TrialError`. Messages are the server's or codes, so that none can hold a password. */
export function asStoreError(place: string, step: Step, error: unknown): unknown {
  if (!isOfClient(error)) return error
  return new TrialError([issueOf(place, step, error)], { cause: error })
}

function issueOf(place: string, step: Step, error: unknown): Issue {
  if (isCut(error)) return cutIssue(place, step, error)
  const [, issue] = answers.find(([state]) => state.test(codeOf(error))) ?? []
  return (issue ?? logUnreadable)(place, messageOf(error))
}

/** The client itself gives up where the server asks for a password and there is none. */
export const lacksPassword = (error: unknown): boolean => /password|SASL|SCRAM/i.test(messageOf(error))
export const unfitPassword = 'no password, or one that does not fit'

function cutIssue(place: string, step: Step, error: unknown): Issue {
  if (step === 'commit') return storeUncertain(place)
  if (step !== 'connect') return storeLost(place)
  if (lacksPassword(error)) return storeRefused(place, unfitPassword)
  return storeUnreachable(place, codeOf(error) || 'no answer')
}
