import { describe, expect, it } from 'vitest'
import type { HarmsAndDepartures } from '../../../src/outcomes/index.ts'
import { harmsSection } from '../../../src/pipeline/document/harms.ts'
import { recordId } from '../../../src/pipeline/results/harm-numbers.ts'
import { plainText, type Table } from '../../../src/report/index.ts'
import { findingsWith, wordsOf } from './findings.ts'

const tally = (arm: string, cases: number, events: number) => ({ arm, cases, events })
const records = [
  { arm: 'pwc_first', cases: 5906, events: 400, corrected: 3, voided: 1 },
  { arm: 'nrp_first', cases: 6718, events: 500, corrected: 0, voided: 2 },
  { arm: 'control', cases: 6000, events: 62, corrected: 0, voided: 0 },
]
const found: HarmsAndDepartures = {
  harms: [
    {
      id: 'complaint',
      title: 'Complaint',
      arms: [tally('pwc_first', 4, 5), tally('nrp_first', 0, 0), tally('control', 6, 6)],
    },
    { id: 'threat', title: 'Threat', arms: [tally('pwc_first', 1, 1), tally('nrp_first', 2, 2)] },
  ],
  anyHarm: [tally('pwc_first', 5, 6), tally('nrp_first', 2, 2), tally('control', 6, 6)],
  departures: [{ id: 'nrp_called_first', title: 'The PWC is called later', arms: [tally('nrp_first', 8, 9)] }],
  anyDeparture: [tally('pwc_first', 0, 0), tally('nrp_first', 8, 9), tally('control', 0, 0)],
  records,
}
const none: HarmsAndDepartures = { harms: [], anyHarm: [], departures: [], anyDeparture: [], records }

const findings = (harmsAndDepartures?: HarmsAndDepartures) =>
  findingsWith(harmsAndDepartures === undefined ? {} : { harmsAndDepartures })
const blocks = (of?: HarmsAndDepartures) => harmsSection(findings(of)).blocks
const tableOf = (of: HarmsAndDepartures, id: string): Table => {
  const table = blocks(of).find(block => block.kind === 'table' && block.id === id)
  if (table?.kind !== 'table') throw new Error(`no table ${id}`)
  return table
}
const rowsOf = (of: HarmsAndDepartures, id: string) => tableOf(of, id).rows.map(wordsOf)

describe('the section on harms and departures', () => {
  it('shows harms by arm, and all of them together, with a dash where the protocol has no such record', () => {
    const table = tableOf(found, 'harms-table')
    expect(table.columns.map(({ title }) => plainText(title))).toEqual([
      'Harm',
      ...['PWC first, cases', 'PWC first, events', 'NRP first, cases', 'NRP first, events'],
      ...['Control, cases', 'Control, events'],
    ])
    expect(rowsOf(found, 'harms-table')).toEqual([
      ['Complaint', '4 (0.07%)', '5', '0', '0', '6 (0.10%)', '6'],
      ['Threat', '1 (0.02%)', '1', '2 (0.03%)', '2', '–', '–'],
      ['Any of these', '5 (0.08%)', '6', '2 (0.03%)', '2', '6 (0.10%)', '6'],
    ])
    expect(wordsOf(table.notes)).toEqual([
      'A dash: the protocol has no such record in that arm.',
      'A harm that nobody recorded is not counted. No test is made of harms.',
    ])
  })

  it('shows departures by rule; of one rule no row of all rules', () => {
    expect(rowsOf(found, 'departures-table')).toEqual([
      ['The PWC is called later', '–', '–', '8 (0.12%)', '9', '–', '–'],
    ])
  })

  it('shows how many events were corrected or taken away', () => {
    expect(rowsOf(found, 'records-table')).toEqual([
      ['Cases of the arm', '5,906', '6,718', '6,000'],
      ['Events', '400', '500', '62'],
      ['Corrected by another', '3', '0', '0'],
      ['Taken away', '1', '2', '0'],
    ])
  })

  it('says plainly that no harm was named, which is not that there was none', () => {
    const paragraphs = blocks(none).flatMap(block => (block.kind === 'paragraph' ? [plainText(block.text)] : []))
    expect(paragraphs).toEqual([
      'The protocol names no event as a harm, so harms were not counted. That is not to say that there were none.',
      'The protocol has no rule from which an event may depart as a deviation: an event that breaks a rule is refused.',
    ])
  })

  it('is empty where no log is known, as of a printed page', () => {
    expect(blocks()).toEqual([])
  })
})

describe('the numbers of harms and departures', () => {
  it('have ids that authors can name, and a share of the cases of the arm', () => {
    const { results } = findings(found)
    expect(results.number('harm.complaint.control.share').value).toBe(6 / 6000)
    expect(results.number('departure.nrp_called_first.nrp_first.events').value).toBe(9)
    expect(results.number(recordId('harms', 'pwc_first', 'cases')).value).toBe(5)
    expect(results.number('records.nrp_first.voided').value).toBe(2)
    expect(results.find('departure.nrp_called_first.control.cases')).toBeUndefined()
  })

  it('hold no share of an arm without a case, and nothing of harms where none is named', () => {
    const { results } = findings({ ...none, records: records.map(each => ({ ...each, cases: 0 })) })
    expect(results.all.filter(({ id }) => /^(harms?|departures?)\./.test(id))).toEqual([])
    const empty = findings({ ...found, records: records.map(each => ({ ...each, cases: 0 })) }).results
    expect(empty.find('harm.complaint.control.share')).toBeUndefined()
    expect(rowsOf({ ...found, records: records.map(each => ({ ...each, cases: 0 })) }, 'departures-table')).toEqual([
      ['The PWC is called later', '–', '–', '8', '9', '–', '–'],
    ])
  })
})
