import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDuckDB, withDuckDB } from '../../../src/storage/duckdb.ts'
import { type DuckDBSource, openDuckDB } from '../../../src/storage/engines/duckdb.ts'
import type { QueryEngine } from '../../../src/storage/engines/engine.ts'
import { sqlName, sqlText } from '../../../src/storage/sql-text.ts'
import { brief, issuesOf, temporaryFolder } from '../temporary.ts'
import { conformance, odd, rows } from './conformance.ts'

const { folder, put } = temporaryFolder()
const database = join(folder, 'fälle.duckdb')
const parquet = join(folder, "o'dd [1]*.parquet")

const table = `(id VARCHAR, whole BIGINT, huge HUGEINT, amount DECIMAL(12,2), flag BOOLEAN, ${sqlName(odd.text)} VARCHAR)`
const values = rows.map(row => `(${row.map(value => (value === null ? 'NULL' : literal(value))).join(', ')})`)

function literal(text: string): string {
  const pieces = text.split('\0').map(sqlText)
  return `(${pieces.join(' || chr(0) || ')})`
}

beforeAll(async () => {
  const instance = await createDuckDB(database)
  const connection = await instance.connect()
  await connection.run(`CREATE SCHEMA "s.2"; CREATE TABLE ${sqlName(odd.table)} ${table}`)
  await connection.run(`INSERT INTO ${sqlName(odd.table)} VALUES ${values.join(', ')}`)
  await connection.run('CREATE VIEW "s.2".v AS SELECT 1 AS one')
  const target = sqlText(join(folder, 'whole.parquet'))
  await connection.run(`COPY ${sqlName(odd.table)} TO ${sqlText(parquet)} (FORMAT parquet)`)
  await connection.run(`COPY (SELECT 1::BIGINT AS a, 'x' AS b) TO ${target} (FORMAT parquet)`)
  await connection.run(`COPY (SELECT 1.5 AS a, 'x' AS b) TO ${sqlText(join(folder, 'half.parquet'))} (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
})

const fixture = (source: (table?: string) => DuckDBSource) => () => ({
  dialect: 'duckdb',
  open: (options: { table?: string; timeout?: number } = {}) =>
    openDuckDB({ ...source(options.table), timeout: options.timeout }),
  quote: sqlName,
  columns: [
    { name: 'id', type: 'text', declared: 'VARCHAR' },
    { name: 'whole', type: 'integer', declared: 'BIGINT' },
    { name: 'huge', type: 'integer', declared: 'HUGEINT' },
    { name: 'amount', type: 'decimal', declared: 'DECIMAL(12,2)' },
    { name: 'flag', type: 'boolean', declared: 'BOOLEAN' },
    { name: odd.text, type: 'text', declared: 'VARCHAR' },
  ] as const,
  rows,
  long: 'SELECT count(*) FROM range(1000000000000) WHERE hash(range) = 1',
  failing: ["SELECT CAST('twelve' AS INTEGER)", /^Conversion Error: .*twelve.* to INT32$/] as const,
  writes: (relation: string) => [
    'CREATE TABLE t (a INTEGER)',
    `COPY (SELECT 1) TO ${sqlText(join(folder, 'written.csv'))}`,
    `COPY (SELECT 1) TO ${sqlText(parquet)} (FORMAT parquet)`,
    `COPY (SELECT * FROM ${relation}) TO ${sqlText(join(folder, 'written.parquet'))}`,
    `ATTACH ${sqlText(join(folder, 'written.duckdb'))} AS w`,
    'SET enable_external_access = true',
    `SELECT * FROM read_text(${sqlText(join(folder, 'whole.parquet'))})`,
    "SELECT * FROM read_text('/etc/hostname')",
  ],
})

conformance(
  'DuckDB over a database',
  true,
  fixture((name = odd.table.replaceAll('"', '""')) => ({
    database,
    table: name.startsWith('"') || name.includes('.') ? name : `"${name}"`,
  })),
)

describe('DuckDB over Parquet files', () => {
  const open = fixture(() => ({ files: [parquet] }))
  it('reads exactly the file that was named, as a table of a database', async () => {
    const { columns, quote, writes } = open()
    const engine = await openDuckDB({ files: [parquet], memoryLimit: '512MB' })
    expect(engine.shown).toBe(parquet)
    expect(await engine.columns()).toEqual(
      // Parquet knows no whole numbers of 128 bits, and DuckDB writes them as doubles.
      columns.map(column => (column.name === 'huge' ? { name: 'huge', type: 'float', declared: 'DOUBLE' } : column)),
    )
    const names = columns.filter(({ name }) => name !== 'huge').map(({ name }) => quote(name))
    expect(await engine.query(`SELECT ${names.join(', ')} FROM ${engine.relation} ORDER BY 1`)).toEqual(
      rows.map(row => row.filter((_, index) => index !== 2)),
    )
    for (const write of writes(engine.relation)) {
      expect([write, brief(await issuesOf(() => engine.query(write)))]).toEqual([write, ['engine.read_only']])
    }
    expect(await engine.query("SELECT current_setting('memory_limit')")).toEqual([['488.2 MiB']])
    await engine.close()
  })

  it('takes several files as one table where they are alike, and refuses those that are not', async () => {
    const [whole, half] = [join(folder, 'whole.parquet'), join(folder, 'half.parquet')]
    const engine = await openDuckDB({ files: [whole, whole] })
    expect(engine.shown).toBe(`${whole} and 1 more`)
    expect(await engine.query(`SELECT a, b FROM ${engine.relation}`)).toEqual([
      ['1', 'x'],
      ['1', 'x'],
    ])
    await engine.close()
    // DuckDB alone reads the half of the second file as 2.
    const [[read] = []] = await withDuckDB(async connection => {
      const both = `read_parquet([${sqlText(whole)}, ${sqlText(half)}])`
      return (await connection.runAndReadAll(`SELECT max(a) FROM ${both}`)).getRowsJson()
    })
    expect(read).toBe('2')
    const [issue] = await issuesOf(() => openDuckDB({ files: [whole, half] }))
    expect(issue).toMatchObject({
      code: 'engine.files_differ',
      place: { file: half },
      expected: `a BIGINT as column 1, as in ${whole}`,
      received: 'a DECIMAL(2,1) as column 1',
    })
  })

  it('makes no column of the name of a folder', async () => {
    mkdirSync(join(folder, 'arm=control'))
    const inside = join(folder, 'arm=control', 'a.parquet')
    await withDuckDB(connection => connection.run(`COPY (SELECT 1 AS a) TO ${sqlText(inside)} (FORMAT parquet)`))
    const engine = await openDuckDB({ files: [inside] })
    expect((await engine.columns()).map(({ name }) => name)).toEqual(['a'])
    await engine.close()
  })

  it('refuses what cannot be read', async () => {
    const csv = put('x.csv', 'a,b\n1,2\n')
    const whole = join(folder, 'whole.parquet')
    const codes = async (source: DuckDBSource) => brief(await issuesOf(() => openDuckDB(source)))
    expect(await codes({ files: [] })).toEqual(['engine.no_table'])
    expect(await codes({ files: [whole, csv] })).toEqual(['engine.files_differ'])
    expect(await codes({ files: [put('x.txt', '')] })).toEqual(['table.unknown_format'])
    expect(await codes({ files: [folder] })).toEqual(['file.is_folder'])
    expect(await codes({ files: [join(folder, '*.parquet')] })).toEqual(['file.not_found'])
    expect(await codes({ files: [put('no.parquet', 'hello')] })).toEqual(['engine.statement_failed'])
    expect(await codes({ database: join(folder, 'none.duckdb'), table: 't' })).toEqual(['file.not_found'])
    expect(await codes({ database: put('no.duckdb', 'hello'.repeat(3000)), table: 't' })).toEqual([
      'engine.unreachable',
    ])
    const limited = { files: [whole], memoryLimit: 'lots' }
    expect(brief(await issuesOf(() => openDuckDB(limited)))).toEqual(['engine.memory_limit'])
  })

  it('leaves no folder behind, and keeps what does not fit into memory where only its user looks', async () => {
    const given = process.env.TMPDIR
    process.env.TMPDIR = join(folder, 'temporary')
    mkdirSync(process.env.TMPDIR)
    try {
      const engine = await openDuckDB({ files: [join(folder, 'whole.parquet')] })
      const [name = ''] = readdirSync(process.env.TMPDIR)
      expect(statSync(join(process.env.TMPDIR, name)).mode & 0o777).toBe(0o700)
      await engine.close()
      await issuesOf(() => openDuckDB({ files: [put('broken.parquet', 'hello')] }))
      expect(readdirSync(process.env.TMPDIR)).toEqual([])
    } finally {
      if (given === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = given
    }
  })

  it('finds a view in a schema of a database', async () => {
    const engine = await openDuckDB({ database, table: '"s.2".v' })
    expect(engine.relation).toBe('"s.2"."v"')
    expect(await engine.query(`SELECT * FROM ${engine.relation}`)).toEqual([['1']])
    await engine.close()
  })
})

describe('DuckDB over CSV files', () => {
  const reading = async <T>(text: string, work: (engine: QueryEngine) => Promise<T>): Promise<T> => {
    const engine = await openDuckDB({ files: [put('case.csv', text)] })
    try {
      return await work(engine)
    } finally {
      await engine.close()
    }
  }
  const rowsOf = (text: string) => reading(text, engine => engine.query(`SELECT * FROM ${engine.relation}`))

  it('has columns of text only, and guesses nothing', async () => {
    expect(await reading('id,"a ""b"", c"\n1,2\n', engine => engine.columns())).toEqual([
      { name: 'id', type: 'text', declared: 'VARCHAR' },
      { name: 'a "b", c', type: 'text', declared: 'VARCHAR' },
    ])
    expect(await rowsOf('a,b\n00123,1e3\n#1,TRUE\nNA,NULL\n 1 ,01/02/2016\n')).toEqual([
      ['00123', '1e3'],
      ['#1', 'TRUE'],
      ['NA', 'NULL'],
      [' 1 ', '01/02/2016'],
    ])
    // Alone, DuckDB takes the first line of this for something before the table.
    expect(brief(await issuesOf(() => rowsOf('a,b\n1,2,3\n')))).toEqual(['engine.statement_failed'])
    expect(await rowsOf('a;b\n1;2\n')).toEqual([['1;2']])
  })

  it('reads byte order mark, CRLF, quotes, line breaks in quotes, no last line break; an empty cell is NULL', async () => {
    expect(await rowsOf('\ufeffa,b\r\n"x\ny","say ""é"""\r\n,""\r\n3,4')).toEqual([
      ['x\ny', 'say "é"'],
      [null, null],
      ['3', '4'],
    ])
    expect(await rowsOf('"a\nb",c\n1,2\n')).toEqual([['1', '2']])
    expect(await rowsOf('a,b\n')).toEqual([])
  })

  it('refuses a row with too few or too many cells or open quotes, also for a count or another column; no case is shown', async () => {
    for (const bad of ['a,b\n1,2\nC0042\n', 'a,b\n1,2\nC0042,4,5\n', 'a,b\nC0042,"4"x\n', 'a,b\nC0042,"3\n1,2\n']) {
      for (const selected of ['*', 'count(*)', 'a']) {
        const [issue] = await issuesOf(() =>
          reading(bad, engine => engine.query(`SELECT ${selected} FROM ${engine.relation}`)),
        )
        expect(issue?.code).toBe('engine.statement_failed')
        expect(issue?.received).toMatch(/^CSV Error on Line: [23], (Expected Number of Columns|Value with)/)
        expect(issue?.received).not.toContain('C0042')
      }
    }
    const latin = new Uint8Array([...Buffer.from('a,b\n1,'), 0xe9, 0x0a])
    expect(brief(await issuesOf(() => openDuckDB({ files: [put('latin.csv', latin)] })))).toEqual(['file.not_utf8 2'])
    expect(brief(await issuesOf(() => rowsOf('')))).toEqual(['file.empty'])
    expect(brief(await issuesOf(() => rowsOf('a,A\n1,2\n')))).toEqual(['engine.column_twice 1 A'])
  })

  it('takes several files where their headers are alike', async () => {
    const files = [put('1.csv', 'a,b\n1,2\n'), put('2.csv', 'a,b\n3,4\n')]
    const engine = await openDuckDB({ files })
    expect(await engine.query(`SELECT sum(CAST(a AS BIGINT)) FROM ${engine.relation}`)).toEqual([['4']])
    await engine.close()
    const swapped = put('3.csv', 'b,a\n3,4\n')
    const [issue] = await issuesOf(() => openDuckDB({ files: [...files, swapped] }))
    expect(issue).toMatchObject({ code: 'engine.files_differ', place: { file: swapped } })
  })

  it('says so where a file went away', async () => {
    const path = put('gone.csv', 'a,b\n1,2\n')
    const engine = await openDuckDB({ files: [path] })
    rmSync(path)
    expect(brief(await issuesOf(() => engine.query(`SELECT * FROM ${engine.relation}`)))).toEqual(['file.not_found'])
    await engine.close()
  })
})
