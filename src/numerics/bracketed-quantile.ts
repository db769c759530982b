import { InternalError } from '../core/errors.ts'
import { type LogTailWithDensity, type Side, tailLog } from './log-tail.ts'

const maximumSteps = 400

/**
 * The point u whose tail on `side` has the log probability `logProbability`: Newton's method on the log tail, kept
 * inside the bracket seen so far by halving it. For densities, per unit of u, that need not be log-concave; where they
 * are, `logConcaveQuantile` does without the bracket. The first step is at most `reach` long, and
 * the limit doubles with each.
 */
export function bracketedQuantile(
  tailAt: (u: number) => LogTailWithDensity,
  side: Side,
  logProbability: number,
  start: number,
  reach: number,
): number {
  const direction = side === 'lower' ? -1 : 1
  let [below, above] = [-Infinity, Infinity]
  let u = start
  let longest = reach
  let previous = Infinity
  for (let count = 0; count < maximumSteps; count++) {
    const tail = tailAt(u)
    const log = tailLog(tail, side)
    const excess = direction * (log - logProbability)
    if (excess === 0) return u
    if (Number.isNaN(excess)) break
    if (excess > 0) below = u
    else above = u
    const step = excess / Math.exp(tail.logDensity - log)
    const wanted = Number.isNaN(step) ? excess : step // where the tail has vanished there is no slope
    const next = within(u + Math.max(-longest, Math.min(longest, wanted)), below, above)
    const size = Math.abs(next - u)
    if (size <= 1e-15 * Math.abs(next) || (size < 1e-6 && size >= previous / 2)) return next
    u = next
    previous = size
    longest *= 2
  }
  throw new InternalError(`no convergence to the quantile of log probability ${logProbability} from ${start}`)
}

const within = (next: number, below: number, above: number): number =>
  next >= below && next <= above ? next : (below + above) / 2
