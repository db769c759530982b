import { sumOf } from '../../core/lists.ts'
import { defineAdjustment } from './adjustment.ts'
import { stepUp } from './stepwise.ts'

/**
 * Benjamini and Hochberg's adjustment times 1 + 1/2 + ... + 1/m.
 *
 * The expected share of false rejections among all rejections is at most alpha, whatever holds between the tests.
 *
 * Benjamini and Yekutieli (2001).
 *
 * @example benjaminiYekutieli.adjust([0.01, 0.04]) // [0.03, 0.06]
 */
export const benjaminiYekutieli = defineAdjustment({
  id: 'benjamini-yekutieli',
  title: 'Benjamini and Yekutieli',
  controls: 'false discovery rate',
  holds: 'whatever holds between the tests',
  citation: 'benjamini-yekutieli-2001',
  adjust(pValues) {
    const harmonic = sumOf(pValues.map((_, index) => 1 / (index + 1)))
    return stepUp(pValues, (rank, comparisons) => (harmonic * comparisons) / rank)
  },
})
