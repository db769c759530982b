import { defineRegistry } from '../core/registry.ts'
import type { AnyMethod } from '../model/method.ts'
import { clusterRobustDifferenceInMeans } from './clusters/cluster-robust-difference-in-means.ts'
import { clusterRobustDifferenceInProportions } from './clusters/cluster-robust-difference-in-proportions.ts'
import { clusterRobustMeanInterval } from './clusters/cluster-robust-mean-interval.ts'
import { clusterRobustProportionInterval } from './clusters/cluster-robust-proportion-interval.ts'
import { cr2DifferenceInMeans } from './clusters/cr2-difference-in-means.ts'
import { cr2DifferenceInProportions } from './clusters/cr2-difference-in-proportions.ts'
import { stratifiedClusterRobustDifferenceInMeans } from './clusters/stratified-cluster-robust-difference-in-means.ts'
import { stratifiedClusterRobustDifferenceInProportions } from './clusters/stratified-cluster-robust-difference-in-proportions.ts'
import { stratifiedClusterRobustMeanInterval } from './clusters/stratified-cluster-robust-mean-interval.ts'
import { stratifiedClusterRobustProportionInterval } from './clusters/stratified-cluster-robust-proportion-interval.ts'
import { stratifiedCr2DifferenceInMeans } from './clusters/stratified-cr2-difference-in-means.ts'
import { stratifiedCr2DifferenceInProportions } from './clusters/stratified-cr2-difference-in-proportions.ts'
import { complierAverageEffect } from './compliers/complier-average-effect.ts'
import { stratifiedComplierAverageEffect } from './compliers/stratified-complier-average-effect.ts'
import { agrestiCoullInterval } from './counts/agresti-coull-interval.ts'
import { clopperPearsonInterval } from './counts/clopper-pearson-interval.ts'
import { cochranArmitage } from './counts/cochran-armitage.ts'
import { cochranMantelHaenszel } from './counts/cochran-mantel-haenszel.ts'
import { exactConditionalPearson } from './counts/exact-conditional-pearson.ts'
import { exactConditionalProbability } from './counts/exact-conditional-probability.ts'
import { gTest } from './counts/g-test.ts'
import { interactionOfProportions } from './counts/interaction-of-proportions.ts'
import { jeffreysInterval } from './counts/jeffreys-interval.ts'
import { koopmanRiskRatio } from './counts/koopman-risk-ratio.ts'
import { mantelHaenszelOddsRatio } from './counts/mantel-haenszel-odds-ratio.ts'
import { midPInterval } from './counts/mid-p-interval.ts'
import { miettinenNurminenDifference } from './counts/miettinen-nurminen-difference.ts'
import { newcombeDifference } from './counts/newcombe-difference.ts'
import { numberNeeded } from './counts/number-needed.ts'
import { oddsRatio } from './counts/odds-ratio.ts'
import { pearsonChiSquared } from './counts/pearson-chi-squared.ts'
import { riskRatio } from './counts/risk-ratio.ts'
import { stratifiedDifferenceInProportions } from './counts/stratified-difference-in-proportions.ts'
import { stratifiedProportionInterval } from './counts/stratified-proportion-interval.ts'
import { waldDifference } from './counts/wald-difference.ts'
import { waldInterval } from './counts/wald-interval.ts'
import { wilsonInterval } from './counts/wilson-interval.ts'
import { wilsonIntervalCorrected } from './counts/wilson-interval-corrected.ts'
import { yatesChiSquared } from './counts/yates-chi-squared.ts'
import { cappedDifferenceInMeans } from './means/capped-difference-in-means.ts'
import { differenceInMeansPooled } from './means/difference-in-means-pooled.ts'
import { differenceInMeansWelch } from './means/difference-in-means-welch.ts'
import { differenceInMeansZ } from './means/difference-in-means-z.ts'
import { dunnett } from './means/dunnett.ts'
import { gamesHowell } from './means/games-howell.ts'
import { interactionOfMeans } from './means/interaction-of-means.ts'
import { meanIntervalT } from './means/mean-interval-t.ts'
import { meanIntervalZ } from './means/mean-interval-z.ts'
import { oneWayAnova } from './means/one-way-anova.ts'
import { stratifiedDifferenceInMeans } from './means/stratified-difference-in-means.ts'
import { stratifiedMeanInterval } from './means/stratified-mean-interval.ts'
import { tukey } from './means/tukey.ts'
import { twoPartDecomposition } from './means/two-part-decomposition.ts'
import { welchAnova } from './means/welch-anova.ts'
import { winsorisedDifferenceInMeans } from './means/winsorised-difference-in-means.ts'
import { randomisationContrasts } from './randomisation/randomisation-contrasts.ts'
import { randomisationTest } from './randomisation/randomisation-test.ts'
import { attainableKruskalWallis } from './ranks/attainable-kruskal-wallis.ts'
import { brunnerMunzel } from './ranks/brunner-munzel.ts'
import { dunn } from './ranks/dunn.ts'
import { kruskalWallis } from './ranks/kruskal-wallis.ts'
import { kruskalWallisExact } from './ranks/kruskal-wallis-exact.ts'
import { mannWhitney } from './ranks/mann-whitney.ts'
import { vanElteren } from './ranks/van-elteren.ts'
import { bootstrapDifferenceBca } from './resampling/bootstrap-difference-bca.ts'
import { bootstrapDifferencePercentile } from './resampling/bootstrap-difference-percentile.ts'
import { bootstrapDifferenceT } from './resampling/bootstrap-difference-t.ts'
import { clusterBootstrapDifferenceBca } from './resampling/cluster-bootstrap-difference-bca.ts'
import { clusterBootstrapDifferencePercentile } from './resampling/cluster-bootstrap-difference-percentile.ts'
import { clusterBootstrapDifferenceT } from './resampling/cluster-bootstrap-difference-t.ts'
import { cumulativeIncidence } from './survival/cumulative-incidence.ts'
import { cumulativeIncidenceDifference } from './survival/cumulative-incidence-difference.ts'
import { hazardRatio } from './survival/hazard-ratio.ts'
import { logRank } from './survival/log-rank.ts'
import { restrictedMeanTime } from './survival/restricted-mean-time.ts'
import { restrictedMeanTimeDifference } from './survival/restricted-mean-time-difference.ts'
import { stratifiedHazardRatio } from './survival/stratified-hazard-ratio.ts'
import { stratifiedLogRank } from './survival/stratified-log-rank.ts'
import { inverseProbabilityWeightedDifferenceInMeans } from './weighting/inverse-probability-weighted-difference-in-means.ts'
import { inverseProbabilityWeightedDifferenceInProportions } from './weighting/inverse-probability-weighted-difference-in-proportions.ts'

