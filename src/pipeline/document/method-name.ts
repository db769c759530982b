import type { Result } from '../../model/method.ts'
import { randomisationStatistics } from '../../statistics/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'

/** The title of an analysis's method, with the statistic where the plan chose one: two such tests differ in nothing else. */
export function methodName({ methodTitle, computation }: AnalysisResult): string {
  const title = computation.status === 'computed' ? statisticTitle(computation.result) : undefined
  return title === undefined ? methodTitle : `${methodTitle}, ${title}`
}

function statisticTitle(result: Result): string | undefined {
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
