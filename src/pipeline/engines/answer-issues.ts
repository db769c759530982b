import type { Issue } from '../../core/errors.ts'
import { disagreements } from '../../summaries/engines/sql/agreement.ts'
import type { Answers } from '../../summaries/engines/sql/answers.ts'
import type { ColumnNeeds } from '../../summaries/engines/sql/summarise.ts'
import { clustersSplit } from '../../summaries/issues.ts'
import { clustersDiffer } from './issues.ts'

/** Clusters in two arms, and statements that saw other cases than each other. */
export function answerIssues(needs: readonly ColumnNeeds[], answers: Answers): Issue[] {
  const split = answers.get('split-clusters')?.rows[0]?.[0] ?? '0'
  if (split !== '0') return [clustersSplit(split)]
  return disagreements(needs, answers).map(({ statement, what, expected, received }) =>
    clustersDiffer(statement, what, expected, received),
  )
}
