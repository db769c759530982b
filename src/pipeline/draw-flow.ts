import { drawFlow, type FlowDiagram } from '../charts/index.ts'
import { refuseIfAny } from '../core/errors.ts'
import { armBranches, partingOutcomes } from '../model/flow.ts'
import { writeFileAtomically } from '../storage/files.ts'
import type { FlowOutcome } from './flow-run.ts'
import { flowOutcomeUnknown } from './issues.ts'

/** The flow diagram of a run, with the levels of the outcomes that are named, else of the first. */
export function drawFlowOfRun(flow: FlowOutcome, outcomes: readonly string[] = []): FlowDiagram {
  const known = partingOutcomes(armBranches(flow))
  refuseIfAny(outcomes.filter(id => !known.includes(id)).map(id => flowOutcomeUnknown(id, known)))
  const words = { id: 'flow', title: 'Flow of cases through the trial', subtitle: '', notice: flow.notice }
  return drawFlow(flow, words, outcomes.length === 0 ? {} : { outcomes })
}

export const writeFlowDiagram = (flow: FlowOutcome, file: string, outcomes: readonly string[]): void =>
  writeFileAtomically(file, `${drawFlowOfRun(flow, outcomes).svg}\n`)
