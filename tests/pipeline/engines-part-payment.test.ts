import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { readAnalysisSet } from '../../src/outcomes/index.ts'
import { analyseInEngine } from '../../src/pipeline/engines/analyse-in-engine.ts'
import { engineSource } from '../../src/pipeline/engines/engine-source.ts'
import { findTrial, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { openClickHouse } from '../../src/storage/engines/clickhouse.ts'
import { openDuckDB } from '../../src/storage/engines/duckdb.ts'
import type { QueryEngine } from '../../src/storage/engines/engine.ts'
import { openPostgres } from '../../src/storage/engines/postgres.ts'
import { chdbEngine, needsChdb } from '../support/chdb.ts'
import { succeed } from '../support/cli.ts'
import { clickHousePassword, clickHouseUser, needsClickHouse, testCluster } from '../support/clickhouse.ts'
import { resultFiles, withoutInputs, writeBareRun } from '../support/engine-runs.ts'
import { distributedTable, parquetTable, postgresTable } from '../support/engine-tables.ts'
import { type TypedTable, typedTable } from '../support/engine-worlds.ts'
import { withEnvironment } from '../support/environment.ts'
import { scratch } from '../support/folders.ts'
import { needsPostgres, readableDatabase, testServer } from '../support/postgres.ts'

const { folder, remove } = scratch()
const whole = join(folder, 'whole')
const isThere = { postgres: needsPostgres(), clickhouse: needsClickHouse(), chdb: needsChdb() }
const server = testServer(isThere.postgres)
const database = readableDatabase(server, isThere.postgres)
const shards = testCluster(isThere.clickhouse)
const inChdb = chdbEngine(isThere.chdb)
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

let trial: Trial
let table: TypedTable
let expected: readonly string[] = []

beforeAll(async () => {
  await succeed(['reconstruct', 'part-payment', '--out', whole])
  trial = await readTrial(findTrial('part-payment'))
  const { set } = await readAnalysisSet(join(whole, '06-analysis-set.csv'), trial.protocol)
  table = typedTable(trial.protocol, set)
  expected = await analysed('csv', await openDuckDB({ files: [join(whole, '06-analysis-set.csv')] }), true)
}, 300_000)
afterAll(remove)

/** What a run without outcomes of its own then holds from summaries on. */
async function analysed(name: string, engine: QueryEngine, isCsv = false): Promise<readonly string[]> {
  const run = writeBareRun(whole, join(folder, name))
  try {
    await analyseInEngine(trial, run, engineSource([engine], trial, isCsv), silent)
  } finally {
    await engine.close()
  }
  return resultFiles.map(file => readFileSync(join(run, file), 'utf8'))
}

describe('the part payment trial, 18,624 cases', () => {
  it('from its own log has the summaries, results and economics that an engine gives', () => {
    resultFiles.forEach((file, at) => {
      const own = readFileSync(join(whole, file), 'utf8')
      expect(withoutInputs(expected[at] ?? '')).toEqual(withoutInputs(own))
    })
  })

  it('has the same bytes from Parquet', async () => {
    const engine = await openDuckDB({ files: [await parquetTable(folder, table)] })
    expect(await analysed('parquet', engine)).toEqual(expected)
  }, 120_000)

  it.runIf(isThere.postgres)(
    'has the same bytes from PostgreSQL',
    async () => {
      const { name, address } = database()
      const engine = await openPostgres({ address, table: await postgresTable(server, name, table) })
      expect(await analysed('postgres', engine)).toEqual(expected)
    },
    120_000,
  )

  it.runIf(isThere.clickhouse)(
    'has the same bytes from ClickHouse 18 over two servers',
    async () => {
      const name = await distributedTable(shards, table)
      const engine = await openClickHouse({ url: shards[0]?.url ?? '', table: name })
      expect(await analysed('clickhouse', engine)).toEqual(expected)
    },
    120_000,
  )

  it.runIf(isThere.chdb)(
    'has the same bytes from a current ClickHouse',
    async () => {
      expect(await analysed('chdb', await inChdb(table))).toEqual(expected)
    },
    120_000,
  )
})
