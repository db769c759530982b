import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { sha256 } from '../../src/core/hash.ts'
import { silent } from '../../src/core/progress.ts'
import { writtenStatements } from '../../src/pipeline/engines/answer-files.ts'
import { analyseElsewhere, type OutcomesElsewhere } from '../../src/pipeline/engines/index.ts'
import { knownDialect, openEngine } from '../../src/pipeline/engines/open-engine.ts'
import { summariseTable } from '../../src/pipeline/engines/summarise-table.ts'
import { readRunLog } from '../../src/pipeline/run-log.ts'
import { readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { verifyRun } from '../../src/pipeline/verify-run.ts'
import { withDuckDB } from '../../src/storage/duckdb.ts'
import { openDuckDB } from '../../src/storage/engines/duckdb.ts'
import { brief, issuesOf } from '../storage/temporary.ts'
import { answerStatements, writeBareRun } from '../support/engine-runs.ts'
import { scratch } from '../support/folders.ts'
import { writeRealRun } from '../support/real-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
let trial: Trial
/** The run with its own log, and the text of its analysis set. */
let [whole, set] = ['', '']
let made = 0

const read = (run: string, name: string): Record<string, unknown> => JSON.parse(readFileSync(join(run, name), 'utf8'))

beforeAll(async () => {
  const real = await writeRealRun(folder)
  trial = await readTrial(real.trial)
  whole = real.run
  set = readFileSync(join(whole, '06-analysis-set.csv'), 'utf8')
}, 120_000)

/** A run with the same sample and allocation, and no outcomes. */
function bareRun(): string {
  made += 1
  return writeBareRun(whole, join(folder, `bare-${made}`))
}

function csv(text: string): string {
  made += 1
  const path = join(folder, `set-${made}.csv`)
  writeFileSync(path, text)
  return path
}

/** The set as Parquet, with its columns changed by SQL. */
async function parquet(changed: Readonly<Record<string, string>> = {}, where = 'true'): Promise<string> {
  const source = csv(set)
  const path = source.replace(/csv$/, 'parquet')
  const [header = ''] = set.split('\n')
  const selected = header.split(',').map(name => {
    const plain = `nullif(nullif("${name}", ''), 'NA')`
    const typed = /_pence$|^paid|^write_off|^deviation$/.test(name) ? `CAST(${plain} AS BIGINT)` : plain
    return `${changed[name] ?? typed} AS "${name}"`
  })
  await withDuckDB(connection =>
    connection.run(
      `COPY (SELECT ${selected.join(', ')} FROM read_csv('${source}', all_varchar = true, header = true) WHERE ${where}) TO '${path}' (FORMAT parquet)`,
    ),
  )
  return path
}

const analysed = (run: string, ...data: string[]) => analyseElsewhere(trial, run, { engine: 'duckdb', data }, silent)
const refused = async (...data: string[]): Promise<string[]> =>
  brief(await issuesOf(() => analysed(bareRun(), ...data)))

/** Everything that a run of its own has from summaries on. */
function expectSameAs(run: string): void {
  expect(read(run, '07-summaries.json').summaries).toEqual(read(whole, '07-summaries.json').summaries)
  expect(read(run, '08-results.json').analyses).toEqual(read(whole, '08-results.json').analyses)
  expect(read(run, '09-economics.json').economics).toEqual(read(whole, '09-economics.json').economics)
  expect(readFileSync(join(run, '08-results.csv'), 'utf8')).toBe(readFileSync(join(whole, '08-results.csv'), 'utf8'))
}

describe('analysing where the data are', () => {
  it('gives the summaries, results and economics of the run that recorded them, from one file or two', async () => {
    const [one, other] = [bareRun(), bareRun()]
    const { cases, place } = await analysed(one, csv(set))
    expect([cases, place.endsWith('.csv')]).toEqual([84 + 10, true])
    expectSameAs(one)
    const [header = '', ...lines] = set.trimEnd().split('\n')
    const half = (from: number, to: number): string => csv(`${[header, ...lines.slice(from, to)].join('\n')}\n`)
    await analysed(other, half(40, 200), half(0, 40))
    expectSameAs(other)
    expect(readFileSync(join(other, '07-summaries.json'), 'utf8')).toBe(
      readFileSync(join(one, '07-summaries.json'), 'utf8'),
    )
    const engine = read(one, '06-engine.json')
    expect(engine).toMatchObject({ schema: 'equipoise/engine/1', dialect: 'duckdb', trial: 'part-payment' })
    expect(readdirSync(one).filter(name => /^0[56]/.test(name))).toEqual(['06-engine.json'])
  })

  it('gives the same bytes from typed columns', async () => {
    const [text, typed] = [bareRun(), bareRun()]
    await analysed(text, csv(set))
    await analysed(typed, await parquet())
    for (const name of ['07-summaries.json', '08-results.json', '09-economics.json']) {
      expect(readFileSync(join(typed, name), 'utf8')).toBe(readFileSync(join(text, name), 'utf8'))
    }
  })

  const steps = async (run: string, outcomes?: OutcomesElsewhere) =>
    (await verifyRun(trial, run, silent, { outcomes })).steps.filter(({ step }) => step.startsWith('06 to 09'))
  const change = (run: string, name: string, part: string, by: string): void => {
    const path = join(run, name)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(part)
    writeFileSync(path, text.replace(part, by))
  }

  it('can be verified as recorded, which says what was not asked again, and not read as a log', async () => {
    const run = bareRun()
    await analysed(run, csv(set))
    const [recorded, again] = await steps(run)
    expect(recorded).toMatchObject({ status: 'verified', findings: [] })
    expect(again).toMatchObject({
      status: 'absent',
      findings: [expect.stringMatching(/was not checked\. Run verify with --engine duckdb and --data, /)],
    })
    change(run, '07-summaries.json', '"n":', '"n": ')
    expect((await steps(run))[0]).toMatchObject({ status: 'differs' })
    expect(brief(await issuesOf(() => readRunLog(run)))).toEqual(['run.outcomes_elsewhere'])
  })

  it('is verified by asking the engine again, also another that holds the same', async () => {
    const run = bareRun()
    await analysed(run, csv(set))
    const outcomes = { engine: 'duckdb', data: [await parquet()] }
    expect((await steps(run, outcomes)).map(({ status }) => status)).toEqual(['verified', 'verified'])
    // Signs of amounts stand in 06 alone.
    change(run, '06-engine.json', '"nonZero":', '"nonZero":1')
    expect((await steps(run, outcomes))[1]).toMatchObject({
      status: 'differs',
      findings: ['06-engine.json differs from what is derived at amounts'],
    })
  })

  it('is found out where results were changed together with all hashes, and where the data were', async () => {
    const run = bareRun()
    await analysed(run, csv(set))
    const [one, other] = ['07-summaries.json', '08-results.json'].map(name => join(run, name)) as [string, string]
    const before = sha256(readFileSync(one))
    const summaries = JSON.parse(readFileSync(one, 'utf8')) as { summaries: { cells: { data: { n: number } }[] }[] }
    for (const cell of summaries.summaries[0]?.cells ?? []) cell.data.n += 1
    writeFileSync(one, `${canonicalJson(summaries)}\n`)
    for (const path of [other, join(run, '09-economics.json')]) {
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(before, sha256(readFileSync(one))))
    }
    const [recorded, again] = await steps(run, { engine: 'duckdb', data: [await parquet()] })
    expect(recorded?.status).toBe('verified')
    expect(again).toMatchObject({
      status: 'differs',
      findings: [
        expect.stringMatching(/^07-summaries\.json differs/),
        ...Array(2).fill(expect.stringMatching(/^0[89]-/)),
      ],
    })
    const another = bareRun()
    await analysed(another, csv(set))
    const more = `CAST(nullif(nullif(amount_pence, ''), 'NA') AS BIGINT) + 100`
    const found = await steps(another, { engine: 'duckdb', data: [await parquet({ amount_pence: more })] })
    expect(found[1]?.status).toBe('differs')
    const short = await steps(another, { engine: 'duckdb', data: [await parquet({}, "arm <> 'control'")] })
    expect(short[1]?.findings.join()).toMatch(/control in 1993: expected 9 cases, as allocated, received 0/)
  })

  it('is not asked for where the run has its own outcomes, or none', async () => {
    const outcomes = { engine: 'duckdb', data: ['x.csv'] }
    expect(brief(await issuesOf(() => steps(whole, outcomes)))).toEqual(['engines.run_has_outcomes'])
    expect(brief(await issuesOf(() => steps(bareRun(), outcomes)))).toEqual(['run.artefact_missing'])
  })

  it('refuses a run that recorded outcomes of its own', async () => {
    expect(brief(await issuesOf(() => analysed(whole, csv(set))))).toEqual(['engines.run_has_outcomes'])
  })
})

