import { type Issue, TrialError } from '../../core/errors.ts'
import {
  engineLost,
  engineNoTable,
  engineReadOnly,
  engineRefused,
  engineStatement,
  engineTimedOut,
  engineUnreachable,
} from './issues.ts'
import { said } from './stop.ts'

/** What the numbers of ClickHouse's errors mean; others are failures of the statement. */
const meanings: readonly (readonly [issue: (place: string, why: string) => Issue, numbers: readonly number[]])[] = [
  [engineNoTable, [60, 81]],
  [engineTimedOut, [159]],
  [engineReadOnly, [164]],
  [engineRefused, [192, 193, 194, 195, 291, 497, 516]],
  // A server of a cluster that does not answer, and one that stops answering.
  [engineUnreachable, [279]],
  [engineLost, [3, 32, 209, 210]],
]

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']

/** A failure of ClickHouse or of the way to it as a `TrialError`; `isFirst` where nothing has answered yet. */
export function clickHouseFailure(place: string, isFirst: boolean, error: unknown): unknown {
  if (error instanceof TrialError || !(error instanceof Error)) return error
  return new TrialError([issueOf(place, isFirst, error)], { cause: error })
}

function issueOf(place: string, isFirst: boolean, error: Error): Issue {
  const answer = answerOf(error)
  if (answer === undefined) {
    const code = String((error as { code?: unknown }).code ?? '')
    const isAway = isFirst || unreachable.includes(code)
    return (isAway ? engineUnreachable : engineLost)(place, code || 'no answer of ClickHouse')
  }
  const [issue = engineStatement] = meanings.find(([, numbers]) => numbers.includes(answer.number)) ?? []
  return issue(place, said(answer.message, process.env.CLICKHOUSE_PASSWORD))
}

const oldAnswer = /^(?:Poco::Exception\. )?Code: (\d+), .*?Exception: (.*)$/s

/** Number and words of an answer: as the client read them or, of an old server, as it wrote them. */
function answerOf(error: Error): { number: number; message: string } | undefined {
  const code = Number((error as { code?: unknown }).code)
  if (code > 0) return { number: code, message: error.message }
  const [, number, message] = oldAnswer.exec(error.message) ?? []
  if (message === undefined) return undefined
  return { number: Number(number), message: message.replace(/, e\.what\(\) = .*$/s, '') }
}
