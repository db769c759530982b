import { sumOf } from '../../core/lists.ts'
import {
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type Interval,
  type ResultOpinion,
  undefinedBecause,
} from '../../model/method.ts'
import type { CrossProducts, Summary } from '../../model/summary.ts'
import { normalUpperTail } from '../../numerics/index.ts'
import type { PairedStratum } from '../cells.ts'
import { type ClusteredMean, clusteredMean, enoughClusters } from '../clusters/clustered-mean.ts'
import { type FiellerSet, type RatioOfEstimates, ratiosNotRejected } from '../fieller-set.ts'
import { normalCritical } from '../inference.ts'
import { differenceOfMeans } from '../means/sums-of-squares.ts'
import { contrastOpinions, theirCritical } from '../second-opinion.ts'
import { covarianceWithUptake, uptakeMoments, uptakeSummary } from './uptake.ts'

type Pairs = readonly PairedStratum<'crossProducts'>[]

/** The effect on those who took it up, over strata with their weights, each with an observed case of both arms. */
export function complierAverage(
  summary: Summary<'crossProducts'>,
  spec: ContrastSpec,
  strata: Pairs,
  level: number,
): Computation<ContrastEstimate> {
  const unfit = whyNot(summary, spec, strata)
  if (unfit !== undefined) return unfit
  const side = (name: 'arm' | 'against') => strata.map(each => ({ ...each, data: each[name] }))
  const arm = clusteredMean(asMoments(summary), spec.arm, side('arm'))
  const against = clusteredMean(asMoments(summary), spec.against, side('against'))
  const uptake = clusteredMean(
    asMoments(uptakeSummary(summary)),
    spec.arm,
    side('arm').map(each => ({ ...each, data: uptakeMoments(each.data) })),
  )
  const variance = arm.variance + against.variance
  if (variance === 0) {
    return undefinedBecause('zero_variance', `No case of ${spec.arm} or ${spec.against} departs from its arm's mean.`)
  }
  const difference = sumOf(
    strata.map(each => each.weight * differenceOfMeans(perCase(each.arm), perCase(each.against))),
  )
  const ratio: RatioOfEstimates = {
    numerator: difference,
    denominator: uptake.mean,
    numeratorVariance: variance,
    denominatorVariance: uptake.variance,
    covariance: covarianceWithUptake(summary, spec.arm, side('arm')),
  }
  return computed(
    estimateOf(spec, ratio, level, { arm, against }),
    cautionsFor(summary, spec, ratio, level, Math.min(arm.clusters, against.clusters)),
  )
}

/** Cross-products hold all that cluster moments do. */
const asMoments = (summary: Summary<'crossProducts'>): Summary<'clusterMoments'> => ({
  ...summary,
  kind: 'clusterMoments',
})

const perCase = ({ size, total }: CrossProducts) => ({ n: Number(size), sum: total })

function whyNot(
  { uptake, largestCluster }: Summary<'crossProducts'>,
  spec: ContrastSpec,
  strata: Pairs,
): Computation<never> | undefined {
  const takersOf = (name: 'arm' | 'against'): bigint => strata.reduce((sum, each) => sum + each[name].takers, 0n)
  if (takersOf('against') > 0n) {
    return undefinedBecause(
      'uptake_in_comparator',
      `${takersOf('against')} cases of ${spec.against} took up ${uptake?.outcome ?? 'it'} too, so that uptake is not of one side.`,
    )
  }
  if (takersOf('arm') === 0n) return undefinedBecause('no_uptake', `No case of ${spec.arm} took it up.`)
  const few = strata.find(({ arm, against }) => Math.min(arm.clusters, against.clusters) < 2)
  if (few === undefined) return undefined
  return largestCluster > 1
    ? undefinedBecause('too_few_clusters', `An arm has one cluster in stratum ${few.stratum}, so no variance there.`)
    : undefinedBecause('too_few_cases', `An arm has one case in stratum ${few.stratum}, so no variance there.`)
}

function estimateOf(
  { id, arm, against }: ContrastSpec,
  ratio: RatioOfEstimates,
  level: number,
  means: Readonly<Record<'arm' | 'against', ClusteredMean>>,
): ContrastEstimate {
  const { numerator, denominator, numeratorVariance, denominatorVariance, covariance } = ratio
  const estimate = numerator / denominator
  const delta = numeratorVariance - 2 * estimate * covariance + estimate * estimate * denominatorVariance
  const z = numerator / Math.sqrt(numeratorVariance)
  const set = ratiosNotRejected(ratio, normalCritical(level))
  return {
    id,
    arm,
    against,
    estimate,
    standardError: Math.sqrt(Math.max(delta, 0)) / denominator,
    statistic: { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    interval: { ...limitsOf(set), level, method: 'Fieller' },
    intermediates: {
      intentionToTreat: { difference: numerator, standardError: Math.sqrt(numeratorVariance) },
      uptake: { share: denominator, standardError: Math.sqrt(denominatorVariance) },
      covariance,
      set: set.type,
      means: { arm: means.arm.mean, against: means.against.mean },
      clusters: { arm: means.arm.clusters, against: means.against.clusters },
    },
  }
}

/** A set as an interval, as two rays, or as the whole line. */
function limitsOf(set: FiellerSet): Pick<Interval, 'lower' | 'upper' | 'outside'> {
  if (set.type === 'interval') return { lower: set.lower, upper: set.upper }
  if (set.type === 'two_rays') return { lower: set.below, upper: set.above, outside: true }
  return { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
}

function cautionsFor(
  { uptake, largestCluster }: Summary<'crossProducts'>,
  { arm, against }: ContrastSpec,
  ratio: RatioOfEstimates,
  level: number,
  clusters: number,
): Caution[] {
  const taken = uptake?.level === undefined ? `${uptake?.outcome}` : `${uptake.outcome} = ${uptake.level}`
  const restriction: Caution = {
    code: 'exclusion_restriction_assumed',
    detail:
      `It is the effect on those who took it up (${taken}) only under an exclusion restriction, which no number here can ` +
      `confirm: being in ${arm} changes nothing for those who did not take it up. Nobody in ${against} could.`,
  }
  const open: Caution = {
    code: 'ratio_set_unbounded',
    detail: 'The data do not rule out that nobody took it up, so no finite range holds the effect.',
  }
  const few: Caution = {
    code: 'few_clusters',
    detail: `The smaller of ${arm} and ${against} has ${clusters} clusters; below ${enoughClusters} a cluster-robust set may be too narrow.`,
  }
  return [
    restriction,
    ...(ratiosNotRejected(ratio, normalCritical(level)).type === 'interval' ? [] : [open]),
    ...(largestCluster > 1 && clusters < enoughClusters ? [few] : []),
  ]
}

/** P by jStat, and the set with jStat's critical value; none of a set without bound. */
export const complierOpinions = (result: ContrastEstimates): ResultOpinion[] =>
  contrastOpinions(result, ({ interval, intermediates }) => {
    const critical = theirCritical(interval.level)
    const { intentionToTreat, uptake, covariance, set: type } = intermediates as unknown as Intermediates
    if (critical === undefined || type === 'whole_line') return undefined
    const set = ratiosNotRejected(
      {
        numerator: intentionToTreat.difference,
        denominator: uptake.share,
        numeratorVariance: intentionToTreat.standardError ** 2,
        denominatorVariance: uptake.standardError ** 2,
        covariance,
      },
      critical,
    )
    return limitsOf(set)
  })

interface Intermediates {
  intentionToTreat: { difference: number; standardError: number }
  uptake: { share: number; standardError: number }
  covariance: number
  set: FiellerSet['type']
}