describe('cases that are not those that were allocated', () => {
  it('one is missing, or all are there twice', async () => {
    const lines = set.trimEnd().split('\n')
    const [arm, stratum] = (lines[5] ?? '').split(',').slice(1, 3)
    expect(await refused(csv(`${lines.toSpliced(5, 1).join('\n')}\n`))).toEqual([
      `engines.roster_differs ${arm} in ${stratum}`,
    ])
    const twice = await refused(csv(`${[...lines, ...lines.slice(1)].join('\n')}\n`))
    expect(twice.length).toBe(6)
    expect(new Set(twice.map(text => text.split(' ')[0]))).toEqual(new Set(['engines.roster_differs']))
  })

  it('one stands twice in place of another of its cell', async () => {
    const lines = set.trimEnd().split('\n')
    const cellOf = (line: string): string => line.split(',').slice(1, 3).join()
    const [first = ''] = lines.slice(1)
    const at = lines.findIndex((line, index) => index > 1 && cellOf(line) === cellOf(first))
    const cells = (lines[at] ?? '').split(',').with(0, first.split(',')[0] ?? '')
    expect(await refused(csv(`${lines.with(at, cells.join()).join('\n')}\n`))).toEqual([
      `engines.cases_differ ${cellOf(first).replace(',', ' in ')}`,
    ])
  })

  it('two have changed arms, with all counts as they should be', async () => {
    const swapped = `CASE arm WHEN 'pwc_first' THEN 'pwc_first' ELSE arm END`
    const ids = set
      .trimEnd()
      .split('\n')
      .slice(1)
      .map(line => line.split(','))
    const [one, other] = ['pwc_first', 'nrp_first'].map(arm =>
      ids.find(cells => cells[1] === arm && cells[2] === '2003'),
    )
    const id = `CASE case_id WHEN '${one?.[0]}' THEN '${other?.[0]}' WHEN '${other?.[0]}' THEN '${one?.[0]}' ELSE case_id END`
    expect(await refused(await parquet({ case_id: id, arm: swapped }))).toEqual([
      'engines.cases_differ nrp_first in 2003',
      'engines.cases_differ pwc_first in 2003',
    ])
  })
})

