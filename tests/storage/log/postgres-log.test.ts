import { createServer } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { emptyHead } from '../../../src/storage/log/chain.ts'
import { postgresAddress } from '../../../src/storage/log/postgres-address.ts'
import { openPostgresLog } from '../../../src/storage/log/postgres-log.ts'
import { needsPostgres, password, testServer } from '../../support/postgres.ts'
import { brief, issuesOf } from '../temporary.ts'
import { clock, conformance, event, events, type LogPlace } from './conformance.ts'

const isThere = needsPostgres()
const server = testServer(isThere)

let database: Promise<string> | undefined
let places = 0

/** A log of its own in one database; `event` is a view of its rows alone. */
async function newPlace(): Promise<LogPlace> {
  places += 1
  database ??= server.database()
  const [name, log] = [await database, `place_${places}`]
  const url = server.url(name)
  const view = `CREATE SCHEMA IF NOT EXISTS ${log}; CREATE OR REPLACE VIEW ${log}.event AS
    SELECT seq, id, event, recorded_at, previous, hash FROM equipoise.event WHERE log = '${log}'`
  const sql = async (text: string): Promise<void> => {
    await server.sql(name, `${view}; SET search_path = ${log}, equipoise; ${text}`)
  }
  const triggers = (state: string): string => `ALTER TABLE equipoise.event ${state} TRIGGER USER`
  return {
    open: patience => openPostgresLog(url, log, patience),
    sql,
    tamper: text => sql(`${triggers('DISABLE')}; ${text}; ${triggers('ENABLE')}`),
    opener: {
      module: './storage/log/postgres-log.js',
      expression: `store.openPostgresLog(${JSON.stringify(url)}, '${log}', 60000)`,
    },
  }
}

conformance('PostgreSQL', isThere, newPlace)

describe.runIf(isThere)('logs of one database', () => {
  it('are apart from each other, and each is whole', async () => {
    const url = server.url(await server.database())
    const [one, two] = [openPostgresLog(url, 'one'), openPostgresLog(url, "two'; --")]
    await Promise.all([one.append(events(3), clock), two.append(events(2), clock)])
    expect([(await one.head()).count, (await two.head()).count]).toEqual([3, 2])
    // Whoever writes to one does not hold up the other.
    await one.exclusively(async writer => {
      await writer.append([event(4)], clock)
      expect((await two.append([event(3)], clock)).count).toBe(3)
    })
    expect([await one.verifyChain(), await two.verifyChain()]).toEqual([undefined, undefined])
    expect(await one.head()).not.toEqual(await two.head())
    await Promise.all([one.close(), two.close()])
  })

  it('have their tables made once, where several come first at once', async () => {
    const name = await server.database()
    const logs = Array.from({ length: 6 }, (_, index) => openPostgresLog(server.url(name), `log-${index}`))
    expect(await logs[0]?.head()).toEqual(emptyHead)
    expect(await server.sql(name, "SELECT 1 FROM pg_namespace WHERE nspname = 'equipoise'")).toEqual([])
    const heads = await Promise.all(logs.map((log, index) => log.append(events(index + 1), clock)))
    expect(heads.map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await server.sql(name, 'SELECT count(*)::int AS logs FROM equipoise.log')).toEqual([{ logs: 6 }])
    await expect(server.sql(name, 'DELETE FROM equipoise.log')).rejects.toThrow('append-only')
    await Promise.all(logs.map(log => log.close()))
  })

  it('are written by a user who may not make tables, once they are there', async () => {
    const name = await server.database()
    const first = openPostgresLog(server.url(name), 'a')
    await first.append(events(1), clock)
    await first.close()
    await server.sql(
      name,
      `CREATE ROLE clerk_${name} LOGIN PASSWORD '${password}'; GRANT USAGE ON SCHEMA equipoise TO clerk_${name};
      GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA equipoise TO clerk_${name}`,
    )
    const clerk = openPostgresLog(server.url(name).replace('//postgres:', `//clerk_${name}:`), 'a')
    expect((await clerk.append([event(2)], clock)).count).toBe(2)
    await clerk.close()
  })
})

