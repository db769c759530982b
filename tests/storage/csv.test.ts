import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine, guardText, unguardText } from '../../src/core/csv-text.ts'
import { sha256 } from '../../src/core/hash.ts'
import { artefactCell, artefactReader } from '../../src/storage/cell.ts'
import { readCsv } from '../../src/storage/csv-reader.ts'
import { writeCsv } from '../../src/storage/csv-writer.ts'
import { readJson, writeFileAtomically } from '../../src/storage/files.ts'
import { brief, issuesOf, temporaryFolder } from './temporary.ts'

const { folder, put } = temporaryFolder()
const path = join(folder, 'table.csv')

describe('writing CSV', () => {
  it('quotes only where it must, with LF', () => {
    writeCsv(
      path,
      ['id', 'text'],
      [
        ['C1', 'plain'],
        ['C2', 'a "b", c'],
        ['C3', 'two\nlines'],
        ['C4', null],
        ['C5', 12n],
        ['C6', false],
      ],
    )
    expect(readFileSync(path, 'utf8')).toBe(
      'id,text\nC1,plain\nC2,"a ""b"", c"\nC3,"two\nlines"\nC4,\nC5,12\nC6,false\n',
    )
  })

  it('guards free text against formulas and takes the guard off again', () => {
    expect(['=cmd()', '+1', '-1', '@x', '\tx', "'=x"].map(guardText)).toEqual([
      "'=cmd()",
      "'+1",
      "'-1",
      "'@x",
      "'\tx",
      "''=x",
    ])
    expect(["it's", "'quoted'", 'plain', ''].map(guardText)).toEqual(["it's", "'quoted'", 'plain', ''])
    fc.assert(fc.property(fc.string(), text => void expect(unguardText(guardText(text))).toBe(text)))
    const odd = fc.stringMatching(/^['=+@-]{0,6}x?$/)
    fc.assert(
      fc.property(odd, text => {
        expect(unguardText(guardText(text))).toBe(text)
        expect(guardText(text)).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  it('what is written is read back, whatever the text', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '""', ',', '\n', '\r\n', 'a\r', ''),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), async rows => {
        const texts = rows.map(row => row.map(text => text.replaceAll('\0', '').replaceAll(/\r(?=\n)/g, '')))
        writeCsv(path, ['a', 'b', 'c'], texts)
        const table = await readCsv(path, ['a', 'b', 'c'])
        expect(table.rows.map(row => row.cells)).toEqual(texts)
        expect(table.sha256).toBe(sha256(readFileSync(path)))
      }),
    )
  })

  it('a failure while rows are made leaves the old file and nothing else', () => {
    writeCsv(path, ['id'], [['old']])
    const before = readdirSync(folder)
    const failing = function* (): Generator<string[]> {
      yield ['new'.repeat(100_000)]
      throw new Error('no more rows')
    }
    expect(() => writeCsv(path, ['id'], failing())).toThrow('no more rows')
    expect(readFileSync(path, 'utf8')).toBe('id\nold\n')
    expect(readdirSync(folder)).toEqual(before)
  })

  it('a folder that is not there is bad input, not a fault of the program', async () => {
    expect(brief(await issuesOf(() => writeFileAtomically(join(folder, 'no', 'x.csv'), 'x')))).toEqual([
      'file.not_found',
    ])
    expect(brief(await issuesOf(() => writeFileAtomically(folder, 'x')))).toHaveLength(1)
    const endless = join(folder, 'x'.repeat(5000))
    expect(brief(await issuesOf(() => readJson(endless)))).toEqual(['file.not_accessible'])
  })

  it('money is written in pence and read as pence; text keeps its guard to itself', () => {
    const money = { id: 'arrears', type: 'money' as const }
    expect(artefactReader(money)(String(artefactCell(money, 41250)))).toBe(41250)
    expect(artefactReader(money)('412.50')).toBeUndefined()
    const text = { id: 'note', type: 'text' as const }
    expect(artefactCell(text, '=1+1')).toBe("'=1+1")
    expect(artefactReader(text)("'=1+1")).toBe('=1+1')
  })
})

describe('reading CSV', () => {
  it.each([
    ['a,b\n1,2\n3\n4,5,6\n7,8\n', ['csv.ragged_row 3', 'csv.ragged_row 4']],
    ['a,b\n1,"x"y\n2,x"y"\n3,"ok"\n', ['csv.quoting 2', 'csv.quoting 3']],
    ['a,b\n1,2\n3,"never closed\n4,5\n6,7\n', ['csv.quoting 3']],
    ['a"b\n1\n', ['csv.quoting 1']],
    ['', ['file.empty']],
    ['\uFEFF', ['file.empty']],
  ])('%j', async (text, expected) => {
    expect(brief(await issuesOf(() => readCsv(put('bad.csv', text))))).toEqual(expected)
  })

  it('counts lines through quoted line breaks, blank lines and CRLF', async () => {
    const table = await readCsv(put('lines.csv', '\uFEFFa,b\r\n"1\r\n2",x\r\n\r\n3,y'))
    expect(table.rows).toEqual([
      { line: 2, cells: ['1\n2', 'x'] },
      { line: 5, cells: ['3', 'y'] },
    ])
  })

  it('joins lines across the blocks of a long file', async () => {
    const long = Array.from({ length: 60_000 }, (_, row) => [String(row), `text é ${'x'.repeat(row % 60)}`, 'a\nb'])
    writeFileSync(path, ['n,t,u\n', ...long.map(csvLine)].join(''))
    const { rows } = await readCsv(path)
    expect(rows.map(row => row.cells)).toEqual(long)
    expect(rows.at(-1)?.line).toBe(2 * 60_000)
  })

  it('a header that was changed is named', async () => {
    expect(brief(await issuesOf(() => readCsv(put('h.csv', 'a,c\n1,2\n'), ['a', 'b'])))).toEqual(['csv.header 1'])
  })

  it('a line of 10 MB is refused at its line', async () => {
    const issues = await issuesOf(() => readCsv(put('long.csv', `a,b\n1,2\n3,${'x'.repeat(1e7)}\n`)))
    expect(brief(issues)).toEqual(['file.line_too_long 3'])
    const open = await issuesOf(() => readCsv(put('open.csv', `a,b\n1,"x\n${'y\n'.repeat(1e6)}`)))
    expect(brief(open)).toEqual(['csv.quoting 2'])
  })
})

it('JSON that is cut off is bad input', async () => {
  expect(readJson(put('good.json', '{"a":1}'))).toEqual({ a: 1 })
  expect(brief(await issuesOf(() => readJson(put('bad.json', '{"a":'))))).toEqual(['json.syntax 1'])
})
