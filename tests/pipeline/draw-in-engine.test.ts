import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { streamsOf } from '../../src/core/random.ts'
import { allocate, assessEligibility, drawSample } from '../../src/design/index.ts'
import { withTargets } from '../../src/model/allocation.ts'
import { csvText } from '../../src/pipeline/case-files.ts'
import { drawInEngine, type EngineDraw } from '../../src/pipeline/engines/draw-in-engine.ts'
import { drawWithEngine } from '../../src/pipeline/engines/index.ts'
import { readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { readCaseload } from '../../src/storage/caseload.ts'
import { readCsv } from '../../src/storage/csv-reader.ts'
import { createDuckDB } from '../../src/storage/duckdb.ts'
import { openDuckDB } from '../../src/storage/engines/duckdb.ts'
import type { QueryEngine } from '../../src/storage/engines/engine.ts'
import { openPostgres } from '../../src/storage/engines/postgres.ts'
import { sqlText } from '../../src/storage/sql-text.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { chdbEngine, needsChdb } from '../support/chdb.ts'
import { parquetTable, postgresTable } from '../support/engine-tables.ts'
import type { TypedTable } from '../support/engine-worlds.ts'
import { needsPostgres, readableDatabase, testServer } from '../support/postgres.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'

const { folder } = temporaryFolder()
const seed = 'numbers'

const [hasPostgres, hasChdb] = [needsPostgres(), needsChdb()]
const server = testServer(hasPostgres)
const database = readableDatabase(server, hasPostgres)
const inChdb = chdbEngine(hasChdb)

const fields = {
  text: ['nrp_id', 'scheme', 'system', 'last_payment'],
  integer: ['arrears_pwc', 'arrears_secretary_of_state', 'nrp_age', 'youngest_child_age'],
  boolean: ['ongoing_liability', 'in_other_trial', 'welfare_concern', 'nrp_employed'],
} as const

/** A Lehmer generator: values below a bound. */
function values(start: number): (below: number) => number {
  let state = start
  return below => {
    state = (state * 16_807) % 2_147_483_647
    return state % below
  }
}

/** Cases in no order, with ids whose order by bytes is not that of a dictionary, and parents of one to four cases. */
function caseloadTable(cases: number): TypedTable {
  const draw = values(20_151_101)
  const letters = ['a', 'B', 'c', 'Z', '9', '-x']
  const rows = Array.from({ length: cases }, (_, at) => [
    `C${letters[at % letters.length]}${(at * 7919) % 100_003}`,
    ...[
      `N${draw(cases / 2)}`,
      ['1993', '2003'][draw(3) === 0 ? 0 : 1] ?? '',
      ['cs2', 'cs2', 'cs2', 'cscs'][draw(4)] ?? '',
    ],
    draw(3) === 0 ? null : `2015-0${1 + draw(9)}-1${draw(10)}`,
    ...[draw(10) === 0 ? 0 : draw(3000), draw(8) === 0 ? 50 : 0, 20 + draw(50), draw(20)],
    ...[draw(12) === 0, draw(15) === 0, draw(20) === 0, draw(2) === 0],
  ])
  return {
    columns: [
      { name: 'case_id', type: 'text' },
      ...(['text', 'integer', 'boolean'] as const).flatMap(type => fields[type].map(name => ({ name, type }))),
    ],
    rows,
  }
}

/** Strata that no file holds: rules make them of arrears, the last payment and each other. */
const derivedStrata = [
  `    - id: segment
      title: Segment
      type: category
      levels: [large, paid, other]
      baseline: true
      cases:
        - { level: large, when: { field: arrears_pwc, atLeast: "1500" } }
        - { level: paid, when: { not: { field: last_payment, is: null } } }
      otherwise: other
    - id: urgent
      title: Urgent
      type: category
      levels: ["yes", "no"]
      baseline: true
      cases:
        - level: "yes"
          when: { any: [{ field: segment, is: other }, { field: ongoing_liability, is: true }] }
      otherwise: "no"
`,
  'strata: [segment, urgent]',
] as const

/** The small trial with cases that are dealt one by one, by another allocation and in other strata where they are given. */
async function trialWith(name: string, allocation?: string, strata?: typeof derivedStrata): Promise<Trial> {
  const at = writeSmallTrial(join(folder, name))
  const path = join(at, 'protocol.yaml')
  const text = readFileSync(path, 'utf8')
    .replace(/^clusters:\n(?: .*\n)+/m, '')
    .replaceAll('\n\n', '\n')
    .replace('eligibility:\n', strata === undefined ? '$&' : `${strata[0]}$&`)
    .replace('strata: [scheme]', strata?.[1] ?? '$&')
  const known = /^allocation:\n(?: .*\n)+/m.exec(text)?.[0] ?? ''
  writeFileSync(path, allocation === undefined ? text : replaced(text, known, allocation))
  return readTrial(at)
}

/** Case, stratum, arm, probability and position as `sample` and `allocate` give them on the caseload as a file. */
async function drawnFromFile({ protocol }: Trial, path: string): Promise<string[]> {
  const { table } = await readCaseload(path, protocol.caseload)
  const sample = drawSample(table, assessEligibility(table, protocol).eligibleRows, protocol, streamsOf(seed))
  const allocated = allocate(sample.cases, withTargets(protocol, sample.targets?.table), streamsOf(seed))
  return allocated.map(({ id, stratum, arm, probability: { numerator, denominator }, position }) =>
    [id, stratum, arm, numerator, denominator, position].join(' '),
  )
}

const tableOfNumbers = (rows: readonly (readonly string[])[]): TypedTable => ({
  columns: [
    ...['stratum', 'number', 'arm', 'probability', 'probability_numerator', 'probability_denominator', 'position'].map(
      name => ({
        name,
        type: ['stratum', 'arm', 'probability'].includes(name) ? ('text' as const) : ('integer' as const),
      }),
    ),
  ],
  rows,
})

/** Draws in an engine, loads the numbers where the caseload is and runs the statement that joins the two. */
async function drawnThere(
  trial: Trial,
  name: string,
  engine: QueryEngine,
  load: (numbers: TypedTable) => Promise<{ table: string; reader: QueryEngine }>,
): Promise<{ drawn: EngineDraw; cases: string[] }> {
  const out = join(folder, `drawn-${name}`)
  mkdirSync(out, { recursive: true })
  const first = await drawInEngine({ trial, engine, isCsv: false, seed, out }, silent)
  const columns = tableOfNumbers([]).columns.map(column => column.name)
  const { rows } = await readCsv(join(out, 'numbers.csv'), columns)
  const { table, reader } = await load(tableOfNumbers(rows.map(({ cells }) => cells)))
  const drawn = await drawInEngine({ trial, engine, isCsv: false, seed, out, numbers: table }, silent)
  expect(drawn).toEqual(first)
  const joined = await reader.query(readFileSync(join(out, 'joined.sql'), 'utf8'))
  const cases = joined.map(([id, stratum, , arm, , numerator, denominator, position]) =>
    [id, stratum, arm, numerator, denominator, position].join(' '),
  )
  return { drawn, cases }
}

describe('a draw over the numbers of cases in an engine', () => {
  const caseload = caseloadTable(900)
  const path = join(folder, 'caseload.csv')
  let trials: Record<string, Trial>
  const expected: Record<string, string[]> = {}

  beforeAll(async () => {
    const pounds = caseload.rows.map(row => row.map((cell, at) => (at === 5 || at === 6 ? `${cell}.00` : cell)))
    writeFileSync(
      path,
      csvText(
        caseload.columns.map(({ name }) => name),
        pounds,
      ),
    )
    trials = {
      'fixed counts': await trialWith('fixed'),
      blocks: await trialWith('blocks', 'allocation:\n  method: permuted-blocks\n  blocks: [3, 6]\n'),
      'a ratio': await trialWith(
        'ratio',
        'allocation:\n  method: stratified\n  ratio: { pwc_first: 2, nrp_first: 1, control: 1 }\n',
      ),
      'derived strata': await trialWith(
        'derived',
        'allocation:\n  method: permuted-blocks\n  blocks: [3]\n',
        derivedStrata,
      ),
    }
    for (const [name, trial] of Object.entries(trials)) expected[name] = await drawnFromFile(trial, path)
  })

  const agrees = async (
    name: string,
    of: (numbers: TypedTable) => Promise<{ table: string; reader: QueryEngine }>,
    engine: QueryEngine,
  ) => {
    for (const [design, trial] of Object.entries(trials)) {
      const { drawn, cases } = await drawnThere(trial, `${name}-${design.replaceAll(' ', '-')}`, engine, of)
      expect(cases).toEqual(expected[design])
      expect(drawn.sampled).toBe(cases.length)
      const { table } = await readCaseload(path, trial.protocol.caseload)
      const { counts, eligibleRows } = assessEligibility(table, trial.protocol)
      expect(drawn.exclusions).toEqual(
        counts.map(({ criterion, failed, failedFirst }) => ({ criterion, failed, failedFirst })),
      )
      expect([drawn.cases, drawn.eligible]).toEqual([900, eligibleRows.length])
    }
  }

  it('is that of the file in DuckDB', async () => {
    const parquet = await parquetTable(folder, caseload)
    const engine = await openDuckDB({ files: [parquet] })
    let made = 0
    await agrees(
      'duckdb',
      async numbers => {
        made += 1
        const there = join(folder, `numbers-${made}.duckdb`)
        const instance = await createDuckDB(there)
        const connection = await instance.connect()
        const loaded = await parquetTable(folder, numbers)
        await connection.run(`CREATE TABLE numbers AS SELECT * FROM read_parquet(${sqlText(loaded)})`)
        await connection.run(`CREATE TABLE caseload AS SELECT * FROM read_parquet(${sqlText(parquet)})`)
        connection.closeSync()
        instance.closeSync()
        const reader = await openDuckDB({ database: there, table: 'caseload' })
        return {
          table: 'numbers',
          reader: { ...reader, query: sql => reader.query(sql.replaceAll(engine.relation, 'caseload')) } as QueryEngine,
        }
      },
      engine,
    )
    await engine.close()
  }, 120_000)

  it.runIf(hasPostgres)(
    'is that of the file in PostgreSQL, whose own order is another',
    async () => {
      const { name, address } = database()
      const table = await postgresTable(server, name, caseload)
      await server.sql(
        name,
        `ALTER TABLE ${table} ALTER COLUMN arrears_pwc TYPE numeric(12,2), ALTER COLUMN last_payment TYPE date USING last_payment::date`,
      )
      const engine = await openPostgres({ address, table })
      await agrees(
        'postgres',
        async numbers => ({ table: await postgresTable(server, name, numbers), reader: engine }),
        engine,
      )
      await engine.close()
    },
    120_000,
  )

  it.runIf(hasChdb)(
    'is that of the file in a current ClickHouse',
    async () => {
      const engine = await inChdb(caseload)
      await agrees(
        'chdb',
        async numbers => {
          const reader = await inChdb(numbers)
          return { table: reader.relation, reader: engine }
        },
        engine,
      )
    },
    120_000,
  )

  it('is that of the file from CSV', async () => {
    const { 'fixed counts': trial } = trials
    const out = join(folder, 'csv')
    const drawn = await drawWithEngine({ trial: trial as Trial, seed, out }, { engine: 'duckdb', data: [path] }, silent)
    expect(drawn.sampled).toBe(expected['fixed counts']?.length)
  })

  it('refuses a caseload with ids that stand twice, cells that cannot be and columns that are missing, and writes nothing', async () => {
    const trial = trials['fixed counts'] as Trial
    const out = join(folder, 'refused')
    const write = (name: string, change: (text: string) => string): string => {
      const at = join(folder, name)
      writeFileSync(at, change(readFileSync(path, 'utf8')))
      return at
    }
    const draw = (data: string) => drawWithEngine({ trial, seed, out }, { engine: 'duckdb', data: [data] }, silent)
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    const twice = write('twice.csv', text => `${text}${lines[1]}\n`)
    expect(brief(await issuesOf(() => draw(twice)))).toEqual(['engines.caseload_ids case_id'])
    const broken = write('broken.csv', text => {
      const [header = '', first = '', second = '', ...others] = text.trim().split('\n')
      const cells = first.split(',')
      const other = second.split(',')
      cells[2] = '1999'
      cells[5] = '12.505'
      other[9] = ''
      return `${[header, cells.join(','), other.join(','), ...others].join('\n')}\n`
    })
    expect(brief(await issuesOf(() => draw(broken)))).toEqual([
      'engines.caseload_cells scheme',
      'engines.caseload_cells ongoing_liability',
      'engines.caseload_cells arrears_pwc',
    ])
    const lacking = write('lacking.csv', text => text.replace('welfare_concern', 'concern'))
    expect(brief(await issuesOf(() => draw(lacking)))).toEqual(['summaries.column_missing welfare_concern'])
    expect(() => readFileSync(join(out, 'draw.json'))).toThrow()
  })

  it('refuses designs that look at more than the order of cases within strata', async () => {
    const data = { engine: 'duckdb', data: [path] }
    const refused = async (trial: Trial) =>
      brief(await issuesOf(() => drawWithEngine({ trial, seed, out: folder }, data, silent)))
    expect(await refused(await readTrial(writeSmallTrial(join(folder, 'linked'))))).toEqual([
      'engines.draw_needs_file clusters',
    ])
    const complete = await trialWith(
      'complete',
      'allocation:\n  method: complete\n  ratio: { pwc_first: 1, nrp_first: 1, control: 1 }\n',
    )
    expect(await refused(complete)).toEqual(['engines.draw_needs_file allocation'])
  })
})
