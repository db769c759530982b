import type { ContrastEstimates } from '../../model/method.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'

/** What a reader must know of a result, and of single contrasts of it. */
export function cautionsOf(findings: Pick<Findings, 'protocol' | 'plan'>, { computation }: AnalysisResult): string[] {
  if (computation.status === 'undefined') return []
  const { result, cautions } = computation
  const own = result.kind === 'contrasts' ? contrastCautions(findings, result) : []
  return [...own, ...cautions.map(({ detail }) => withArmTitles(findings, detail))]
}

/** Cautions of contrasts, each said once with the contrasts that it is about, or by itself where it is about all. */
function contrastCautions(findings: Pick<Findings, 'protocol' | 'plan'>, { contrasts }: ContrastEstimates): string[] {
  const about = new Map<string, string[]>()
  const computed = contrasts.filter(({ computation }) => computation.status === 'computed')
  for (const { id, computation } of computed) {
    for (const { detail } of computation.status === 'computed' ? computation.cautions : []) {
      about.set(detail, [...(about.get(detail) ?? []), contrastTitle(findings, id)])
    }
  }
  return [...about].map(([detail, titles]) => {
    const sentence = withArmTitles(findings, detail)
    return titles.length === computed.length ? sentence : `${titles.join('; ')}: ${sentence}`
  })
}

/** A contrast in the words of the plan. */
export const contrastTitle = ({ plan }: Pick<Findings, 'plan'>, id: string): string =>
  plan.contrasts.find(contrast => contrast.id === id)?.title ?? id

/** A sentence of the statistics, which know arms by their ids, with the titles instead. */
export function withArmTitles({ protocol }: Pick<Findings, 'protocol'>, sentence: string): string {
  // An id that is a plain word, as control, may stand in a sentence for itself.
  const arms = protocol.arms.filter(({ id }) => /[_-]/.test(id))
  return arms.reduce((text, { id, title }) => text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), title), sentence)
}
