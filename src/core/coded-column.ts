import { NumberColumn } from './number-column.ts'

/** Values that recur, each held once: a row holds the number of its value. */
export class CodedColumn<T> {
  readonly #values: T[] = []
  readonly #codes = new Map<T, number>()
  readonly #rows = new NumberColumn()

  get length(): number {
    return this.#rows.length
  }

  push(value: T): void {
    this.#rows.push(this.#codeOf(value))
  }

  at(index: number): T | undefined {
    const code = this.#rows.at(index)
    return typeof code === 'number' ? this.#values[code] : undefined
  }

  /** The values by their numbers, in the order in which they came first. */
  get values(): readonly T[] {
    return this.#values
  }

  /** The number of a row's value. */
  codeAt(index: number): number {
    return this.#rows.at(index) ?? 0
  }

  #codeOf(value: T): number {
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    this.#codes.set(value, this.#values.length)
    return this.#values.push(value) - 1
  }
}
