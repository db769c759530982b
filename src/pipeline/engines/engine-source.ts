import { type Issue, refuseIfAny } from '../../core/errors.ts'
import type { EngineColumn } from '../../storage/engines/engine.ts'
import { columnProblems } from '../../summaries/engines/sql/checks.ts'
import { dialectOf } from '../../summaries/engines/sql/dialect.ts'
import { fromEach, type Shards } from '../../summaries/engines/sql/shards.ts'
import { askEngines } from '../../summaries/engines/sql/summarise.ts'
import type { Trial } from '../trial-folder.ts'
import type { AnswerSource } from './checked-answers.ts'
import { shardsDiffer } from './issues.ts'

/** A table in an engine or in several, by the columns that they say it has. */
export function engineSource(shards: Shards, { protocol }: Trial, isCsv: boolean, signal?: AbortSignal): AnswerSource {
  const [first] = shards
  const isDivided = shards.length > 1
  const dialect = dialectOf(first.dialect)
  return {
    shown: shards.map(({ shown }) => shown).join(' and '),
    // A shard does not know the ranks of its cases among those of the others.
    dialect: isDivided ? { ...dialect, hasWindows: false } : dialect,
    isRowLevel: true,
    isDivided,
    async table({ baseline }) {
      const columns = await fromEach(shards, shard => shard.columns(), signal)
      const problems = shards.flatMap(({ shown }, at) => {
        const found = columnProblems(protocol, { isCsv }, columns[at] ?? [], baseline)
        return isDivided ? found.map(issue => ({ ...issue, place: { file: shown, ...issue.place } })) : found
      })
      refuseIfAny([...problems, ...differences(shards, columns)])
      const types = new Map(columns[0]?.map(({ name, type }) => [name, type]))
      return { relation: first.relation, types, isCsv }
    },
    ask: (statements, done) => askEngines(shards, statements, { signal, done }),
  }
}

/** Shards that cannot be asked in the words in which the first is asked. */
function differences(shards: Shards, columns: readonly (readonly EngineColumn[])[]): Issue[] {
  const [first, ...others] = shards
  const types = new Map(columns[0]?.map(({ name, type }) => [name, type]))
  return others.flatMap((shard, at): Issue[] => {
    for (const what of ['dialect', 'relation'] as const) {
      if (shard[what] !== first[what]) {
        return [shardsDiffer(shard.shown, undefined, `${first[what]}, as in ${first.shown}`, shard[what])]
      }
    }
    return (columns[at + 1] ?? [])
      .filter(({ name, type }) => types.has(name) && types.get(name) !== type)
      .map(({ name, type, declared }) =>
        shardsDiffer(shard.shown, name, `${types.get(name)}, as in ${first.shown}`, `${type} (${declared})`),
      )
  })
}
