import { defineAdjustment } from './adjustment.ts'
import { stepDown } from './stepwise.ts'

/**
 * Step-down Bonferroni: the smallest of m P values times m, the next times m - 1, and so on, none below an earlier one.
 *
 * The chance of any false rejection is at most alpha, whatever holds between the tests.
 *
 * Holm (1979).
 *
 * @example holm.adjust([0.04, 0.01]) // [0.04, 0.02]
 */
export const holm = defineAdjustment({
  id: 'holm',
  title: 'Holm',
  controls: 'familywise error rate',
  holds: 'whatever holds between the tests',
  citation: 'holm-1979',
  adjust: pValues => stepDown(pValues, (rank, comparisons) => comparisons - rank + 1),
})
