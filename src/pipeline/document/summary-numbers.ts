import { isShown, type NamedNumber } from '../../report/index.ts'
import type { Findings } from '../findings.ts'
import type { Reported } from '../results/reported-findings.ts'
import { comparedAnalyses } from './other-analyses.ts'
import { plainContrasts, primaryResults } from './plain-contrasts.ts'

/** Id of a count that the summary gives. */
export const summaryId = (of: SummaryCount): string => `summary.${of}`

type SummaryCount =
  | 'comparisons'
  | 'comparisons_shown'
  | 'other_analyses'
  | 'other_analyses_differing'
  | 'analyses_after_results'

/** What the summary counts: comparisons and those that show a difference, and the analyses beside the primary ones. */
export function summaryNumbers(findings: Reported): NamedNumber[] {
  const primary = primaryResults(findings)
  const contrasts = primary.flatMap(result => plainContrasts(findings, result))
  const compared = comparedAnalyses(findings, primary)
  const count = (of: SummaryCount, value: number): NamedNumber => ({ id: summaryId(of), value, unit: 'count' })
  return [
    count('comparisons', contrasts.length),
    count('comparisons_shown', contrasts.filter(isShown).length),
    count('other_analyses', compared.length),
    count('other_analyses_differing', compared.filter(same => same.includes(false)).length),
    count('analyses_after_results', analysesAfterResults(findings)),
  ]
}

/** Analyses that were chosen after results had been seen. */
function analysesAfterResults({ analyses, explorations = [] }: Findings): number {
  const late = analyses.filter(({ amendment }) => amendment?.resultsSeen).length
  return explorations.reduce((sum, each) => sum + each.analyses.length, late)
}
