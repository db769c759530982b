import { groupBy } from '../core/lists.ts'
import type { AllocatedCase } from '../model/case.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { ArmId, CaseId } from '../model/ids.ts'
import { type EventKind, harmfulKinds, type Process } from '../model/process.ts'
import type { Protocol } from '../model/protocol.ts'
import { changedRecords, standingEvents } from './corrections.ts'
import { type ProcessDeviation, processDeviations } from './process/deviations.ts'

/** Events of one arm and the cases that had one. */
export interface ArmTally {
  arm: ArmId
  cases: number
  events: number
}

/** Something that may happen to cases, with how often it did in each arm in which the protocol has it. */
export interface Tallied {
  /** Id of a kind of event or of a rule. */
  id: string
  title: string
  arms: readonly ArmTally[]
}

/** The records of one arm: all of its cases and events, and how many events were later corrected or taken away. */
export interface ArmRecord {
  arm: ArmId
  cases: number
  events: number
  corrected: number
  voided: number
}

/** What a log holds of harms and of departures from the process, by arm. */
export interface HarmsAndDepartures {
  /** A line for each kind of event that the protocol calls a harm. */
  harms: readonly Tallied[]
  anyHarm: readonly ArmTally[]
  /** A line for each rule from which an event may depart as a deviation. */
  departures: readonly Tallied[]
  anyDeparture: readonly ArmTally[]
  records: readonly ArmRecord[]
}

/**
 * Counts harms and departures in each arm, by the arm to which a case was allocated. Standing events count, whatever became
 * of a case's own window: a harm that comes late is one. An event that departs from several rules counts with each.
 */
export function harmsAndDepartures(
  protocol: Pick<Protocol, 'arms' | 'process'>,
  { allocation, events }: { allocation: readonly Pick<AllocatedCase, 'id' | 'arm'>[]; events: readonly OutcomeEvent[] },
): HarmsAndDepartures {
  const { arms, process } = protocol
  const armOf = new Map<CaseId, ArmId>(allocation.map(({ id, arm }) => [id, arm]))
  const all = arms.map(({ id }) => id)
  const tally = (happened: readonly Happening[], of: readonly ArmId[] = all) => talliesOf(happened, of, armOf)
  const harmful = harmfulKinds(process)
  const isHarm = new Set(harmful.map(({ kind }) => kind))
  const harms = standingEvents(events)
    .filter(({ kind }) => isHarm.has(kind))
    .map(({ id, case: of, kind }) => ({ event: id, case: of, kind }))
  const deviations = processDeviations(protocol, events)
  const rules = process.rules.filter(({ override }) => override === 'deviation')
  return {
    harms: harmful.map(({ kind, title, arms: own = all }) => ({
      ...{ id: kind, title },
      arms: tally(
        harms.filter(harm => harm.kind === kind),
        own,
      ),
    })),
    anyHarm: tally(harms),
    departures: rules.map(rule => ({
      ...{ id: rule.id, title: rule.title },
      arms: tally(
        deviations.filter(deviation => deviation.rule === rule.id),
        armsOfRule(rule, process.events, all),
      ),
    })),
    anyDeparture: tally(deviations),
    records: armRecords(all, armOf, events),
  }
}

type Happening = Pick<ProcessDeviation, 'case' | 'event'>

/** Arms in which a rule holds for some kind of event that may happen there. */
function armsOfRule({ of, arms }: Process['rules'][number], kinds: readonly EventKind[], all: readonly ArmId[]) {
  const about = kinds.filter(({ kind }) => of.includes(kind))
  return all.filter(arm => (arms ?? all).includes(arm) && about.some(({ arms: own = all }) => own.includes(arm)))
}

function talliesOf(
  happened: readonly Happening[],
  arms: readonly ArmId[],
  armOf: ReadonlyMap<CaseId, ArmId>,
): readonly ArmTally[] {
  const byArm = groupBy(happened, of => armOf.get(of.case) ?? '')
  return arms.map(arm => {
    const own = byArm.get(arm) ?? []
    return {
      arm,
      cases: new Set(own.map(of => of.case)).size,
      events: new Set(own.map(({ event }) => event)).size,
    }
  })
}

function armRecords(
  arms: readonly ArmId[],
  armOf: ReadonlyMap<CaseId, ArmId>,
  events: readonly OutcomeEvent[],
): readonly ArmRecord[] {
  const cases = groupBy(armOf.values(), arm => arm)
  const own = groupBy(
    events.filter(({ corrects }) => corrects === undefined),
    event => armOf.get(event.case) ?? '',
  )
  const changed = groupBy(changedRecords(events), ({ event }) => armOf.get(event.case) ?? '')
  return arms.map(arm => {
    const changes = changed.get(arm) ?? []
    return {
      arm,
      cases: cases.get(arm)?.length ?? 0,
      events: own.get(arm)?.length ?? 0,
      corrected: changes.filter(({ change }) => change === 'corrected').length,
      voided: changes.filter(({ change }) => change === 'voided').length,
    }
  })
}
