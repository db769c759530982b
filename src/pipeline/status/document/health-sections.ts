import { joined, literal, quoted, type Section, type Text, text } from '../../../report/index.ts'
import type { StatusMeasure } from '../../status-run.ts'
import { type ReportedStatus, statusId } from './status-numbers.ts'
import { groupName, valueText } from './values.ts'

/** Every measure over the whole trial, and by arm where that may be shown. */
export function measuresSection(status: ReportedStatus): Section {
  const { measures } = status
  const rows = measures.map(measure => [
    [literal(measure.title)],
    wholeText(status, measure),
    foundText(status, measure),
  ])
  return {
    id: 'health',
    title: 'Trial health',
    blocks: [
      {
        kind: 'table',
        id: 'health-table',
        caption: 'Measures of trial health',
        columns: [
          { title: 'Measure', kind: 'heading' },
          { title: 'Value', kind: 'text' },
          { title: 'What it rests on', kind: 'text' },
        ],
        rows,
        notes: [],
      },
      {
        kind: 'list',
        ordered: false,
        items: measures.map(
          ({ title, computes }): Text => [
            { kind: 'strong', text: text`${literal(title)}.` },
            ' ',
            ...withCode(computes),
          ],
        ),
      },
    ],
  }
}

/** Words in backticks as code. */
const withCode = (words: string) =>
  words
    .split('`')
    .map((part, at) => (at % 2 === 0 ? literal(part) : ({ kind: 'code', text: part } as const)))
    .filter(part => part.text !== '')

const numbered = ({ id, readings }: StatusMeasure) =>
  readings.map((reading, at) => ({ ...reading, id: statusId('health', id, at + 1) }))

function wholeText({ results }: ReportedStatus, measure: StatusMeasure): Text {
  const whole = numbered(measure).find(({ group }) => group === null)
  if (whole === undefined || whole.value === null) return whole?.status === 'empty' ? 'none yet' : 'not known'
  return valueText(results.find(whole.id), measure.unit)
}

function foundText({ results }: ReportedStatus, measure: StatusMeasure): Text {
  const readings = numbered(measure)
  const whole = readings.find(({ group }) => group === null)
  const parts = readings
    .filter(({ group, value }) => group !== null && value !== null)
    .map(({ id, group }) => text`${groupName(group)} ${valueText(results.find(id), measure.unit)}`)
  const detail = whole === undefined ? '' : quoted(`${whole.id}.detail`, whole.detail)
  return joined([detail, ...(parts.length === 0 ? [] : [text`by arm: ${joined(parts, ', ')}`])], '; ')
}
