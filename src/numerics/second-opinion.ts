import jStat from 'jstat'

/** A number computed by two independent programs. */
export interface Opinion {
  readonly agrees: boolean
  readonly ours: number
  readonly theirs: number
  /** The largest difference that counts as agreement. */
  readonly tolerance: number
}

/** `'outside window'` where the other program is known to be too inexact to say anything. */
export type SecondOpinion = Opinion | 'outside window'

/** Tails below this are outside: jStat subtracts from 1. Measured: it is within 1e-6 of the truth in all windows. */
const smallestTail = 1e-9
const tolerance = 1e-6
/** Degrees of freedom of F. */
const largestDf = 1e4
/** Above these, jStat's tail of t is off by more than 1e-6, and its quantile of t was not measured. */
const largestTailDf = 5e4
const largestQuantileDf = 1e6
/** Half of the smallest measured alpha of an interval, 0.001. */
const smallestQuantileTail = 0.0005

function compare(inWindow: boolean, ours: number, theirs: () => number, scale = 1): SecondOpinion {
  if (!inWindow) return 'outside window'
  const other = theirs()
  const allowed = tolerance * scale
  return { agrees: Math.abs(ours - other) <= allowed, ours, theirs: other, tolerance: allowed }
}

/** A tail too small for jStat is outside, unless jStat sees a tail where ours has vanished. */
function compareTail(inWindow: boolean, ours: number, theirs: () => number): SecondOpinion {
  if (!inWindow) return 'outside window'
  const other = theirs()
  if (ours <= smallestTail && !(other > tolerance)) return 'outside window'
  return compare(true, ours, () => other)
}

const quantileWindow = (p: number): boolean => p >= smallestQuantileTail && 1 - p >= smallestQuantileTail

/**
 * Each recomputes, with jStat, a number of ours from the same arguments. Tails are compared to 1e-6 absolutely,
 * quantiles to 1e-6 of their size (of 1, where they are larger than the unit of a t or normal quantile).
 */
export const secondOpinion = {
  normalUpperTail: (ours: number, z: number): SecondOpinion =>
    compareTail(true, ours, () => 1 - jStat.normal.cdf(z, 0, 1)),

  normalTwoSided: (ours: number, z: number): SecondOpinion =>
    compareTail(true, ours, () => 2 * jStat.normal.cdf(-Math.abs(z), 0, 1)),

  chiSquaredUpperTail: (ours: number, x: number, degreesOfFreedom: number): SecondOpinion =>
    compareTail(true, ours, () => 1 - jStat.chisquare.cdf(x, degreesOfFreedom)),

  studentTUpperTail: (ours: number, t: number, degreesOfFreedom: number): SecondOpinion =>
    compareTail(degreesOfFreedom <= largestTailDf, ours, () => 1 - jStat.studentt.cdf(t, degreesOfFreedom)),

  studentTTwoSided: (ours: number, t: number, degreesOfFreedom: number): SecondOpinion =>
    compareTail(degreesOfFreedom <= largestTailDf, ours, () => 2 * jStat.studentt.cdf(-Math.abs(t), degreesOfFreedom)),

  fUpperTail: (ours: number, x: number, numeratorDf: number, denominatorDf: number): SecondOpinion =>
    compareTail(
      numeratorDf <= largestDf && denominatorDf <= largestDf,
      ours,
      () => 1 - jStat.centralF.cdf(x, numeratorDf, denominatorDf),
    ),

  normalQuantile: (ours: number, p: number): SecondOpinion =>
    compare(quantileWindow(p), ours, () => jStat.normal.inv(p, 0, 1)),

  studentTQuantile: (ours: number, p: number, degreesOfFreedom: number): SecondOpinion =>
    compare(
      quantileWindow(p) && degreesOfFreedom <= largestQuantileDf,
      ours,
      () => jStat.studentt.inv(p, degreesOfFreedom),
      Math.max(1, Math.abs(ours)),
    ),

  /** Clopper-Pearson limits are these, with p = alpha / 2 or 1 - alpha / 2. */
  betaQuantile: (ours: number, p: number, a: number, b: number): SecondOpinion =>
    compare(quantileWindow(p), ours, () => jStat.beta.inv(p, a, b), ours),
} as const
