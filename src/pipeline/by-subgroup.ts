import { sumOf } from '../core/lists.ts'
import {
  type Caution,
  type Computation,
  type ContrastSpec,
  computed,
  type Measure,
  type Result,
  type ResultOpinion,
  undefinedBecause,
} from '../model/method.ts'
import type { PlannedAnalysis } from '../model/plan.ts'
import { armsOfSide, isPooled } from '../model/pooled-arms.ts'
import type { Heterogeneity, SubgroupEstimates, SubgroupResult } from '../model/subgroup-results.ts'
import { inEachSubgroup } from '../model/subgroups.ts'
import type { SubgroupDivision } from '../outcomes/index.ts'
import { effectHeterogeneity } from '../statistics/heterogeneity.ts'
import { withCautions } from '../statistics/inference.ts'
import { heterogeneityOpinions } from '../statistics/second-opinion.ts'

/** What an analysis gave, and what another program makes of it. */
export interface Answer<R> {
  computation: Computation<R>
  secondOpinion: readonly ResultOpinion[]
}

/** How an analysis is answered in one subgroup at a time. */
export interface WithinSubgroups {
  contrasts: readonly ContrastSpec[]
  /** Of intervals. */
  level: number
  answer(analysis: PlannedAnalysis): Answer<Result>
  /** Cases of each arm of which the outcome was observed. */
  cases(analysis: PlannedAnalysis): SubgroupResult['cases']
  /** Whether few cases of a side of a contrast have the event, or an amount, or few lack it. */
  isRare(analysis: PlannedAnalysis, side: string): boolean
}

/** The contrasts of an analysis in each subgroup, and whether each differs between them. */
export function answerBySubgroup(
  analysis: PlannedAnalysis,
  { subgrouping, inNone, acrossClusters }: SubgroupDivision,
  within: WithinSubgroups,
): Answer<SubgroupEstimates> {
  const planned = inEachSubgroup(analysis, [subgrouping])
  const answers = planned.map(within.answer)
  const groups = subgrouping.groups.map((group, at): SubgroupResult => {
    const [own, answer] = [planned[at] as PlannedAnalysis, answers[at] as Answer<Result>]
    const { id, title } = group
    const cases = [...within.cases(own), ...casesOfPooled(within.contrasts, within.cases(own))]
    return { id, title, cases, ...contrastsIn(answer.computation, within.contrasts) }
  })
  const interactions = within.contrasts.map(({ id, arm, against }) => {
    const rare = groups.filter((_, at) =>
      [arm, against].some(each => within.isRare(planned[at] as PlannedAnalysis, each)),
    )
    const cautions = [...rareCaution(rare), ...fewCasesCaution(groups, id), ...acrossCaution(acrossClusters)]
    return { id, arm, against, computation: withCautions(interactionOf(groups, id, within.level), cautions) }
  })
  const { id, title } = subgrouping
  const measure = measureOf(answers)
  return {
    computation: computed(
      { kind: 'subgroups', by: { id, title, inNone, acrossClusters }, measure, groups, interactions },
      missingCaution(inNone, title),
    ),
    secondOpinion: [
      ...groups.flatMap((group, at) =>
        (answers[at]?.secondOpinion ?? []).map(opinion => ({ ...opinion, of: `${opinion.of} in ${group.id}` })),
      ),
      ...interactions.flatMap(({ id: contrast, computation }) =>
        computation.status === 'computed' ? heterogeneityOpinions(contrast, computation.result) : [],
      ),
    ],
  }
}

/** Cases of arms that contrasts take together. */
function casesOfPooled(contrasts: readonly ContrastSpec[], cases: SubgroupResult['cases']): SubgroupResult['cases'] {
  const sides = new Set(contrasts.flatMap(({ arm, against }) => [arm, against]).filter(isPooled))
  const casesOf = (id: string): number => cases.find(({ arm }) => arm === id)?.n ?? 0
  return [...sides].map(side => ({ arm: side, n: sumOf(armsOfSide(side).map(casesOf)) }))
}

/** What the contrasts measure; where no subgroup has an answer, no number says. */
function measureOf(answers: readonly Answer<Result>[]): Measure {
  const results = answers.flatMap(({ computation }) => (computation.status === 'computed' ? [computation.result] : []))
  const [first] = results.flatMap(result => (result.kind === 'contrasts' ? [result.measure] : []))
  return first ?? 'difference'
}

/** Every contrast of a subgroup, with the reason of the whole where there is no answer at all. */
function contrastsIn(
  computation: Computation<Result>,
  contrasts: readonly ContrastSpec[],
): Pick<SubgroupResult, 'contrasts' | 'cautions'> {
  if (computation.status === 'undefined')
    return { contrasts: contrasts.map(({ id, arm, against }) => ({ id, arm, against, computation })), cautions: [] }
  const { result, cautions } = computation
  return { contrasts: result.kind === 'contrasts' ? result.contrasts : [], cautions }
}

/** Whether a contrast differs between all subgroups; not computable where it is not in one of them. */
function interactionOf(groups: readonly SubgroupResult[], contrast: string, level: number): Computation<Heterogeneity> {
  const effects = groups.map(group => ({
    group,
    found: group.contrasts.find(({ id }) => id === contrast)?.computation,
  }))
  for (const { group, found } of effects) {
    if (found?.status === 'undefined')
      return undefinedBecause(found.reason, `There is no estimate in "${group.title}": ${found.detail}`)
    if (found === undefined || found.result.standardError === 0)
      return undefinedBecause('zero_variance', `The estimate in "${group.title}" has no variance.`)
  }
  return effectHeterogeneity(
    effects.flatMap(({ found }) => (found?.status === 'computed' ? [found.result] : [])),
    level,
  )
}

const titlesOf = (groups: readonly { title: string }[]): string => groups.map(({ title }) => `"${title}"`).join(', ')

function rareCaution(groups: readonly { title: string }[]): Caution[] {
  if (groups.length === 0) return []
  const detail = `The test of interaction takes estimates to be normal, which is poor in ${titlesOf(groups)}: fewer than 5 cases of an arm have the outcome there, or fewer than 5 lack it.`
  return [{ code: 'few_events', detail }]
}

const enoughDegrees = 30

/** Where a standard error, which the test takes as known, was estimated from few cases or clusters. */
function fewCasesCaution(groups: readonly SubgroupResult[], contrast: string): Caution[] {
  const few = groups.filter(({ contrasts }) => {
    const found = contrasts.find(({ id }) => id === contrast)?.computation
    const degrees = found?.status === 'computed' ? found.result.degreesOfFreedom : undefined
    return degrees !== undefined && degrees < enoughDegrees
  })
  if (few.length === 0) return []
  const detail = `The test of interaction takes standard errors as known; in ${titlesOf(few)} they rest on fewer than ${enoughDegrees} degrees of freedom, so that P tends to be too small.`
  return [{ code: 'few_cases', detail }]
}

function acrossCaution(clusters: number): Caution[] {
  if (clusters === 0) return []
  const detail =
    'Some clusters have cases in several subgroups; the test of interaction takes the cases of one subgroup to be independent of those of another.'
  return [{ code: 'clusters_across_subgroups', detail }]
}

function missingCaution(cases: number, title: string): Caution[] {
  if (cases === 0) return []
  const are = cases === 1 ? 'One case is' : `${cases} cases are`
  const detail = `${are} in no subgroup, as the value that divides them is missing (${title}).`
  return [{ code: 'missing_subgroup', detail }]
}
