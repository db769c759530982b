import { defineAdjustment } from './adjustment.ts'

/**
 * Each P value times the number of comparisons: p x m, at most 1.
 *
 * The chance of any false rejection is at most alpha, whatever holds between the tests. Holm's adjustment does the same
 * and is never larger.
 *
 * Dunn (1961).
 *
 * @example bonferroni.adjust([0.01, 0.04]) // [0.02, 0.08]
 */
export const bonferroni = defineAdjustment({
  id: 'bonferroni',
  title: 'Bonferroni',
  controls: 'familywise error rate',
  holds: 'whatever holds between the tests',
  citation: 'dunn-1961',
  adjust: pValues => pValues.map(p => Math.min(1, p * pValues.length)),
})
