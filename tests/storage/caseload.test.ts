import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printIssue } from '../../src/core/errors.ts'
import { sha256 } from '../../src/core/hash.ts'
import type { CaseTable } from '../../src/model/case.ts'
import { readCaseload } from '../../src/storage/caseload.ts'
import { readChunks } from '../../src/storage/caseload-chunks.ts'
import type { CaseloadDeclaration } from '../../src/storage/caseload-rows.ts'
import { withDuckDB } from '../../src/storage/duckdb.ts'
import { brief, issuesOf, temporaryFolder } from './temporary.ts'

const { folder, put } = temporaryFolder()

const declaration: CaseloadDeclaration = {
  caseId: 'case_id',
  asOf: { date: '2015-11-01' },
  fields: [
    { id: 'scheme', title: 'Scheme', type: 'category', levels: ['1993', '2003'] },
    { id: 'arrears', title: 'Arrears', type: 'money' },
    { id: 'last_payment', title: 'Last payment', type: 'date', optional: true },
    { id: 'welfare', title: 'Welfare', type: 'boolean' },
    { id: 'children', title: 'Children', type: 'integer' },
    { id: 'nrp', title: 'NRP', type: 'text', optional: true },
  ],
}
const header = 'case_id,scheme,arrears,last_payment,welfare,children,nrp'
const good = 'C1,2003,412.50,2015-07-31,false,2,N1'
const csv = (...rows: string[]) => put('caseload.csv', `${[header, ...rows].join('\n')}\n`)
/** The values of each column as an array. */
const valuesOf = ({ ids, columns }: CaseTable) =>
  Object.fromEntries([...columns].map(([id, column]) => [id, Array.from(ids, (_, row) => column.at(row))]))
const refusals = async (path: string) => brief(await issuesOf(() => readCaseload(path, declaration)))

