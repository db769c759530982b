import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import type { Flow } from '../../model/flow.ts'
import type { CaseId, OutcomeId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { tellingOutcomes } from '../masked-set.ts'
import type { OutcomeColumn } from '../outcome-values.ts'
import { type AssessedCase, addAllocation, addAssessment, addSample } from './before-allocation.ts'
import type { FlowBranch } from './category-levels.ts'
import { addFates, type FlowLoss, type ValueOf } from './fates.ts'
import { FlowDraft } from './flow-draft.ts'

/** What a run holds of its cases; a part is absent where its stage was not reached. */
export interface FlowInputs {
  assessed?: readonly AssessedCase[] | undefined
  sampled?: readonly Pick<SampledCase, 'id' | 'cluster'>[] | undefined
  allocated?: readonly Pick<AllocatedCase, 'id' | 'cluster' | 'arm'>[] | undefined
  /** Whether the arms of the allocated cases are sealed; they are then counted together. */
  concealed?: boolean | undefined
  /** Outcomes of the allocated cases, values in the order of `outcomeCases`. */
  outcomes?: ReadonlyMap<OutcomeId, OutcomeColumn> | undefined
  outcomeCases?: readonly CaseId[] | undefined
  /** Outcomes of which the flow says how many cases are analysed. */
  analysed?: readonly OutcomeId[] | undefined
  losses?: readonly FlowLoss[] | undefined
}

/**
 * How cases came into a trial and what became of them. Each count is made by itself from the cases that it is about, so the
 * identities between them are a check of the files: `flowViolations` names those that do not hold.
 */
export function buildFlow(protocol: Protocol, inputs: FlowInputs): Flow {
  const { assessed, sampled, allocated, concealed = false } = inputs
  const draft = new FlowDraft(protocol.clusters !== undefined)
  if (assessed !== undefined) addAssessment(draft, protocol, assessed)
  if (sampled !== undefined) addSample(draft, assessed, sampled)
  if (allocated !== undefined) addAllocation(draft, sampled, allocated)
  const arms = concealed || allocated === undefined ? [] : protocol.arms.map(({ id, title }) => ({ id, title }))
  const leftOut = concealed ? tellingOutcomes(protocol) : []
  if (allocated !== undefined) {
    const branches = concealed ? [together(allocated)] : addArms(draft, protocol, allocated)
    const shown = protocol.outcomes.filter(({ id }) => !leftOut.some(({ outcome }) => outcome === id))
    const outcomeOf = valuesByCase(inputs)
    const { losses = [], analysed = [] } = inputs
    for (const branch of branches) addFates(draft, branch, { outcomes: shown, outcomeOf, losses, analysed })
  }
  return { arms, nodes: draft.nodes, identities: draft.identities, leftOut }
}

type Allocated = NonNullable<FlowInputs['allocated']>

const together = (cases: Allocated): FlowBranch => ({ id: 'allocated', arm: null, cases })

/** The cases of each arm. */
function addArms(draft: FlowDraft, { arms }: Pick<Protocol, 'arms'>, allocated: Allocated): FlowBranch[] {
  const branches = arms.map(({ id, title }) => {
    const cases = allocated.filter(({ arm }) => arm === id)
    const node = { id: `allocated/${id}`, title, stage: 'allocated', arm: id, outcome: null } as const
    return { id: draft.add(node, cases), arm: id, cases }
  })
  draft.parts(
    'allocated',
    branches.map(({ id }) => id),
    'Arm',
  )
  return branches
}

function valuesByCase({ outcomes, outcomeCases }: FlowInputs): ValueOf | undefined {
  if (outcomes === undefined || outcomeCases === undefined) return undefined
  const rowOf = new Map(outcomeCases.map((id, row) => [id, row]))
  return (outcome, id) => {
    const row = rowOf.get(id)
    return row === undefined ? undefined : outcomes.get(outcome)?.values[row]
  }
}
