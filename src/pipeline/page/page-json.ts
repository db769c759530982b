import type { PageFindings } from './page-findings.ts'

/** What the printed numbers imply, for `--json`: contrasts with what the rounding leaves open, and the economics. */
export function pageJson({ analyses, overRounding, economics }: PageFindings) {
  const contrasts = analyses.flatMap(({ id: analysis, outcome, method, computation }) => {
    if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return []
    return computation.result.contrasts.map(({ id, computation: contrast }) => ({
      analysis,
      outcome,
      method,
      contrast: id,
      computation: contrast,
      overRounding: overRounding.get(analysis)?.get(id) ?? null,
    }))
  })
  return { contrasts, economics }
}
