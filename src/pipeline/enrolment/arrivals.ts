import type { CivilDate } from '../../core/civil-date.ts'
import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import type { CaseTable } from '../../model/case.ts'
import { recordedFields, withDerivedFields } from '../../model/derived-field.ts'
import type { FieldValue } from '../../model/event.ts'
import { type CaseId, isCaseId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { readCaseload } from '../../storage/caseload.ts'
import { cellExpectation, cellReader } from '../../storage/cell.ts'
import { badCaseId, badValue } from '../../storage/issues.ts'
import { readSettings } from '../recording/settings.ts'
import { arrivalMissing, dayColumnAlone, fieldUnknown } from './issues.ts'

/** A case that arrives, with a value for every recorded field that the protocol declares of cases; null where it has none. */
export interface ArrivingCase {
  id: CaseId
  values: Readonly<Record<string, FieldValue>>
  /** When it arrives, where not all of a request arrive at one time. */
  at?: string | undefined
}

type Declaration = Protocol['caseload']

/** One case from its id and texts `field=value`. Refuses everything that is wrong with it at once. */
export function readArrival(id: string, settings: readonly string[], declaration: Declaration): ArrivingCase {
  const fields = recordedFields(declaration)
  const { texts, issues: malformed } = readSettings(settings)
  const issues: Issue[] = [...(isCaseId(id) ? [] : [badCaseId({ field: '--case' }, id)]), ...malformed]
  const known = fields.map(field => field.id)
  issues.push(...[...texts.keys()].filter(name => !known.includes(name)).map(name => fieldUnknown(name, known)))
  const values = fields.map((field): [string, FieldValue] => {
    const text = texts.get(field.id) ?? ''
    const value = cellReader(field)(text)
    if (value !== undefined) return [field.id, value]
    const { expected, action } = cellExpectation(field, text)
    issues.push(badValue({ field: `--set ${field.id}` }, expected, text, action))
    return [field.id, null]
  })
  refuseIfAny(issues)
  return { id, values: Object.fromEntries(values) }
}

/** The cases of a file, in its order of rows; each on its own day, where a column holds it. */
export async function readArrivals(
  path: string,
  declaration: Declaration,
  dayColumn?: string | undefined,
): Promise<ArrivingCase[]> {
  const days = dayColumn === undefined ? [] : [{ id: dayColumn, title: 'Day of arrival', type: 'date' as const }]
  const { table } = await readCaseload(path, { ...declaration, fields: [...declaration.fields, ...days] })
  return Array.from(table.ids, (id, row) => ({
    id,
    ...(dayColumn === undefined ? {} : { at: String(table.columns.get(dayColumn)?.at(row)) }),
    values: Object.fromEntries(
      recordedFields(declaration).map(field => [field.id, table.columns.get(field.id)?.at(row) ?? null]),
    ),
  }))
}

/** A case as a table of one row, with its derived fields as they are on the day: what rules are asked of. */
export function tableOfOne({ id, values }: ArrivingCase, { fields }: Declaration, date: CivilDate): CaseTable {
  const columns = new Map(Object.entries(values).map(([field, value]) => [field, [value]]))
  return withDerivedFields({ ids: [id], columns }, { fields, asOf: { date } })
}

/** How a caller names cases: one with its values, or a file, with the column of their days. */
export interface RequestedArrivals {
  case?: string | undefined
  set: readonly string[]
  cases?: string | undefined
  at?: string | undefined
  dayColumn?: string | undefined
}

/** The cases that a caller names: one with its values, or a file. */
export async function requestedArrivals(
  { case: id, set, cases, at, dayColumn }: RequestedArrivals,
  declaration: Declaration,
): Promise<ArrivingCase[]> {
  const given = [...(id === undefined ? [] : ['--case']), ...(cases === undefined ? [] : ['--cases'])]
  if (given.length !== 1 || (cases !== undefined && set.length > 0)) {
    throw new TrialError([
      arrivalMissing(given.length === 0 ? 'neither' : [...given, ...(set.length > 0 ? ['--set'] : [])].join(' and ')),
    ])
  }
  if (dayColumn !== undefined && (cases === undefined || at !== undefined)) {
    throw new TrialError([dayColumnAlone(cases === undefined ? 'no --cases' : '--at too')])
  }
  return cases === undefined ? [readArrival(id ?? '', set, declaration)] : readArrivals(cases, declaration, dayColumn)
}
