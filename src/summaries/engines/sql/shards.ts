import { type Issue, refuseIfAny, TrialError } from '../../../core/errors.ts'
import type { EngineRow, QueryEngine } from '../../../storage/engines/engine.ts'
import { engineInterrupted } from '../../../storage/engines/issues.ts'
import { shardTwice } from '../../issues.ts'
import type { Answer } from './answers.ts'
import { clusterAnswers } from './cluster-answers.ts'
import { mergedRows } from './merge.ts'
import type { Statement, StatementId } from './statements.ts'

/** The engines that hold a table: one, or several of which each holds some of the cases. */
export type Shards = readonly [QueryEngine, ...QueryEngine[]]

/** What every shard answers to one statement, as rows of a whole table would. Throws where two shards hold the same cases. */
export async function askShards(
  shards: readonly QueryEngine[],
  statement: Statement,
  signal?: AbortSignal,
): Promise<Answer[]> {
  const parts = await fromEach(shards, (shard, stop) => shard.query(statement.sql, stop), signal)
  if (statement.id === 'checks') refuseIfAny(shardsTwice(shards, parts))
  const answer = { statement, rows: mergedRows(statement, parts) }
  return statement.answers === undefined ? [answer] : clusterAnswers(answer, statement.answers)
}

/** Adds what is answered of other clusters to what is known. */
export function addAnswer(answers: Map<StatementId, Answer>, answer: Answer): void {
  const { id } = answer.statement
  const known = answers.get(id)
  answers.set(
    id,
    known === undefined ? answer : { ...answer, rows: mergedRows(answer.statement, [known.rows, answer.rows]) },
  )
}

/** Shards that are asked at the same time. */
const atOnce = 8

/** What each shard gives, in their order. Where one fails the others are stopped, and all that failed are told. */
export async function fromEach<T>(
  shards: readonly QueryEngine[],
  ask: (shard: QueryEngine, signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T[]> {
  const failing = new AbortController()
  const stop = signal === undefined ? failing.signal : AbortSignal.any([signal, failing.signal])
  const given = new Map<QueryEngine, T>()
  const failures: unknown[] = []
  const waiting = [...shards]
  const asking = async (): Promise<void> => {
    for (let shard = waiting.shift(); shard !== undefined && !stop.aborted; shard = waiting.shift()) {
      try {
        given.set(shard, await ask(shard, stop))
      } catch (error) {
        failures.push(error)
        failing.abort()
      }
    }
  }
  await Promise.all(shards.slice(0, atOnce).map(asking))
  if (failures.length > 0) throw allOf(failures, signal)
  return shards.map(shard => given.get(shard) as T)
}

/** Shards that were stopped because another failed are no failures. */
function allOf(failures: readonly unknown[], signal: AbortSignal | undefined): unknown {
  const other = failures.find(error => !(error instanceof TrialError))
  if (other !== undefined) return other
  const issues = failures.flatMap(error => (error as TrialError).issues)
  const causes = issues.filter(({ code }) => code !== engineInterrupted.code)
  return new TrialError(signal?.aborted || causes.length === 0 ? issues.slice(0, 1) : causes, { cause: failures[0] })
}

/** Shards in which the check found the same cases with the same values. */
function shardsTwice(shards: readonly QueryEngine[], parts: readonly (readonly EngineRow[])[]): Issue[] {
  const found = parts.map(rows => JSON.stringify(rows.map(row => JSON.stringify(row)).sort()))
  return shards.flatMap(({ shown }, at) => {
    const first = found.indexOf(found[at] ?? '')
    return first === at || parts[at]?.length === 0 ? [] : [shardTwice(shown, shards[first]?.shown ?? '')]
  })
}
