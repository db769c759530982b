import { defineAdjustment } from './adjustment.ts'
import { stepUp } from './stepwise.ts'

/**
 * The P value of rank i among m times m / i, none above a later one.
 *
 * The expected share of false rejections among all rejections is at most alpha where the tests are independent or depend
 * positively on each other. Not to be used where a single false rejection matters: it allows some.
 *
 * Benjamini and Hochberg (1995).
 *
 * @example benjaminiHochberg.adjust([0.01, 0.04]) // [0.02, 0.04]
 */
export const benjaminiHochberg = defineAdjustment({
  id: 'benjamini-hochberg',
  title: 'Benjamini and Hochberg',
  controls: 'false discovery rate',
  holds: 'where the tests are independent or depend positively on each other',
  citation: 'benjamini-hochberg-1995',
  adjust: pValues => stepUp(pValues, (rank, comparisons) => comparisons / rank),
})
