import { sumOf } from '../../core/lists.ts'
import {
  blockSize,
  type Caution,
  type Computation,
  computed,
  type MethodOptions,
  type Resampling,
  type Tally,
  type TestResult,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pOfDraws } from '../p-of-draws.ts'
import { blockStream, replicatesIn } from '../replicates.ts'
import {
  armLacking,
  type ContingencyTable,
  observedCounts,
  stratumTables,
  tableOf,
  untestable,
} from './contingency-table.ts'
import { drawTable } from './random-table.ts'
import type { Counts } from './table-ordering.ts'

/** An exact test on the tables of strata: its statistic, and what has at least the observed one. */
export interface ConditionalTest {
  statistic: { symbol: string; value: number }
  /** What "at least as extreme" means, in words. */
  ordering: string
  /** The exact P, or where enumerating the tables would be too much work, whether drawn tables are extreme. */
  way: { enumerate: () => number } | { isExtreme: (tables: readonly Counts[]) => boolean }
}

type TestOf = (strata: readonly ContingencyTable[]) => Computation<ConditionalTest>

/** Enumerates where that is feasible, and else draws tables with the observed margins. */
export function exactConditional(purpose: string, testOf: TestOf): Resampling<'counts', TestResult> {
  const prepare = (summary: Summary<'counts'>): Computation<{ strata: ContingencyTable[]; test: ConditionalTest }> => {
    const refused = refusal(summary)
    if (refused !== undefined) return refused
    const strata = stratumTables(summary)
    const test = testOf(strata)
    return test.status === 'undefined' ? test : computed({ strata, test: test.result })
  }
  return {
    defaultDraws: 10_000,
    chunk(summary, options, from, to) {
      const prepared = prepare(summary)
      if (prepared.status === 'undefined') return prepared
      const { strata, test } = prepared.result
      if ('enumerate' in test.way) return computed({})
      return computed(drawBlocks(purpose, strata, test.way.isExtreme, options, from, to))
    },
    finish(summary, _, tally) {
      const prepared = prepare(summary)
      if (prepared.status === 'undefined') return prepared
      const { strata, test } = prepared.result
      if ('enumerate' in test.way) return computed(describeTest(strata, test, { pValue: test.way.enumerate() }))
      const found = pOfDraws(sumOf([...(tally.extreme ?? [])]), replicatesIn(tally))
      return computed(describeTest(strata, test, found), [drawnCaution(tally)])
    },
  }
}

/** Why no conditional test can be made of a summary. */
function refusal(summary: Summary<'counts'>): Computation<never> | undefined {
  if (summary.largestCluster > 1) {
    const detail =
      `Cases were allocated in clusters of up to ${summary.largestCluster}, so tables with the same margins are not ` +
      'equally likely to have been dealt: take a randomisation test.'
    return undefinedBecause('clusters_present', detail)
  }
  return untestable(tableOf(summary)) ?? armLacking(stratumTables(summary))
}

/** Which of the tables of some blocks are extreme, as 0 and 1. */
function drawBlocks(
  purpose: string,
  strata: readonly ContingencyTable[],
  isExtreme: (tables: readonly Counts[]) => boolean,
  options: MethodOptions,
  from: number,
  to: number,
): Tally {
  const extreme = new Float64Array((to - from) * blockSize)
  for (let block = from; block < to; block++) {
    const source = blockStream(purpose, options, block)
    for (let i = 0; i < blockSize; i++) {
      const tables = strata.map(stratum => drawTable(stratum, source))
      extreme[(block - from) * blockSize + i] = isExtreme(tables) ? 1 : 0
    }
  }
  return { extreme }
}

function describeTest(
  strata: readonly (ContingencyTable & { stratum?: string })[],
  { statistic, ordering }: ConditionalTest,
  found: Pick<TestResult, 'pValue' | 'monteCarlo'>,
): TestResult {
  return {
    kind: 'test',
    statistic,
    degreesOfFreedom: undefined,
    ...found,
    nullHypothesis:
      strata.length > 1
        ? 'A case has the same probability of each level in every arm of its stratum.'
        : 'A case has the same probability of each level in every arm.',
    intermediates: {
      ordering,
      computedBy: found.monteCarlo === undefined ? 'enumeration' : 'random tables',
      strata: strata.map(table => ({ stratum: table.stratum, n: table.n, observed: observedCounts(table) })),
    },
  }
}

const drawnCaution = (tally: Tally): Caution => ({
  code: 'estimated_from_draws',
  detail: `There are too many tables to enumerate: P was estimated from ${replicatesIn(tally).toLocaleString('en-GB')} random tables.`,
})
