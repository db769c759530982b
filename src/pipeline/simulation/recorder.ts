import { compareBytes } from '../../core/byte-order.ts'
import type { Measure } from '../../model/method.ts'
import type { ReplicateRange } from '../work-through.ts'

/** What some replicates gave. Numbers are by name, in order of replicate; where a replicate has none, NaN stands. */
export interface Recorded extends ReplicateRange {
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
  readonly #range: ReplicateRange

  constructor(range: ReplicateRange) {
    this.#range = range
  }

  number(name: string, replicate: number, value: number): void {
    let numbers = this.#numbers.get(name)
    if (numbers === undefined) {
      numbers = numbersOf(this.#range)
      this.#numbers.set(name, numbers)
    }
    numbers[replicate - this.#range.from] = value
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
      ...this.#range,
      numbers: Object.fromEntries(this.#numbers),
      failures: Object.fromEntries([...this.#failures].map(([name, reasons]) => [name, Object.fromEntries(reasons)])),
      kinds: Object.fromEntries(this.#kinds),
    }
  }
}

const numbersOf = ({ from, to }: ReplicateRange): Float64Array => new Float64Array(to - from).fill(Number.NaN)

/** The replicates of a range together, whatever the order of their parts. Reasons are in their own order, whatever order they came in. */
export function together(range: ReplicateRange, parts: readonly Recorded[]): Recorded {
  const recorder = new Recorder(range)
  const numbers = new Map<string, Float64Array>()
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    for (const [name, values] of Object.entries(part.numbers)) {
      const all = numbers.get(name) ?? numbersOf(range)
      numbers.set(name, all)
      all.set(values, part.from - range.from)
    }
    for (const [analysis, kind] of Object.entries(part.kinds)) recorder.kind(analysis, kind)
    for (const [name, reasons] of Object.entries(part.failures))
      for (const [reason, times] of Object.entries(reasons)) recorder.failure(name, reason, times)
  }
  const { failures, ...recorded } = recorder.recorded
  const inOrder = Object.entries(failures).map(([name, reasons]) => [
    name,
    Object.fromEntries(Object.entries(reasons).sort(([a], [b]) => compareBytes(a, b))),
  ])
  return { ...recorded, numbers: Object.fromEntries(numbers), failures: Object.fromEntries(inOrder) }
}
