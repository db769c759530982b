import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import { serverSettings } from '../../../src/storage/engines/clickhouse-settings.ts'
import { tabSeparatedRow } from '../../../src/storage/engines/tab-separated.ts'
import { clickHouseName } from '../../../src/storage/sql-text.ts'
import { clickHousePassword, clickHouseUser, cluster, needsClickHouse, testCluster } from '../../support/clickhouse.ts'
import { issuesOf } from '../temporary.ts'
import { columnsWith, failing, makeTable, oddTable, writes } from './clickhouse-rows.ts'
import { conformance, rows } from './conformance.ts'

const isThere = needsClickHouse()
const servers = testCluster(isThere)
const server = () => {
  const [first] = servers
  if (first === undefined) throw new Error('no server')
  return first
}

const given = { user: process.env.CLICKHOUSE_USER, password: process.env.CLICKHOUSE_PASSWORD }
beforeAll(async () => {
  if (!isThere) return
  process.env.CLICKHOUSE_USER = clickHouseUser
  process.env.CLICKHOUSE_PASSWORD = clickHousePassword
  for (const statement of makeTable('UInt8')) await server().sql(statement)
  for (const [index, each] of servers.entries()) {
    await each.sql('CREATE TABLE local (case_id String, paid Int64) ENGINE = MergeTree ORDER BY case_id')
    await each.sql(`INSERT INTO local SELECT toString(number), number FROM system.numbers LIMIT ${index * 1000}, 1000`)
  }
  await server().sql(`CREATE TABLE spread AS local ENGINE = Distributed(${cluster}, default, local, rand())`)
}, 60_000)
afterAll(() => {
  for (const [name, value] of [
    ['CLICKHOUSE_USER', given.user],
    ['CLICKHOUSE_PASSWORD', given.password],
  ] as const) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

conformance('ClickHouse', isThere, () => ({
  dialect: 'clickhouse18',
  open: ({ table = oddTable, timeout } = {}) => openClickHouse({ url: server().url, table, timeout }),
  quote: clickHouseName,
  columns: columnsWith({ type: 'integer', declared: 'Nullable(UInt8)' }),
  rows: rows.map(row =>
    row.map((value, index) => (index === 4 && value !== null ? String(Number(value === 'true')) : value)),
  ),
  long: 'SELECT count() FROM system.numbers WHERE cityHash64(number) = 1',
  failing,
  writes,
  running: async () => {
    const running =
      "SELECT count() FROM system.processes WHERE query LIKE '%cityHash64(number)%' AND query NOT LIKE '%processes%'"
    return Number(await server().sql(running))
  },
}))

/** The code of what opening or a statement is refused with; none of its words is a password. */
const refusal = async (work: () => Promise<unknown>): Promise<string> => {
  const issues = await issuesOf(work)
  expect(JSON.stringify(issues)).not.toMatch(/pass-5582|wrong-word/)
  return issues.map(({ code, exit }) => `${code} ${exit}`).join()
}
const at = (user: string, to = server().url): string => to.replace('//', `//${user}@`)
const opening = (url: string, table = 'spread') => refusal(() => openClickHouse({ url, table }))

describe.runIf(isThere)('ClickHouse as an engine', () => {
  it('asks a distributed table as any, of every shard', async () => {
    const engine = await openClickHouse({ url: `${server().url}/default`, table: 'default.spread' })
    expect(engine.shown).toBe(`${server().url}/default (default.spread)`)
    expect(await engine.columns()).toEqual([
      { name: 'case_id', type: 'text', declared: 'String' },
      { name: 'paid', type: 'integer', declared: 'Int64' },
    ])
    expect(await engine.query(`SELECT count(), sum(paid) FROM ${engine.relation}`)).toEqual([['2000', '1999000']])
    await engine.close()
  })

  it('tells types that are wrapped and those that are none of ours', async () => {
    await server().sql(`CREATE VIEW v AS SELECT toUInt64(1) AS a, toFloat32(0.5) AS b, toDate('2016-03-01') AS c,
      CAST('x' AS Enum8('x' = 1, 'y (z)' = 2)) AS d, toFixedString('ab', 2) AS e, [1, 2] AS f, toDecimal64(1, 4) AS g`)
    const engine = await openClickHouse({ url: server().url, table: 'v' })
    const columns = await engine.columns()
    expect(columns.map(({ type, declared }) => [type, declared])).toEqual([
      ['integer', 'UInt64'],
      ['float', 'Float32'],
      ['other', 'Date'],
      ['text', "Enum8('x' = 1, 'y (z)' = 2)"],
      ['text', 'FixedString(2)'],
      ['other', 'Array(UInt8)'],
      ['decimal', 'Decimal(18, 4)'],
    ])
    await engine.close()
  })

  it('takes no answer that ends in an error for a whole one', async () => {
    const engine = await openClickHouse({ url: server().url, table: 'spread' })
    const statement = 'SELECT throwIf(number = 1500000) FROM system.numbers LIMIT 2000000'
    expect(await refusal(() => engine.query(statement))).toBe('engine.statement_failed 6')
    await engine.close()
  })

  it('answers from all rows or not at all, whatever the settings of its user', async () => {
    const short = await openClickHouse({ url: at('short'), table: 'spread' })
    const [issue] = await issuesOf(() => short.query('SELECT sum(number) FROM system.numbers'))
    expect([issue?.code, issue?.received]).toEqual(['engine.statement_failed', expect.stringContaining('rows')])
    await short.close()
    const locked = await openClickHouse({ url: at('locked'), table: 'spread', timeout: 300 })
    expect(await locked.query(`SELECT count() FROM ${locked.relation}`)).toEqual([['2000']])
    expect(await refusal(() => locked.query('CREATE TABLE t (a UInt8) ENGINE = Memory'))).toBe('engine.read_only 6')
    expect(await refusal(() => locked.query('SELECT count() FROM system.numbers'))).toBe('engine.timed_out 6')
    await locked.close()
    const [refused] = await issuesOf(() => openClickHouse({ url: at('sloppy'), table: 'spread' }))
    expect(refused?.code).toBe('engine.refused')
    expect(refused?.received).toContain('skip_unavailable_shards = 1')
  })
})

describe.runIf(isThere)('a ClickHouse engine that fails', () => {
  it('by a wrong password, none, a missing user or database, or a table that its user may not read', async () => {
    process.env.CLICKHOUSE_PASSWORD = 'wrong-word'
    expect(await opening(server().url)).toBe('engine.refused 6')
    delete process.env.CLICKHOUSE_PASSWORD
    expect(await opening(server().url)).toBe('engine.refused 6')
    process.env.CLICKHOUSE_PASSWORD = clickHousePassword
    expect(await opening(at('nobody'))).toBe('engine.refused 6')
    expect(await opening(`${server().url}/no_such_database`)).toBe('engine.no_table 3')
    const outsider = await openClickHouse({ url: at('outsider', `${server().url}/system`), table: 'default.local' })
    expect(await refusal(() => outsider.query(`SELECT count() FROM ${outsider.relation}`))).toBe('engine.refused 6')
    await outsider.close()
  })

  it('by nothing listening, and by something else that does', async () => {
    const other = createServer((_, answer) => answer.writeHead(502).end('<html>Bad gateway</html>'))
    await new Promise<void>(done => other.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(other.address() as { port: number }).port}`
    expect(await opening(url)).toBe('engine.unreachable 6')
    await new Promise(done => other.close(done))
    expect(await opening(url)).toBe('engine.unreachable 6')
    expect(await opening('http://no-such-host.invalid')).toBe('engine.unreachable 6')
  })

  it('by an address that is none, or that holds a password or more', async () => {
    for (const bad of ['clickhouse://h', 'h', at('ann:wrong-word'), `${server().url}?password=wrong-word`]) {
      expect(await opening(bad)).toBe('engine.address 2')
    }
  })

  it('by a shard or itself dying, before a statement and in the middle, and being back', async () => {
    const [first, second] = servers
    const engine = await openClickHouse({ url: server().url, table: 'spread' })
    const count = () => engine.query(`SELECT count() FROM ${engine.relation}`)
    await second?.halt()
    // The first server may find that out by a connection that it kept.
    expect(await refusal(count)).toMatch(/^engine\.(lost|unreachable) 6$/)
    expect(await refusal(count)).toBe('engine.unreachable 6')
    const hasty = await openClickHouse({ url: at('hasty'), table: 'spread' })
    expect(await refusal(() => hasty.query(`SELECT count() FROM ${hasty.relation}`))).toBe('engine.unreachable 6')
    await hasty.close()
    await second?.launch()
    expect(await count()).toEqual([['2000']])
    await server().sql(`CREATE TABLE endless AS system.numbers ENGINE = Distributed(${cluster}, system, numbers)`)
    const long = refusal(() => engine.query('SELECT count() FROM endless WHERE cityHash64(number) = 1'))
    await new Promise(done => setTimeout(done, 700))
    await second?.halt()
    expect(await long).toBe('engine.lost 6')
    await second?.launch()
    const statement = refusal(() => engine.query('SELECT count() FROM system.numbers'))
    await new Promise(done => setTimeout(done, 500))
    await first?.halt()
    expect(await statement).toBe('engine.lost 6')
    expect(await refusal(count)).toBe('engine.unreachable 6')
    await first?.launch()
    expect(await count()).toEqual([['2000']])
    await engine.close()
  }, 60_000)
})

describe('a line of TabSeparated', () => {
  it('tells NULL from text, and every escaped character', () => {
    expect(tabSeparatedRow(String.raw`\N	\\N		a\tb\nc\\d\'e\0\b\f\r`)).toEqual([
      null,
      '\\N',
      '',
      "a\tb\nc\\d'e\0\b\f\r",
    ])
  })
})

describe('the settings of a server', () => {
  const good = ['read', 'group_by', 'sort', 'result', 'timeout', 'set', 'join', 'transfer', 'distinct'].map(
    limit => [`${limit}_overflow_mode`, 'throw'] as const,
  )
  const answer = (others: Readonly<Record<string, string>>) =>
    Object.entries({
      ...Object.fromEntries(good),
      ...{ skip_unavailable_shards: '0', extremes: '0', readonly: '0', version: '24.8.1' },
      ...others,
    })

  it('are those it knows that are not as they must be', () => {
    expect(serverSettings(answer({ limit: '7', session_timezone: 'UTC', offset: '0' }))).toEqual({
      version: '24.8.1',
      send: { limit: '0', readonly: '1' },
      wrong: [],
    })
    const cut = answer({}).filter(([name]) => name !== 'skip_unavailable_shards')
    expect(serverSettings(cut).send).toEqual({ skip_unavailable_shards: '0', readonly: '1' })
  })

  it('of a user who may change none are left, and said where they matter', () => {
    const locked = answer({ readonly: '1', limit: '7', session_timezone: '' })
    expect(serverSettings(locked)).toEqual({ version: '24.8.1', send: {}, wrong: ['limit = 7'] })
  })
})