describe('values that cannot be', () => {
  const amount = `CAST(nullif(nullif(amount_pence, ''), 'NA') AS BIGINT)`

  it('a missing column, and amounts as doubles', async () => {
    const [header = '', ...lines] = set.split('\n')
    expect(await refused(csv([header.replace('amount_pence', 'amount'), ...lines].join('\n')))).toEqual([
      'summaries.column_missing amount_pence',
    ])
    expect(await refused(await parquet({ amount_pence: `CAST(${amount} AS DOUBLE)`, paid: `'yes'` }))).toEqual([
      'summaries.column_type paid',
      'summaries.column_type amount_pence',
    ])
  })

  it('NULL for cases that did not pay, tenths of pence, and a number beyond 64 bits', async () => {
    expect(await refused(await parquet({ amount_pence: `nullif(${amount}, 0)` }))).toEqual([
      'summaries.unexpected_nulls amount_pence',
    ])
    expect(await refused(await parquet({ amount_pence: `CAST(${amount} AS DECIMAL(18, 1)) + 0.5` }))).toEqual([
      'summaries.bad_cells amount_pence',
    ])
    const large = `CASE WHEN arm = 'control' THEN CAST('9223372036854775808' AS DECIMAL(38, 0)) ELSE ${amount} END`
    expect(await refused(await parquet({ amount_pence: large }))).toEqual(['summaries.value_too_large amount_pence'])
    const text = set.replace(/(,(?:true|false),\d+,\d+,\d+,(?:[^,]*,){5}[01],)\d+/, '$11e3')
    expect(await refused(csv(text))).toEqual(['summaries.bad_cells amount_pence'])
  })

  it('a binary outcome of 2, and a level that there is not', async () => {
    expect(await refused(await parquet({ paid: '2', contact: `CASE WHEN arm <> 'control' THEN 'waved' END` }))).toEqual(
      ['summaries.bad_cells paid', 'summaries.bad_cells contact'],
    )
  })
})

