import { InternalError } from '../core/errors.ts'

/** Agreement of two step widths at which the finer one is taken: halving at least squares the relative error. */
const agreement = 1e-7
/** Terms this small beside the sum end it. */
const negligible = 1e-18
const maximumHalvings = 14

/**
 * The integral of f >= 0 over the whole line by the trapezoidal rule, for an f that is analytic near the line and dies
 * away at both ends: there the error falls exponentially in 1 / step (DLMF 3.5(i); Trefethen & Weideman, SIAM Review 56
 * (2014) 385-458), so the step is halved until two sums agree. Every hump of f must begin between `from` and `to`.
 */
export function integrateWholeLine(f: (x: number) => number, from: number, to: number, firstStep: number): number {
  let step = firstStep
  let integral = step * sumOverGrid(f, from, to, step, 0)
  for (let count = 0; count < maximumHalvings; count++) {
    const next = (integral + step * sumOverGrid(f, from, to, step, 0.5)) / 2
    if (Math.abs(next - integral) <= agreement * next) return next
    integral = next
    step /= 2
  }
  throw new InternalError(`an integral from around ${from} to ${to} did not converge in ${maximumHalvings} halvings`)
}

/** The sum of f at from + (j + shift) step, over all j that matter. */
function sumOverGrid(f: (x: number) => number, from: number, to: number, step: number, shift: number): number {
  const within = Math.ceil((to - from) / step)
  let sum = 0
  let previous = 0
  for (let j = 0; ; j++) {
    const term = f(from + (j + shift) * step)
    sum += term
    if (j >= within && !(term > negligible * sum || term > previous)) break
    previous = term
  }
  previous = Infinity
  for (let j = -1; ; j--) {
    const term = f(from + (j + shift) * step)
    sum += term
    if (!(term > negligible * sum || term > previous)) return sum
    previous = term
  }
}
