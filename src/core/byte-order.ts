import type { Texts } from './text-column.ts'

/**
 * Compares two strings by their UTF-8 bytes. Ids are ASCII, where this is the order of code units too;
 * JavaScript's default order differs from bytes only above the basic plane.
 */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const ascii = 128
const codes = 256
const radixWidth = 64

/** Positions of the texts in byte order; equal texts keep their order. Longer texts, and texts beyond ASCII, are compared. */
export function byteOrder(texts: readonly string[]): Int32Array {
  const width = texts.reduce((longest, text) => Math.max(longest, text.length), 0)
  const isPlain = width <= radixWidth && texts.every(isAscii)
  if (!isPlain) return Int32Array.from([...texts.keys()].sort((a, b) => compareBytes(texts[a] ?? '', texts[b] ?? '')))
  return radixOrder(texts.length, width, (index, place) => {
    const text = texts[index] as string
    return place < text.length ? text.charCodeAt(place) : -1
  })
}

/** Rows of a column, all unless some are given, in byte order of their texts; rows with equal texts keep their order. */
export function rowsInByteOrder(texts: Texts, rows: Int32Array = numbersBelow(texts.length)): Int32Array {
  let [width, ascends] = [0, true]
  for (let position = 0; position < rows.length; position += 1) {
    const row = rows[position] as number
    width = Math.max(width, texts.sizeAt(row))
    if (position > 0 && texts.compare(rows[position - 1] as number, row) > 0) ascends = false
  }
  if (ascends) return rows
  const order = radixOrder(rows.length, width, (position, place) => texts.byteAt(rows[position] as number, place))
  for (let position = 0; position < order.length; position += 1) order[position] = rows[order[position]!]!
  return order
}

/** Of rows in byte order of their texts, those whose text is that of the row before. */
export function repeatedRows(texts: Texts, sorted: Int32Array): number[] {
  // Neighbours in order are far apart in memory: their hashes are looked at first.
  const hashes = new Uint32Array(texts.length)
  for (let row = 0; row < texts.length; row += 1) hashes[row] = texts.hashAt(row)
  const repeated: number[] = []
  for (let place = 1; place < sorted.length; place += 1) {
    const [before, row] = [sorted[place - 1]!, sorted[place]!]
    if (hashes[before] === hashes[row] && texts.compare(before, row) === 0) repeated.push(row)
  }
  return repeated
}

/** 0, 1, … below `length`. */
export function numbersBelow(length: number): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(length)
  for (let number = 0; number < length; number += 1) numbers[number] = number
  return numbers
}

function isAscii(text: string): boolean {
  for (let place = 0; place < text.length; place += 1) if (text.charCodeAt(place) >= ascii) return false
  return true
}

/**
 * Positions from 0 to `length` in the order of their codes (below 256; -1 after the end of a text). Radix sort from the
 * last place on, which for ids is several times faster than comparing them.
 */
function radixOrder(length: number, width: number, codeAt: (position: number, place: number) => number): Int32Array {
  let order = numbersBelow(length)
  let next = new Int32Array(width > 0 ? length : 0)
  const bucket = new Uint16Array(width > 0 ? length : 0)
  for (let place = width - 1; place >= 0; place -= 1) {
    const starts = new Int32Array(codes + 2)
    for (let position = 0; position < length; position += 1) {
      const code = codeAt(position, place)
      bucket[position] = code + 1
      starts[code + 2]! += 1
    }
    if (starts.includes(length)) continue
    for (let code = 1; code < starts.length; code += 1) starts[code]! += starts[code - 1]!
    for (const position of order) next[starts[bucket[position]!]!++] = position
    ;[order, next] = [next, order]
  }
  return order
}