describe('a caseload in CSV', () => {
  it('gives typed columns in the order of rows, whatever the order of columns', async () => {
    const path = put(
      'ok.csv',
      '\uFEFFnrp,extra,case_id,welfare,scheme,children,last_payment,arrears\r\nN1,"a,\r\nb",C2,true,1993,0,,0\r\n,x,C1,false,2003,-1,2016-02-29,12.5\r\n',
    )
    const { table, rows, sha256: hash } = await readCaseload(path, declaration)
    expect(rows).toBe(2)
    expect([...table.ids]).toEqual(['C2', 'C1'])
    expect(valuesOf(table)).toEqual({
      scheme: ['1993', '2003'],
      arrears: [0, 1250],
      last_payment: [null, '2016-02-29'],
      welfare: [true, false],
      children: [0, -1],
      nrp: ['N1', null],
    })
    expect(hash).toBe(sha256(readFileSync(path)))
  })

  it.each([
    ['money with a third decimal', 'C2,2003,12.505,,true,0,', 'caseload.value 3 arrears'],
    ['money in exponents', 'C2,2003,1e3,,true,0,', 'caseload.value 3 arrears'],
    ['money with separators', 'C2,2003,"1,000.00",,true,0,', 'caseload.value 3 arrears'],
    ['money with a sign of currency', 'C2,2003,£5,,true,0,', 'caseload.value 3 arrears'],
    ['money beyond exact integers', 'C2,2003,99999999999999999,,true,0,', 'caseload.value 3 arrears'],
    ['no money', 'C2,2003,,,true,0,', 'caseload.value 3 arrears'],
    ['a day that is none', 'C2,2003,1,2015-02-29,true,0,', 'caseload.value 3 last_payment'],
    ['a day the other way round', 'C2,2003,1,29/02/2016,true,0,', 'caseload.value 3 last_payment'],
    ['an unknown level', 'C2,1994,1,,true,0,', 'caseload.value 3 scheme'],
    ['a level with a blank', 'C2, 2003,1,,true,0,', 'caseload.value 3 scheme'],
    ['capitals', 'C2,2003,1,,TRUE,0,', 'caseload.value 3 welfare'],
    ['leading zeros', 'C2,2003,1,,true,007,', 'caseload.value 3 children'],
    ['control characters', 'C2,2003,1,,true,0,"a\nb"', 'caseload.value 3 nrp'],
    ['a formula as id', '=cmd(),2003,1,,true,0,', 'caseload.case_id 3 case_id'],
    ['a built-in name as id', '__proto__,2003,1,,true,0,', 'caseload.case_id 3 case_id'],
    ['no id', ',2003,1,,true,0,', 'caseload.case_id 3 case_id'],
    ['an id of 65 characters', `${'C'.repeat(65)},2003,1,,true,0,`, 'caseload.case_id 3 case_id'],
    ['a case twice', good, 'caseload.duplicate_case 3 case_id'],
    ['a cell too few', 'C2,2003,1,,true,0', 'csv.ragged_row 3'],
    ['a stray quote', 'C2,2003,1,,true,0,a"b"c', 'csv.quoting 3'],
  ])('%s is refused at its line', async (_, row, expected) => {
    expect(await refusals(csv(good, row))).toEqual([expected])
  })

  it('says what was expected, what was received and what to do', async () => {
    const [amount, twice] = await issuesOf(() => readCaseload(csv(good, 'C1,2003,12.505,,true,0,'), declaration)).then(
      issues =>
        [...issues]
          .sort((a, b) => (a.code < b.code ? 1 : -1))
          .map(issue => printIssue(issue).replace(`${folder}/`, '')),
    )
    expect(amount).toBe(
      'caseload.csv:3 arrears: expected pounds with at most 2 decimals, received "12.505". Round the extract to whole pence, digits and point only.',
    )
    expect(twice).toBe(
      'caseload.csv:3 case_id: expected each case once, received "C1" again, first in line 2. Keep one row for each case.',
    )
  })

  it('collects every bad cell of every row, after quoted line breaks too', async () => {
    const path = put(
      'many.csv',
      `note,${header}\n"a\nb",${good}\nx,C2,bad,bad,bad,bad,bad,\nx,C3\nx,C1,2003,1,,true,0,\n`,
    )
    expect(await refusals(path)).toEqual([
      'caseload.value 4 scheme',
      'caseload.value 4 arrears',
      'caseload.value 4 last_payment',
      'caseload.value 4 welfare',
      'caseload.value 4 children',
      'csv.ragged_row 5',
      'caseload.duplicate_case 6 case_id',
    ])
  })

  it('finds a case that comes again wherever it stood first, whether ids ascend or not', async () => {
    const rowOf = (id: string) => good.replace('C1', id)
    const repeats = async (...ids: string[]) =>
      (await issuesOf(() => readCaseload(csv(...ids.map(rowOf)), declaration))).map(issue => printIssue(issue))
    const message = (line: number, id: string, first: number) =>
      expect.stringContaining(
        `:${line} case_id: expected each case once, received "${id}" again, first in line ${first}.`,
      )
    expect(await repeats('C1', 'C2', 'C2', 'C3')).toEqual([message(4, 'C2', 3)])
    expect(await repeats('C2', 'C3', 'C1', 'C3', 'C9', 'C1', 'C3')).toEqual([
      message(5, 'C3', 3),
      message(7, 'C1', 4),
      message(8, 'C3', 3),
    ])
  })

  it('keeps long texts and missing ones over many rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [
      `a-case-with-a-long-name-${row}`,
      row % 3 === 0 ? null : `a parent with a long name ${row}`,
    ])
    const { table } = await readCaseload(
      csv(...rows.map(([id, nrp]) => `${id},2003,1,,true,0,${nrp ?? ''}`)),
      declaration,
    )
    expect([...table.ids]).toEqual(rows.map(([id]) => id))
    expect(valuesOf(table).nrp).toEqual(rows.map(([, nrp]) => nrp))
  })

  it('keeps a thousand problems and counts the rest', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => `C${row},2003,x,,true,0,`)
    const issues = await issuesOf(() => readCaseload(csv(...rows), declaration))
    expect(issues).toHaveLength(1001)
    expect(issues[0]).toMatchObject({ code: 'file.more_problems', received: '5000 problems' })
  })

  it('keeps the problems found before the file breaks off', async () => {
    const path = put('broken.csv', `${header}\nC1,2003,x,,true,0,\nC2,2003,1,,true,0,"open\n`)
    expect(await refusals(path)).toEqual(['caseload.value 2 arrears', 'csv.quoting 3'])
  })

  it.each([
    ['an empty file', 'e.csv', '', ['file.empty']],
    ['a header only', 'h.csv', `${header}\n`, ['table.no_rows']],
    [
      'columns missing',
      'm.csv',
      'case_id,scheme,welfare,children,nrp\n',
      ['table.missing_column arrears', 'table.missing_column last_payment'],
    ],
    ['a column twice', 'd.csv', `${header},arrears\n`, ['table.duplicate_column arrears']],
    ['semicolons', 's.csv', `${header.replaceAll(',', ';')}\n`, 7],
    ['another ending', 'x.xlsx', 'x', ['table.unknown_format']],
    ['no ending', 'caseload', 'x', ['table.unknown_format']],
    ['UTF-16', 'u.csv', Buffer.from(`\uFEFF${header}\n${good}\n`, 'utf16le'), ['file.not_utf8 1']],
    [
      'a byte of another encoding',
      'b.csv',
      Buffer.concat([Buffer.from(`${header}\n${good}\nC2,2003,1,,true,0,`), Buffer.from([0xe9, 0x0a])]),
      ['file.not_utf8 3'],
    ],
    [
      'a line of 10 MB',
      'l.csv',
      `${header}\n${good}\nC2,2003,1,,true,0,${'x'.repeat(1e7)}\n`,
      ['file.line_too_long 3'],
    ],
    ['Parquet that is text', 't.parquet', 'PAR1 but not really', ['parquet.unreadable']],
    ['empty Parquet', 'z.parquet', '', ['parquet.unreadable']],
  ])('%s', async (_, name, content, expected) => {
    const found = await refusals(put(name, content))
    if (typeof expected === 'number') expect(found).toHaveLength(expected)
    else expect(found).toEqual(expected)
  })

  it('a missing file and a folder are named as such', async () => {
    expect(await refusals(join(folder, 'none.csv'))).toEqual(['file.not_found'])
    expect(await refusals(folder)).toEqual(['file.is_folder'])
  })
})

