import type { FlowStage } from '../../model/flow.ts'
import type { Outcome } from '../../model/protocol.ts'
import type { OutcomeValue } from '../outcome-values.ts'
import type { CountedCase, FlowDraft } from './flow-draft.ts'

/** A category outcome with its value for every case, by case id. */
export interface CategoryValues {
  outcome: Extract<Outcome, { type: 'category' }>
  of(caseId: string): OutcomeValue
}

/** A node whose cases are to be parted. */
export interface FlowBranch {
  id: string
  arm: string | null
  cases: readonly CountedCase[]
}

/**
 * The levels of category outcomes under a node. An outcome that applies at levels of another stands under the nodes of
 * those levels, and so on; one that applies everywhere, or by arm only, under the node itself. Outcomes that apply to no
 * case of a node are left out.
 */
export function addCategories(draft: FlowDraft, branch: FlowBranch, categories: readonly CategoryValues[]): void {
  for (const category of categories) {
    const { observed } = category.outcome
    if (observed?.outcome === undefined && appliesIn(branch.arm, category))
      addLevels(draft, branch, category, categories)
  }
}

const appliesIn = (arm: string | null, { outcome: { observed } }: CategoryValues): boolean =>
  arm === null || observed?.arms === undefined || observed.arms.includes(arm)

function addLevels(
  draft: FlowDraft,
  branch: FlowBranch,
  category: CategoryValues,
  categories: readonly CategoryValues[],
): void {
  const { id: outcome, title, levels } = category.outcome
  const at = `${branch.id}/${outcome}`
  const groups = new Map<OutcomeValue, CountedCase[]>()
  for (const each of branch.cases) {
    const value = category.of(each.id)
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [each])
    else group.push(each)
  }
  const node = (name: string, words: string, stage: FlowStage, cases: readonly CountedCase[]): string =>
    draft.add({ id: `${at}/${name}`, title: words, stage, arm: branch.arm, outcome }, cases)
  const ids = levels.map(level => {
    const cases = groups.get(level) ?? []
    const id = node(level, levelTitle(category.outcome, level), 'level', cases)
    const nested = categories.filter(
      ({ outcome: { observed } }) => observed?.outcome === outcome && observed.levels?.includes(level),
    )
    for (const inner of nested.filter(each => appliesIn(branch.arm, each))) {
      addLevels(draft, { id, arm: branch.arm, cases }, inner, categories)
    }
    return id
  })
  const others = [
    ...present(groups.get(null), cases => node('NA:missing', 'Missing', 'missing', cases)),
    ...present(groups.get(undefined), cases => node('NA:not_applicable', 'Does not apply', 'not_applicable', cases)),
  ]
  draft.parts(branch.id, [...ids, ...others], title)
}

const present = (
  cases: readonly CountedCase[] | undefined,
  add: (cases: readonly CountedCase[]) => string,
): string[] => (cases === undefined ? [] : [add(cases)])

/** A level without a title: `not_contacted` as `Not contacted`. */
/** A level of a category outcome as its protocol calls it, else the id in words. */
export const levelTitle = ({ levelTitles = {} }: CategoryValues['outcome'], level: string): string =>
  levelTitles[level] ?? inWords(level)

const inWords = (level: string): string => level.replaceAll('_', ' ').replace(/^./, first => first.toUpperCase())
