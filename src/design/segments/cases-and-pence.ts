import type { CasesAndAmount } from '../../model/segmentation-result.ts'

const settledAbove = 2 ** 52

/** Counts cases and adds their pence exactly, without a bigint for each. */
export class CasesAndPence {
  #cases = 0
  #settled = 0n
  #running = 0

  /** `pence` is a safe integer. */
  add(pence: number): void {
    this.#cases += 1
    const sum = this.#running + pence
    if (Math.abs(sum) < settledAbove) {
      this.#running = sum
      return
    }
    this.#settled += BigInt(this.#running) + BigInt(pence)
    this.#running = 0
  }

  get total(): CasesAndAmount {
    return { cases: this.#cases, owed: this.#settled + BigInt(this.#running) }
  }
}
