import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { rowLevel } from '../../src/model/summary.ts'
import { readAnalysisSet } from '../../src/outcomes/index.ts'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { analyseInEngine } from '../../src/pipeline/engines/analyse-in-engine.ts'
import { engineNeeds } from '../../src/pipeline/engines/engine-needs.ts'
import { engineSource } from '../../src/pipeline/engines/engine-source.ts'
import { analyseElsewhere } from '../../src/pipeline/engines/index.ts'
import { readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { methods } from '../../src/statistics/registry.ts'
import { openClickHouse } from '../../src/storage/engines/clickhouse.ts'
import { openDuckDB } from '../../src/storage/engines/duckdb.ts'
import type { QueryEngine } from '../../src/storage/engines/engine.ts'
import { openPostgres } from '../../src/storage/engines/postgres.ts'
import { brief, issuesOf } from '../storage/temporary.ts'
import { chdbEngine, needsChdb } from '../support/chdb.ts'
import { clickHousePassword, clickHouseUser, needsClickHouse, testCluster } from '../support/clickhouse.ts'
import { writeDividedTrial } from '../support/divided-trial.ts'
import { answerStatements, resultFiles, withoutInputs, writeBareRun } from '../support/engine-runs.ts'
import { distributedTable, parquetTable, postgresTable } from '../support/engine-tables.ts'
import { type TypedTable, typedTable } from '../support/engine-worlds.ts'
import { withEnvironment } from '../support/environment.ts'
import { scratch } from '../support/folders.ts'
import { needsPostgres, readableDatabase, testServer } from '../support/postgres.ts'
import { writeRealRun } from '../support/real-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const isThere = { postgres: needsPostgres(), clickhouse: needsClickHouse(), chdb: needsChdb() }
const server = testServer(isThere.postgres)
const database = readableDatabase(server, isThere.postgres)
const shards = testCluster(isThere.clickhouse)
const inChdb = chdbEngine(isThere.chdb)
withEnvironment({ CLICKHOUSE_USER: clickHouseUser, CLICKHOUSE_PASSWORD: clickHousePassword })

let trial: Trial
let whole = ''
let table: TypedTable
let expected: readonly unknown[] = []
let made = 0

const bareRun = (): string => {
  made += 1
  return writeBareRun(whole, join(folder, `bare-${made}`))
}

const readFiles = (run: string): readonly unknown[] =>
  resultFiles.map(file => withoutInputs(readFileSync(join(run, file), 'utf8')))

/** Blanks every ninth age of a caseload. */
function withoutSomeAges(caseload: string): string {
  const [header = '', ...lines] = caseload.trimEnd().split('\n')
  const place = header.split(',').indexOf('nrp_age')
  const rows = lines.map((line, at) => (at % 9 === 0 ? line.split(',').with(place, '').join() : line))
  return `${[header, ...rows].join('\n')}\n`
}

beforeAll(async () => {
  const real = await writeRealRun(folder, writeDividedTrial, withoutSomeAges)
  trial = await readTrial(real.trial)
  whole = real.run
  expected = readFiles(whole)
  const { set } = await readAnalysisSet(join(whole, '06-analysis-set.csv'), trial.protocol)
  table = typedTable(trial.protocol, set)
}, 120_000)

async function analysed(engine: QueryEngine, isCsv = false): Promise<string> {
  const run = bareRun()
  try {
    await analyseInEngine(trial, run, engineSource([engine], trial, isCsv), silent)
  } finally {
    await engine.close()
  }
  return run
}

const expectSame = async (engine: QueryEngine, isCsv = false): Promise<void> =>
  expect(readFiles(await analysed(engine, isCsv))).toEqual(expected)

describe('analyses by subgroups where the data are', () => {
  it('in the run that recorded its outcomes are all computed, with cases in no subgroup and clusters in two', () => {
    const { analyses } = expected[1] as { analyses: AnalysisResult[] }
    const divided = analyses.filter(({ id }) => id.startsWith('divided_'))
    const found = divided.map(({ computation }) =>
      computation.status === 'computed' && computation.result.kind === 'subgroups' ? computation.result.by : undefined,
    )
    expect(found.length).toBe(8)
    expect(found.every(by => by !== undefined)).toBe(true)
    expect(Math.max(...found.map(by => by?.inNone ?? 0))).toBeGreaterThan(5)
    expect(Math.max(...found.map(by => by?.acrossClusters ?? 0))).toBeGreaterThan(0)
    const codes = divided.flatMap(({ computation }) =>
      computation.status === 'computed' && computation.result.kind === 'subgroups'
        ? computation.result.interactions.flatMap(({ computation: own }) =>
            own.status === 'computed' ? own.cautions.map(({ code }) => code) : [],
          )
        : [],
    )
    // Few cases with an amount: known in an engine from the signs of amounts alone.
    expect(codes).toContain('few_events')
  })

  it('are the same from CSV and Parquet', async () => {
    await expectSame(await openDuckDB({ files: [join(whole, '06-analysis-set.csv')] }), true)
    await expectSame(await openDuckDB({ files: [await parquetTable(folder, table)] }))
  }, 120_000)

  it('are the same from the answers that an analyst saved; without single amounts but for the method that reads them', async () => {
    const file = await parquetTable(folder, table)
    const run = bareRun()
    const queries = await answerStatements(join(folder, 'queries'), trial, { file, isRowLevel: true })
    await analyseElsewhere(trial, run, { summaries: queries }, silent)
    expect(readFiles(run)).toEqual(expected)
    const other = bareRun()
    const few = await answerStatements(join(folder, 'few'), trial, { file, isRowLevel: false })
    await analyseElsewhere(trial, other, { summaries: few }, silent)
    const own = (files: readonly unknown[]): AnalysisResult[] =>
      (files[1] as { analyses: AnalysisResult[] }).analyses.filter(
        ({ id, method }) => id.startsWith('divided_') && !rowLevel[methods.find(method)?.requires ?? 'units'],
      )
    expect(own(readFiles(other)).length).toBe(5)
    expect(own(readFiles(other))).toEqual(own(expected))
  }, 120_000)

  it.runIf(isThere.postgres)(
    'are the same from PostgreSQL',
    async () => {
      const { name, address } = database()
      await expectSame(await openPostgres({ address, table: await postgresTable(server, name, table) }))
    },
    120_000,
  )

  it.runIf(isThere.clickhouse)(
    'are the same from ClickHouse 18 over two servers',
    async () => {
      const name = await distributedTable(shards, table)
      await expectSame(await openClickHouse({ url: shards[0]?.url ?? '', table: name }))
    },
    120_000,
  )

  it.runIf(isThere.chdb)('are the same from a current ClickHouse', async () => expectSame(await inChdb(table)), 120_000)
})

describe('subgroups that are not those of the sample', () => {
  const at = (name: string): number => table.columns.findIndex(column => column.name === name)
  const refused = async (rows: TypedTable['rows']): Promise<string[]> => {
    const engine = await openDuckDB({ files: [await parquetTable(folder, { ...table, rows })] })
    return brief(await issuesOf(() => analysed(engine)))
  }
  const cellOf = (row: TypedTable['rows'][number]): string => `${row[at('arm')]} in ${row[at('stratum')]}`

  it('one case is in another', async () => {
    const row = table.rows.findIndex(cells => cells[at('baseline_nrp_employed')] === true)
    const cells = table.rows[row] ?? []
    const problems = await refused(table.rows.with(row, cells.with(at('baseline_nrp_employed'), false)))
    expect(problems).toEqual(Array(2).fill(`engines.subgroup_differs ${cellOf(cells)}`))
  })

  it('two of a cell have changed places', async () => {
    const [one, other] = [true, false].map(employed =>
      table.rows.findIndex(
        cells =>
          cells[at('arm')] === 'control' &&
          cells[at('stratum')] === '2003' &&
          cells[at('baseline_nrp_employed')] === employed,
      ),
    ) as [number, number]
    const flipped = (row: number) => {
      const cells = table.rows[row] ?? []
      return cells.with(at('baseline_nrp_employed'), cells[at('baseline_nrp_employed')] !== true)
    }
    expect(await refused(table.rows.with(one, flipped(one)).with(other, flipped(other)))).toEqual([
      'engines.subgroup_cases_differ control in 2003',
    ])
  })

  it('a later statement counted others', async () => {
    const queries = await answerStatements(join(folder, 'changed'), trial, {
      file: await parquetTable(folder, table),
      isRowLevel: false,
    })
    const path = join(queries, '2-cells.csv')
    const { readFileSync: read, writeFileSync } = await import('node:fs')
    const [header = '', first = '', ...rest] = read(path, 'utf8').split('\n')
    const list = JSON.parse(read(join(queries, 'statements.json'), 'utf8')) as { statements: { sql: string }[] }
    expect(list.statements.length).toBe(7)
    const { asked } = engineNeeds(trial, { isRowLevel: false })
    const k = asked.findIndex(({ head }) => head.outcome === 'paid' && head.set === 'work.employed') + 1
    const last = header.split(',').indexOf(`n_${k}`)
    const cells = first.split(',')
    writeFileSync(path, [header, cells.with(last, String(Number(cells[last]) + 1)).join(), ...rest].join('\n'))
    const problems = brief(await issuesOf(() => analyseElsewhere(trial, bareRun(), { summaries: queries }, silent)))
    expect(problems.some(text => /^engines\.statements_differ paid: cases of .* and work\.employed$/.test(text))).toBe(
      true,
    )
  })
})
