import { parsePounds } from '../../../core/money.ts'
import type { Protocol } from '../../../model/protocol.ts'
import type { MeasureUnit } from '../../../outcomes/index.ts'
import { type NamedNumber, quotedNumbers, type Results, resultsOf } from '../../../report/index.ts'
import type { StatusOutcome, StatusReading } from '../../status-run.ts'

/** A status with every number that its document may name. */
export interface ReportedStatus extends StatusOutcome {
  results: Results
}

/** Id of a number of a status, as `enrolment.allocated`. Levels of a stratum are joined by a slash. */
export const statusId = (...of: (string | number)[]): string =>
  of.map(part => String(part).replaceAll('|', '/')).join('.')

/** Numbers the parts of a status. `charts` holds those of its charts. */
export function reportedStatus(
  status: StatusOutcome,
  protocol: Protocol,
  charts: readonly NamedNumber[] = [],
): ReportedStatus {
  const parts = [alarmNumbers, measureNumbers, enrolmentNumbers, eventNumbers, outcomeNumbers, interimNumbers]
  const numbers = [...parts.flatMap(part => part(status)), ...spendNumbers(status, protocol), ...charts]
  return { ...status, results: resultsOf(numbers) }
}

const count = (id: string, value: number | null): NamedNumber[] =>
  value === null ? [] : [{ id, value, unit: 'count' }]
const share = (id: string, part: number, of: number, decimals = 1): NamedNumber[] =>
  of === 0 ? [] : [{ id, value: part / of, unit: 'share', decimals }]
const pence = (id: string, value: number | null): NamedNumber[] =>
  value === null ? [] : [{ id, value, unit: 'pence' }]

/** How values of a measure are written. */
const measureUnits: Readonly<Record<MeasureUnit, Pick<NamedNumber, 'unit' | 'decimals'>>> = {
  share: { unit: 'share', decimals: 1 },
  probability: { unit: 'p' },
  cases: { unit: 'count' },
  records: { unit: 'count' },
  clusters: { unit: 'count' },
  days: { unit: 'count' },
}

const readingNumbers = (id: string, readings: readonly StatusReading[], unit: MeasureUnit): NamedNumber[] =>
  readings.flatMap(({ value, detail }, at) => [
    ...(value === null ? [] : [{ id: statusId(id, at + 1), value, ...measureUnits[unit] }]),
    ...quotedNumbers(statusId(id, at + 1, 'detail'), detail),
  ])

function alarmNumbers({ alarms, violations }: StatusOutcome): NamedNumber[] {
  const inState = (wanted: string): number => alarms.filter(({ state }) => state === wanted).length
  return [
    ...count('alarms.all', alarms.length),
    ...count('alarms.on', inState('on')),
    ...count('alarms.unknown', inState('unknown')),
    ...alarms.flatMap(({ id, limit, unit, readings }): NamedNumber[] => [
      { id: statusId('alarm', id, 'limit'), value: limit.value, ...limitUnit(limit.value, unit) },
      ...readingNumbers(statusId('alarm', id), readings, unit),
    ]),
    ...violations.flatMap((words, at) => quotedNumbers(statusId('violation', at + 1), words)),
  ]
}

/** A limit has no more decimals than it has in the protocol. */
function limitUnit(value: number, unit: MeasureUnit): Pick<NamedNumber, 'unit' | 'decimals'> {
  const decimals = (String(value).split('.')[1] ?? '').length
  return unit === 'share' ? { unit, decimals: decimals > 2 ? 1 : 0 } : { unit: 'number', decimals }
}

const measureNumbers = ({ measures }: StatusOutcome): NamedNumber[] =>
  measures.flatMap(({ id, readings, unit }) => readingNumbers(statusId('health', id), readings, unit))

function enrolmentNumbers({ enrolment: { allocated, planned, strata } }: StatusOutcome): NamedNumber[] {
  return [
    ...count('enrolment.allocated', allocated),
    ...count('enrolment.planned', planned),
    ...strata.flatMap(({ stratum, arms }) =>
      arms.flatMap(cell => [
        ...count(statusId('enrolment', stratum, cell.arm, 'allocated'), cell.allocated),
        ...count(statusId('enrolment', stratum, cell.arm, 'planned'), cell.planned),
      ]),
    ),
  ]
}

function eventNumbers({ events: { recorded, standing, later, kinds, deviations } }: StatusOutcome): NamedNumber[] {
  return [
    ...count('events.standing', standing),
    ...count('events.corrected', recorded - standing),
    ...count('events.later', later),
    ...kinds.flatMap(({ kind, events, cases, of, arms }) => [
      ...count(statusId('events', kind, 'events'), events),
      ...count(statusId('events', kind, 'cases'), cases),
      ...share(statusId('events', kind, 'share'), cases, of ?? 0),
      ...(arms ?? []).flatMap(cell => share(statusId('events', kind, cell.arm, 'share'), cell.cases, cell.of)),
    ]),
    ...deviations.flatMap(({ rule, events, cases }) => [
      ...count(statusId('deviations', rule, 'events'), events),
      ...count(statusId('deviations', rule, 'cases'), cases),
    ]),
  ]
}

function outcomeNumbers({ outcomes }: StatusOutcome): NamedNumber[] {
  return outcomes.flatMap(({ outcome, type, groups }) =>
    groups.flatMap(({ arm, cases, missing, mean }) => {
      const id = (of: string): string => statusId('outcomes', outcome, arm ?? 'all', of)
      const money = type === 'money'
      return [
        ...count(id('cases'), cases),
        ...count(id('missing'), missing),
        ...(mean === null ? [] : money ? pence(id('mean'), mean) : share(id('mean'), mean, 1, 2)),
      ]
    }),
  )
}

function interimNumbers({ interim }: StatusOutcome): NamedNumber[] {
  if (interim === null) return []
  const { alpha, looks, contrasts } = interim
  const number = (id: string, value: number | null, unit: NamedNumber['unit'], decimals?: number): NamedNumber[] =>
    value === null ? [] : [{ id, value, unit, decimals }]
  return [
    ...number('interim.alpha', alpha, 'number', (String(alpha).split('.')[1] ?? '').length),
    ...looks.flatMap(({ look, share: part, boundary, nominalP }) => [
      ...number(statusId('interim', look, 'share'), part, 'share', 0),
      ...number(statusId('interim', look, 'boundary'), boundary, 'number', 3),
      ...number(statusId('interim', look, 'p'), nominalP, 'figures'),
    ]),
    ...(contrasts ?? []).flatMap(({ z, detail }, at) => [
      ...number(statusId('interim', 'contrast', at + 1, 'z'), z, 'number', 3),
      ...(detail === null ? [] : quotedNumbers(statusId('interim', 'contrast', at + 1, 'detail'), detail)),
    ]),
  ]
}

function spendNumbers({ spend }: StatusOutcome, { monitoring }: Protocol): NamedNumber[] {
  const { budget } = monitoring ?? {}
  const whole = budget === undefined ? null : (parsePounds(budget.amount) ?? 0)
  if (spend === null) return pence('spend.budget', whole)
  return [
    ...pence('spend.budget', spend.budgetPence),
    ...pence('spend.spent', spend.spentPence),
    ...spend.items.flatMap(item => [
      ...count(statusId('spend', item.id, 'units'), item.units),
      ...pence(statusId('spend', item.id, 'pence'), item.pence),
    ]),
  ]
}
