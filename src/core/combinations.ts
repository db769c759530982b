/** Numbers combinations of values in the order in which they come first, without a text or an array for each row. */
export class Combinations<T> {
  readonly #length: number
  readonly #valueAt: (row: number, place: number) => T
  /** A state is what the values so far were; from each the next value leads to another. */
  readonly #following: Map<T, number>[] = [new Map()]
  /** The number of a combination, by its last state. */
  readonly #numbers: (number | undefined)[] = []
  count = 0

  /** `valueAt` gives each of the `length` values of a row. */
  constructor(length: number, valueAt: (row: number, place: number) => T) {
    this.#length = length
    this.#valueAt = valueAt
  }

  /** The number of a row's combination; `count` so far where it is new. */
  of(row: number): number {
    let state = 0
    for (let place = 0; place < this.#length; place += 1) state = this.#follow(state, this.#valueAt(row, place))
    const known = this.#numbers[state]
    if (known !== undefined) return known
    this.#numbers[state] = this.count
    this.count += 1
    return this.count - 1
  }

  #follow(state: number, value: T): number {
    const following = this.#following[state] as Map<T, number>
    const known = following.get(value)
    if (known !== undefined) return known
    const next = this.#following.push(new Map()) - 1
    following.set(value, next)
    return next
  }
}
