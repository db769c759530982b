import { defineAdjustment } from './adjustment.ts'
import { stepUp } from './stepwise.ts'

/**
 * Step-up version of Holm's: the largest P value as it is, the next times 2, and so on, none above a later one.
 *
 * The chance of any false rejection is at most alpha where the tests are independent or depend positively on each other,
 * as those of several arms against one control do. Not to be used for tests that may depend negatively: Holm's holds there.
 *
 * Hochberg (1988).
 *
 * @example hochberg.adjust([0.04, 0.03]) // [0.04, 0.04]
 */
export const hochberg = defineAdjustment({
  id: 'hochberg',
  title: 'Hochberg',
  controls: 'familywise error rate',
  holds: 'where the tests are independent or depend positively on each other',
  citation: 'hochberg-1988',
  adjust: pValues => stepUp(pValues, (rank, comparisons) => comparisons - rank + 1),
})
