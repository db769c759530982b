/** The outcomes of one cell in one replicate. Filled anew by every draw, so that drawing makes no garbage. */
export class DrawnCell {
  /** Cases whose outcome was observed, and lost. */
  observed = 0
  missing = 0
  /** Observed cases that paid, and those of them that paid after the stages. */
  payers = 0
  afterStages = 0
  /** Observed cases at each level of the category; none where there is no such outcome. */
  levels: readonly number[] = []
  #amounts = new Float64Array(64)

  clear(): void {
    this.observed = 0
    this.missing = 0
    this.payers = 0
    this.afterStages = 0
    this.levels = []
  }

  /** One more payer with what it paid, in pence. */
  pay(amount: number): void {
    if (this.payers === this.#amounts.length) {
      const longer = new Float64Array(2 * this.payers)
      longer.set(this.#amounts)
      this.#amounts = longer
    }
    this.#amounts[this.payers] = amount
    this.payers += 1
  }

  /** What each payer paid; valid until the next draw. */
  get amounts(): Float64Array {
    return this.#amounts.subarray(0, this.payers)
  }
}
