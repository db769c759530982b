import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { equipoise } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { needsPostgres, readableDatabase, testServer } from '../support/postgres.ts'
import { writeRealRun } from '../support/real-run.ts'

const isThere = needsPostgres()
const server = testServer(isThere)
const database = readableDatabase(server, isThere)
const { folder, remove } = scratch()
afterAll(remove)

describe.runIf(isThere)('analyse --engine, interrupted', () => {
  it('stops its statement in the server, and writes nothing', async () => {
    const { name, address } = database()
    const real = await writeRealRun(folder)
    const run = join(folder, 'bare')
    mkdirSync(run)
    for (const file of readdirSync(real.run)) {
      if (/^0[1-4]|^(protocol|plan)\.yaml$/.test(file)) cpSync(join(real.run, file), join(run, file))
    }
    const before = readdirSync(run)
    const outcomes =
      'paid paid_after_call paid_in_full write_off_requested write_off_made deviation amount_pence amount_in_full_pence arrears_pence'
    const columns = [
      ...[
        'case_id',
        'arm',
        'stratum',
        'cluster',
        'linked',
        'contact',
        'unsuitable_reason',
        'first_response',
        'pwc_contact',
      ],
      ...['disposition', 'baseline_scheme'],
    ].map(column => `'a'::text AS ${column}`)
    const numbers = outcomes.split(' ').map(column => `0::bigint AS ${column}`)
    await server.sql(name, `CREATE VIEW slow AS SELECT ${[...columns, ...numbers].join(', ')} FROM pg_sleep(600)`)
    const running = async (): Promise<number> => {
      const active = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${name}' AND query LIKE '%its_arm%' AND state = 'active' AND pid <> pg_backend_pid()`
      return Number((await server.sql(name, active))[0]?.n)
    }
    let isAtIt = false
    const watch = setInterval(async () => {
      isAtIt ||= (await running()) > 0
    }, 200)
    const command = ['analyse', real.trial, '--run', run, '--engine', 'postgres', '--at', address, '--data', 'slow']
    const { exitCode, stderr } = await equipoise(command, { interruptWhen: () => isAtIt })
    clearInterval(watch)
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('received the request to stop')])
    expect(await running()).toBe(0)
    expect(readdirSync(run)).toEqual(before)
  }, 120_000)
})
