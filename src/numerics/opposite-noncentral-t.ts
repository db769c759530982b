import { halfLogTwoPi } from './constants.ts'
import { twoProduct } from './double-double.ts'
import { expm1Minus } from './expm1-minus.ts'
import { deviance, stirlingRemainder } from './gamma.ts'
import type { LogTailWithDensity } from './log-tail.ts'
import { scaledNormalTail } from './scaled-normal-tail.ts'

/** log of the density of chi with df degrees of freedom at s, per unit of log s: twice that of gamma at s^2 / 2. */
function logChiDensity(s: number, df: number): number {
  const square = twoProduct(s, s)
  const half = { hi: square.hi / 2, lo: square.lo / 2 }
  return Math.log(df) - stirlingRemainder(df / 2) - deviance(df / 2, half)
}

/** Largest step of the trapezoidal rule, and its largest share of the width of the integrand. */
const longestStep = 0.08
const shareOfWidth = 0.25

/**
 * P(T <= -t) for a noncentral t with df degrees of freedom, t >= 0 and noncentrality delta >= 0, where Poisson mixtures
 * would cancel. It is the mean of Q(delta + c S), c = t / sqrt(df), over S chi with df degrees of freedom. With Q(z)
 * as e^(-z^2 / 2) M(z), and s = s0 e^w,
 *
 *   s^df e^(-s^2 / 2) Q(delta + c s) = constant e^(-a (e^(2w) - 1 - 2w) / 2 - b (e^w - 1 - w)) M(delta + c s)
 *
 * with a = (1 + c^2) s0^2 and b = c delta s0, when s0 solves a + b = df: it is where the exponent peaks. Summed by the
 * trapezoidal rule in v, w = v + 1 - e^-v, which converges exponentially (Takahasi & Mori, Publ. RIMS 9 (1974) 721-741).
 * The density, per unit of t, has s / sqrt(2 pi df) in place of M.
 */
export function oppositeTail(t: number, df: number, delta: number): LogTailWithDensity {
  const c = t / Math.sqrt(df)
  const root = Math.hypot(1, c)
  const shift = c * delta
  const s0 = (2 * df) / (shift + Math.hypot(shift, 2 * Math.sqrt(df) * root))
  const a = (root * s0) ** 2
  const b = shift * s0
  const step = Math.min(longestStep, shareOfWidth / Math.sqrt(2 * a + b))
  let tail = 0
  let density = 0
  const add = (v: number): boolean => {
    const shrink = Math.exp(-v)
    const w = v + 1 - shrink
    const growth = Math.exp(w)
    const weight = (1 + shrink) * Math.exp((-a * expm1Minus(2 * w)) / 2 - b * expm1Minus(w))
    const inTail = weight * scaledNormalTail(delta + c * s0 * growth)
    const inDensity = weight * growth
    tail += inTail
    density += inDensity
    return inTail > tail * 1e-18 || inDensity > density * 1e-18
  }
  for (let k = 0; add(k * step); k++);
  for (let k = -1; add(k * step); k--);
  const z = delta + c * s0
  const log = logChiDensity(s0, df) - (z * z) / 2 + Math.log(step)
  const logDensity = log - halfLogTwoPi + Math.log((density * s0) / Math.sqrt(df))
  return { side: 'lower', log: log + Math.log(tail), logDensity }
}
