import type { Texts } from './text-column.ts'

/** Some rows of a column, in their own order; nothing of the column is copied. */
export class PickedColumn<T> {
  readonly #column: Pick<readonly T[], 'at' | 'length'>
  readonly #rows: Int32Array

  constructor(column: Pick<readonly T[], 'at' | 'length'>, rows: Int32Array) {
    this.#column = column
    this.#rows = rows
  }

  get length(): number {
    return this.#rows.length
  }

  at(index: number): T | undefined {
    const row = this.#rows[index]
    return row === undefined ? undefined : this.#column.at(row)
  }
}

/** `PickedColumn` of texts. */
export class PickedTexts<Missing extends '' | null> implements Texts<Missing> {
  readonly #texts: Texts<Missing>
  readonly #rows: Int32Array

  constructor(texts: Texts<Missing>, rows: Int32Array) {
    this.#texts = texts
    this.#rows = rows
  }

  get length(): number {
    return this.#rows.length
  }

  at(index: number): string | Missing | undefined {
    const row = this.#rows[index]
    return row === undefined ? undefined : this.#texts.at(row)
  }

  *[Symbol.iterator](): Generator<string | Missing> {
    for (const row of this.#rows) yield this.#texts.at(row) as string | Missing
  }

  sizeAt(index: number): number {
    return this.#texts.sizeAt(this.#rows[index]!)
  }

  byteAt(index: number, place: number): number {
    return this.#texts.byteAt(this.#rows[index]!, place)
  }

  copyTo(target: Uint8Array, place: number, index: number): number {
    return this.#texts.copyTo(target, place, this.#rows[index]!)
  }

  compare(a: number, b: number): number {
    return this.#texts.compare(this.#rows[a]!, this.#rows[b]!)
  }

  hashAt(index: number): number {
    return this.#texts.hashAt(this.#rows[index]!)
  }
}
