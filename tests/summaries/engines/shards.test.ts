import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { groupBy } from '../../../src/core/lists.ts'
import type { AnalysisSet } from '../../../src/outcomes/index.ts'
import { engineNeeds } from '../../../src/pipeline/engines/engine-needs.ts'
import { engineSource } from '../../../src/pipeline/engines/engine-source.ts'
import { findTrial, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { openClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { openDuckDB } from '../../../src/storage/engines/duckdb.ts'
import type { QueryEngine } from '../../../src/storage/engines/engine.ts'
import { openPostgres } from '../../../src/storage/engines/postgres.ts'
import { mergedRows } from '../../../src/summaries/engines/sql/merge.ts'
import type { Shards } from '../../../src/summaries/engines/sql/shards.ts'
import { statementsFor, summariesFrom } from '../../../src/summaries/engines/sql/summarise.ts'
import { clickHousePassword, clickHouseUser, needsClickHouse, testCluster } from '../../support/clickhouse.ts'
import { clickHouseShards, dealt, duckdbDatabases, postgresShards } from '../../support/engine-tables.ts'
import { analysisSets, memorySummaries, type TypedTable, typedTable } from '../../support/engine-worlds.ts'
import { withEnvironment } from '../../support/environment.ts'
import { scratch } from '../../support/folders.ts'
import { needsPostgres, readableDatabase, testServer } from '../../support/postgres.ts'
import { summarisesLikeMemory } from './conformance.ts'

const { folder, remove } = scratch()
afterAll(remove)
const isThere = { postgres: needsPostgres(), clickhouse: needsClickHouse() }
const server = testServer(isThere.postgres)
const database = readableDatabase(server, isThere.postgres)
const servers = testCluster(isThere.clickhouse)
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

async function opened(shards: readonly Promise<QueryEngine>[]): Promise<Shards> {
  const [first, ...others] = await Promise.all(shards)
  if (first === undefined) throw new Error('no shard')
  return [first, ...others]
}

const inDuckDB = async (table: TypedTable, count = 2): Promise<Shards> => {
  const paths = await duckdbDatabases(folder, dealt(table, count))
  return opened(paths.map(path => openDuckDB({ database: path, table: 'cases' })))
}

let second = ''
const inPostgres = async (table: TypedTable): Promise<Shards> => {
  const { name, address } = database()
  second ||= await server.database()
  const made = await postgresShards(server, [name, second], table)
  return opened([address, address.replace(name, second)].map(each => openPostgres({ address: each, table: made })))
}

const inClickHouse = async (table: TypedTable): Promise<Shards> => {
  const made = await clickHouseShards(servers, table)
  return opened(servers.map(({ url }) => openClickHouse({ url, table: made })))
}

/** Whether three cases of one cluster are in a set: at least two of them in one of two shards. */
const hasLargeCluster = ({ cases }: AnalysisSet): boolean =>
  [...groupBy(cases, ({ cluster, linked }) => `${linked} ${cluster}`).values()].some(each => each.length > 2)

const closeAll = (shards: Shards) => Promise.all(shards.map(shard => shard.close()))

const engines = [
  { title: 'two DuckDB databases', isHere: true, open: inDuckDB, runs: 6 },
  { title: 'two PostgreSQL databases', isHere: isThere.postgres, open: inPostgres, runs: 8 },
  { title: 'two ClickHouse servers', isHere: isThere.clickhouse, open: inClickHouse, runs: 6 },
]

for (const { title, isHere, open, runs } of engines) {
  describe.runIf(isHere)(`shards in ${title}`, () => {
    summarisesLikeMemory({ open: async table => ({ shards: await open(table), isCsv: false }), runs })

    let trial: Trial
    beforeAll(async () => {
      trial = await readTrial(findTrial('part-payment'))
    })

    it('answer for clusters in parts, as many as do not fit into memory at once', async () => {
      const set = fc.sample(analysisSets(trial.protocol), { numRuns: 200, seed: 17 }).find(hasLargeCluster)
      if (set === undefined) throw new Error('no cases')
      const shards = await open(typedTable(trial.protocol, set))
      const source = engineSource(shards, trial, false)
      const needs = engineNeeds(trial, { isRowLevel: false })
      // So many cases in clusters, were they there, would take several parts.
      const known = { linked: 400_000, isDivided: true }
      const statements = statementsFor(trial.protocol, source.dialect, await source.table(needs), needs.asked, known)
      expect(statements.filter(({ id }) => id === 'by-cluster').length).toBeGreaterThan(3)
      const answers = await source.ask(statements, () => undefined)
      const found = summariesFrom(source.dialect, needs.asked, answers)
      const memory = memorySummaries(trial.protocol, trial.plan, set).summaries
      expect(memory.some(({ largestCluster }) => largestCluster > 2)).toBe(true)
      expect(canonicalJson(found)).toBe(canonicalJson(memory))
      await closeAll(shards)
    }, 60_000)
  })
}

describe('three shards in DuckDB', () =>
  summarisesLikeMemory({ open: async table => ({ shards: await inDuckDB(table, 3), isCsv: false }), runs: 3 }))

describe('rows of several answers', () => {
  const merged = (columns: readonly string[], keys: number, ...parts: (readonly (string | null)[])[][]) =>
    mergedRows({ columns, keys }, parts)

  it('add where their keys are the same, beyond 53 and 64 bits; NULL is a sum over nothing', () => {
    const large = '9'.repeat(37)
    expect(
      merged(
        ['arm', 'n', 'sum'],
        1,
        [
          ['a', '1', large],
          ['b', '2', null],
          [null, '1', '1'],
        ],
        [
          ['b', '3', null],
          ['a', '4', '-1'],
          [null, '1', null],
        ],
      ),
    ).toEqual([
      ['a', '5', `${'9'.repeat(36)}8`],
      ['b', '5', null],
      [null, '2', '1'],
    ])
  })

  it('keep the least and the most, as numbers and not as text, and what is none', () => {
    const columns = ['arm', 'least_1', 'most_1', 'largest', 'largest_2']
    const row = (...numbers: string[]) => [['a', ...numbers]]
    expect(merged(columns, 1, row('9', '9', '9', '-1'), row('10', '10', '10', '-2'))).toEqual(
      row('9', '10', '10', '-1'),
    )
    expect(merged(columns, 1, row('0.25', '1.5', '1', '1'), row('0.3', '1.25', '1', '1'))).toEqual(
      row('0.25', '1.5', '1', '1'),
    )
    expect(merged(columns, 1, row('-1.5', '-1.5', '1', '1'), row('-1', '-2', '1', '1'))).toEqual(
      row('-1.5', '-1.5', '1', '1'),
    )
    for (const parts of [
      [row('NaN', 'NaN', '1', '1'), row('1', '1', '1', '1')],
      [row('1', '1', '1', '1'), row('NaN', 'NaN', '1', '1')],
    ]) {
      expect(merged(columns, 1, ...parts)).toEqual(row('NaN', 'NaN', '1', '1'))
    }
  })
})
