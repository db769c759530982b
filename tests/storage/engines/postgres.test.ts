import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../src/storage/engines/postgres.ts'
import { sqlName, sqlText } from '../../../src/storage/sql-text.ts'
import { needsPostgres, password, testServer } from '../../support/postgres.ts'
import { brief, issuesOf } from '../temporary.ts'
import { conformance, odd, rowsWithoutNul } from './conformance.ts'

const isThere = needsPostgres()
const server = testServer(isThere)
const isOurs = process.env.EQUIPOISE_POSTGRES_URL === undefined

let [name, address] = ['', '']
const given = process.env.PGPASSWORD

beforeAll(async () => {
  if (!isThere) return
  name = await server.database()
  const url = new URL(server.url(name))
  process.env.PGPASSWORD = decodeURIComponent(url.password)
  url.password = ''
  address = url.href
  const table = `(id text, whole bigint, huge numeric, amount numeric(12,2), flag boolean, ${sqlName(odd.text)} varchar(80))`
  const values = rowsWithoutNul.map(
    row => `(${row.map(value => (value === null ? 'NULL' : sqlText(value))).join(', ')})`,
  )
  await server.sql(name, `CREATE TABLE ${sqlName(odd.table)} ${table}`)
  await server.sql(name, `INSERT INTO ${sqlName(odd.table)} VALUES ${values.join(', ')}`)
  // Settings of a database that would change how values are written.
  await server.sql(
    name,
    `ALTER DATABASE ${name} SET DateStyle = 'SQL, DMY'; ALTER DATABASE ${name} SET TimeZone = 'Asia/Tokyo'`,
  )
})
afterAll(() => {
  if (given === undefined) delete process.env.PGPASSWORD
  else process.env.PGPASSWORD = given
})

conformance('PostgreSQL', isThere, () => ({
  dialect: 'postgres',
  open: ({ table = sqlName(odd.table), timeout } = {}) => openPostgres({ address, table, timeout }),
  quote: sqlName,
  columns: [
    { name: 'id', type: 'text', declared: 'text' },
    { name: 'whole', type: 'integer', declared: 'bigint' },
    { name: 'huge', type: 'decimal', declared: 'numeric' },
    { name: 'amount', type: 'decimal', declared: 'numeric(12,2)' },
    { name: 'flag', type: 'boolean', declared: 'boolean' },
    { name: odd.text, type: 'text', declared: 'character varying(80)' },
  ],
  rows: rowsWithoutNul,
  long: 'SELECT pg_sleep(600)',
  failing: ["SELECT CAST('twelve' AS integer)", /^invalid input syntax for type integer: "twelve"$/],
  writes: relation => [
    'CREATE TABLE t (a integer)',
    `DELETE FROM ${relation}`,
    `WITH gone AS (DELETE FROM ${relation} RETURNING 1) SELECT * FROM gone`,
    `SELECT * INTO copy FROM ${relation}`,
    `TRUNCATE ${relation}`,
  ],
  running: async () => {
    const active = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${name}' AND query LIKE 'SELECT pg_sleep%' AND state = 'active'`
    return Number((await server.sql(name, active))[0]?.n)
  },
}))

describe.runIf(isThere)('PostgreSQL as an engine', () => {
  it('cannot be made to write by statements that end or change the transaction', async () => {
    const engine = await openPostgres({ address, table: 'fresh' })
    for (const statement of ['COMMIT', 'SET transaction_read_only = off', 'SET default_transaction_read_only = off']) {
      await engine.query(statement).catch(() => undefined)
      expect(brief(await issuesOf(() => engine.query('CREATE TABLE fresh (a int)')))).toEqual(['engine.read_only'])
    }
    expect(brief(await issuesOf(() => engine.query('COMMIT; CREATE TABLE fresh (a int)')))).toEqual([
      'engine.statement_failed',
    ])
    expect(await server.sql(name, "SELECT 1 FROM pg_class WHERE relname = 'fresh'")).toEqual([])
    await engine.close()
  })

  it('tells types that are none of ours, domains, enums and views', async () => {
    await server.sql(
      name,
      `CREATE SCHEMA "s.2"; CREATE TYPE "s.2".arm AS ENUM ('control', 'letter'); CREATE DOMAIN "s.2".pence AS bigint;
      CREATE VIEW "s.2".v AS SELECT 1::smallint AS a, 2.5::real AS b, 'x'::char(3) AS c, DATE '2016-03-01' AS d,
        timestamptz '2016-03-01 12:00:00+01' AS e, 'letter'::"s.2".arm AS f, 3::"s.2".pence AS g, ARRAY[1, 2] AS h, 0.1::float8 AS i`,
    )
    const engine = await openPostgres({ address, table: '"s.2".v' })
    expect(await engine.columns()).toEqual([
      { name: 'a', type: 'integer', declared: 'smallint' },
      { name: 'b', type: 'float', declared: 'real' },
      { name: 'c', type: 'text', declared: 'character(3)' },
      { name: 'd', type: 'other', declared: 'date' },
      { name: 'e', type: 'other', declared: 'timestamp with time zone' },
      { name: 'f', type: 'text', declared: '"s.2".arm' },
      { name: 'g', type: 'integer', declared: 'bigint' },
      { name: 'h', type: 'other', declared: 'integer[]' },
      { name: 'i', type: 'float', declared: 'double precision' },
    ])
    expect(await engine.query(`SELECT * FROM ${engine.relation}`)).toEqual([
      ['1', '2.5', 'x  ', '2016-03-01', '2016-03-01 11:00:00+00', 'letter', '3', '{1,2}', '0.1'],
    ])
    await engine.close()
  })
})

