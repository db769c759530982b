import { CheckFailed } from '../core/errors.ts'
import type { AnalysisResult } from './analyse-plan.ts'

type WithOpinion = Pick<AnalysisResult, 'id' | 'secondOpinion'>

/** One line for every P and limit of which another program makes something else. */
export function disagreements(analyses: readonly WithOpinion[]): string[] {
  return analyses.flatMap(({ id, secondOpinion }) =>
    secondOpinion.flatMap(opinion =>
      opinion.status === 'disagrees'
        ? [`${id}: ${opinion.of} is ${opinion.ours} here and ${opinion.theirs} by jStat`]
        : [],
    ),
  )
}

/** Throws `CheckFailed` where another program disagrees with a result. */
export function requireAgreement(analyses: readonly WithOpinion[]): void {
  const found = disagreements(analyses)
  if (found.length > 0) throw new CheckFailed('The second opinion differs from these results:', found)
}
