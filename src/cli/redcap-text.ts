import type { RedcapTable } from '../pipeline/redcap/allocation-table.ts'
import type { RedcapComparison } from '../pipeline/redcap/compare-records.ts'
import type { RedcapTableComparison } from '../pipeline/redcap/compare-table.ts'
import { noticeLines } from './summaries.ts'

const number = (value: number): string => value.toLocaleString('en-GB')

/** What was written for REDCap, and what the project must have. */
export function redcapTableText({ notice, file, purpose, rows, columns, fields }: RedcapTable): string {
  return [
    ...noticeLines(notice),
    `Wrote ${file}, which you alone can read: ${number(rows)} rows of ${columns.join(', ')}.`,
    purpose === 'development'
      ? 'It is for the development status of the project: arms are in an order that has nothing to do with the allocation.'
      : 'It is for the production status of the project, and tells every arm. Records must be randomised in byte order of case id within each stratum.',
    '',
    'The project needs these fields with these choices:',
    ...fields.map(({ field, choices }) => `  ${field}: ${choices}`),
  ].join('\n')
}

const shownMismatches = 20

function listed(items: readonly { line: number | null; detail: string }[]): string[] {
  const hidden = items.length - shownMismatches
  return [
    ...items.slice(0, shownMismatches).map(({ line, detail }) => `${line === null ? '' : `line ${line}: `}${detail}.`),
    ...(hidden > 0 ? [`… and ${number(hidden)} more; --json names all.`] : []),
  ]
}

/** In what the table that REDCap holds is not that of the run. */
export function tableComparisonText({ notice, file, rows, agreeing, differences }: RedcapTableComparison): string {
  return [
    ...noticeLines(notice),
    `${file}: ${number(rows)} rows, ${number(agreeing)} as drawn, ${number(differences.length)} differences.`,
    ...listed(differences),
  ].join('\n')
}

/** In what REDCap's records differ from the allocation. */
export function redcapComparisonText(comparison: RedcapComparison): string {
  const { notice, file, records, agreeing, notRandomised, mismatches } = comparison
  return [
    ...noticeLines(notice),
    `${file}: ${number(records)} records, ${number(agreeing)} as allocated, ${number(notRandomised)} not randomised yet, ${number(mismatches.length)} mismatches.`,
    ...listed(mismatches),
  ].join('\n')
}