describe.runIf(isThere)('a PostgreSQL engine that fails', () => {
  /** The code of what opening or a statement is refused with; none of its words is a password. */
  const failing = async (work: () => Promise<unknown>): Promise<string> => {
    const issues = await issuesOf(work)
    expect(JSON.stringify(issues)).not.toMatch(/pass-4471|wrong-word/)
    return issues.map(({ code, exit }) => `${code} ${exit}`).join()
  }
  const opening = (at: string) => failing(() => openPostgres({ address: at, table: 't' }))

  it('by a wrong password, none, a missing user or database, or a table that its user may not read', async () => {
    const right = process.env.PGPASSWORD
    process.env.PGPASSWORD = 'wrong-word'
    expect(await opening(address)).toBe('engine.refused 6')
    delete process.env.PGPASSWORD
    expect(await opening(address)).toBe('engine.refused 6')
    process.env.PGPASSWORD = right
    expect(await opening(address.replace('//postgres@', '//nobody@'))).toBe('engine.refused 6')
    expect(await opening(address.replace(name, 'no_such_database'))).toBe('engine.refused 6')
    await server.sql(
      name,
      `CREATE ROLE reader_${name} LOGIN PASSWORD '${right ?? password}'; CREATE TABLE secret (a int)`,
    )
    const reader = await openPostgres({ address: address.replace('//postgres@', `//reader_${name}@`), table: 'secret' })
    expect(await failing(() => reader.columns())).toBe('engine.refused 6')
    await reader.close()
  })

  it('by nothing listening, and by something else that does', async () => {
    const silent = createServer(socket => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>(done => silent.listen(0, '127.0.0.1', done))
    const other = new URL(address)
    other.port = String((silent.address() as { port: number }).port)
    expect(await opening(other.href)).toBe('engine.unreachable 6')
    await new Promise(done => silent.close(done))
    expect(await opening(other.href)).toBe('engine.unreachable 6')
    expect(await opening('postgres://u@no-such-host.invalid/d')).toBe('engine.unreachable 6')
  })

  it('by a table that is not there', async () => {
    for (const table of ['fälle', 'no_schema.t', '"Fälle"']) {
      const engine = await openPostgres({ address, table })
      expect(await failing(() => engine.columns())).toBe('engine.no_table 3')
      await engine.close()
    }
  })

  it('by an address that is none, or that holds a password', async () => {
    for (const bad of [
      'mysql://ann@host/db',
      address.replace('@', ':wrong-word@'),
      'postgres://h/d?password=wrong-word',
    ]) {
      expect(await opening(bad)).toBe('engine.address 2')
    }
  })

  it('by ending the connection in the middle; the next statement connects anew', async () => {
    const engine = await openPostgres({ address, table: 't' })
    const statement = failing(() => engine.query('SELECT pg_sleep(600)'))
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '${name}'`
    await new Promise(done => setTimeout(done, 300))
    await server.sql(name, kill)
    expect(await statement).toBe('engine.lost 6')
    expect(await engine.query('SELECT 1')).toEqual([['1']])
    await engine.close()
  })

  it.runIf(isThere && isOurs)('by dying in the middle, and being back', async () => {
    const engine = await openPostgres({ address, table: 't' })
    const statement = failing(() => engine.query('SELECT pg_sleep(600)'))
    await new Promise(done => setTimeout(done, 300))
    await server.halt('immediate')
    expect(await statement).toBe('engine.lost 6')
    expect(await failing(() => engine.query('SELECT 1'))).toBe('engine.unreachable 6')
    await server.launch()
    expect(await engine.query('SELECT 1')).toEqual([['1']])
    await engine.close()
  })
})
