import type { OutcomeEvent } from '../../src/model/event.ts'
import { monitoringSchema } from '../../src/model/monitoring.ts'
import type { Protocol } from '../../src/model/protocol.ts'
import {
  measures,
  type Reading,
  readMeasure,
  type TrialState,
  type WatchedCase,
  type WatchedRecord,
} from '../../src/outcomes/index.ts'
import { protocol } from '../outcomes/trial.ts'

/** The protocol of the small trial, with what it watches. */
export const watchedProtocol = (monitoring: object = {}, more: Partial<Protocol> = {}): Protocol => ({
  ...protocol,
  ...more,
  monitoring: monitoringSchema.parse(monitoring),
})

export const watchedCase = (id: string, arm = 'call', more: Partial<WatchedCase> = {}): WatchedCase => ({
  id,
  arm,
  stratum: '1993',
  cluster: id,
  since: '2015-11-01',
  window: { from: '2015-11-01', to: '2016-07-31' },
  row: 0,
  ...more,
})

export const watchedRecord = (
  of: WatchedCase,
  day: string,
  more: Partial<OutcomeEvent> = {},
  recordedOn = day,
): WatchedRecord => ({
  event: {
    id: `${of.id}-${day}-${more.kind ?? ''}`,
    case: of.id,
    kind: 'payment',
    at: day,
    by: 'team',
    fields: {},
    ...more,
  },
  of,
  day,
  recordedOn,
})

/** A state of these cases; each is given its row. */
export function stateWith(cases: readonly WatchedCase[], more: Partial<TrialState> = {}): TrialState {
  return {
    protocol: watchedProtocol(),
    asOf: '2016-01-31',
    armsKnown: true,
    cases,
    records: [],
    outcomes: new Map(),
    primary: [],
    ratios: [],
    ...more,
  }
}

/** A measure of a state over the whole trial, by its id. */
export function measured(id: string, state: TrialState, settings = {}): Reading {
  const measure = measures.find(id)
  if (measure === undefined) throw new Error(`no measure is called ${id}`)
  return readMeasure(measure, state, settings)[0]?.reading as Reading
}

/** Its value; the status where it has none. */
export const valueOfMeasure = (id: string, state: TrialState, settings = {}): number | string => {
  const read = measured(id, state, settings)
  return read.status === 'computed' ? read.value : read.status
}
