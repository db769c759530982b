import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CodedColumn } from '../../src/core/coded-column.ts'
import { codedCells, csvPieces, textCells, valueCells } from '../../src/core/csv-pieces.ts'
import { type CsvCell, csvLine } from '../../src/core/csv-text.ts'
import { hashFile, hashFileNow, sha256 } from '../../src/core/hash.ts'
import { TextColumn, textColumnOf } from '../../src/core/text-column.ts'
import { writeFileAtomically } from '../../src/storage/files.ts'

interface Row {
  text: string
  own: string | null
  code: string
  value: CsvCell
}

const header = ['text', 'own, or the text', 'code', 'length', 'value']

function piecesOf(rows: readonly Row[]) {
  const own = new TextColumn(null)
  const codes = new CodedColumn<string>()
  for (const row of rows) {
    own.push(row.own)
    codes.push(row.code)
  }
  const texts = textColumnOf(rows.map(({ text }) => text))
  return csvPieces(header, rows.length, [
    textCells(texts),
    textCells(own, texts),
    codedCells(codes, code => [code, code.length]),
    valueCells(row => rows[row]?.value),
  ])
}

const lineOf = ({ text, own, code, value }: Row): string => csvLine([text, own ?? text, code, code.length, value])

const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é', '債', '😀'), maxLength: 8 })
const rowOf = fc.record({
  text: cell,
  own: fc.option(cell.filter(text => text !== '')),
  code: fc.constantFrom('1993', 'a,b', 'é"'),
  value: fc.oneof(cell, fc.integer(), fc.boolean(), fc.constant(null)),
})

it('the pieces of a CSV file are its lines, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(rowOf, { maxLength: 12 }), rows => {
      const written = Buffer.concat([...piecesOf(rows)]).toString()
      expect(written).toBe([csvLine(header), ...rows.map(lineOf)].join(''))
    }),
  )
})

it('a long file comes in several pieces, one with a cell longer than a piece, and its hash is that of the file', async () => {
  const rows = Array.from({ length: 20_000 }, (_, row): Row => {
    return { text: `C${row}`, own: null, code: '1993', value: row === 7 ? 'é'.repeat(100_000) : row }
  })
  const pieces = piecesOf(rows)
  expect([...pieces].length).toBeGreaterThan(4)
  const text = [csvLine(header), ...rows.map(lineOf)].join('')
  expect(pieces.sha256).toBe(sha256(text))
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-csv-pieces-'))
  const path = join(folder, 'long.csv')
  writeFileAtomically(path, pieces)
  expect([hashFileNow(path), await hashFile(path)]).toEqual([sha256(text), sha256(text)])
  rmSync(folder, { recursive: true })
})