describe('statements that an analyst runs', () => {
  async function answered(isRowLevel: boolean, changed: Readonly<Record<string, string>> = {}): Promise<string> {
    made += 1
    return answerStatements(join(folder, `queries-${made}`), trial, { file: await parquet(changed), isRowLevel })
  }

  it('are answered to the same end', async () => {
    const run = bareRun()
    const summaries = await answered(true)
    await analyseElsewhere(trial, run, { summaries }, silent)
    expectSameAs(run)
    const { steps } = await verifyRun(trial, run, silent, { outcomes: { summaries } })
    expect(steps.find(({ step }) => step.endsWith('asked again'))).toMatchObject({ status: 'verified' })
  })

  it('leave out what is as disclosive as rows unless asked, and say so where a method reads it', async () => {
    const run = bareRun()
    const queries = await answered(false)
    expect(readdirSync(queries).filter(name => /units|frequencies/.test(name))).toEqual([])
    await analyseElsewhere(trial, run, { summaries: queries }, silent)
    expect(read(run, '07-summaries.json').summaries).toEqual(read(whole, '07-summaries.json').summaries)
    const analyses = read(run, '08-results.json').analyses as { method: string; computation: { reason?: string } }[]
    const reasons = analyses
      .filter(({ method }) => method === 'randomisation-test')
      .map(each => each.computation.reason)
    expect(reasons.length).toBeGreaterThan(0)
    expect(new Set(reasons)).toEqual(new Set(['rows_elsewhere']))
  })

  it('are refused where one is missing, has other columns, or lost its digits; all at once', async () => {
    const queries = await answered(false)
    const file = (id: string): string =>
      join(queries, readdirSync(queries).find(name => name.replace(/^\d+-/, '') === `${id}.csv`) ?? '')
    const analyse = () => analyseElsewhere(trial, bareRun(), { summaries: queries }, silent)
    rmSync(file('ranks'))
    writeFileSync(file('across'), 'arm,stratum\n')
    const cells = readFileSync(file('cells'), 'utf8')
    writeFileSync(file('cells'), cells.replace(/\n([^,]*,[^,]*,)(\d+)/, '\n$11.2E+4'))
    expect(brief(await issuesOf(analyse))).toEqual([
      'engines.answer_value 2 cases',
      'engines.answer_columns 1',
      'engines.answer_missing',
    ])
    writeFileSync(file('checks'), readFileSync(file('checks'), 'utf8').replace(/\n.*\n/, '\n'))
    expect(brief(await issuesOf(analyse))[0]).toMatch(/^engines.roster_differs /)
    rmSync(join(queries, 'statements.json'))
    expect(brief(await issuesOf(analyse))).toEqual(['engines.statements_missing'])
  })

  it('are refused where a server left cases out of one of them', async () => {
    const queries = await answered(false)
    const file = (id: string): string =>
      join(queries, readdirSync(queries).find(name => name.replace(/^\d+-/, '') === `${id}.csv`) ?? '')
    const analyse = async () =>
      brief(await issuesOf(() => analyseElsewhere(trial, bareRun(), { summaries: queries }, silent)))
    const expected = [
      ['cells', 'engines.roster_differs'],
      ['clusters', 'engines.roster_differs'],
      ['ranks', 'engines.statements_differ'],
      ['cluster-counts', 'engines.statements_differ'],
    ] as const
    for (const [id, code] of expected) {
      const text = readFileSync(file(id), 'utf8')
      writeFileSync(file(id), text.replace(/\n.*\n/, '\n'))
      const [problem = ''] = await analyse()
      expect(problem.split(' ')[0], id).toBe(code)
      writeFileSync(file(id), text)
    }
  })

  it('notice tenths of pence, though nobody asked for the types of columns', async () => {
    const tenths = `CAST(nullif(nullif(amount_pence, ''), 'NA') AS DECIMAL(18, 1)) + 0.5`
    const queries = await answered(false, { amount_pence: tenths })
    expect(brief(await issuesOf(() => analyseElsewhere(trial, bareRun(), { summaries: queries }, silent)))).toEqual([
      'summaries.bad_cells amount_pence',
    ])
  })

  it('ask for no values of a binary outcome: its ranks follow from its counts', () => {
    for (const dialect of ['duckdb', 'postgres', 'clickhouse18'] as const) {
      const { statements } = writtenStatements(trial, dialect, { table: 'cases', isRowLevel: false })
      const asked = statements.filter(({ id }) => id === 'ranks' || id === 'frequencies').map(({ sql }) => sql)
      expect(asked).toEqual([expect.stringContaining('amount_pence')])
      expect(asked.join()).not.toMatch(/["`]paid["`]/)
    }
  })

  it('are refused once the plan is another', async () => {
    const queries = await answered(false)
    const other = { ...trial, hashes: { ...trial.hashes, plan: 'another' } }
    expect(brief(await issuesOf(() => analyseElsewhere(other, bareRun(), { summaries: queries }, silent)))).toContain(
      'engines.statements_outdated',
    )
  })

  it.each(['athena', 'databricks', 'postgres', 'clickhouse', 'clickhouse18', 'duckdb'] as const)(
    'in %s name the table and no case',
    id => {
      const { statements, isTested } = writtenStatements(trial, knownDialect(id), { table: 'a.b', isRowLevel: true })
      for (const { sql } of statements) expect(sql).toMatch(/FROM a\.b\b/)
      expect(isTested).toBe(id !== 'athena' && id !== 'databricks')
      const ids = statements.map(statement => statement.id)
      expect(ids).toContain(id === 'clickhouse18' ? 'frequencies' : 'ranks')
    },
  )
})

describe('a table without a run', () => {
  it('gives the summaries, and refuses clusters with cases in two arms and values that cannot be', async () => {
    const summarised = async (file: string, isCsv: boolean) => {
      const engine = await openDuckDB({ files: [file] })
      try {
        return await summariseTable(trial, engine, { isCsv })
      } finally {
        await engine.close()
      }
    }
    const { summaries } = read(whole, '07-summaries.json') as { summaries: { sampling?: unknown }[] }
    const found = JSON.parse(canonicalJson(await summarised(csv(set), true)))
    // How the cases were sampled stands in a run, not in its table.
    expect(found).toEqual(summaries.map(({ sampling, ...summary }) => summary))
    const split = await parquet({ cluster: "'N1'", linked: 'true' })
    expect(brief(await issuesOf(() => summarised(split, false)))).toEqual(['summaries.clusters_split cluster'])
    const bad = await parquet({ paid: '3' })
    expect(brief(await issuesOf(() => summarised(bad, false)))).toEqual(['summaries.bad_cells paid'])
  })
})

describe('engines by name', () => {
  it('refuses what there is not, and data that are not named', async () => {
    const problems = async (engine: string, data: string[], address?: string) =>
      brief(await issuesOf(() => openEngine({ engine, data, addresses: address === undefined ? [] : [address] })))
    expect(await problems('oracle', ['t'])).toEqual(['engines.unknown --engine'])
    expect(await problems('duckdb', [])).toEqual(['engines.data_missing --data'])
    expect(await problems('postgres', ['t'])).toEqual(['engines.data_missing --data'])
    expect(await problems('postgres', ['t', 'u'], 'postgres://h/d')).toEqual(['engines.data_missing --data'])
    expect(brief(await issuesOf(() => knownDialect('oracle')))).toEqual(['engines.unknown --dialect'])
  })

  it('opens a DuckDB database, whose columns keep their types', async () => {
    const database = join(folder, 'cases.duckdb')
    const file = await parquet()
    const { createDuckDB } = await import('../../src/storage/duckdb.ts')
    const instance = await createDuckDB(database, {})
    const connection = await instance.connect()
    await connection.run(`CREATE TABLE cases AS SELECT * FROM '${file}'`)
    connection.closeSync()
    instance.closeSync()
    const opened = await openEngine({ engine: 'duckdb', data: ['cases'], addresses: [database] })
    expect(opened.isCsv).toBe(false)
    await opened.shards[0].close()
    const run = bareRun()
    await analyseElsewhere(trial, run, { engine: 'duckdb', data: ['cases'], addresses: [database] }, silent)
    expectSameAs(run)
    const engine = await openDuckDB({ files: [file] })
    expect((await engine.columns()).find(({ name }) => name === 'amount_pence')?.type).toBe('integer')
    await engine.close()
  })
})
