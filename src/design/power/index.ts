export { type ArmsAgainstControl, type DunnettPower, powerAgainstControl } from './against-control.ts'
export { arcsineEffect, arcsinePowerOfTwoProportions, normalPowerOfTwoProportions } from './approximate-proportions.ts'
export { assurance, type Prior, valueOfSample } from './assurance.ts'
export { type ClusteredArm, type Clustering, designEffect, levelWithClusters, powerOfClusters } from './clusters.ts'
export {
  halfWidthOfDifferenceInMeans,
  halfWidthOfDifferenceInProportions,
  halfWidthOfMean,
  halfWidthOfProportion,
} from './interval-width.ts'
export { minimumDetectableDifference, powerOfDifferenceInMeans, type Spread } from './known-spread.ts'
export { leastCases, leastEffect, mostCases } from './least.ts'
export {
  type MeansWithMargin,
  type ProportionsWithMargin,
  powerOfEquivalenceOfMeans,
  powerOfEquivalenceOfProportions,
  powerOfNonInferiorityOfMeans,
  powerOfNonInferiorityOfProportions,
} from './margins.ts'
export { type ArmSize, powerOfZ, type Rejection } from './rejection.ts'
export { powerOfAnova, powerOfChiSquared, powerOfProportions } from './several-groups.ts'
export { type PlannedStratum, powerOfStrata } from './strata.ts'
export { powerOfOneMean, powerOfT, powerOfTwoMeans } from './t-test.ts'
export {
  minimumDetectableProportion,
  neglectedProbability,
  powerOfTwoProportions,
  type TwoProportions,
} from './two-proportions.ts'
