import { defineRegistry } from '../core/registry.ts'
import type { AnyMethod } from '../model/method.ts'
import { attainableKruskalWallis } from './attainable-kruskal-wallis.ts'
import { clopperPearsonInterval } from './clopper-pearson-interval.ts'
import { clusterRobustDifferenceInMeans } from './cluster-robust-difference-in-means.ts'
import { clusterRobustDifferenceInProportions } from './cluster-robust-difference-in-proportions.ts'
import { clusterRobustMeanInterval } from './cluster-robust-mean-interval.ts'
import { clusterRobustProportionInterval } from './cluster-robust-proportion-interval.ts'
import { differenceInMeansWelch } from './difference-in-means-welch.ts'
import { differenceInMeansZ } from './difference-in-means-z.ts'
import { kruskalWallis } from './kruskal-wallis.ts'
import { meanIntervalT } from './mean-interval-t.ts'
import { meanIntervalZ } from './mean-interval-z.ts'
import { newcombeDifference } from './newcombe-difference.ts'
import { pearsonChiSquared } from './pearson-chi-squared.ts'
import { stratifiedClusterRobustDifferenceInMeans } from './stratified-cluster-robust-difference-in-means.ts'
import { stratifiedClusterRobustDifferenceInProportions } from './stratified-cluster-robust-difference-in-proportions.ts'
import { stratifiedClusterRobustMeanInterval } from './stratified-cluster-robust-mean-interval.ts'
import { stratifiedClusterRobustProportionInterval } from './stratified-cluster-robust-proportion-interval.ts'
import { stratifiedDifferenceInMeans } from './stratified-difference-in-means.ts'
import { stratifiedDifferenceInProportions } from './stratified-difference-in-proportions.ts'
import { stratifiedMeanInterval } from './stratified-mean-interval.ts'
import { stratifiedProportionInterval } from './stratified-proportion-interval.ts'
import { waldInterval } from './wald-interval.ts'
import { wilsonInterval } from './wilson-interval.ts'

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
