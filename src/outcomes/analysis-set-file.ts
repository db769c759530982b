import { type CsvCell, csvLine } from '../core/csv-text.ts'
import { TrialError } from '../core/errors.ts'
import type { AllocatedCase } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import type { CaseField, Outcome, Protocol } from '../model/protocol.ts'
import { censored, endsOf, waitingCode, waitingOf } from '../model/waiting.ts'
import { artefactCell, artefactReader } from '../storage/cell.ts'
import { type CsvRow, readCsv } from '../storage/csv-reader.ts'
import { baselineColumn, outcomeColumns } from '../summaries/analysis-columns.ts'
import type { AnalysisSet } from './analysis-set.ts'
import type { CaseWindow } from './case-window.ts'
import { analysisCellInvalid } from './issues.ts'
import type { OutcomeColumn, OutcomeValue } from './outcome-values.ts'

type AnalysisProtocol = Pick<Protocol, 'caseload' | 'outcomes' | 'followUp'>

/** Cell of an outcome that does not apply to the case; an empty cell is a missing outcome. No level may be called so. */
const notApplicable = 'NA'

const caseColumns = [
  'case_id',
  'arm',
  'stratum',
  'cluster',
  'linked',
  'position',
  'probability_numerator',
  'probability_denominator',
]

/** Columns of the window of each case, where the protocol gives them one each. */
const windowColumns = ({ followUp }: AnalysisProtocol): readonly string[] =>
  followUp.perCase === undefined ? [] : ['window_from', 'window_to', 'window']

/** Fields of the caseload that the analysis set holds. */
export const baselineFields = ({ caseload }: Pick<Protocol, 'caseload'>): CaseField[] =>
  caseload.fields.filter(field => field.baseline)
/** Columns of 06-analysis-set.csv: the allocation, windows where cases have their own, the baseline fields, the outcomes. */
export function analysisSetColumns(protocol: AnalysisProtocol): readonly string[] {
  return [
    ...caseColumns,
    ...windowColumns(protocol),
    ...baselineFields(protocol).map(baselineColumn),
    ...protocol.outcomes.flatMap(outcomeColumns),
  ]
}

/** The text of 06-analysis-set.csv. */
export function analysisSetText(protocol: AnalysisProtocol, set: AnalysisSet): string {
  const lines = [csvLine(analysisSetColumns(protocol))]
  for (const row of analysisSetRows(protocol, set)) lines.push(csvLine(row))
  return lines.join('')
}

function* analysisSetRows(protocol: AnalysisProtocol, set: AnalysisSet): Generator<readonly CsvCell[]> {
  const fields = baselineFields(protocol).map(field => ({ field, values: set.baseline.get(field.id) ?? [] }))
  const cellsOf = outcomeCells(protocol.outcomes.flatMap(({ id }) => set.outcomes.get(id) ?? []))
  for (const [row, { id, arm, stratum, cluster, linked, position, probability }] of set.cases.entries()) {
    const { numerator, denominator } = probability
    yield [
      ...[id, arm, stratum, cluster, linked, position, numerator, denominator],
      ...(set.windows === undefined ? [] : windowCells(set.windows[row])),
      ...fields.map(({ field, values }) => artefactCell(field, values[row] ?? null)),
      ...cellsOf(row),
    ]
  }
}

/** A window that the follow-up does not hold is censored; one whose first day is missing is empty. */
const windowCells = (window: CaseWindow | null | undefined): CsvCell[] =>
  window === null || window === undefined
    ? [null, null, null]
    : [window.from, window.to, window.isComplete ? 'complete' : 'censored']

/** Reads a file of `analysisSetText`. */
export async function readAnalysisSet(
  path: string,
  protocol: AnalysisProtocol,
): Promise<{ set: AnalysisSet; sha256: string }> {
  const columns = analysisSetColumns(protocol)
  const { rows, sha256 } = await readCsv(path, columns)
  const fields = baselineFields(protocol)
  const column = <T>(name: string, read: (text: string) => T | typeof bad): T[] =>
    readColumn(path, rows, columns.indexOf(name), name, read)
  const baseline = fields.map(
    field => [field.id, column<FieldValue>(baselineColumn(field), orBad(artefactReader(field)))] as const,
  )
  const outcomes = readOutcomes(path, rows, columns, protocol.outcomes)
  const windows = protocol.followUp.perCase === undefined ? {} : { windows: rows.map(windowOf) }
  return { set: { cases: rows.map(caseOf), ...windows, baseline: new Map(baseline), outcomes }, sha256 }
}

