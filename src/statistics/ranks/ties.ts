import { ratio } from '../../core/exact.ts'
import type { Caution } from '../../model/method.ts'

/** Share of cases that tie at one value, above which a test of ranks says little more than a test of counts. */
const nearlyAll = 0.9

/**
 * The caution where nearly all ranked cases tie. The tie term, the sum of t^3 - t over groups of t tied values, is nearly
 * the cube of the largest group where that group is nearly all of N; `largest` is N^3 - N, its value if all cases tied.
 */
export function tiesCaution(largest: bigint, tieTerm: bigint): Caution[] {
  const share = Math.cbrt(ratio(tieTerm, largest))
  if (share <= nearlyAll) return []
  const detail =
    `About ${(100 * share).toFixed(1)} per cent of values tie at one value, so the test of ranks almost repeats ` +
    'the test of how many cases have another value.'
  return [{ code: 'nearly_all_tied', detail }]
}
