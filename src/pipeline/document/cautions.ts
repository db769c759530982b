import type { AnalysisResult } from '../analyse-plan.ts'
import type { Findings } from '../findings.ts'

/** What a reader must know of a result. */
export function cautionsOf(findings: Pick<Findings, 'protocol'>, { computation }: AnalysisResult): string[] {
  if (computation.status === 'undefined') return []
  return computation.cautions.map(({ detail }) => withArmTitles(findings, detail))
}

/** A sentence of the statistics, which know arms by their ids, with the titles instead. */
export function withArmTitles({ protocol }: Pick<Findings, 'protocol'>, sentence: string): string {
  // An id that is a plain word, as control, may stand in a sentence for itself.
  const arms = protocol.arms.filter(({ id }) => /[_-]/.test(id))
  return arms.reduce((text, { id, title }) => text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), title), sentence)
}