/** Every method that a plan may name. */
export const methods = defineRegistry<AnyMethod>('method', [
  pearsonChiSquared,
  gTest,
  yatesChiSquared,
  exactConditionalPearson,
  exactConditionalProbability,
  cochranArmitage,
  cochranMantelHaenszel,
  { ...kruskalWallis, boundsFromCounts: attainableKruskalWallis },
  kruskalWallisExact,
  dunn,
  mannWhitney,
  vanElteren,
  brunnerMunzel,
  waldInterval,
  wilsonInterval,
  wilsonIntervalCorrected,
  agrestiCoullInterval,
  clopperPearsonInterval,
  midPInterval,
  jeffreysInterval,
  newcombeDifference,
  waldDifference,
  miettinenNurminenDifference,
  riskRatio,
  koopmanRiskRatio,
  oddsRatio,
  mantelHaenszelOddsRatio,
  numberNeeded,
  interactionOfProportions,
  meanIntervalZ,
  meanIntervalT,
  differenceInMeansZ,
  differenceInMeansWelch,
  differenceInMeansPooled,
  interactionOfMeans,
  oneWayAnova,
  welchAnova,
  tukey,
  gamesHowell,
  dunnett,
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
  twoPartDecomposition,
  cappedDifferenceInMeans,
  winsorisedDifferenceInMeans,
  bootstrapDifferencePercentile,
  bootstrapDifferenceBca,
  bootstrapDifferenceT,
  clusterBootstrapDifferencePercentile,
  clusterBootstrapDifferenceBca,
  clusterBootstrapDifferenceT,
  cr2DifferenceInProportions,
  cr2DifferenceInMeans,
  stratifiedCr2DifferenceInProportions,
  stratifiedCr2DifferenceInMeans,
  inverseProbabilityWeightedDifferenceInProportions,
  inverseProbabilityWeightedDifferenceInMeans,
  complierAverageEffect,
  stratifiedComplierAverageEffect,
  randomisationTest,
  randomisationContrasts,
  cumulativeIncidence,
  cumulativeIncidenceDifference,
  restrictedMeanTime,
  restrictedMeanTimeDifference,
  logRank,
  stratifiedLogRank,
  hazardRatio,
  stratifiedHazardRatio,
])
