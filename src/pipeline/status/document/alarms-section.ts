import {
  type Block,
  type Inline,
  joined,
  literal,
  quoted,
  type Section,
  type Text,
  text,
} from '../../../report/index.ts'
import type { StatusAlarm } from '../../status-run.ts'
import { type ReportedStatus, statusId } from './status-numbers.ts'
import { groupName, limitText, valueText } from './values.ts'

/** The alarms, those that are on first, and counts that do not add up. */
export function alarmsSection(status: ReportedStatus): Section {
  const { alarms, violations, results } = status
  const of = (state: 'on' | 'unknown') => results.number(`alarms.${state}`)
  const [on, unknown] = [of('on').value, of('unknown').value]
  const start =
    on === 0
      ? 'No alarm is on'
      : text`${results.write('alarms.on')} of ${results.write('alarms.all')} alarms ${on === 1 ? 'is' : 'are'} on`
  const end = unknown === 0 ? '.' : text`, and of ${results.write('alarms.unknown')} it is not known.`
  const words = alarms.length === 0 ? 'The protocol names no alarms.' : text`${start}${end}`
  return {
    id: 'alarms',
    title: 'Alarms',
    blocks: [
      { kind: 'paragraph', text: [{ kind: 'strong', text: words }] },
      ...violationBlocks(violations),
      ...(alarms.length === 0 ? [] : [alarmTable(status)]),
    ],
  }
}

const violationBlocks = (violations: readonly string[]): Block[] =>
  violations.length === 0
    ? []
    : [
        {
          kind: 'note',
          title: 'Counts do not add up',
          text: 'Files of the run do not belong together. `verify` names what was changed.'.replaceAll('`', ''),
        },
        {
          kind: 'list',
          ordered: false,
          items: violations.map((words, at) => quoted(statusId('violation', at + 1), words)),
        },
      ]

const stateTags: Readonly<Record<StatusAlarm['state'], Inline>> = {
  on: { kind: 'tag', text: 'ON', tone: 'fault' },
  unknown: { kind: 'tag', text: 'not known', tone: 'open' },
  off: { kind: 'tag', text: 'off', tone: 'sound' },
}

function alarmTable(status: ReportedStatus): Block {
  const { alarms, results } = status
  return {
    kind: 'table',
    id: 'alarm-table',
    caption: 'Alarms of the protocol, those that are on first',
    columns: [
      { title: 'Alarm', kind: 'heading' },
      { title: 'State', kind: 'text' },
      { title: 'On where', kind: 'text' },
      { title: 'Found', kind: 'text' },
    ],
    rows: alarms.map(alarm => {
      const limit = results.number(statusId('alarm', alarm.id, 'limit'))
      const per = alarm.per === null ? '' : ` in any ${alarm.per}`
      return [
        [literal(alarm.title)],
        [stateTags[alarm.state]],
        text`${limitText(alarm.limit.kind, limit, alarm.unit)}${per}`,
        foundText(status, alarm),
      ]
    }),
    notes: [],
  }
}

/** The readings that put the alarm on; else those that are not known; else all. */
function foundText({ results }: ReportedStatus, { id, readings, state, unit }: StatusAlarm): Text {
  const numbered = readings.map((reading, at) => ({ ...reading, id: statusId('alarm', id, at + 1) }))
  const telling = numbered.filter(({ on, status }) =>
    state === 'off' ? status !== 'empty' : state === 'on' ? on : status === 'undefined',
  )
  const shown = telling.length === 0 ? numbered : telling
  const details = new Set(shown.map(({ detail }) => detail))
  const [first] = shown
  const value = (reading: { id: string }): Text => valueText(results.find(reading.id), unit)
  const detailOf = (reading: { id: string; detail: string }): Text => quoted(`${reading.id}.detail`, reading.detail)
  if (first !== undefined && first.value === null && details.size === 1) return detailOf(first)
  if (state === 'off' && shown.length > 1) {
    return joined(
      shown.map(reading => text`${groupName(reading.group)} ${value(reading)}`),
      '; ',
    )
  }
  const parts = shown.map(reading => {
    const found = reading.value === null ? detailOf(reading) : text`${value(reading)} (${detailOf(reading)})`
    return reading.group === null ? found : text`${groupName(reading.group)}: ${found}`
  })
  return joined(parts, '; ')
}
