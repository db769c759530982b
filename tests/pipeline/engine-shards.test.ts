import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Issue, TrialError } from '../../src/core/errors.ts'
import { silent } from '../../src/core/progress.ts'
import { analyseInEngine } from '../../src/pipeline/engines/analyse-in-engine.ts'
import { engineSource } from '../../src/pipeline/engines/engine-source.ts'
import { analyseElsewhere } from '../../src/pipeline/engines/index.ts'
import { readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { createDuckDB } from '../../src/storage/duckdb.ts'
import { openDuckDB } from '../../src/storage/engines/duckdb.ts'
import type { QueryEngine } from '../../src/storage/engines/engine.ts'
import { engineInterrupted, engineLost } from '../../src/storage/engines/issues.ts'
import type { Statement } from '../../src/summaries/engines/sql/statements.ts'
import { issuesOf } from '../storage/temporary.ts'
import { scratch } from '../support/folders.ts'
import { writeRealRun } from '../support/real-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
let trial: Trial
/** The run with its own log, and shards of its analysis set: the cases of odd and of even lines. */
let [whole, odd, even] = ['', '', '']
let made = 0

beforeAll(async () => {
  const real = await writeRealRun(folder)
  trial = await readTrial(real.trial)
  whole = real.run
  odd = await database({}, 'line % 2 = 1')
  even = await database({}, 'line % 2 = 0')
}, 120_000)

/** A run with the same sample and allocation, and no outcomes. */
function bareRun(): string {
  made += 1
  const run = join(folder, `bare-${made}`)
  mkdirSync(run)
  for (const name of readdirSync(whole)) {
    if (/^0[1-4]|^(protocol|plan)\.yaml$/.test(name)) cpSync(join(whole, name), join(run, name))
  }
  return run
}

/** A DuckDB database with some lines of the set in a table, its columns changed by SQL. */
async function database(changed: Readonly<Record<string, string>>, where: string): Promise<string> {
  made += 1
  const path = join(folder, `shard-${made}.duckdb`)
  const source = join(whole, '06-analysis-set.csv')
  const [header = ''] = readFileSync(source, 'utf8').split('\n')
  const selected = header.split(',').map(name => {
    const plain = `nullif(nullif("${name}", ''), 'NA')`
    const typed = /_pence$|^paid|^write_off|^deviation$/.test(name) ? `CAST(${plain} AS BIGINT)` : plain
    return `${changed[name] ?? typed} AS "${name}"`
  })
  const lines = `(SELECT *, row_number() OVER () AS line FROM read_csv('${source}', all_varchar = true, header = true))`
  const instance = await createDuckDB(path)
  const connection = await instance.connect()
  await connection.run(`CREATE TABLE cases AS SELECT ${selected.join(', ')} FROM ${lines} WHERE ${where}`)
  connection.closeSync()
  instance.closeSync()
  return path
}

const analysed = (run: string, ...addresses: string[]) =>
  analyseElsewhere(trial, run, { engine: 'duckdb', data: ['cases'], addresses }, silent)

/** Codes of issues, with the shard and the field or cell of each. */
const told = (issues: readonly Issue[]): string[] =>
  issues.map(({ code, place: { file = '', field = '' } }) => `${code} ${file} ${field}`.replaceAll(folder, '').trim())

/** What shards are refused with, after which nothing is written. */
async function refused(work: (run: string) => Promise<unknown>): Promise<string[]> {
  const run = bareRun()
  const before = readdirSync(run)
  const issues = await issuesOf(() => work(run))
  expect(readdirSync(run)).toEqual(before)
  return told(issues)
}
const refusal = (...addresses: string[]) => refused(run => analysed(run, ...addresses))

describe('a table in several shards', () => {
  it('gives the bytes that one table gives, and says where they were', async () => {
    const [one, several] = [bareRun(), bareRun()]
    await analysed(one, await database({}, 'true'))
    const { cases, place } = await analysed(several, odd, even)
    expect([cases, place]).toEqual([94, `${odd} (cases) and ${even} (cases)`])
    for (const name of ['07-summaries.json', '08-results.json', '08-results.csv', '09-economics.json']) {
      expect(readFileSync(join(several, name), 'utf8')).toBe(readFileSync(join(one, name), 'utf8'))
    }
    const record = JSON.parse(readFileSync(join(several, '06-engine.json'), 'utf8'))
    expect(record.place).toBe(place)
    const ids = (record.statements as { id: string }[]).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['checks', 'cells', 'by-cluster', 'frequencies', 'units']))
    expect(ids).not.toContain('ranks')
  })

  it('one of which is missing, or named twice, or holds cases of another', async () => {
    const missing = await refusal(odd)
    expect(missing.length).toBe(6)
    expect(new Set(missing.map(text => text.split(' ')[0]))).toEqual(new Set(['engines.roster_differs']))
    expect(await refusal(odd, even, odd)).toEqual([`summaries.shard_twice ${odd.replace(folder, '')} (cases)`])
    const overlapping = await database({}, 'line % 2 = 0 OR line = 1')
    const [issue = '', ...others] = await refusal(odd, overlapping)
    expect([issue.split(' ')[0], others]).toEqual(['engines.roster_differs', []])
  })

  it('of which some do not open', async () => {
    const at = (port: number) => `postgres://reader@127.0.0.1:${port}/trials`
    const servers = { engine: 'postgres', data: ['cases'], addresses: [at(1), at(2)] }
    expect(await refused(run => analyseElsewhere(trial, run, servers, silent))).toEqual([
      `engine.unreachable ${at(1)} (cases)`,
      `engine.unreachable ${at(2)} (cases)`,
    ])
  })

  it('a cluster of which is in one arm in one and in another arm in the other', async () => {
    const changed = { cluster: "'N1'", linked: "'true'" }
    const arm = (id: string, line: number) => database(changed, `arm = '${id}' AND line % 2 = ${line}`)
    const shards = [await openDuckDB({ database: await arm('control', 0), table: 'cases' })] as const
    const other = await openDuckDB({ database: await arm('nrp_first', 1), table: 'cases' })
    const { summariseTable } = await import('../../src/pipeline/engines/summarise-table.ts')
    await summariseTable(trial, shards)
    const issues = await issuesOf(() => summariseTable(trial, [...shards, other]))
    expect(told(issues)).toEqual(['summaries.clusters_split  cluster'])
    await Promise.all([...shards, other].map(shard => shard.close()))
  })

  it('that are not alike, or lack a column', async () => {
    const decimal = await database(
      { amount_pence: "CAST(nullif(nullif(amount_pence, ''), 'NA') AS DECIMAL(9, 0))" },
      'line % 2 = 0',
    )
    expect(await refusal(odd, decimal)).toEqual([
      `engines.shards_differ ${decimal.replace(folder, '')} (cases) amount_pence`,
    ])
    const file = even.replace(folder, '')
    const text = await database({ paid: "'yes'" }, 'line % 2 = 0')
    expect(await refusal(odd, even, text)).toEqual([
      `summaries.column_type ${text.replace(folder, '')} (cases) paid`,
      `engines.shards_differ ${text.replace(folder, '')} (cases) paid`,
    ])
    const like = (change: Partial<QueryEngine>) =>
      refused(async run => {
        const [first, second] = [await opened(odd), await opened(even)]
        await analyseInEngine(trial, run, engineSource([first, changedEngine(second, change)], trial, false), silent)
      })
    expect(await like({ dialect: 'postgres' })).toEqual([`engines.shards_differ ${file} (cases)`])
    expect(await like({ relation: 'others' })).toEqual([`engines.shards_differ ${file} (cases)`])
  })
})

