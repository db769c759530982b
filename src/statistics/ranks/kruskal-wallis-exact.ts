import {
  blockSize,
  type Computation,
  computed,
  type MethodOptions,
  type Tally,
  type TestResult,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { deriveRanks, rankTable } from '../../summaries/index.ts'
import { defineResamplingMethod } from '../define-method.ts'
import { withCautions } from '../inference.ts'
import { pOfDraws } from '../p-of-draws.ts'
import { appendTallies, blockStream } from '../replicates.ts'
import { dealRanks } from './deal-ranks.ts'
import { enumeratedP } from './enumerate-ranks.ts'
import { equalDistributions, kruskalWallisOf } from './kruskal-wallis.ts'
import { type PermutedRanks, permutedRanks } from './permuted-ranks.ts'
import { describeRanks, type RankedArms, rankedArms } from './ranked-arms.ts'
import { tiesCaution } from './ties.ts'

const id = 'kruskal-wallis-exact'

/**
 * Whether the arms differ in the ranks of a numeric outcome, by the exact distribution of H over allocations.
 *
 * Null hypothesis: the outcome has the same distribution in every arm, so that every allocation of the observed values
 * to arms of the observed sizes is equally likely. It is not a test of equal means.
 * Formula: P = share of those allocations with H at least as large as observed (H as in kruskal-wallis). Enumerated where
 * that takes at most 200,000 steps of giving the cases of one value to the arms in one way; otherwise estimated as
 * (b + 1) / (m + 1) from m random allocations of which b are as extreme, with the standard error sqrt(P (1 - P) / m).
 * Ties with the observed H are decided in exact integers.
 *
 * Takes frequencies; strata are added up and cases are taken to have been allocated singly over all of them, so that a
 * design with strata or clusters asks for randomisation inference instead. Reads `draws` (10,000) and the seed. Undefined
 * where cases were allocated in clusters, an arm has no case, there are fewer than two arms, or all values tie.
 * Not to be used where the question is about means or totals of money.
 *
 * Kruskal and Wallis (1952); Davison and Hinkley (1997) on P from draws.
 *
 * @example kruskalWallisExact.compute(frequencies, { level: 0.95, contrasts: [], seed: '2015', draws: 10_000 })
 */
export const kruskalWallisExact = defineResamplingMethod({
  id,
  title: 'Kruskal-Wallis rank test, exact or from random allocations',
  requires: 'frequencies',
  reads: ['draws'],
  pValues: 'overall',
  assumesIndependence: false,
  citations: [{ key: 'kruskal-wallis-1952' }, { key: 'davison-hinkley-1997' }],
  resampling: {
    defaultDraws: 10_000,
    chunk: (summary: Summary<'frequencies'>, options: MethodOptions, from: number, to: number): Computation<Tally> => {
      const setUp = setUpOf(summary)
      if ('status' in setUp) return setUp
      if (enumeratedP(setUp.permuted) !== undefined) return computed({})
      const blocks = Array.from({ length: to - from }, (_, index) => ({
        asExtreme: dealRanks(setUp.permuted, blockStream(id, options, from + index), blockSize),
      }))
      return computed(appendTallies(blocks))
    },
    finish: (summary: Summary<'frequencies'>, _: MethodOptions, tally: Tally): Computation<TestResult> => {
      const setUp = setUpOf(summary)
      if ('status' in setUp) return setUp
      const { ranked, permuted } = setUp
      const found = tally.asExtreme === undefined ? enumerated(ranked, permuted) : estimated(ranked, tally.asExtreme)
      return withCautions(found, tiesCaution(ranked.largestTieTerm, ranked.tieTerm))
    },
  },
})

function setUpOf(
  summary: Summary<'frequencies'>,
): { ranked: RankedArms; permuted: PermutedRanks } | Computation<never> {
  if (summary.largestCluster > 1) {
    return undefinedBecause('clusters_present', 'It deals cases singly, but cases were allocated in clusters.')
  }
  const ranked = rankedArms(deriveRanks(summary))
  return 'status' in ranked ? ranked : { ranked, permuted: permutedRanks(ranked, rankTable(summary)) }
}

function enumerated(ranked: RankedArms, permuted: PermutedRanks): Computation<TestResult> {
  const pValue = enumeratedP(permuted)
  return pValue === undefined
    ? undefinedBecause('too_few_cases', 'No allocation was drawn.')
    : computed({ ...describe(ranked), pValue })
}

function estimated(ranked: RankedArms, flags: Float64Array): Computation<TestResult> {
  const draws = flags.length
  const asExtreme = flags.reduce((sum, flag) => sum + flag, 0)
  const { intermediates, ...result } = describe(ranked)
  return computed(
    {
      ...result,
      ...pOfDraws(asExtreme, draws),
      intermediates: { ...intermediates, asExtreme },
    },
    [
      {
        code: 'estimated_from_draws',
        detail: `There are too many allocations to enumerate: P was estimated from ${draws} random ones.`,
      },
    ],
  )
}

function describe(ranked: RankedArms): Omit<TestResult, 'pValue'> {
  const value = kruskalWallisOf(ranked)
  return {
    kind: 'test',
    statistic: { symbol: 'H', value },
    degreesOfFreedom: undefined,
    nullHypothesis: equalDistributions,
    intermediates: { ...describeRanks(ranked), asymptoticP: chiSquaredUpperTail(value, ranked.arms.length - 1) },
  }
}