describe.runIf(isThere)('a database that fails', () => {
  let [name, url] = ['', '']
  beforeAll(async () => {
    if (!isThere) return
    name = await server.database()
    url = server.url(name)
    const log = openPostgresLog(url, 'a')
    await log.append(events(2), clock)
    await log.close()
  })

  /** The issues of work on a log at an address; none of their words, nor of the place, is the password. */
  const failing = async (address: string, work: 'read' | 'write' = 'write'): Promise<string[]> => {
    const log = openPostgresLog(address, 'a', 200)
    try {
      const issues = await issuesOf(() => (work === 'read' ? log.head() : log.append([event(9)], clock)))
      expect(JSON.stringify(issues) + log.place).not.toMatch(/pass-4471|wrong-word/)
      return issues.map(({ code, exit }) => `${code} ${exit}`)
    } finally {
      await log.close()
    }
  }

  it('by a wrong password, none, a missing user or database', async () => {
    const withPassword = (text: string) => url.replace(password, text)
    expect(await failing(withPassword('wrong-word'))).toEqual(['store.refused 6'])
    expect(await failing(url.replace(`:${password}`, ''))).toEqual(['store.refused 6'])
    expect(await failing(url.replace('//postgres:', '//nobody:'))).toEqual(['store.refused 6'])
    expect(await failing(server.url('no_such_database'), 'read')).toEqual(['store.refused 6'])
  })

  it('by nothing listening, and by something else that does', async () => {
    const silent = createServer(socket => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>(done => silent.listen(0, '127.0.0.1', done))
    const { port } = silent.address() as { port: number }
    const other = new URL(url)
    other.port = String(port)
    expect(await failing(other.href)).toEqual(['store.unreachable 6'])
    await new Promise(done => silent.close(done))
    expect(await failing(other.href)).toEqual(['store.unreachable 6'])
    expect(await failing('postgres://u:wrong-word@no-such-host.invalid/d')).toEqual(['store.unreachable 6'])
  })

  it('by letting its user only read', async () => {
    await server.sql(name, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    expect(await failing(url)).toEqual(['log.not_written 6'])
    const log = openPostgresLog(url, 'a')
    expect((await log.head()).count).toBe(2)
    await log.close()
    await server.sql(
      name,
      `SET transaction_read_only = off; ALTER DATABASE ${name} RESET default_transaction_read_only`,
    )
    await server.sql(name, `CREATE ROLE reader_${name} LOGIN PASSWORD '${password}'`)
    expect(await failing(url.replace('//postgres:', `//reader_${name}:`), 'read')).toEqual(['store.refused 6'])
  })

  it('by keeping its text in another encoding', async () => {
    const latin = await server.database("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    expect(await failing(server.url(latin), 'read')).toEqual(['store.encoding 6'])
  })

  it('by holding tables of the same name that are not ours', async () => {
    const foreign = await server.database()
    await server.sql(foreign, 'CREATE SCHEMA equipoise; CREATE TABLE equipoise.event (a int)')
    expect(await failing(server.url(foreign), 'read')).toEqual(['log.unreadable 3'])
    expect(await failing(server.url(foreign))).toEqual(['log.unreadable 3'])
  })

  it('by ending the connection in the middle: nothing is recorded, and the next call connects anew', async () => {
    const log = openPostgresLog(url, 'a')
    const before = await log.head()
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '${name}'`
    const cut = log.exclusively(async writer => {
      await writer.append([event(3)], clock)
      await server.sql(name, kill)
      await writer.append([event(4)], clock)
    })
    expect(brief(await issuesOf(() => cut))).toEqual(['store.lost'])
    expect(await log.head()).toEqual(before)
    await server.sql(name, kill)
    await new Promise(done => setTimeout(done, 100))
    expect((await log.append([event(3)], clock)).count).toBe(3)
    await log.close()
  })

  it('by breaking while it confirms: that is said, since nobody knows', async () => {
    const log = openPostgresLog(url, 'a')
    const before = await log.head()
    const cut = log.exclusively(async writer => {
      await writer.append([event(90)], clock)
      await server.sql(
        name,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'equipoise' AND datname = '${name}'`,
      )
    })
    const [issue] = await issuesOf(() => cut)
    expect(['store.uncertain', 'store.lost']).toContain(issue?.code)
    expect(await log.head()).toEqual(before)
    await log.close()
  })

  it.runIf(isThere && process.env.EQUIPOISE_POSTGRES_URL === undefined)(
    'by dying: what it acknowledged is there when it is back',
    async () => {
      const log = openPostgresLog(url, 'a')
      const head = await log.append([event(50)], clock)
      await server.halt('immediate')
      expect(brief(await issuesOf(() => log.append([event(51)], clock)))[0]).toMatch(/^store\./)
      await server.launch()
      expect(await log.verifyChain(head)).toBeUndefined()
      expect((await log.append([event(51)], clock)).count).toBe(head.count + 1)
      await log.close()
    },
  )
})

describe('the address of a database', () => {
  it('is shown without its password, and names one database however it is written', () => {
    const address = postgresAddress('postgresql://ann:s%40cret@db.example/trials?sslmode=verify-full')
    expect(address).toEqual({
      shown: 'postgres://ann@db.example/trials?sslmode=verify-full',
      full: 'postgres://ann:s%40cret@db.example/trials?sslmode=verify-full',
      database: 'db.example 5432 /trials',
    })
    for (const same of ['postgres://db.example:5432/trials', 'postgres://bob@db.example/trials']) {
      expect(postgresAddress(same).database).toBe(address.database)
    }
    expect(postgresAddress('postgres://ann@%2Frun%2Fpostgresql/trials').database).toBe('/run/postgresql 5432 /trials')
    expect(postgresAddress('postgres:///trials?host=/run/postgresql').database).toBe('/run/postgresql 5432 /trials')
    expect(postgresAddress('postgres://db.example:5433/trials').database).not.toBe(address.database)
  })

  it.each([
    ['mysql://ann:secret@host/db', ['store.address']],
    ['ann:secret@host', ['store.address']],
    ['postgres://ann:secret@host', ['store.address']],
    ['postgres://ann:secret@host/db?password=secret&x=1', ['store.address', 'store.address']],
    ['postgres:///?x=secret', ['store.address', 'store.address', 'store.address']],
  ])('%s is refused, and its password not repeated', (text, codes) => {
    try {
      openPostgresLog(text, 'a')
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof TrialError)) throw error
      expect(error.issues.map(({ code, exit }) => [code, exit])).toEqual(codes.map(code => [code, 2]))
      expect(error.message).not.toContain('secret')
    }
  })
})
