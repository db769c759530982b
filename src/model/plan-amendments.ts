import { compareBytes } from '../core/byte-order.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import type { Deviation, Plan, PlannedAnalysis } from './plan.ts'

/** How a plan differs from the one that stood when the cases were allocated. */
export interface PlanAmendments {
  added: readonly string[]
  changed: readonly string[]
  /** Analyses that were planned and are not in the plan any more. */
  dropped: readonly PlannedAnalysis[]
  /** Other parts of the plan that differ, as `alpha` or `power`. */
  parts: readonly string[]
  /** Deviations recorded since. */
  deviations: readonly Deviation[]
}

/** What differs between two plans in more than words: titles and descriptions may be improved at any time. */
export function amendmentsOf(allocated: Plan, now: Plan): PlanAmendments {
  const before = new Map(allocated.analyses.map(analysis => [analysis.id, commitment(allocated, analysis)]))
  const after = new Map(now.analyses.map(analysis => [analysis.id, commitment(now, analysis)]))
  const known = new Set(allocated.deviations?.map(({ id }) => id))
  return {
    added: [...after.keys()].filter(id => !before.has(id)),
    changed: [...after].filter(([id, text]) => before.has(id) && before.get(id) !== text).map(([id]) => id),
    dropped: allocated.analyses.filter(({ id }) => !after.has(id)),
    parts: [...sharedParts, ...otherParts].filter(part => wordless(allocated[part]) !== wordless(now[part])),
    deviations: (now.deviations ?? []).filter(({ id }) => !known.has(id)),
  }
}

/** Parts that every analysis rests on: a change of one changes them all. */
const sharedParts = ['alpha', 'confidenceLevel', 'analysisSet', 'seed'] as const

/** Parts that no analysis is made from. */
const otherParts = ['power', 'estimands', 'economics'] as const

/** What was promised of an analysis: everything that its numbers and their reading depend on. */
function commitment(plan: Plan, { id, contrasts: wanted, ...analysis }: PlannedAnalysis): string {
  const { alpha, confidenceLevel, analysisSet, seed = plan.trial } = plan
  const contrasts = plan.contrasts.filter(contrast => wanted?.includes(contrast.id) ?? true)
  const families = (plan.families ?? []).filter(({ members }) => members.some(member => member.analysis === id))
  const { estimand: named } = analysis
  const estimand = plan.estimands.find(each => each.id === named)
  const set = plan.analysisSets?.find(each => each.id === analysis.set)
  const by = plan.subgroups?.find(each => each.id === analysis.by)
  return wordless({ ...analysis, set, by, contrasts, families, estimand, alpha, confidenceLevel, analysisSet, seed })
}

/** Canonical text of a part of a plan without titles and descriptions. */
const wordless = (part: unknown): string => (part === undefined ? '' : canonicalJson(withoutWords(part)))

function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => key !== 'title' && key !== 'description')
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutWords(part)]))
}

/** What differs and no deviation covers, as words for a message. */
export function unrecorded({ added, changed, dropped, parts, deviations }: PlanAmendments): string[] {
  const uncovered = (ids: readonly string[]): string[] =>
    ids.filter(id => !deviations.some(deviation => covers(deviation, id)))
  const changedAlone = uncovered(changed)
  const shared = parts.filter(part => sharedParts.some(each => each === part))
  const others = parts.filter(part => !shared.includes(part))
  return [
    ...(changedAlone.length === 0 ? [] : shared),
    ...(shared.length === 0 ? changedAlone.sort(compareBytes) : []),
    ...(deviations.length === 0 ? others : []),
  ]
    .map(part => `${part} changed`)
    .concat(uncovered(added).map(id => `${id} added`))
    .concat(uncovered(dropped.map(({ id }) => id)).map(id => `${id} taken away`))
}

/** Whether results had been seen when an analysis was added or changed; also where no deviation says so. */
export function resultsSeen({ deviations }: PlanAmendments, analysis: string): boolean {
  const own = deviations.filter(deviation => covers(deviation, analysis))
  return own.length === 0 || own.some(deviation => deviation.resultsSeen)
}

const covers = ({ analyses }: Deviation, id: string): boolean => analyses?.includes(id) ?? true
