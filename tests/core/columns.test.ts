import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeatedRows, rowsInByteOrder } from '../../src/core/byte-order.ts'
import { CodedColumn } from '../../src/core/coded-column.ts'
import { Combinations } from '../../src/core/combinations.ts'
import { FirstTexts, firstRows } from '../../src/core/first-rows.ts'
import { NumberColumn } from '../../src/core/number-column.ts'
import { PickedColumn, PickedTexts } from '../../src/core/picked-column.ts'
import { TextColumn, textColumnOf } from '../../src/core/text-column.ts'

/** Longer than several pieces of any column. */
const long = 20_001

interface Growing<T> {
  length: number
  push(value: T): void
  at(row: number): T | undefined
}

function filled<T, Column extends Growing<T>>(column: Column, values: readonly T[]): Column {
  for (const value of values) column.push(value)
  return column
}

function expectToHold<T>(column: Growing<T>, values: readonly T[]): void {
  expect(column.length).toBe(values.length)
  expect(values.map((_, row) => column.at(row))).toEqual(values)
  expect([-1, values.length, values.length + 5].map(row => column.at(row))).toEqual([undefined, undefined, undefined])
}

/** A few values again and again, over more rows than a piece holds. */
const repeated = <T>(values: readonly T[]): T[] =>
  Array.from({ length: long }, (_, row) => values[row % values.length] as T)

describe('columns hold what was put in', () => {
  const limits = [7, 8, 15, 16, 31, 32].flatMap(bits => [-1, 0, 1].flatMap(by => [2 ** bits + by, -(2 ** bits) + by]))
  it.each([
    ['no number', []],
    ['small numbers and missing ones', repeated([0, 1, -127, null, 127])],
    ['numbers about the limits of every width', repeated([...limits, null, 0])],
    [
      'one kind of number after another',
      [...repeated([1, 2]), ...repeated([40_000, null]), ...repeated([3_000_000_000])],
    ],
    ['the largest whole numbers', repeated([Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, null])],
    ['numbers that are not whole', repeated([0.5, null, -1e300])],
  ])('%s', (_, values) => {
    expectToHold(filled(new NumberColumn(), values), values)
  })

  it.each([
    ['no text', []],
    ['texts with one byte for each character', repeated(['C1', '', 'a case with a long name', null])],
    ['texts beyond ASCII, after many without', [...repeated(['plain']), ...repeated(['née', '債務', '😀', null])]],
    ['texts that need more room than 64 KiB a piece', repeated(['x'.repeat(100), 'é'.repeat(40)])],
  ])('%s', (_, values) => {
    const held = values.map(value => (value === '' ? null : value))
    expectToHold(filled(new TextColumn(null), held), held)
    expect([...filled(new TextColumn(''), values.map(String))]).toEqual(values.map(String))
  })

  it('coded values', () => {
    const values = repeated(['2003', null, true, 0, '1993', false])
    expectToHold(filled(new CodedColumn<string | number | boolean | null>(), values), values)
  })
})

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 9 }), { maxLength: 40 })
const byBytes = (list: readonly string[]) => (a: number, b: number) =>
  Buffer.compare(Buffer.from(list[a] ?? ''), Buffer.from(list[b] ?? '')) || a - b

it('texts are ordered, compared, told apart and copied by their bytes', () => {
  fc.assert(
    fc.property(texts, list => {
      const column = textColumnOf(list)
      const sorted = rowsInByteOrder(column)
      expect([...sorted]).toEqual([...list.keys()].sort(byBytes(list)))
      expect(repeatedRows(column, sorted).sort((a, b) => a - b)).toEqual(
        [...list.keys()].filter(row => list.indexOf(list[row] as string) < row),
      )
      const odd = Int32Array.from([...list.keys()].filter(row => row % 2 === 1))
      expect([...rowsInByteOrder(column, odd)]).toEqual([...odd].sort(byBytes(list)))
      list.forEach((text, row) => {
        const target = Buffer.alloc(80, '.')
        expect(target.toString('utf8', 3, column.copyTo(target, 3, row))).toBe(text)
        expect(column.sizeAt(row)).toBe(Buffer.byteLength(text))
        const order = Buffer.compare(Buffer.from(list[0] ?? ''), Buffer.from(text))
        expect(Math.sign(column.compare(0, row))).toBe(order)
        expect(column.hashAt(row) === column.hashAt(0) || list[0] !== text).toBe(true)
      })
    }),
  )
})

