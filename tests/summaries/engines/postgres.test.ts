import { afterAll, beforeAll, describe } from 'vitest'
import { openPostgres } from '../../../src/storage/engines/postgres.ts'
import { sqlName, sqlText } from '../../../src/storage/sql-text.ts'
import type { TypedTable } from '../../support/engine-worlds.ts'
import { needsPostgres, testServer } from '../../support/postgres.ts'
import { summarisesLikeMemory } from './conformance.ts'

const isThere = needsPostgres()
const server = testServer(isThere)
let [name, address, made] = ['', '', 0]
const given = process.env.PGPASSWORD

beforeAll(async () => {
  if (!isThere) return
  name = await server.database()
  const url = new URL(server.url(name))
  process.env.PGPASSWORD = decodeURIComponent(url.password)
  url.password = ''
  address = url.href
}, 120_000)
afterAll(() => {
  if (given === undefined) delete process.env.PGPASSWORD
  else process.env.PGPASSWORD = given
})

const types = { text: 'text', integer: 'bigint', boolean: 'boolean' } as const

async function load({ columns, rows }: TypedTable): Promise<string> {
  made += 1
  const table = `cases_${made}`
  const declared = columns.map(column => `${sqlName(column.name)} ${types[column.type]}`)
  await server.sql(name, `CREATE TABLE ${table} (${declared.join(', ')})`)
  const values = rows.map(row => `(${row.map(value => (value === null ? 'NULL' : sqlText(String(value)))).join(', ')})`)
  await server.sql(name, `INSERT INTO ${table} VALUES ${values.join(', ')}`)
  return table
}

describe.runIf(isThere)('PostgreSQL', () =>
  summarisesLikeMemory({
    open: async table => ({ engine: await openPostgres({ address, table: await load(table) }), isCsv: false }),
    runs: 12,
  }),
)
