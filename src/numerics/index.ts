export { mean, median, medianAbsoluteDeviation, quantile, sampleVariance } from './describe.ts'
export * from './distributions/index.ts'
export { dunnettCdf, dunnettUpperQuantile, dunnettUpperTail, type Sides } from './dunnett.ts'
export { erfc } from './error-function.ts'
export { logGamma } from './gamma.ts'
export { gaussLegendre, integrateAdaptively, integrateOverPanels, type QuadratureRule } from './gauss-legendre.ts'
export { regularisedBetaLower, regularisedBetaUpper } from './incomplete-beta.ts'
export { regularisedGammaLower, regularisedGammaUpper } from './incomplete-gamma.ts'
export {
  absoluteBounds,
  addBounds,
  type Bounds,
  boundsOf,
  divideBounds,
  multiplyBounds,
  scaleBounds,
  subtractBounds,
} from './interval-arithmetic.ts'
export { type LeastSquares, leastSquares } from './least-squares.ts'
export { cholesky, type IndependentRows, independentRows, type Matrix, solveLower } from './linear-algebra.ts'
export { multivariateNormalRectangle } from './multivariate-normal.ts'
export { normalInterval } from './normal-interval.ts'
export { findRoot, type RootOptions } from './root.ts'
export { type Opinion, type SecondOpinion, secondOpinion } from './second-opinion.ts'
export type { ArmsSequence } from './sequential-arms.ts'
export { mostLooksOfArms, startArms } from './sequential-dunnett.ts'
export {
  continueWithin,
  exitAbove,
  exitBelow,
  type Look,
  resumeSequence,
  type SequentialExits,
  type SequentialState,
  sequentialNormal,
  startSequence,
} from './sequential-normal.ts'
export { meanOverScale } from './studentised-scale.ts'
