import type { ArmsSequence, ComparedArms, ScoreGrid } from './sequential-arms.ts'
import { chancesBeyond, controlRule, gridWithin, startingGrid, transition } from './sequential-arms.ts'

/** A factor this small adds nothing. */
const negligible = 1e-14

/**
 * The joint density of the arms' scores, on the product of one grid for each. The work grows with the nodes of the grid to the
 * power of the arms plus one, and evenly with the looks.
 */
export const jointDensity = (arms: ComparedArms): ArmsSequence => densityAt(arms, 0, startingGrid, Float64Array.of(1))

const densityAt = (arms: ComparedArms, look: number, grid: ScoreGrid, masses: Float64Array): ArmsSequence => ({
  exitAny(z) {
    const rule = controlRule(arms)
    let sum = 0
    rule.nodes.forEach((u, at) => {
      const logNone = arms.loadings.map((_, arm) =>
        chancesBeyond(arms, { look, arm, u }, grid, z).map(beyond => Math.log1p(-Math.min(beyond, 1))),
      )
      sum += (rule.weights[at] ?? 0) * chanceOfAny(masses, logNone)
    })
    return sum
  },
  continueWithin(z) {
    const after = gridWithin(arms, look, z)
    const rule = controlRule(arms)
    const next = new Float64Array(after.nodes.length ** arms.loadings.length)
    rule.nodes.forEach((u, at) => {
      let moved = masses
      for (const arm of arms.loadings.keys()) {
        moved = alongFirst(transition(arms, { look, arm, u }, grid, after), moved, grid.nodes.length)
      }
      const weight = rule.weights[at] ?? 0
      for (let index = 0; index < next.length; index++) next[index] = (next[index] ?? 0) + weight * (moved[index] ?? 0)
    })
    return densityAt(arms, look + 1, after, next)
  },
})

/** Over the masses of all arms' scores: the chance of one arm or more to be beyond, from the logs of the chances not to be. */
function chanceOfAny(masses: Float64Array, logNone: readonly Float64Array[]): number {
  let sum = 0
  for (let index = 0; index < masses.length; index++) {
    let [rest, none] = [index, 0]
    for (let arm = logNone.length - 1; arm >= 0; arm--) {
      const own = logNone[arm] ?? masses
      none += own[rest % own.length] ?? 0
      rest = Math.floor(rest / own.length)
    }
    sum -= (masses[index] ?? 0) * Math.expm1(none)
  }
  return sum
}

/** A matrix applied to the first dimension of an array, which becomes the last: once for each dimension they are in their order again. */
function alongFirst(matrix: Float64Array, values: Float64Array, size: number): Float64Array {
  const [rest, rows] = [values.length / size, matrix.length / size]
  const result = new Float64Array(rest * rows)
  const sums = new Float64Array(rest)
  for (let row = 0; row < rows; row++) {
    sums.fill(0)
    for (let j = 0; j < size; j++) {
      const factor = matrix[row * size + j] ?? 0
      if (factor < negligible) continue
      for (let k = 0; k < rest; k++) sums[k] = (sums[k] ?? 0) + factor * (values[j * rest + k] ?? 0)
    }
    for (let k = 0; k < rest; k++) result[k * rows + row] = sums[k] ?? 0
  }
  return result
}
