import type { Result } from '../../model/method.ts'
import type { SubgroupEstimates } from '../../model/subgroup-results.ts'
import { levelTitle } from '../../outcomes/index.ts'
import { literal, type Text, text } from '../../report/index.ts'
import { randomisationStatistics } from '../../statistics/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'

/**
 * The title of an analysis's method, with the statistic where the plan chose one, the level that counts and the set where it is
 * not every case: two such tests differ in nothing else.
 */
export function methodName(findings: Pick<Findings, 'protocol'>, result: AnalysisResult): Text {
  const { methodTitle, computation } = result
  const title = computation.status === 'computed' ? statisticTitle(computation.result) : undefined
  return text`${literal(title === undefined ? methodTitle : `${methodTitle}, ${title}`)}${levelWords(findings, result)}${setWords(result)}`
}

/** Which level counts as the outcome, to be put behind a name: `: Wanted and scheduled`; nothing where none was named. */
export function levelWords(
  { protocol }: Pick<Findings, 'protocol'>,
  { outcome, level }: Pick<AnalysisResult, 'outcome' | 'level'>,
): Text {
  if (level === null) return ''
  const found = protocol.outcomes.find(({ id }) => id === outcome)
  if (found?.type === 'category') return text`: ${literal(levelTitle(found, level))}`
  const ends = found?.type === 'time' ? (found.competing ?? []) : []
  return text`: ${literal(ends.find(({ id }) => id === level)?.title ?? level)}`
}

/** Which cases an analysis looks at, to be put behind its name: `, only: cases suitable for a call`; nothing for all. */
export const setWords = ({ set }: Pick<AnalysisResult, 'set'>): Text =>
  set === null ? '' : text`, only: ${literal(set.title.replace(/[.:]$/, ''))}`

function statisticTitle(result: Result | SubgroupEstimates): string | undefined {
  const [intermediates] =
    result.kind === 'test'
      ? [result.intermediates]
      : result.kind === 'contrasts'
        ? result.contrasts.flatMap(({ computation }) =>
            computation.status === 'computed' ? [computation.result.intermediates] : [],
          )
        : []
  const id = intermediates?.statistic
  return typeof id === 'string' ? randomisationStatistics.find(id)?.title : undefined
}
