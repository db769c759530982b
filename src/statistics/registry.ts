import { defineRegistry } from '../core/registry.ts'
import type { AnyMethod } from '../model/method.ts'
import { clusterRobustDifferenceInMeans } from './clusters/cluster-robust-difference-in-means.ts'
import { clusterRobustDifferenceInProportions } from './clusters/cluster-robust-difference-in-proportions.ts'
import { clusterRobustMeanInterval } from './clusters/cluster-robust-mean-interval.ts'
import { clusterRobustProportionInterval } from './clusters/cluster-robust-proportion-interval.ts'
import { stratifiedClusterRobustDifferenceInMeans } from './clusters/stratified-cluster-robust-difference-in-means.ts'
import { stratifiedClusterRobustDifferenceInProportions } from './clusters/stratified-cluster-robust-difference-in-proportions.ts'
import { stratifiedClusterRobustMeanInterval } from './clusters/stratified-cluster-robust-mean-interval.ts'
import { stratifiedClusterRobustProportionInterval } from './clusters/stratified-cluster-robust-proportion-interval.ts'
import { clopperPearsonInterval } from './counts/clopper-pearson-interval.ts'
import { newcombeDifference } from './counts/newcombe-difference.ts'
import { pearsonChiSquared } from './counts/pearson-chi-squared.ts'
import { stratifiedDifferenceInProportions } from './counts/stratified-difference-in-proportions.ts'
import { stratifiedProportionInterval } from './counts/stratified-proportion-interval.ts'
import { waldInterval } from './counts/wald-interval.ts'
import { wilsonInterval } from './counts/wilson-interval.ts'
import { differenceInMeansWelch } from './means/difference-in-means-welch.ts'
import { differenceInMeansZ } from './means/difference-in-means-z.ts'
import { meanIntervalT } from './means/mean-interval-t.ts'
import { meanIntervalZ } from './means/mean-interval-z.ts'
import { stratifiedDifferenceInMeans } from './means/stratified-difference-in-means.ts'
import { stratifiedMeanInterval } from './means/stratified-mean-interval.ts'
import { attainableKruskalWallis } from './ranks/attainable-kruskal-wallis.ts'
import { kruskalWallis } from './ranks/kruskal-wallis.ts'

/** Every method that a plan may name. */
export const methods = defineRegistry<AnyMethod>('method', [
  pearsonChiSquared,
  { ...kruskalWallis, boundsFromCounts: attainableKruskalWallis },
  waldInterval,
  wilsonInterval,
  clopperPearsonInterval,
  newcombeDifference,
  meanIntervalZ,
  meanIntervalT,
  differenceInMeansZ,
  differenceInMeansWelch,
  stratifiedProportionInterval,
  stratifiedMeanInterval,
  stratifiedDifferenceInProportions,
  stratifiedDifferenceInMeans,
  clusterRobustProportionInterval,
  clusterRobustMeanInterval,
  clusterRobustDifferenceInProportions,
  clusterRobustDifferenceInMeans,
  stratifiedClusterRobustProportionInterval,
  stratifiedClusterRobustMeanInterval,
  stratifiedClusterRobustDifferenceInProportions,
  stratifiedClusterRobustDifferenceInMeans,
])