it('picked texts are those of a column that holds them alone', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat({ max: 39 }), { maxLength: 20 }), (list, places) => {
      const rows = Int32Array.from(places.filter(place => place < list.length))
      const own = Array.from(rows, row => list[row] as string)
      const [picked, alone] = [new PickedTexts(textColumnOf(list), rows), textColumnOf(own)]
      expect([picked.length, ...picked]).toEqual([own.length, ...own])
      expect([-1, own.length].map(row => picked.at(row))).toEqual([undefined, undefined])
      expect(rowsInByteOrder(picked)).toEqual(rowsInByteOrder(alone))
      own.forEach((text, row) => {
        const target = Buffer.alloc(80)
        expect(target.toString('utf8', 3, picked.copyTo(target, 3, row))).toBe(text)
        expect([picked.sizeAt(row), picked.hashAt(row)]).toEqual([alone.sizeAt(row), alone.hashAt(row)])
        expect(picked.byteAt(row, 1)).toBe(alone.byteAt(row, 1))
        expect(picked.compare(0, row)).toBe(alone.compare(0, row))
        expect(new PickedColumn(list, rows).at(row)).toBe(text)
      })
    }),
  )
})

it('a text of another column is found among the first', () => {
  fc.assert(
    fc.property(texts, texts, (list, others) => {
      const first = new FirstTexts(textColumnOf(list))
      for (const row of list.keys()) first.add(row)
      const column = textColumnOf(others)
      others.forEach((text, row) => {
        const at = list.indexOf(text)
        expect(first.findOther(column, row)).toBe(at < 0 ? undefined : at)
      })
    }),
  )
})

it('rows that are in order already stay as they are', () => {
  const rows = Int32Array.of(0, 2, 3)
  expect(rowsInByteOrder(textColumnOf(['a', 'z', 'b', 'c']), rows)).toBe(rows)
})

it('the first row of a value is found, in texts as in any column', () => {
  fc.assert(
    fc.property(texts, fc.func(fc.boolean()), (list, isAdded) => {
      for (const column of [textColumnOf(list), list]) {
        const first = firstRows(column)
        const added: number[] = []
        list.forEach((text, row) => {
          const expected = added.find(earlier => list[earlier] === text)
          expect(first.find(row)).toBe(expected)
          if (!isAdded(row)) return
          expect(first.add(row)).toBe(expected ?? row)
          added.push(row)
        })
      }
    }),
  )
})

it('the first rows of many texts are found after the table of them grew', () => {
  const column = textColumnOf(Array.from({ length: long }, (_, row) => `C${row % 7000}`))
  const first = firstRows(column)
  expect(Array.from({ length: long }, (_, row) => first.add(row))).toEqual(
    Array.from({ length: long }, (_, row) => row % 7000),
  )
})

it('combinations are numbered as they come', () => {
  const rows = [
    ['a', 'b'],
    ['ab', ''],
    ['a', 'b'],
    ['', 'ab'],
    ['a', 'c'],
    ['ab', ''],
  ]
  const combinations = new Combinations(2, (row, place) => rows[row]?.[place])
  expect(rows.map((_, row) => combinations.of(row))).toEqual([0, 1, 0, 2, 3, 1])
  expect(combinations.count).toBe(4)
  expect([5, 9].map(row => new Combinations(0, () => 0).of(row))).toEqual([0, 0])
})
