import { hasPooledSide, pairsOfSides } from '../../model/pooled-arms.ts'
import { joined, literal, type Text, text } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { armTitle, type Findings } from '../findings.ts'

/** What contrasts of arms taken together estimate. */
export function pooledNotes(findings: Pick<Findings, 'protocol'>, { computation }: AnalysisResult): Text[] {
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return []
  const { contrasts, measure } = computation.result
  const pooled = contrasts.filter(hasPooledSide)
  const name = (arm: string): Text => [literal(armTitle(findings, arm))]
  if (measure === 'difference_of_differences') {
    return pooled.flatMap(contrast => {
      const [first, second] = pairsOfSides(contrast)
      if (first === undefined || second === undefined) return []
      return [
        text`The difference of ${name(second[0])} from ${name(second[1])}, less that of ${name(first[0])} from ${name(first[1])}.`,
      ]
    })
  }
  if (pooled.length === 0) return []
  return [
    text`Arms are taken together (${joined(
      pooled.map(({ arm, against }) => text`${name(arm)} against ${name(against)}`),
      '; ',
    )}): what is estimated is a mean over them as allocated, and the effect in each only where it does not depend on what sets them apart.`,
  ]
}
