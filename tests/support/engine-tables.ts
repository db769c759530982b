import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { csvText } from '../../src/pipeline/case-files.ts'
import { createDuckDB, withDuckDB } from '../../src/storage/duckdb.ts'
import { clickHouseName, escapedSqlText, sqlName, sqlText } from '../../src/storage/sql-text.ts'
import { cluster, type testCluster } from './clickhouse.ts'
import type { TypedTable } from './engine-worlds.ts'
import type { TestServer } from './postgres.ts'

let made = 0
const next = (): string => {
  made += 1
  return `cases_${made}`
}

/** Writes a table as CSV; its path. */
export function csvTable(folder: string, { columns, rows }: TypedTable): string {
  const path = join(folder, `${next()}.csv`)
  writeFileSync(
    path,
    csvText(
      columns.map(({ name }) => name),
      rows,
    ),
  )
  return path
}

/** Writes a table as Parquet, with its types; its path. */
export async function parquetTable(folder: string, table: TypedTable): Promise<string> {
  const types = { text: 'VARCHAR', integer: 'BIGINT', boolean: 'BOOLEAN' } as const
  const csv = csvTable(folder, table)
  const path = csv.replace(/csv$/, 'parquet')
  const selected = table.columns.map(({ name, type }) => `CAST(nullif("${name}", '') AS ${types[type]}) AS "${name}"`)
  const source = `read_csv('${csv}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')`
  await withDuckDB(async connection => {
    await connection.run(`COPY (SELECT ${selected.join(', ')} FROM ${source}) TO '${path}' (FORMAT parquet)`)
  })
  return path
}

/** Makes a table in a database of PostgreSQL; its name. */
export async function postgresTable(
  server: TestServer,
  database: string,
  { columns, rows }: TypedTable,
  table = next(),
): Promise<string> {
  const types = { text: 'text', integer: 'bigint', boolean: 'boolean' } as const
  const declared = columns.map(column => `${sqlName(column.name)} ${types[column.type]}`)
  await server.sql(database, `CREATE TABLE ${table} (${declared.join(', ')})`)
  const values = rows.map(row => `(${row.map(value => (value === null ? 'NULL' : sqlText(String(value)))).join(', ')})`)
  if (rows.length > 0) await server.sql(database, `INSERT INTO ${table} VALUES ${values.join(', ')}`)
  return table
}

/** Every so many rows of a table, as the shards of a table would each hold them. */
export const dealt = ({ columns, rows }: TypedTable, shards: number): TypedTable[] =>
  Array.from({ length: shards }, (_, shard) => ({ columns, rows: rows.filter((__, row) => row % shards === shard) }))

/** Makes DuckDB databases that each hold a table called `cases`; their paths. */
export async function duckdbDatabases(folder: string, tables: readonly TypedTable[]): Promise<string[]> {
  const paths: string[] = []
  for (const table of tables) {
    const parquet = await parquetTable(folder, table)
    const path = parquet.replace(/parquet$/, 'duckdb')
    const instance = await createDuckDB(path)
    const connection = await instance.connect()
    await connection.run(`CREATE TABLE cases AS SELECT * FROM '${parquet}'`)
    connection.closeSync()
    instance.closeSync()
    paths.push(path)
  }
  return paths
}

/** Makes a table of one name in several databases, some of the cases in each; its name. */
export async function postgresShards(
  server: TestServer,
  databases: readonly string[],
  table: TypedTable,
): Promise<string> {
  const name = next()
  for (const [at, part] of dealt(table, databases.length).entries()) {
    await postgresTable(server, databases[at] ?? '', part, name)
  }
  return name
}

/** Makes a table of one name on several servers of ClickHouse that do not know of each other; its name. */
export async function clickHouseShards(servers: ReturnType<typeof testCluster>, table: TypedTable): Promise<string> {
  const name = next()
  await clickHouseParts(servers, table, name)
  return name
}

async function clickHouseParts(servers: ReturnType<typeof testCluster>, table: TypedTable, name: string) {
  const { declared, values } = clickHouseTable(table, 'Nullable(UInt8)')
  for (const [at, { rows }] of dealt(table, servers.length).entries()) {
    await servers[at]?.sql(`CREATE TABLE ${name} (${declared}) ENGINE = MergeTree ORDER BY tuple()`)
    for (let from = 0; from < rows.length; from += 1000) {
      await servers[at]?.sql(`INSERT INTO ${name} VALUES ${values(rows.slice(from, from + 1000))}`)
    }
  }
}

/** Makes a distributed table whose cases lie in turn on the servers of a cluster of ClickHouse; its name. */
export async function distributedTable(servers: ReturnType<typeof testCluster>, table: TypedTable): Promise<string> {
  const name = next()
  await clickHouseParts(servers, table, `part_${name}`)
  const distributed = `Distributed(${cluster}, default, part_${name}, rand())`
  await servers[0]?.sql(`CREATE TABLE ${name} AS part_${name} ENGINE = ${distributed}`)
  return name
}

/** Makes a table in a current ClickHouse; its name. */
export async function currentClickHouseTable(client: ClickHouseClient, table: TypedTable): Promise<string> {
  const name = next()
  const { declared, values } = clickHouseTable(table, 'Nullable(Bool)')
  await client.command({ query: `CREATE TABLE ${name} (${declared}) ENGINE = MergeTree ORDER BY tuple()` })
  for (let from = 0; from < table.rows.length; from += 1000) {
    await client.command({ query: `INSERT INTO ${name} VALUES ${values(table.rows.slice(from, from + 1000))}` })
  }
  return name
}

/** How ClickHouse declares the columns of a table, and writes rows of it. */
function clickHouseTable({ columns }: TypedTable, boolean: string) {
  const types = { text: 'Nullable(String)', integer: 'Nullable(Int64)', boolean }
  return {
    declared: columns.map(({ name, type }) => `${clickHouseName(name)} ${types[type]}`).join(', '),
    values: (rows: TypedTable['rows']): string => rows.map(row => `(${row.map(literal).join(', ')})`).join(', '),
  }
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'number' ? String(value) : escapedSqlText(value)
}
