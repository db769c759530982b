import { defineAdjustment } from './adjustment.ts'
import { inOrder } from './stepwise.ts'

/**
 * Closed testing with Simes's test: the largest Simes P value of all sets of hypotheses that hold this one, where a set of k
 * with P values q_1 <= ... <= q_k has min over j of k q_j / j.
 *
 * The chance of any false rejection is at most alpha where the tests are independent or depend positively on each other.
 * Never larger than Hochberg's.
 *
 * Among the sets of k that hold a hypothesis, the one with the k - 1 largest other P values has the largest Simes P value,
 * so one set of each size is looked at: m^2 steps for m hypotheses.
 *
 * Hommel (1988).
 *
 * @example hommel.adjust([0.01, 0.02, 0.03]) // [0.03, 0.03, 0.03]
 */
export const hommel = defineAdjustment({
  id: 'hommel',
  title: 'Hommel',
  controls: 'familywise error rate',
  holds: 'where the tests are independent or depend positively on each other',
  citation: 'hommel-1988',
  adjust: pValues => inOrder(pValues, closedSimes),
})

function closedSimes(ascending: readonly number[]): number[] {
  const m = ascending.length
  const adjusted = ascending.map(() => 0)
  for (let k = 1; k <= m; k += 1) {
    // Simes's P value of a set without its smallest member, which is any hypothesis outside the k largest.
    const others = simesFrom(ascending.slice(m - k), 2)
    const largest = Math.min(others, k * (ascending[m - k] ?? 1))
    for (const [index, p] of ascending.entries()) {
      const simes = index >= m - k ? largest : Math.min(k * p, others)
      adjusted[index] = Math.max(adjusted[index] ?? 0, simes)
    }
  }
  return adjusted
}

/** The smallest k q_j / j of a set in ascending order, over ranks j from the one given on. */
const simesFrom = (set: readonly number[], from: number): number =>
  set.reduce(
    (least, q, index) => (index + 1 < from ? least : Math.min(least, (set.length * q) / (index + 1))),
    Number.POSITIVE_INFINITY,
  )
