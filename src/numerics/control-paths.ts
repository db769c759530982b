import { gaussHermite } from './gauss-hermite.ts'
import type { ArmsSequence, ComparedArms, ScoreGrid } from './sequential-arms.ts'
import { chancesBeyond, controlRule, gridWithin, startingGrid, transition } from './sequential-arms.ts'

/** A way that the control may have gone, and where each kind of arm is given it: masses over one grid. */
interface ControlPath {
  weight: number
  masses: readonly Float64Array[]
}

/** Nodes of a look; paths less likely than this are left out. */
const nodes = 20
const negligible = 1e-12

/**
 * The arms' scores given each way that the control may have gone. The work grows by a factor of some fifteen with each look, and
 * hardly with the arms.
 */
export const controlPaths = (arms: ComparedArms): ArmsSequence =>
  pathsAt(arms, 0, startingGrid, [{ weight: 1, masses: kindsOf(arms).map(() => Float64Array.of(1)) }])

const pathsAt = (arms: ComparedArms, look: number, grid: ScoreGrid, paths: readonly ControlPath[]): ArmsSequence => ({
  exitAny(z) {
    const rule = controlRule(arms)
    const kinds = kindsOf(arms)
    let sum = 0
    rule.nodes.forEach((u, at) => {
      const beyond = kinds.map(({ arm }) => chancesBeyond(arms, { look, arm, u }, grid, z))
      for (const { weight, masses } of paths) {
        let [reached, logNone] = [weight, 0]
        kinds.forEach(({ count }, kind) => {
          const [mass, chances] = [masses[kind] ?? empty, beyond[kind] ?? empty]
          const all = dot(mass)
          reached *= all ** count
          logNone += count * Math.log1p(-Math.min(dot(mass, chances) / all, 1))
        })
        if (reached > 0) sum -= (rule.weights[at] ?? 0) * reached * Math.expm1(logNone)
      }
    })
    return sum
  },
  continueWithin(z) {
    const after = gridWithin(arms, look, z)
    const rule = gaussHermite(nodes)
    const moves = Array.from(rule.nodes, u =>
      kindsOf(arms).map(({ arm }) => transition(arms, { look, arm, u }, grid, after)),
    )
    const next = paths.flatMap(path =>
      moves.flatMap((kinds, at): ControlPath[] => {
        const weight = path.weight * (rule.weights[at] ?? 0)
        if (weight < negligible) return []
        return [{ weight, masses: kinds.map((matrix, kind) => times(matrix, path.masses[kind] ?? empty)) }]
      }),
    )
    return pathsAt(arms, look + 1, after, next)
  },
})

const empty = new Float64Array()

/** Arms that are alike, as one of them and how many there are. */
function kindsOf({ loadings, drifts }: ComparedArms): { arm: number; count: number }[] {
  const isLike = (one: number, other: number): boolean =>
    loadings[one] === loadings[other] && drifts[one] === drifts[other]
  const all = [...loadings.keys()]
  return all
    .filter(arm => all.findIndex(other => isLike(arm, other)) === arm)
    .map(arm => ({ arm, count: all.filter(other => isLike(arm, other)).length }))
}

function dot(values: Float64Array, factors?: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (factors === undefined ? 1 : (factors[i] ?? 0))
  return sum
}

/** A matrix, row by row, times a vector. */
function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const columns = vector.length
  const product = new Float64Array(matrix.length / columns)
  for (let row = 0; row < product.length; row++) {
    let sum = 0
    for (let j = 0; j < columns; j++) sum += (matrix[row * columns + j] ?? 0) * (vector[j] ?? 0)
    product[row] = sum
  }
  return product
}
