/** Groups up to this many cases have t^3 - t within 2^51, so that they are added as doubles without rounding. */
const small = 2 ** 17
const nearlyFull = 2 ** 52

/** The tie term of ranks: sum of t^3 - t over groups of t tied values, exact. */
export class TieTerm {
  #flushed = 0n
  #part = 0

  add(tied: number): void {
    if (tied > small) this.#flushed += BigInt(tied) ** 3n - BigInt(tied)
    else this.#part += tied * (tied * tied - 1)
    if (this.#part >= nearlyFull) {
      this.#flushed += BigInt(this.#part)
      this.#part = 0
    }
  }

  get value(): bigint {
    return this.#flushed + BigInt(this.#part)
  }
}
