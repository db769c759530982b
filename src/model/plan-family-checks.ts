import { quote } from '../core/errors.ts'
import type { MethodTraits, PValues } from './method.ts'
import type { Family, Plan, PlannedAnalysis } from './plan.ts'
import { idsOf } from './plan-analysis-checks.ts'
import { named, repeatedIds } from './problems.ts'
import type { Problem } from './validate.ts'

type Member = Family['members'][number]

/** One P of a plan: the overall one of an analysis (`contrast` is null), or that of one of its contrasts. */
export interface Comparison {
  analysis: string
  contrast: string | null
}

/** The P values that a member of a family stands for, in the plan's order. */
export function comparisonsOf(
  { analysis, contrast }: Member,
  planned: Pick<PlannedAnalysis, 'contrasts'>,
  contrasts: Plan['contrasts'],
  pValues: PValues,
): Comparison[] {
  if (pValues === 'none') return []
  if (pValues === 'overall') return [{ analysis, contrast: null }]
  if (contrast !== undefined) return [{ analysis, contrast }]
  return contrasts
    .filter(({ id }) => planned.contrasts?.includes(id) ?? true)
    .map(({ id }) => ({ analysis, contrast: id }))
}

/** What is wrong with the families of a plan: unknown members, members without a P or with one that is adjusted already, and a P in two families. */
export function familyProblems(
  families: readonly Family[],
  { analyses, contrasts }: Pick<Plan, 'analyses' | 'contrasts'>,
  methods: readonly MethodTraits[],
): Problem[] {
  const taken = new Map<string, string>()
  const members = families.flatMap((family, index) =>
    family.members.flatMap((member, position): Problem[] => {
      const path = ['families', index, 'members', position]
      const planned = analyses.find(({ id }) => id === member.analysis)
      if (planned === undefined) {
        return named([...path, 'analysis'], 'analysis', member.analysis, idsOf(analyses))
      }
      const method = methods.find(({ id }) => id === planned.method)
      if (method === undefined) return []
      const problem = memberProblem(path, member, planned, method, contrasts)
      if (problem !== undefined) return [problem]
      return repeated(path, comparisonsOf(member, planned, contrasts, method.pValues), family.id, taken)
    }),
  )
  return [...repeatedIds(['families'], 'family', idsOf(families)), ...members]
}

function memberProblem(
  path: Problem['path'],
  { analysis, contrast }: Member,
  planned: PlannedAnalysis,
  { pValues, simultaneous }: MethodTraits,
  contrasts: Plan['contrasts'],
): Problem | undefined {
  if (pValues === 'none') {
    return {
      path: [...path, 'analysis'],
      expected: 'an analysis with a P',
      received: `${quote(analysis)}, whose method ${planned.method} gives none`,
      action: 'Take it out of the family, or name an analysis by a test.',
    }
  }
  if (simultaneous) {
    return {
      path: [...path, 'analysis'],
      expected: 'an analysis whose P is not adjusted yet',
      received: `${quote(analysis)}, whose method ${planned.method} adjusts for its comparisons itself`,
      action: 'Take it out of the family, or name an analysis by a method that takes each contrast alone.',
    }
  }
  if (contrast === undefined) return undefined
  if (pValues === 'overall') {
    return {
      path: [...path, 'contrast'],
      expected: `no contrast, as ${planned.method} is one test over all arms`,
      received: quote(contrast),
      action: 'Remove `contrast`.',
    }
  }
  const known = idsOf(contrasts).filter(id => planned.contrasts?.includes(id) ?? true)
  return named([...path, 'contrast'], `contrast of ${analysis}`, contrast, known)[0]
}

/** Comparisons that a family holds already. `taken` remembers the family of each. */
function repeated(
  path: Problem['path'],
  comparisons: readonly Comparison[],
  family: string,
  taken: Map<string, string>,
): Problem[] {
  return comparisons.flatMap(({ analysis, contrast }) => {
    const key = `${analysis} ${contrast ?? ''}`
    const before = taken.get(key)
    taken.set(key, before ?? family)
    if (before === undefined) return []
    const named = contrast === null ? analysis : `${contrast} of ${analysis}`
    return [{ path, expected: 'each P in one family and once', received: `${named}, which is in ${before} already` }]
  })
}