const opened = (path: string) => openDuckDB({ database: path, table: 'cases' })
const changedEngine = (engine: QueryEngine, change: Partial<QueryEngine>): QueryEngine => ({
  ...{ dialect: engine.dialect, relation: engine.relation, shown: engine.shown },
  columns: () => engine.columns(),
  query: (statement, signal) => engine.query(statement, signal),
  close: () => engine.close(),
  ...change,
})

describe('a shard that fails in the middle', () => {
  /** An engine that fails at a statement, and one that would answer it only when it is stopped. */
  const failing = (shown: string, error: unknown) => changedEngine(idle, { shown, query: () => Promise.reject(error) })
  const idle: QueryEngine = {
    ...{ dialect: 'duckdb', relation: 'cases', shown: 'idle' },
    columns: async () => [],
    query: (_, signal) =>
      new Promise((_done, fail) => {
        signal?.addEventListener('abort', () => fail(new TrialError([engineInterrupted('idle')])))
      }),
    close: async () => undefined,
  }
  const check: Statement = { id: 'checks', title: '', sql: '', columns: [], keys: 0 }
  const asked = (shards: readonly [QueryEngine, ...QueryEngine[]], signal?: AbortSignal) =>
    issuesOf(() => engineSource(shards, trial, false, signal).ask([check], () => undefined))

  it('stops the others, and it alone is told', async () => {
    const lost = failing('b', new TrialError([engineLost('b', 'its end')]))
    expect(told(await asked([idle, lost, idle]))).toEqual(['engine.lost b'])
    const both = failing('a', new TrialError([engineLost('a', 'its end')]))
    expect(told(await asked([both, lost, idle]))).toEqual(['engine.lost a', 'engine.lost b'])
  })

  it('is told from being stopped, and from a fault of the program', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    expect(told(await asked([idle, idle], stop.signal))).toEqual(['engine.interrupted idle'])
    const source = engineSource([idle, failing('b', new RangeError('ours'))], trial, false)
    await expect(source.ask([check], () => undefined)).rejects.toThrow(RangeError)
  })

  it('no more than eight are asked at a time', async () => {
    let [asking, most] = [0, 0]
    const counting = changedEngine(idle, {
      query: async () => {
        asking += 1
        most = Math.max(most, asking)
        await new Promise(done => setTimeout(done, 5))
        asking -= 1
        return []
      },
    })
    const shards = [counting, ...Array.from({ length: 19 }, () => changedEngine(counting, {}))] as const
    await engineSource(shards, trial, false).ask([check], () => undefined)
    expect(most).toBe(8)
  })
})
