import { InternalError } from '../core/errors.ts'
import { type LogTailWithDensity, type Side, tailLog } from './log-tail.ts'

const maximumSteps = 200

/**
 * The point u whose tail on `side` has the log probability `logProbability`, for a density that is log-concave in u.
 *
 * Then both log tails are concave too (Bagnoli & Bergstrom, Economic Theory 26 (2005) 445-469), so Newton's method on
 * the log tail reaches the root from any start: after the first step it approaches from one side only.
 */
export function logConcaveQuantile(
  tailAt: (u: number) => LogTailWithDensity,
  side: Side,
  logProbability: number,
  start: number,
): number {
  const direction = side === 'lower' ? -1 : 1
  let u = start
  let previous = Infinity
  for (let count = 0; count < maximumSteps; count++) {
    const tail = tailAt(u)
    const log = tailLog(tail, side)
    const step = (direction * (log - logProbability)) / Math.exp(tail.logDensity - log)
    u += step
    const size = Math.abs(step)
    if (size <= 1e-15 * Math.abs(u) || (size < 1e-6 && size >= previous / 2)) return u
    previous = size
  }
  throw new InternalError(`no convergence to the quantile of log probability ${logProbability} from ${start}`)
}
