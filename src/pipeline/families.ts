import { InternalError } from '../core/errors.ts'
import type { Family, Plan } from '../model/plan.ts'
import { type Comparison, comparisonsOf } from '../model/plan-family-checks.ts'
import { adjustments } from '../statistics/multiplicity/adjustments.ts'
import { methodTraits } from '../statistics/traits.ts'
import type { AdjustedP, AnalysisResult } from './analysis-result.ts'

/**
 * The results with every P of a family adjusted. A comparison of the family that could not be computed counts as one with P = 1,
 * so that it never makes the others look better.
 */
export function adjustFamilies(plan: Plan, results: readonly AnalysisResult[]): AnalysisResult[] {
  const adjusted = new Map<string, AdjustedP>()
  for (const family of plan.families ?? []) {
    const comparisons = comparisonsIn(plan, family)
    const raw = comparisons.map(comparison => pValueOf(results, comparison))
    const pValues = adjustmentOf(family).adjust(raw.map(p => p ?? 1))
    comparisons.forEach((comparison, index) => {
      const pValue = pValues[index]
      if (raw[index] === undefined || pValue === undefined) return
      const { contrast } = comparison
      const { id, method } = family
      adjusted.set(keyOf(comparison), { contrast, family: id, method, comparisons: comparisons.length, pValue })
    })
  }
  return results.map(result => {
    const own = pValuesOf(result).flatMap(
      ({ contrast }) => adjusted.get(keyOf({ analysis: result.id, contrast })) ?? [],
    )
    return { ...result, adjusted: own }
  })
}

const keyOf = ({ analysis, contrast }: Comparison): string => `${analysis} ${contrast ?? ''}`

/** How the P values of a family are adjusted. */
export function adjustmentOf({ method }: Family) {
  const found = adjustments.find(method)
  if (found === undefined) throw new InternalError(`no adjustment is called ${method}`)
  return found
}

/** The comparisons of a family, in the order of its members. */
export function comparisonsIn({ analyses, contrasts }: Plan, { members }: Family): Comparison[] {
  return members.flatMap(member => {
    const planned = analyses.find(({ id }) => id === member.analysis)
    const method = methodTraits.find(({ id }) => id === planned?.method)
    if (planned === undefined || method === undefined) throw new InternalError(`no analysis ${member.analysis}`)
    return comparisonsOf(member, planned, contrasts, method.pValues)
  })
}

function pValueOf(results: readonly AnalysisResult[], { analysis, contrast }: Comparison): number | undefined {
  const result = results.find(({ id }) => id === analysis)
  return result && pValuesOf(result).find(each => each.contrast === contrast)?.pValue
}

/** Every P of a result that was computed. */
export function pValuesOf({
  computation,
}: Pick<AnalysisResult, 'computation'>): { contrast: string | null; pValue: number }[] {
  if (computation.status === 'undefined') return []
  const { result } = computation
  if (result.kind === 'test') return [{ contrast: null, pValue: result.pValue }]
  if (result.kind === 'arms') return []
  // Of an analysis by subgroups: whether the contrast differs between them. What it is in one of them answers nothing.
  const contrasts = result.kind === 'subgroups' ? result.interactions : result.contrasts
  return contrasts.flatMap(({ id, computation: contrast }) =>
    contrast.status === 'computed' && contrast.result.pValue !== undefined
      ? [{ contrast: id, pValue: contrast.result.pValue }]
      : [],
  )
}
