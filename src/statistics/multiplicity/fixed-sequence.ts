import { defineAdjustment } from './adjustment.ts'
import { runningMaximum } from './stepwise.ts'

/**
 * Tests in an order fixed beforehand, each at full alpha, until the first that is not rejected: the adjusted P value is the
 * largest so far.
 *
 * The chance of any false rejection is at most alpha, whatever holds between the tests. Not to be used where the order was
 * chosen after the results were seen.
 *
 * Maurer, Hothorn and Lehmacher (1995).
 *
 * @example fixedSequence.adjust([0.01, 0.2, 0.03]) // [0.01, 0.2, 0.2]
 */
export const fixedSequence = defineAdjustment({
  id: 'fixed-sequence',
  title: 'a fixed order of testing',
  controls: 'familywise error rate',
  holds: 'whatever holds between the tests',
  citation: 'maurer-hothorn-lehmacher-1995',
  adjust: runningMaximum,
})
