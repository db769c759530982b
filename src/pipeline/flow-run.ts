import type { CivilDate } from '../core/civil-date.ts'
import type { Flow } from '../model/flow.ts'
import { buildFlow, casesOfLoss, requireFlow } from '../outcomes/index.ts'
import { type RunStage, readSituation, type Situation } from './status/situation.ts'
import { lastDay, stateOf, type Watched } from './status/trial-state.ts'
import type { Trial } from './trial-folder.ts'

/** How cases came into a run and what became of them. */
export interface FlowOutcome extends Flow {
  schema: 'equipoise/flow/1'
  trial: string
  run: string
  notice: string | null
  stage: RunStage
  /** False where the arms are sealed and no key was given. */
  armsKnown: boolean
  /** Whether the outcomes are in an engine, so that the flow ends with the allocation. */
  outcomesElsewhere: boolean
  /** The last day whose events are counted. */
  asOf: CivilDate
}

/**
 * The flow of cases through a run, at whatever stage it is. On a sealed run the arms need a key file, else cases are counted
 * together. Throws `CheckFailed`, which names the identity, where counts do not add up.
 */
export async function flowOfRun({
  trial,
  run,
  key,
}: {
  trial: Trial
  run: string
  key?: string | undefined
}): Promise<FlowOutcome> {
  const situation = await readSituation(trial, run, key)
  const asOf = lastDay(situation)
  const { notice, stage, armsKnown, outcomesElsewhere } = situation
  const flow = requireFlow(flowOf(situation, stateOf(situation, asOf)))
  return {
    schema: 'equipoise/flow/1',
    trial: trial.protocol.id,
    run,
    notice,
    stage,
    armsKnown,
    outcomesElsewhere,
    asOf,
    ...flow,
  }
}

/** The flow of a run on a day, its identities unchecked. */
export function flowOf(
  { assessed, sample, allocation, stage, armsKnown, outcomesElsewhere, trial }: Situation,
  { state, set }: Watched,
): Flow {
  const isAllocated = stage !== 'sampled'
  const hasEvents = state.records.length > 0
  return buildFlow(trial.protocol, {
    assessed,
    sampled: sample,
    allocated: isAllocated ? allocation : undefined,
    concealed: !armsKnown,
    outcomes: isAllocated && hasEvents ? set.outcomes : undefined,
    outcomeCases: set.cases.map(({ id }) => id),
    analysed: state.primary,
    losses: (outcomesElsewhere ? [] : (trial.protocol.monitoring?.losses ?? [])).map(loss => ({
      id: loss.id,
      title: loss.title,
      cases: casesOfLoss(state, loss),
    })),
  })
}