/** The outcomes in the rows of a file whose columns are named. */
export function readOutcomes(
  path: string,
  rows: readonly CsvRow[],
  columns: readonly string[],
  outcomes: readonly Outcome[],
): Map<string, OutcomeColumn> {
  return new Map(
    outcomes.map(outcome => {
      const [name = '', other] = outcomeColumns(outcome)
      const column = <T>(of: string, read: (text: string) => T | typeof bad): T[] =>
        readColumn(path, rows, columns.indexOf(of), of, read)
      const values = column<OutcomeValue>(name, outcomeReader(outcome))
      if (outcome.type !== 'time' || other === undefined) return [outcome.id, { outcome, values }]
      const ends = column<OutcomeValue>(other, levelReader([...endsOf(outcome), censored]))
      return [outcome.id, { outcome, values: values.map((day, row) => waitingIn(outcome, day, ends[row])) }]
    }),
  )
}

/** Gives the cells of the outcomes of a case. */
export function outcomeCells(columns: readonly OutcomeColumn[]): (row: number) => CsvCell[] {
  return row =>
    columns.flatMap(({ outcome, values }): CsvCell[] => {
      const value = values[row]
      if (outcome.type !== 'time') return [value === undefined ? notApplicable : value]
      if (typeof value !== 'number') return value === undefined ? [notApplicable, notApplicable] : [null, null]
      const { day, end } = waitingOf(value, endsOf(outcome))
      return [day, end ?? censored]
    })
}

/** A waiting from the cells of its two columns. */
function waitingIn(outcome: Extract<Outcome, { type: 'time' }>, day: OutcomeValue, end: OutcomeValue): OutcomeValue {
  if (typeof day !== 'number' || typeof end !== 'string') return end === undefined ? undefined : null
  return waitingCode({ day, end: end === censored ? null : end }, endsOf(outcome))
}

const bad = Symbol('no value of the column')

const orBad =
  (read: (text: string) => FieldValue | undefined) =>
  (text: string): FieldValue | typeof bad =>
    read(text) ?? (text === '' ? null : bad)

function readColumn<T>(
  path: string,
  rows: readonly CsvRow[],
  index: number,
  name: string,
  read: (text: string) => T | typeof bad,
): T[] {
  return rows.map(({ line, cells }) => {
    const text = cells[index] ?? ''
    const value = read(text)
    if (value === bad) throw new TrialError([analysisCellInvalid({ file: path, line, field: name }, text)])
    return value as T
  })
}

function outcomeReader(outcome: Outcome): (text: string) => OutcomeValue | typeof bad {
  if (outcome.type === 'category') return levelReader(outcome.levels)
  return orAbsent(text => {
    const value = Number(text)
    return Number.isSafeInteger(value) && String(value) === text ? value : bad
  })
}

function levelReader(levels: readonly string[]): (text: string) => OutcomeValue | typeof bad {
  const known = new Set(levels)
  return orAbsent(text => (known.has(text) ? text : bad))
}

const orAbsent =
  (read: (text: string) => OutcomeValue | typeof bad) =>
  (text: string): OutcomeValue | typeof bad =>
    text === '' ? null : text === notApplicable ? undefined : read(text)

function windowOf({ cells }: CsvRow): CaseWindow | null {
  const [from = '', to = '', window] = cells.slice(caseColumns.length)
  return from === '' ? null : { from, to, isComplete: window === 'complete' }
}

function caseOf({ cells }: CsvRow): AllocatedCase {
  const [id = '', arm = '', stratum = '', cluster = '', linked, position, numerator, denominator] = cells
  return {
    id,
    arm,
    stratum,
    cluster,
    linked: linked === 'true',
    position: Number(position),
    probability: { numerator: Number(numerator), denominator: Number(denominator) },
  }
}
