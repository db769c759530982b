import { type CsvCell, csvCell, csvLine } from './csv-text.ts'
import { HashedPieces } from './hash.ts'
import type { Texts } from './text-column.ts'

const pieceBytes = 1 << 16
const [comma, quote, newline, carriageReturn] = [0x2c, 0x22, 0x0a, 0x0d]
const ascii = 128

/** A part of a CSV file, written cell by cell. */
export class CsvPiece {
  #bytes = Buffer.allocUnsafe(pieceBytes + (pieceBytes >> 4))
  #end = 0

  get isFull(): boolean {
    return this.#end >= pieceBytes
  }

  /** What was written. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#end)
  }

  byte(byte: number): void {
    this.#makeRoom(1)
    this.#bytes[this.#end++] = byte
  }

  /** Text that needs no more quotes than it has. */
  text(text: string): void {
    this.#makeRoom(3 * text.length)
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code >= ascii) {
        this.#end += this.#bytes.write(text.slice(at), this.#end)
        return
      }
      this.#bytes[this.#end++] = code
    }
  }

  /** The cell of a text, quoted where it must be. */
  textOf(texts: Texts, row: number): void {
    this.#makeRoom(texts.sizeAt(row))
    const end = texts.copyTo(this.#bytes, this.#end, row)
    for (let at = this.#end; at < end; at += 1) {
      const byte = this.#bytes[at]
      if (byte === comma || byte === quote || byte === newline || byte === carriageReturn) {
        this.text(csvCell(texts.at(row)))
        return
      }
    }
    this.#end = end
  }

  #makeRoom(size: number): void {
    if (this.#end + size <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.#end + size))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}

/** Writes the cells of a column in one row after the other. */
export type CellWriter = (piece: CsvPiece, row: number) => void

/** Cells of any values. */
export const valueCells =
  (valueAt: (row: number) => CsvCell): CellWriter =>
  (piece, row) =>
    piece.text(csvCell(valueAt(row)))

/** Cells of values that recur: `cellsOf` gives one or several for each, and is asked once. */
export function codedCells<T>(
  column: { codeAt(row: number): number; values: readonly T[] },
  cellsOf: (value: T) => readonly CsvCell[],
): CellWriter {
  const texts = column.values.map(value => cellsOf(value).map(csvCell).join())
  return (piece, row) => piece.text(texts[column.codeAt(row)]!)
}

/** Cells of texts; those of `others` where there is none. */
export const textCells =
  (texts: Texts, others: Texts = texts): CellWriter =>
  (piece, row) =>
    piece.textOf(texts.sizeAt(row) > 0 ? texts : others, row)

/** A CSV file of two columns or more, in pieces: it may be larger than any string. */
export function csvPieces(header: readonly string[], rows: number, columns: readonly CellWriter[]): HashedPieces {
  return new HashedPieces(() => piecesOf(csvLine(header), rows, columns))
}

function* piecesOf(header: string, rows: number, columns: readonly CellWriter[]): Generator<Uint8Array> {
  let piece = new CsvPiece()
  piece.text(header)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns.length; column += 1) {
      if (column > 0) piece.byte(comma)
      columns[column]!(piece, row)
    }
    piece.byte(newline)
    if (piece.isFull) {
      yield piece.written
      piece = new CsvPiece()
    }
  }
  yield piece.written
}
