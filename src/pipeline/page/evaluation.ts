import type { Evaluation } from '../../model/comparison.ts'
import { admitsRange, type PrintedNumber } from '../../model/printed-number.ts'
import type { Quantity } from '../../model/published.ts'

/** The form of a quantity that has a given key. */
export type Of<Key extends string> = Extract<Quantity, Record<Key, unknown>>

/** An evaluation that computed nothing. */
export const nothing = { recomputed: null, range: null, counts: null, derivedFrom: [] } as const

export const unprinted = (why: string): Evaluation => ({ ...nothing, status: 'needs_data', why })

/** A value that other figures determine, over what their rounding leaves open. */
export function determined(
  printed: PrintedNumber,
  recomputed: number,
  values: readonly number[],
  derivedFrom: readonly string[],
): Evaluation {
  const range = { lower: Math.min(recomputed, ...values), upper: Math.max(recomputed, ...values) }
  const fits = admitsRange(printed, range.lower, range.upper)
  return { recomputed, range, counts: null, derivedFrom, status: 'determined', fits }
}
