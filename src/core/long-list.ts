const pieceBits = 10
const pieceLength = 1 << pieceBits

/**
 * A list of unknown length, held in pieces. One array would be copied each time it grows, and the columns of a table all
 * grow at once: each with its old and its new array in memory.
 */
export class LongList<T> {
  readonly #pieces: T[][] = []
  readonly #pack: (piece: T[]) => T[]
  length = 0

  /** `pack` is given each full piece and returns what stands in its place: the same items, in less memory. */
  constructor(pack: (piece: T[]) => T[] = piece => piece) {
    this.#pack = pack
  }

  push(item: T): void {
    const place = this.length & (pieceLength - 1)
    if (place === 0) this.#pieces.push(new Array<T>(pieceLength))
    const number = this.#pieces.length - 1
    const piece = this.#pieces[number] as T[]
    piece[place] = item
    this.length += 1
    if (place === pieceLength - 1) this.#pieces[number] = this.#pack(piece)
  }

  at(index: number): T | undefined {
    return this.#pieces[index >> pieceBits]?.[index & (pieceLength - 1)]
  }

  toArray(): T[] {
    const none: T[] = []
    const whole = none.concat(...this.#pieces)
    whole.length = this.length
    return whole
  }
}
