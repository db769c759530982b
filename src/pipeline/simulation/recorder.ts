import type { Measure } from '../../model/method.ts'

/** What some replicates gave. Numbers are by name, in order of replicate; where a replicate has none, NaN stands. */
export interface Recorded {
  from: number
  to: number
  numbers: Readonly<Record<string, Float64Array>>
  /** Replicates in which something has no answer, by its name and the reason. */
  failures: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What the result of each analysis is, where it had one: a test, estimates of arms, or contrasts with their measure. */
  kinds: Readonly<Record<string, ResultKind>>
}

export type ResultKind = 'test' | 'arms' | Measure

/** Takes down the numbers of replicates from one to another (excluded). */
export class Recorder {
  readonly #numbers = new Map<string, Float64Array>()
  readonly #failures = new Map<string, Map<string, number>>()
  readonly #kinds = new Map<string, ResultKind>()
  readonly #from: number
  readonly #to: number

  constructor(from: number, to: number) {
    this.#from = from
    this.#to = to
  }

  number(name: string, replicate: number, value: number): void {
    let numbers = this.#numbers.get(name)
    if (numbers === undefined) {
      numbers = new Float64Array(this.#to - this.#from).fill(Number.NaN)
      this.#numbers.set(name, numbers)
    }
    numbers[replicate - this.#from] = value
  }

  failure(name: string, reason: string, times = 1): void {
    let reasons = this.#failures.get(name)
    if (reasons === undefined) {
      reasons = new Map()
      this.#failures.set(name, reasons)
    }
    reasons.set(reason, (reasons.get(reason) ?? 0) + times)
  }

  kind(analysis: string, kind: ResultKind): void {
    this.#kinds.set(analysis, kind)
  }

  get recorded(): Recorded {
    return {
      from: this.#from,
      to: this.#to,
      numbers: Object.fromEntries(this.#numbers),
      failures: Object.fromEntries([...this.#failures].map(([name, reasons]) => [name, Object.fromEntries(reasons)])),
      kinds: Object.fromEntries(this.#kinds),
    }
  }
}

/** All replicates together, whatever the order of their parts. */
export function together(replicates: number, parts: readonly Recorded[]): Recorded {
  const recorder = new Recorder(0, replicates)
  const numbers = new Map<string, Float64Array>()
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    for (const [name, values] of Object.entries(part.numbers)) {
      const all = numbers.get(name) ?? new Float64Array(replicates).fill(Number.NaN)
      numbers.set(name, all)
      all.set(values, part.from)
    }
    for (const [analysis, kind] of Object.entries(part.kinds)) recorder.kind(analysis, kind)
    for (const [name, reasons] of Object.entries(part.failures))
      for (const [reason, times] of Object.entries(reasons)) recorder.failure(name, reason, times)
  }
  return { ...recorder.recorded, numbers: Object.fromEntries(numbers) }
}
