/** An arm as something to choose: what it costs a case and what it brings a case, in one unit for all arms. */
export interface Alternative {
  arm: string
  costPerCase: number
  /** Pence collected per case, or the proportion of payers. */
  effect: number
}

/**
 * Where an arm stands on the estimates. `dominated`: another arm brings as much for no more. `extendedly_dominated`:
 * a mixture of the two arms named brings as much for less.
 */
export type Standing =
  | { status: 'on_frontier' }
  | { status: 'dominated'; by: readonly string[] }
  | { status: 'extendedly_dominated'; by: readonly string[] }

/** Arms in order of cost, each with its standing, and the steps from one arm of the frontier to the next dearer one. */
export interface Frontier {
  alternatives: readonly (Alternative & Standing)[]
  steps: readonly { arm: string; against: string }[]
}

/**
 * Which arms are worth choosing at some value of what they bring, on the estimates alone.
 *
 * The frontier is the lower convex hull of cost over effect: along it each step costs more for one more than the step
 * before. Sampling error is not part of it; the cost set of each step says how sure its order is.
 *
 * Johannesson and Weinstein (1993).
 *
 * @example frontier([{ arm: 'control', costPerCase: 0, effect: 407 }, { arm: 'calls', costPerCase: 2330, effect: 607 }])
 */
export function frontier(alternatives: readonly Alternative[]): Frontier {
  const ordered = [...alternatives].sort((a, b) => a.costPerCase - b.costPerCase || b.effect - a.effect)
  const undominated = ordered.filter(own => dominators(own, ordered).length === 0)
  const hull = lowerHull(undominated)
  return {
    alternatives: ordered.map(own => ({ ...own, ...standing(own, ordered, hull) })),
    steps: hull.flatMap((own, index) => {
      const cheaper = hull[index - 1]
      return cheaper === undefined ? [] : [{ arm: own.arm, against: cheaper.arm }]
    }),
  }
}

function standing(own: Alternative, ordered: readonly Alternative[], hull: readonly Alternative[]): Standing {
  const by = dominators(own, ordered).map(({ arm }) => arm)
  if (by.length > 0) return { status: 'dominated', by }
  // An arm that costs and brings the same as one on the frontier is on it as well.
  if (hull.some(other => same(own, other))) return { status: 'on_frontier' }
  const dearer = hull.findIndex(other => other.costPerCase > own.costPerCase)
  return { status: 'extendedly_dominated', by: hull.slice(dearer - 1, dearer + 1).map(({ arm }) => arm) }
}

const same = (a: Alternative, b: Alternative): boolean => a.costPerCase === b.costPerCase && a.effect === b.effect

const dominators = (own: Alternative, all: readonly Alternative[]): Alternative[] =>
  all.filter(other => !same(own, other) && other.costPerCase <= own.costPerCase && other.effect >= own.effect)

/** Of arms in ascending order of cost and effect, those that no mixture of two others beats. */
function lowerHull(ordered: readonly Alternative[]): Alternative[] {
  const hull: Alternative[] = []
  for (const next of ordered) {
    const before = hull.at(-1)
    if (before !== undefined && same(before, next)) continue
    while (lastIsBeaten(hull, next)) hull.pop()
    hull.push(next)
  }
  return hull
}

function lastIsBeaten(hull: readonly Alternative[], next: Alternative): boolean {
  const [first, last] = hull.slice(-2)
  if (first === undefined || last === undefined) return false
  // The step to `last` costs more for one than the step from it.
  const [step, following] = [slope(first, last), slope(last, next)]
  return step.cost * following.effect > following.cost * step.effect
}

const slope = (from: Alternative, to: Alternative) => ({
  cost: to.costPerCase - from.costPerCase,
  effect: to.effect - from.effect,
})
