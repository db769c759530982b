import type { Block, Inline, Section } from '../../../report/index.ts'
import type { StatusAlarm, StatusOutcome } from '../../status-run.ts'
import { limitText, valueText } from './values.ts'

/** The alarms, those that are on first, and counts that do not add up. */
export function alarmsSection({ alarms, violations }: StatusOutcome): Section {
  const on = alarms.filter(({ state }) => state === 'on').length
  const unknown = alarms.filter(({ state }) => state === 'unknown').length
  const words =
    alarms.length === 0
      ? 'The protocol names no alarms.'
      : `${on === 0 ? 'No alarm is on' : `${on} of ${alarms.length} alarms ${on === 1 ? 'is' : 'are'} on`}${unknown === 0 ? '.' : `, and of ${unknown} it is not known.`}`
  return {
    id: 'alarms',
    title: 'Alarms',
    blocks: [
      { kind: 'paragraph', text: [{ kind: 'strong', text: words }] },
      ...violationBlocks(violations),
      ...(alarms.length === 0 ? [] : [alarmTable(alarms)]),
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
        { kind: 'list', ordered: false, items: violations },
      ]

const stateTags: Readonly<Record<StatusAlarm['state'], Inline>> = {
  on: { kind: 'tag', text: 'ON', tone: 'fault' },
  unknown: { kind: 'tag', text: 'not known', tone: 'open' },
  off: { kind: 'tag', text: 'off', tone: 'sound' },
}

function alarmTable(alarms: readonly StatusAlarm[]): Block {
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
    rows: alarms.map(alarm => [
      alarm.title,
      [stateTags[alarm.state]],
      `${limitText(alarm.limit, alarm.unit)}${alarm.per === null ? '' : ` in any ${alarm.per}`}`,
      foundText(alarm),
    ]),
    notes: [],
  }
}

/** The readings that put the alarm on; else those that are not known; else all. */
function foundText({ readings, state, unit }: StatusAlarm): string {
  const telling = readings.filter(({ on, status }) =>
    state === 'off' ? status !== 'empty' : state === 'on' ? on : status === 'undefined',
  )
  const shown = telling.length === 0 ? readings : telling
  const details = new Set(shown.map(({ detail }) => detail))
  const [first] = shown
  if (first !== undefined && first.value === null && details.size === 1) return first.detail
  if (state === 'off' && shown.length > 1) {
    return shown.map(({ group, value }) => `${group ?? ''} ${value === null ? '–' : valueText(value, unit)}`).join('; ')
  }
  return shown
    .map(({ group, value, detail }) => {
      const found = value === null ? detail : `${valueText(value, unit)} (${detail})`
      return group === null ? found : `${group}: ${found}`
    })
    .join('; ')
}
