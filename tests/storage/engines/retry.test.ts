import { describe, expect, it } from 'vitest'
import { type Issue, TrialError } from '../../../src/core/errors.ts'
import { openClickHouse } from '../../../src/storage/engines/clickhouse.ts'
import type { QueryEngine } from '../../../src/storage/engines/engine.ts'
import {
  engineInterrupted,
  engineLost,
  engineNoTable,
  engineReadOnly,
  engineRefused,
  engineStatement,
  engineTimedOut,
  engineUnreachable,
} from '../../../src/storage/engines/issues.ts'
import { openPostgres } from '../../../src/storage/engines/postgres.ts'
import { withRetries } from '../../../src/storage/engines/retry.ts'
import { clickHousePassword, clickHouseUser, needsClickHouse, testCluster } from '../../support/clickhouse.ts'
import { withEnvironment } from '../../support/environment.ts'
import { needsPostgres, readableDatabase, testServer } from '../../support/postgres.ts'
import { brief, issuesOf } from '../temporary.ts'

/** An engine that fails with some errors, one after the other, and then answers. */
function failing(...errors: readonly unknown[]) {
  let asked = 0
  const answer = <T>(value: T): Promise<T> => {
    asked += 1
    return asked <= errors.length ? Promise.reject(errors[asked - 1]) : Promise.resolve(value)
  }
  const engine: QueryEngine = {
    ...{ dialect: 'postgres', relation: 'cases', shown: 'here (cases)' },
    columns: () => answer([]),
    query: () => answer([['7']]),
    close: async () => undefined,
  }
  return { engine, asked: () => asked }
}

const thrown = (...issues: readonly Issue[]) => new TrialError(issues)
const lost = thrown(engineLost('here', 'its end'))
const away = thrown(engineUnreachable('here', 'ECONNREFUSED'))
const pauses = [1, 2]

describe('an engine whose connection breaks', () => {
  it('is asked again, up to three times in all, and that is told', async () => {
    const told: number[][] = []
    const { engine, asked } = failing(lost, away)
    const patient = withRetries(engine, { pauses, told: (...each) => told.push(each) })
    expect(await patient.query('SELECT 7')).toEqual([['7']])
    expect([asked(), told]).toEqual([
      3,
      [
        [2, 1],
        [3, 2],
      ],
    ])
    expect([patient.dialect, patient.relation, patient.shown]).toEqual(['postgres', 'cases', 'here (cases)'])
    const columns = failing(away)
    expect(await withRetries(columns.engine, { pauses }).columns()).toEqual([])
    const forever = failing(lost, lost, away, lost)
    expect(brief(await issuesOf(() => withRetries(forever.engine, { pauses }).query('')))).toEqual([
      'engine.unreachable',
    ])
    expect(forever.asked()).toBe(3)
  })

  it('is not asked again where that would mend nothing', async () => {
    const hopeless = [
      engineRefused('here', 'password'),
      engineNoTable('here', 'cases'),
      engineStatement('here', 'a text'),
      engineReadOnly('here', 'a statement'),
      engineTimedOut('here'),
      engineInterrupted('here'),
    ].map(issue => thrown(issue))
    for (const error of [
      ...hopeless,
      thrown(engineLost('here', ''), engineRefused('here', '')),
      new RangeError('ours'),
    ]) {
      const { engine, asked } = failing(error)
      await expect(withRetries(engine, { pauses }).query('')).rejects.toBe(error)
      expect(asked()).toBe(1)
    }
  })

  it('is given up at once when a pause is interrupted', async () => {
    const { engine, asked } = failing(lost)
    const stop = new AbortController()
    const patient = withRetries(engine, { pauses: [60_000], told: () => setTimeout(() => stop.abort(), 20) })
    const began = Date.now()
    expect(brief(await issuesOf(() => patient.query('', stop.signal)))).toEqual(['engine.interrupted'])
    expect([asked(), Date.now() - began < 10_000]).toEqual([1, true])
  })
})

const isThere = { postgres: needsPostgres(), clickhouse: needsClickHouse() }
const server = testServer(isThere.postgres)
const database = readableDatabase(server, isThere.postgres)
const servers = testCluster(isThere.clickhouse)
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

/** Runs a statement of a second during which its server dies; it is back before the last try. */
async function answeredAfterDeath(
  opened: QueryEngine,
  statement: string,
  kill: () => Promise<void>,
  start: () => Promise<void>,
) {
  const told: number[] = []
  let back: Promise<void> = Promise.resolve()
  const engine = withRetries(opened, {
    pauses: [100, 8_000],
    told(next) {
      told.push(next)
      if (next === 3) back = start()
    },
  })
  const answer = engine.query(statement)
  await new Promise(done => setTimeout(done, 300))
  await kill()
  try {
    return { rows: await answer, told }
  } finally {
    await back
    await engine.close()
  }
}

const isOurs = process.env.EQUIPOISE_POSTGRES_URL === undefined

describe.runIf(isThere.postgres && isOurs)('PostgreSQL that dies in the middle and comes back', () =>
  it('answers the statement that it lost', async () => {
    const opened = await openPostgres({ address: database().address, table: 'cases' })
    const found = await answeredAfterDeath(
      opened,
      'SELECT 7 FROM pg_sleep(1)',
      () => server.halt('immediate'),
      () => server.launch(),
    )
    expect(found).toEqual({ rows: [['7']], told: [2, 3] })
  }, 60_000),
)

describe.runIf(isThere.clickhouse)('ClickHouse that dies in the middle and comes back', () =>
  it('answers the statement that it lost', async () => {
    const [first] = servers
    if (first === undefined) throw new Error('no server')
    const opened = await openClickHouse({ url: first.url, table: 'cases' })
    const found = await answeredAfterDeath(
      opened,
      'SELECT 7 FROM (SELECT sleep(1))',
      () => first.halt(),
      () => first.launch(),
    )
    expect(found).toEqual({ rows: [['7']], told: [2, 3] })
  }, 60_000),
)
