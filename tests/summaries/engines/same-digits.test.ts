import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { summariseTable } from '../../../src/pipeline/engines/summarise-table.ts'
import { findTrial, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { createDuckDB, withDuckDB } from '../../../src/storage/duckdb.ts'
import { openClickHouse, readyClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { openDuckDB } from '../../../src/storage/engines/duckdb.ts'
import { openPostgres } from '../../../src/storage/engines/postgres.ts'
import type { Shards } from '../../../src/summaries/engines/sql/shards.ts'
import { chdbClient, needsChdb } from '../../support/chdb.ts'
import { clickHousePassword, clickHouseUser, cluster, needsClickHouse, testCluster } from '../../support/clickhouse.ts'
import { withEnvironment } from '../../support/environment.ts'
import { scratch } from '../../support/folders.ts'
import { needsPostgres, readableDatabase, testServer } from '../../support/postgres.ts'

/** `npm run test:engines` asks for ten million. */
const rows = Number(process.env.EQUIPOISE_ROWS ?? 20_000)
const patience = 60_000 + rows / 5

const isThere = { postgres: needsPostgres(), clickhouse: needsClickHouse(), chdb: needsChdb() }
const server = testServer(isThere.postgres)
const database = readableDatabase(server, isThere.postgres)
const servers = testCluster(isThere.clickhouse)
const { folder, remove } = scratch()
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

let trial: Trial
/** Of DuckDB, which is always there. */
let expected = ''
let keeper: ClickHouseClient | undefined

/**
 * The columns of case number i, in whole numbers that every engine works out alike: three cases in a cluster, a third of the clusters
 * allocated whole, all of a cluster in one arm and over several strata; one case in five pays.
 */
const columns = (text: (number: string) => string, quotient: (one: string, other: number) => string) => ({
  case_id: `concat('C', ${text('i')})`,
  arm: `CASE WHEN ${quotient('i', 3)} % 2 = 0 THEN 'control' ELSE 'letter' END`,
  stratum: `concat('S', ${text('(i * 7) % 48')})`,
  cluster: `concat('N', ${text(quotient('i', 3))})`,
  linked: `CASE WHEN ${quotient('i', 3)} % 3 = 0 THEN 1 ELSE 0 END`,
  paid: 'CASE WHEN (i * 31) % 1009 < 200 THEN 1 ELSE 0 END',
  amount_pence: 'CASE WHEN (i * 31) % 1009 < 200 THEN 1 + (i * 7919) % 100003 ELSE 0 END',
})
const selected = (of: ReturnType<typeof columns>): string =>
  Object.entries(of)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(', ')
const ofPostgres = selected(
  columns(
    number => `CAST(${number} AS TEXT)`,
    (one, other) => `(${one} / ${other})`,
  ),
)
const ofDuckDB = selected(
  columns(
    number => `CAST(${number} AS VARCHAR)`,
    (one, other) => `(${one} // ${other})`,
  ),
)
const ofClickHouse = selected(
  columns(
    number => `toString(${number})`,
    (one, other) => `intDiv(${one}, ${other})`,
  ),
)

async function digestOf(...shards: Shards): Promise<string> {
  try {
    const summaries = await summariseTable(trial, shards)
    expect(summaries.map(({ outcome, kind }) => `${outcome} ${kind}`)).toEqual([
      ...['paid counts', 'paid moments', 'paid ranks', 'paid clusterMoments'],
      ...['amount moments', 'amount ranks', 'amount clusterMoments'],
    ])
    const [counts] = summaries
    expect(counts?.cells.reduce((sum, { data }) => sum + data.n, 0)).toBe(rows)
    return sha256(canonicalJson(summaries))
  } finally {
    await Promise.all(shards.map(shard => shard.close()))
  }
}

/** The cases of one of two shards, which share every cluster. */
const evenOrOdd = (shard: number) => `(i % 2) = ${shard}`

beforeAll(async () => {
  trial = await readTrial(findTrial('letter'))
  const path = join(folder, 'cases.parquet')
  await withDuckDB(connection =>
    connection.run(`COPY (SELECT ${ofDuckDB} FROM range(${rows}) AS numbers(i)) TO '${path}' (FORMAT parquet)`),
  )
  expected = await digestOf(await openDuckDB({ files: [path] }))
}, patience)
afterAll(async () => {
  await keeper?.close()
  remove()
})

describe(`the SHA-256 of the summaries of ${rows.toLocaleString('en-GB')} cases`, () => {
  it.runIf(isThere.postgres)(
    'is the same in PostgreSQL',
    async () => {
      const { name, address } = database()
      await server.sql(
        name,
        `CREATE UNLOGGED TABLE cases AS SELECT ${ofPostgres} FROM generate_series(0::bigint, ${rows - 1}) AS numbers(i)`,
      )
      expect(await digestOf(await openPostgres({ address, table: 'cases' }))).toBe(expected)
    },
    patience,
  )

  it(
    'is the same in two DuckDB databases that each have half of every cluster',
    async () => {
      const paths = [0, 1].map(shard => join(folder, `shard-${shard}.duckdb`))
      for (const [shard, path] of paths.entries()) {
        const instance = await createDuckDB(path)
        const connection = await instance.connect()
        await connection.run(
          `CREATE TABLE cases AS SELECT ${ofDuckDB} FROM range(${rows}) AS numbers(i) WHERE ${evenOrOdd(shard)}`,
        )
        connection.closeSync()
        instance.closeSync()
      }
      const [first = '', second = ''] = paths
      const open = (database: string) => openDuckDB({ database, table: 'cases' })
      expect(await digestOf(await open(first), await open(second))).toBe(expected)
    },
    patience,
  )

  it.runIf(isThere.postgres)(
    'is the same in two PostgreSQL databases that each have half of every cluster',
    async () => {
      const { name, address } = database()
      const other = await server.database()
      for (const [shard, each] of [name, other].entries()) {
        await server.sql(
          each,
          `CREATE UNLOGGED TABLE half AS SELECT ${ofPostgres} FROM generate_series(0::bigint, ${rows - 1}) AS numbers(i) WHERE ${evenOrOdd(shard)}`,
        )
      }
      const open = (at: string) => openPostgres({ address: at, table: 'half' })
      expect(await digestOf(await open(address), await open(address.replace(name, other)))).toBe(expected)
    },
    patience,
  )

  it.runIf(isThere.clickhouse)(
    'is the same in ClickHouse 18 over two servers, by their own distributed table and as shards; with one down none answers',
    async () => {
      const declared =
        'case_id String, arm String, stratum String, cluster String, linked UInt8, paid Int64, amount_pence Int64'
      for (const [index, shard] of servers.entries()) {
        await shard.sql(`CREATE TABLE part (${declared}) ENGINE = MergeTree ORDER BY case_id`)
        await shard.sql(
          `INSERT INTO part SELECT ${ofClickHouse} FROM (SELECT toInt64(number) AS i FROM system.numbers LIMIT ${rows}) WHERE ${evenOrOdd(index)}`,
        )
      }
      const [first, second] = servers
      await first?.sql(`CREATE TABLE cases AS part ENGINE = Distributed(${cluster}, default, part, rand())`)
      const open = () => openClickHouse({ url: first?.url ?? '', table: 'cases' })
      const part = (url = '') => openClickHouse({ url, table: 'part' })
      expect(await digestOf(await open())).toBe(expected)
      expect(await digestOf(await part(first?.url), await part(second?.url))).toBe(expected)
      const [engine, ...parts] = [await open(), await part(first?.url), await part(second?.url)] as const
      await second?.halt()
      await expect(digestOf(engine)).rejects.toThrow()
      await expect(digestOf(...parts)).rejects.toThrow(`${second?.url}/ (part): expected an engine that answers`)
    },
    patience,
  )

  it.runIf(isThere.chdb)(
    'is the same in a current ClickHouse',
    async () => {
      keeper = chdbClient()
      await keeper.command({
        query: `CREATE TABLE cases ENGINE = MergeTree ORDER BY case_id AS SELECT ${ofClickHouse} FROM (SELECT toInt64(number) AS i FROM system.numbers LIMIT ${rows})`,
      })
      const engine = await readyClickHouse(chdbClient(), { relation: 'cases', shown: 'chdb (cases)' })
      expect(await digestOf(engine)).toBe(expected)
    },
    patience,
  )
})
