const pieceBits = 11
const pieceLength = 1 << pieceBits
const ascii = 128
const fewestBytes = 64
const noBytes = Buffer.alloc(0)

interface Piece {
  bytes: Buffer
  /** Where each text of the piece ends. */
  ends: Uint16Array | Uint32Array
}

/** Texts that can be told apart, put in order and copied as bytes: no string is made for that. */
export interface Texts<Missing extends '' | null = '' | null> extends Iterable<string | Missing> {
  readonly length: number
  at(row: number): string | Missing | undefined
  /** Bytes of a text. */
  sizeAt(row: number): number
  /** A byte of a text; -1 after its end. */
  byteAt(row: number, place: number): number
  /** Copies a text to a place in `target` and returns where it ends there. */
  copyTo(target: Uint8Array, place: number, row: number): number
  /** The order of the texts of two rows by their bytes: below, at or above 0. */
  compare(a: number, b: number): number
  /** A number of 32 bits that equal texts share. */
  hashAt(row: number): number
}

export const isTexts = (column: object): column is Texts => 'hashAt' in column

/**
 * Texts as the bytes of their UTF-8, piece after piece: a table of millions of cases keeps no object for each. `missing` is
 * what an empty text is read as.
 */
export class TextColumn<Missing extends '' | null = ''> implements Texts<Missing> {
  readonly #missing: Missing
  readonly #full: Piece[] = []
  /** Small at first: there are tables of one case, and columns without any text. */
  #open: Piece = { bytes: noBytes, ends: new Uint32Array(8) }
  #isAscii = true
  length = 0

  constructor(missing: Missing) {
    this.#missing = missing
  }

  push(text: string | Missing): void {
    const place = this.length & (pieceLength - 1)
    if (place === this.#open.ends.length) this.#lengthen()
    this.#open.ends[place] = this.#write(text ?? '', startIn(this.#open, place))
    this.length += 1
    if (place === pieceLength - 1) this.#close()
  }

  at(row: number): string | Missing | undefined {
    if (row < 0 || row >= this.length) return undefined
    const piece = this.#pieceOf(row)
    const [start, end] = [startIn(piece, row), endIn(piece, row)]
    return start === end ? this.#missing : piece.bytes.toString(this.#isAscii ? 'latin1' : 'utf8', start, end)
  }

  *[Symbol.iterator](): Generator<string | Missing> {
    for (let row = 0; row < this.length; row += 1) yield this.at(row) as string | Missing
  }

  sizeAt(row: number): number {
    const piece = this.#pieceOf(row)
    return endIn(piece, row) - startIn(piece, row)
  }

  byteAt(row: number, place: number): number {
    const piece = this.#pieceOf(row)
    const at = startIn(piece, row) + place
    return at < endIn(piece, row) ? (piece.bytes[at] as number) : -1
  }

  copyTo(target: Uint8Array, place: number, row: number): number {
    const piece = this.#pieceOf(row)
    const [start, end] = [startIn(piece, row), endIn(piece, row)]
    for (let at = start; at < end; at += 1) target[place + at - start] = piece.bytes[at] as number
    return place + end - start
  }

  compare(a: number, b: number): number {
    const [left, right] = [this.#pieceOf(a), this.#pieceOf(b)]
    const [leftStart, rightStart] = [startIn(left, a), startIn(right, b)]
    const [leftSize, rightSize] = [endIn(left, a) - leftStart, endIn(right, b) - rightStart]
    const shared = Math.min(leftSize, rightSize)
    for (let at = 0; at < shared; at += 1) {
      const difference = (left.bytes[leftStart + at] as number) - (right.bytes[rightStart + at] as number)
      if (difference !== 0) return difference
    }
    return leftSize - rightSize
  }

  /** FNV-1a, stirred as MurmurHash3 ends, as ids in a row are too much alike. */
  hashAt(row: number): number {
    const piece = this.#pieceOf(row)
    const end = endIn(piece, row)
    let hash = 0x811c9dc5
    for (let at = startIn(piece, row); at < end; at += 1) {
      hash = Math.imul(hash ^ (piece.bytes[at] as number), 0x01000193)
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return (hash ^ (hash >>> 16)) >>> 0
  }

  #pieceOf(row: number): Piece {
    return this.#full[row >> pieceBits] ?? this.#open
  }

  /** Puts a text into the open piece and returns where it ends. */
  #write(text: string, start: number): number {
    this.#makeRoom(start + 3 * text.length)
    const { bytes } = this.#open
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code >= ascii) {
        this.#isAscii = false
        return start + bytes.write(text, start)
      }
      bytes[start + at] = code
    }
    return start + text.length
  }

  #lengthen(): void {
    const { bytes, ends } = this.#open
    const longer = new Uint32Array(2 * ends.length)
    longer.set(ends)
    this.#open = { bytes, ends: longer }
  }

  #makeRoom(size: number): void {
    const { bytes, ends } = this.#open
    if (size <= bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(fewestBytes, 2 * size))
    bytes.copy(larger)
    this.#open = { bytes: larger, ends }
  }

  /** Keeps what the full piece needs, and leaves the room for the next. */
  #close(): void {
    const { bytes, ends } = this.#open
    const size = ends[pieceLength - 1] as number
    const own = Buffer.alloc(size)
    bytes.copy(own, 0, 0, size)
    this.#full.push({ bytes: own, ends: size < 1 << 16 ? Uint16Array.from(ends) : Uint32Array.from(ends) })
  }
}

/** Texts as a column, copied where they are none yet. */
export function textColumnOf(texts: Iterable<string>): Texts<''> {
  if (isTexts(texts)) return texts as Texts<''>
  const column = new TextColumn('')
  for (const text of texts) column.push(text)
  return column
}

function startIn({ ends }: Piece, row: number): number {
  const place = row & (pieceLength - 1)
  return place === 0 ? 0 : (ends[place - 1] as number)
}

const endIn = ({ ends }: Piece, row: number): number => ends[row & (pieceLength - 1)] as number
