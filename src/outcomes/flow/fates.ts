import type { CaseId, OutcomeId } from '../../model/ids.ts'
import type { Outcome } from '../../model/protocol.ts'
import type { OutcomeValue } from '../outcome-values.ts'
import { addCategories, type CategoryValues, type FlowBranch } from './category-levels.ts'
import type { FlowDraft } from './flow-draft.ts'

/** The value of an outcome for a case. */
export type ValueOf = (outcome: OutcomeId, id: CaseId) => OutcomeValue

/** What ends a case's part in the trial, and the cases of which it did. */
export interface FlowLoss {
  id: string
  title: string
  cases: ReadonlySet<CaseId>
}

interface Fates {
  /** The outcomes that may be shown. */
  outcomes: readonly Outcome[]
  /** Absent where no outcomes are known yet. */
  outcomeOf: ValueOf | undefined
  losses: readonly FlowLoss[]
  analysed: readonly OutcomeId[]
}

/** What became of the cases of a branch: levels of category outcomes, losses, and who is analysed. */
export function addFates(draft: FlowDraft, branch: FlowBranch, { outcomes, outcomeOf, losses, analysed }: Fates): void {
  if (outcomeOf !== undefined) {
    const categories = outcomes.flatMap((outcome): CategoryValues[] =>
      outcome.type === 'category' ? [{ outcome, of: id => outcomeOf(outcome.id, id) }] : [],
    )
    addCategories(draft, branch, categories)
  }
  if (losses.length > 0) addLosses(draft, branch, losses)
  if (outcomeOf === undefined) return
  for (const outcome of outcomes) if (analysed.includes(outcome.id)) addAnalysed(draft, branch, outcome, outcomeOf)
}

/** Cases that were lost, each by the first loss of the protocol's list that struck it, and those that stayed. */
function addLosses(draft: FlowDraft, branch: FlowBranch, losses: readonly FlowLoss[]): void {
  const at = { arm: branch.arm, outcome: null }
  const parts = losses.map(({ id, title, cases }, index) => {
    const earlier = losses.slice(0, index)
    const struck = branch.cases.filter(each => cases.has(each.id) && !earlier.some(loss => loss.cases.has(each.id)))
    return draft.add({ ...at, id: `${branch.id}/lost:${id}`, title, stage: 'lost' }, struck)
  })
  const staying = branch.cases.filter(each => !losses.some(({ cases }) => cases.has(each.id)))
  const rest = draft.add({ ...at, id: `${branch.id}/not_lost:`, title: 'Not lost', stage: 'staying' }, staying)
  draft.parts(branch.id, [...parts, rest], 'Losses')
}

function addAnalysed(draft: FlowDraft, branch: FlowBranch, { id: outcome, title }: Outcome, outcomeOf: ValueOf): void {
  const add = (
    stage: 'analysed' | 'missing' | 'not_applicable',
    words: string,
    holds: (value: OutcomeValue) => boolean,
  ) =>
    draft.add(
      { id: `${branch.id}/analysis:${outcome}/${stage}`, title: `${words}: ${title}`, stage, arm: branch.arm, outcome },
      branch.cases.filter(each => holds(outcomeOf(outcome, each.id))),
    )
  const parts = [
    add('analysed', 'Analysed', value => value !== null && value !== undefined),
    add('missing', 'Missing', value => value === null),
    add('not_applicable', 'Does not apply', value => value === undefined),
  ]
  draft.parts(branch.id, parts, `Analysis: ${title}`)
}
