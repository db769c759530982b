const pieceBits = 13
const pieceLength = 1 << pieceBits

const fewest = 8

type Piece = Int8Array | Int16Array | Int32Array | Float64Array

/** Numbers, some of them missing, in pieces that take one, two, four or eight bytes each: as few as a piece's numbers need. */
export class NumberColumn {
  readonly #pieces: Piece[] = []
  /** What stands for a missing number in each piece; nothing but NaN where numbers are not whole. */
  readonly #missing: number[] = []
  /** Small at first: there are tables of one case. */
  #open = new Float64Array(fewest)
  length = 0

  push(value: number | null): void {
    const place = this.length & (pieceLength - 1)
    if (place === this.#open.length) this.#open = twiceAsLong(this.#open)
    this.#open[place] = value ?? Number.NaN
    this.length += 1
    if (place === pieceLength - 1) this.#close()
  }

  at(index: number): number | null | undefined {
    if (index < 0 || index >= this.length) return undefined
    const piece = index >> pieceBits
    const value = (this.#pieces[piece] ?? this.#open)[index & (pieceLength - 1)] as number
    return value === this.#missing[piece] || Number.isNaN(value) ? null : value
  }

  #close(): void {
    const { piece, missing } = packed(this.#open)
    this.#pieces.push(piece)
    this.#missing.push(missing)
  }
}

function twiceAsLong(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * numbers.length)
  longer.set(numbers)
  return longer
}

/** The least number of a kind is kept for what is missing. */
const kinds = [
  { bits: 8, make: (length: number) => new Int8Array(length) },
  { bits: 16, make: (length: number) => new Int16Array(length) },
  { bits: 32, make: (length: number) => new Int32Array(length) },
]

function packed(numbers: Float64Array): { piece: Piece; missing: number } {
  let [least, most, isWhole] = [0, 0, true]
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index]!
    if (number < least) least = number
    if (number > most) most = number
    if (!Number.isInteger(number) && !Number.isNaN(number)) isWhole = false
  }
  const kind = isWhole ? kinds.find(({ bits }) => least > -(2 ** (bits - 1)) && most < 2 ** (bits - 1)) : undefined
  if (kind === undefined) return { piece: numbers.slice(), missing: Number.NaN }
  const missing = -(2 ** (kind.bits - 1))
  const piece = kind.make(numbers.length)
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index]!
    piece[index] = Number.isNaN(number) ? missing : number
  }
  return { piece, missing }
}