describe('a caseload in Parquet', () => {
  const parquet = async (name: string, select: string) => {
    const path = join(folder, name)
    await withDuckDB(connection => connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`))
    return path
  }
  const columns = (arrears: string, extra = '') =>
    `SELECT 'C' || i AS case_id, '2003' AS scheme, ${arrears} AS arrears, DATE '2015-07-31' AS last_payment,
     i % 2 = 0 AS welfare, i AS children, NULL::VARCHAR AS nrp ${extra} FROM range(1, 4) t(i)`

  it.each([
    ["'12.50'", 1250],
    ['12.50::DECIMAL(10,2)', 1250],
    ['12.5::DECIMAL(10,1)', 1250],
    ['12::BIGINT', 1200],
    ['12::UTINYINT', 1200],
  ])('reads money exactly from %s', async (arrears, pence) => {
    const {
      table,
      rows,
      sha256: hash,
    } = await readCaseload(await parquet('good [1]*.parquet', columns(arrears)), declaration)
    expect(rows).toBe(3)
    expect([...table.ids]).toEqual(['C1', 'C2', 'C3'])
    expect(valuesOf(table)).toEqual({
      scheme: ['2003', '2003', '2003'],
      arrears: [pence, pence, pence],
      last_payment: ['2015-07-31', '2015-07-31', '2015-07-31'],
      welfare: [false, true, false],
      children: [1, 2, 3],
      nrp: [null, null, null],
    })
    expect(hash).toBe(sha256(readFileSync(join(folder, 'good [1]*.parquet'))))
  })

  it.each([
    ['12.5::DOUBLE', ['parquet.column_type arrears']],
    ['12.5::FLOAT', ['parquet.column_type arrears']],
    ['12.505::DECIMAL(10,3)', ['parquet.column_type arrears']],
    ["CASE i WHEN 2 THEN '12.505' ELSE '1' END", ['caseload.value 2 arrears']],
    ['CASE i WHEN 3 THEN NULL ELSE 1 END', ['caseload.value 3 arrears']],
  ])('refuses %s', async (arrears, expected) => {
    expect(await refusals(await parquet('bad.parquet', columns(arrears)))).toEqual(expected)
  })

  it('refuses timestamps, numbers as ids, missing columns, no rows, repeated cases', async () => {
    const good = columns('1')
    expect(
      await refusals(await parquet('ts.parquet', good.replace("DATE '2015-07-31'", "TIMESTAMP '2015-07-31 10:00:00'"))),
    ).toEqual(['parquet.column_type last_payment'])
    expect(await refusals(await parquet('n.parquet', good.replace("'C' || i", 'i')))).toEqual([
      'parquet.column_type case_id',
    ])
    expect(await refusals(await parquet('m.parquet', good.replace('AS welfare', 'AS other')))).toEqual([
      'table.missing_column welfare',
    ])
    expect(await refusals(await parquet('z.parquet', `${good} LIMIT 0`))).toEqual(['table.no_rows'])
    expect(await refusals(await parquet('d.parquet', `${good} UNION ALL ${good} LIMIT 4`))).toEqual([
      'caseload.duplicate_case 4 case_id',
    ])
  })

  /** The same rows in CSV, as a person would write them. */
  const asCsv = async (name: string, select: string) => {
    const path = join(folder, name)
    await withDuckDB(connection => connection.run(`COPY (${select}) TO '${path}' (FORMAT csv)`))
    return path
  }
  const manyRows = `SELECT 'C' || lpad(CAST((i * 7919) % 12000 AS VARCHAR), 6, '0') AS case_id,
    CASE WHEN i % 3 = 0 THEN '1993' ELSE '2003' END AS scheme,
    CAST((i * 37 % 900000) / 100 AS DECIMAL(18,2)) * CASE WHEN i % 11 = 0 THEN -1 ELSE 1 END AS arrears,
    CASE WHEN i % 4 = 0 THEN NULL ELSE DATE '1999-12-30' + CAST(i % 700 AS INTEGER) END AS last_payment,
    i % 2 = 0 AS welfare, (i % 300) - 150 AS children,
    CASE WHEN i % 5 = 0 THEN NULL WHEN i % 7 = 0 THEN 'Née ' || i ELSE 'N' || (i % 9000) END AS nrp
    FROM range(12000) t(i)`

  it.each([
    ['as the types say', manyRows],
    ['as texts', `SELECT case_id, COLUMNS(c -> c <> 'case_id')::VARCHAR FROM (${manyRows})`],
    [
      'with numbers of other widths',
      `SELECT * REPLACE (children::HUGEINT AS children, 12::UTINYINT AS arrears) FROM (${manyRows})`,
    ],
    ['with pounds of any digits', `SELECT * REPLACE (arrears::DECIMAL(38,2) AS arrears) FROM (${manyRows})`],
  ])('holds what the same rows in CSV hold, %s', async (_, select) => {
    const path = await parquet('many.parquet', select)
    const read = await withDuckDB(async connection => {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${path}'`)
      const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]))
      return readChunks(connection, path, declaration, types, () => {})
    })
    const inChunks = read?.table() ?? { ids: [], columns: new Map() }
    const { table } = await readCaseload(await asCsv('many.csv', select), declaration)
    expect([...inChunks.ids]).toEqual([...table.ids])
    expect(valuesOf(inChunks)).toEqual(valuesOf(table))
  })

  it.each([
    ['a level', "CASE i WHEN 10000 THEN '1994' ELSE scheme END AS scheme"],
    ['a missing level', 'CASE i WHEN 10000 THEN NULL ELSE scheme END AS scheme'],
    ['an empty level', "CASE i WHEN 10000 THEN '' ELSE scheme END AS scheme"],
    ['a missing truth value', 'CASE i WHEN 10000 THEN NULL ELSE welfare END AS welfare'],
    ['a missing number', 'CASE i WHEN 10000 THEN NULL ELSE children END AS children'],
    ['a number that is not exact', 'CASE i WHEN 10000 THEN 9007199254740992 ELSE children END AS children'],
    ['pounds that are not exact', 'CASE i WHEN 10000 THEN 90071992547409.92 ELSE arrears END AS arrears'],
    ['a day after the year 9999', "CASE i WHEN 10000 THEN DATE '10000-01-01' ELSE last_payment END AS last_payment"],
    ['a day before the year 1', "CASE i WHEN 10000 THEN DATE '0044-03-15 (BC)' ELSE last_payment END AS last_payment"],
    ['a day without end', "CASE i WHEN 10000 THEN 'infinity'::DATE ELSE last_payment END AS last_payment"],
    ['a control character', "CASE i WHEN 10000 THEN 'a' || chr(10) || 'b' ELSE nrp END AS nrp"],
    ['an id', "CASE i WHEN 10000 THEN '=1+1' ELSE case_id END AS case_id"],
    ['a missing id', 'CASE i WHEN 10000 THEN NULL ELSE case_id END AS case_id'],
    ['a case that came before', "CASE i WHEN 10000 THEN 'C000000' ELSE case_id END AS case_id"],
  ])('names the row of what is wrong far down: %s', async (_, cell) => {
    const select = `SELECT * EXCLUDE (i) REPLACE (${cell}) FROM (${manyRows.replace('SELECT', 'SELECT i,')})`
    const [issue, ...others] = await refusals(await parquet('wrong.parquet', select))
    expect(others).toEqual([])
    expect(issue).toMatch(/^caseload\.(value|case_id|duplicate_case) 10001 /)
  })

  it('a file cut off anywhere is refused', async () => {
    const whole = readFileSync(await parquet('whole.parquet', columns('1')))
    for (const length of [0, 3, 4, 8, whole.length >> 1, whole.length - 9, whole.length - 1]) {
      writeFileSync(join(folder, 'cut.parquet'), whole.subarray(0, length))
      expect(await refusals(join(folder, 'cut.parquet'))).toEqual(['parquet.unreadable'])
    }
  })
})
