import type { Tallied } from '../../outcomes/index.ts'
import { type Block, type Column, literal, type Section, type Text, text, written } from '../../report/index.ts'
import { type RecordPart, recordId } from '../results/harm-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { armName } from './arms.ts'

/** What harm came to cases, how far the process was departed from, and what was changed of the records, by arm. */
export function harmsSection(findings: Reported): Section {
  const { harmsAndDepartures: found, outcomesElsewhere = false } = findings
  const section = { id: 'harms', title: 'Harms and departures from the process' }
  if (found === undefined) {
    return { ...section, blocks: outcomesElsewhere ? [{ kind: 'paragraph', text: notInRun }] : [] }
  }
  const { harms, departures } = found
  return {
    ...section,
    blocks: [
      harms.length === 0
        ? { kind: 'paragraph', text: noHarmNamed }
        : tallyTable(findings, {
            id: 'harms-table',
            caption: 'Harms on record: cases, as a share of the cases of the arm, and events',
            what: 'Harm',
            begin: 'harm',
            rows: harms,
            any: ['harms', 'Any of these'],
            notes: ['A harm that nobody recorded is not counted. No test is made of harms.'],
          }),
      departures.length === 0
        ? { kind: 'paragraph', text: noDeparture }
        : tallyTable(findings, {
            id: 'departures-table',
            caption:
              'Recorded departures from the rules of the process: cases, as a share of those of the arm, and events',
            what: 'Rule',
            begin: 'departure',
            rows: departures,
            any: ['departures', 'Any of these rules'],
            notes: ['Cases that were not treated as the protocol says stay in their arm, and in the results.'],
          }),
      recordsTable(findings),
    ],
  }
}

const notInRun =
  'The outcomes of this run were summarised where they are, and its events are not in it. Harms, departures from the process and corrections are not counted here: look for them where the events are.'
const noHarmNamed =
  'The protocol names no event as a harm, so harms were not counted. That is not to say that there were none.'
const noDeparture =
  'The protocol has no rule from which an event may depart as a deviation: an event that breaks a rule is refused.'

interface TallyParts {
  id: string
  caption: Text
  what: string
  begin: 'harm' | 'departure'
  rows: readonly Tallied[]
  /** Of all rows together: the part that holds the numbers, and what the row is called. */
  any: readonly ['harms' | 'departures', string]
  notes: readonly Text[]
}

function tallyTable(findings: Reported, { id, caption, what, begin, rows, any, notes }: TallyParts): Block {
  const { arms } = findings.protocol
  const isNowhere = (of: string, arm: string): boolean =>
    findings.results.find(recordId(`${begin}.${of}`, arm, 'cases')) === undefined
  const inSome = rows.some(row => arms.some(arm => isNowhere(row.id, arm.id)))
  const row = (title: Text, part: RecordPart): Text[] => [
    title,
    ...arms.flatMap(arm => tallyCells(findings, part, arm.id)),
  ]
  return {
    kind: 'table',
    id,
    caption,
    columns: [{ title: what, kind: 'heading' }, ...armColumns(findings, ['cases', 'events'])],
    rows: [
      ...rows.map(each => row([literal(each.title)], `${begin}.${each.id}`)),
      ...(rows.length === 1 ? [] : [row(any[1], any[0])]),
    ],
    notes: [...(inSome ? [notInArm] : []), ...notes],
  }
}

const notInArm: Text = 'A dash: the protocol has no such record in that arm.'

/** `8 (0.12%)` and the events; a dash in an arm in which the protocol has none. */
function tallyCells({ results }: Reported, part: RecordPart, arm: string): Text[] {
  const cases = results.find(recordId(part, arm, 'cases'))
  if (cases === undefined) return ['–', '–']
  const share = results.find(recordId(part, arm, 'share'))
  return [
    share === undefined || cases.held || cases.value === 0
      ? [written(cases)]
      : text`${written(cases)} (${written(share)})`,
    [results.write(recordId(part, arm, 'events'))],
  ]
}

const armColumns = (findings: Reported, of: readonly string[]): Column[] =>
  findings.protocol.arms.flatMap(({ id }) =>
    of.map((what): Column => ({ title: text`${armName(findings, id)}, ${what}`, kind: 'number' })),
  )

/** How many events each arm has on record, and of how many something was changed later. */
function recordsTable(findings: Reported): Block {
  const { arms } = findings.protocol
  const row = (title: string, what: 'cases' | 'events' | 'corrected' | 'voided'): Text[] => [
    title,
    ...arms.map(({ id }): Text => [findings.results.write(recordId('records', id, what))]),
  ]
  return {
    kind: 'table',
    id: 'records-table',
    caption: 'Events on record, and those that were corrected or taken away later',
    columns: [
      { title: 'Records', kind: 'heading' },
      ...arms.map(({ id }): Column => ({ title: armName(findings, id), kind: 'number' })),
    ],
    rows: [
      row('Cases of the arm', 'cases'),
      row('Events', 'events'),
      row('Corrected by another', 'corrected'),
      row('Taken away', 'voided'),
    ],
    notes: ['What was corrected counts as corrected, and what was taken away not at all; the log keeps both.'],
  }
}
