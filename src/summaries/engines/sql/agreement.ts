import type { SummaryKind } from '../../../model/summary.ts'
import { AnswerIndex, type Answers } from './answers.ts'
import type { AskedColumn, StatementId } from './statements.ts'

/** Two statements that disagree about the same cases. */
export interface Disagreement {
  statement: StatementId
  what: string
  expected: bigint
  received: bigint
}

/**
 * Where statements saw other cases than the one that made the cells: a server that left some out in between, or data that changed.
 * Ranks and frequencies count the cases of each cell; of clusters in two strata the squares of sizes add up over strata and pairs.
 */
export function disagreements(
  needs: readonly (AskedColumn & { kinds: readonly SummaryKind[] })[],
  answers: Answers,
): Disagreement[] {
  const index = new AnswerIndex(answers)
  return needs.flatMap(({ head, kinds }, at) => {
    const k = at + 1
    const found: Disagreement[] = []
    // Ranks of a binary outcome are made of the cells themselves.
    const isRanked = kinds.includes('ranks') && head.kind !== 'binary'
    const compare = (statement: StatementId, what: string, expected: bigint, received: bigint): void => {
      if (expected !== received) found.push({ statement, what, expected, received })
    }
    for (const arm of head.arms) {
      for (const stratum of index.strata) {
        const what = `${head.outcome}: cases of ${arm} in ${stratum}`
        const n = index.numbers('cells', [arm, stratum])(`n_${k}`)
        if (isRanked && answers.has('ranks')) compare('ranks', what, n, index.rank(k, arm, stratum).cases)
        if (kinds.includes('frequencies') || kinds.includes('eventTimes') || (isRanked && !answers.has('ranks'))) {
          const listed = index.frequencies(k, arm, stratum).reduce((sum, [, count]) => sum + count, 0)
          compare('frequencies', what, n, BigInt(listed))
        }
      }
      if (!kinds.includes('clusterMoments') && !kinds.includes('crossProducts')) continue
      const within = index.strata.map(stratum => index.numbers('clusters', [arm, stratum])(`size_squared_${k}`))
      const between = index.pairs([arm]).map(({ numbers }) => 2n * numbers(`size_size_${k}`))
      const sum = [...within, ...between].reduce((total, part) => total + part, 0n)
      const whole = index.numbers('cluster-counts', [arm])(`size_squared_${k}`)
      compare('across', `${head.outcome}: squares of cluster sizes of ${arm}`, whole, sum)
    }
    return found
  })
}
