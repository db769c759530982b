import type { IntegerSource } from '../../src/core/random.ts'
import { type Fraction, fraction } from './fraction.ts'

/** One way in which all the random choices of a draw can fall out, and its exact probability. */
export interface Outcome<T> {
  value: T
  probability: Fraction
}

/**
 * Runs a randomised computation once for every path through the tree of its choices, each `below(n)` being n branches
 * of probability 1/n. Paths are walked depth first: the last choice that has a branch left moves on, later ones start again.
 */
export function* enumerateDraws<T>(run: (source: IntegerSource) => T): Generator<Outcome<T>> {
  const path: { limit: number; chosen: number }[] = []
  for (;;) {
    let depth = 0
    const value = run({
      below(limit) {
        const step = path[depth]
        depth += 1
        if (step !== undefined) return step.chosen
        path.push({ limit, chosen: 0 })
        return 0
      },
    })
    yield {
      value,
      probability: fraction(
        1n,
        path.reduce((product, { limit }) => product * BigInt(limit), 1n),
      ),
    }
    while (path.length > 0 && isLastBranch(path[path.length - 1])) path.pop()
    const step = path[path.length - 1]
    if (step === undefined) return
    step.chosen += 1
  }
}

const isLastBranch = (step: { limit: number; chosen: number } | undefined): boolean =>
  step !== undefined && step.chosen === step.limit - 1
