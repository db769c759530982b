import { exactly } from './double-double.ts'
import { deviance, stirlingRemainder } from './gamma.ts'
import { type LogTail, type LogTailWithDensity, otherSide, type Side, tailLog } from './log-tail.ts'

/**
 * The distributions of one family at one point, indexed by a shape. With the density d per unit of a log scale,
 * tails at neighbouring shapes differ by the term t(a) = d(a) / a (DLMF 8.8.5 and 8.17.20):
 * P(X <= x; a) = P(X <= x; a + 1) + t(a), where t(a) = (limit + excess / a) t(a - 1).
 */
export interface ShapeFamily {
  readonly tailAt: (shape: number) => LogTailWithDensity
  readonly limit: number
  readonly excess: number
}

/**
 * Shapes `base + i` mixed over i = start, start + 1, ... with the weights e^-mean mean^i / gamma(i + 1); these are
 * Poisson probabilities where start is 0.
 */
export interface Mixture {
  readonly mean: number
  readonly base: number
  readonly start: number
  readonly family: ShapeFamily
}

/** How far, on the log scale, the parts at the start of a sum are below the largest, or further. */
const depth = 60

const logWeight = (mean: number, index: number): number => -stirlingRemainder(index) - deviance(index, exactly(mean))

/** t(a) / t(a - 1). */
const growth = ({ limit, excess }: ShapeFamily, shape: number): number => limit + excess / shape

/** Where mean x growth = index: near the largest of the weighted leading terms. */
function peakOfTerms({ mean, base, start, family }: Mixture): number {
  const half = (base - mean * family.limit) / 2
  const constant = Math.max(0, mean * (family.limit * base + family.excess))
  const root = Math.hypot(half, Math.sqrt(constant))
  const index = half > 0 ? constant / (half + root) : root - half
  return start + Math.max(0, Math.round(index - start))
}

interface Sum {
  /** In units of its largest part. */
  readonly sum: number
  /** How many parts come before the largest. */
  readonly risen: number
}

/** Sums parts that first rise and then fall, each the last times the next of the factors. */
function sumOfParts(nextFactor: () => number): Sum {
  let sum = 1
  let risen = 0
  let factor = nextFactor()
  for (; factor > 1; factor = nextFactor(), risen++) sum = 1 + sum / factor
  for (let part = factor; part > sum * 1e-18; part *= nextFactor()) sum += part
  return { sum, risen }
}

/**
 * One tail of the mixture, as its log. The sum runs from where parts do not yet count towards the largest and past it,
 * on the side from which the recurrence of the tails only adds: down for lower tails, up for upper ones. Poisson
 * probabilities of their own peak m fall by e^-depth within sqrt(2 depth m) below, a little more above it; the tails,
 * which are log-concave in the shape (Finner & Roters, Comm. Stat. Theory Meth. 22 (1993)), only hasten that.
 */
export function mixtureLogTail(mixture: Mixture, side: Side): number {
  const { mean, base, start, family } = mixture
  const peak = peakOfTerms(mixture)
  const middle = start + Math.max(0, Math.round(mean - start))
  const near = side === 'lower' ? Math.min(peak, middle) : Math.max(peak, middle)
  const reach = Math.ceil(Math.sqrt(2 * depth * near + (depth / 3) ** 2) + depth / 3)
  const first = side === 'lower' ? near + reach : Math.max(start, near - reach)
  const tail = family.tailAt(base + first)
  const leading = Math.exp(tail.logDensity - tailLog(tail, side)) / (base + first)
  const summed = side === 'lower' ? sumDown(mixture, first, leading) : sumUp(mixture, first, leading)
  const largest = side === 'lower' ? first - summed.risen : first + summed.risen
  return logWeight(mean, largest) + tailLog(family.tailAt(base + largest), side) + Math.log(summed.sum)
}

/** From `first` down; `leading` is t(a) over the lower tail there. */
function sumDown({ mean, base, start, family }: Mixture, first: number, leading: number): Sum {
  let index = first
  let added = leading / growth(family, base + first)
  return sumOfParts(() => {
    if (index <= start) return 0
    const factor = (index / mean) * (1 + added)
    index--
    added /= (1 + added) * growth(family, base + index)
    return factor
  })
}

/** From `first` up; `leading` is t(a) over the upper tail there. */
function sumUp({ mean, base, family }: Mixture, first: number, leading: number): Sum {
  let index = first
  let added = leading
  return sumOfParts(() => {
    index++
    const factor = (mean / index) * (1 + added)
    added *= growth(family, base + index) / (1 + added)
    return factor
  })
}

/** The log density of the mixture, per unit of the family's log scale: summed both ways from its largest part. */
export function mixtureLogDensity(mixture: Mixture): number {
  const { mean, base, start, family } = mixture
  const ratio = (index: number): number =>
    (mean / index) * ((base + index) / (base + index - 1)) * growth(family, base + index)
  let peak = peakOfTerms(mixture)
  while (ratio(peak + 1) > 1) peak++
  while (peak > start && ratio(peak) < 1) peak--
  let up = peak
  let down = peak
  const above = sumOfParts(() => ratio(++up)).sum
  const below = sumOfParts(() => (down > start ? 1 / ratio(down--) : 0)).sum
  return logWeight(mean, peak) + family.tailAt(base + peak).logDensity + Math.log(above + below - 1)
}

/** Both tails, of which the smaller is computed directly; `likelySmaller` only says which to try first. */
export function smallerTail(logOf: (side: Side) => number, likelySmaller: Side): LogTail {
  const log = logOf(likelySmaller)
  if (log <= -Math.LN2) return { side: likelySmaller, log }
  const other = otherSide(likelySmaller)
  return { side: other, log: logOf(other) }
}

/** Both tails of a mixture whose weights are Poisson probabilities, with its density. */
export const mixtureTail = (mixture: Mixture, likelySmaller: Side): LogTailWithDensity => ({
  ...smallerTail(side => mixtureLogTail(mixture, side), likelySmaller),
  logDensity: mixtureLogDensity(mixture),
})
