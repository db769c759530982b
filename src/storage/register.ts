import { isCivilDate } from '../core/civil-date.ts'
import { isCaseId, isNounId } from '../model/ids.ts'
import type { RegisterEntry } from '../model/register.ts'
import { registerColumns } from '../model/register-checks.ts'
import { columnPositions } from './caseload-csv.ts'
import { scanCsv } from './csv-reader.ts'
import { writeCsv } from './csv-writer.ts'
import { requireFile } from './files.ts'
import { IssueList } from './issue-list.ts'
import { badRegisterValue } from './issues.ts'

/** A register of concurrent trials, read and checked. */
export interface Register {
  entries: readonly RegisterEntry[]
  /** SHA-256 of the file's bytes. */
  sha256: string
}

/**
 * Reads a register from CSV: the columns `trial`, `case`, `from` and `to` and, where the protocol links cases, that of the
 * linking field; others are passed over. A row names a case, a value of that field, or both; an empty `to` goes on. Throws one
 * `TrialError` with every bad cell.
 */
export async function readRegister(path: string, through: string | undefined): Promise<Register> {
  requireFile(path)
  const issues = new IssueList(path)
  const columns = columnsOf(through)
  const entries: RegisterEntry[] = []
  let positions: readonly number[] = []
  const visitor = {
    header: (names: readonly string[]) => {
      positions = columnPositions(path, columns, names)
    },
    row: (cells: readonly string[], line: number) => {
      const [trial = '', id = '', from = '', to = '', link = ''] = positions.map(position => cells[position] ?? '')
      const entry = { trial, case: id || null, link: link || null, from, to: to || null }
      issues.add(
        ...problemsOf(entry, through).map(([field, expected, text]) =>
          badRegisterValue({ file: path, line, field }, expected, text),
        ),
      )
      entries.push(entry)
    },
  }
  const sha256 = await issues.collect(() => scanCsv(path, visitor, issues))
  issues.refuseIfAny()
  return { entries, sha256: sha256 ?? '' }
}

/** Writes a register as the file that `readRegister` reads. */
export function writeRegister(path: string, entries: readonly RegisterEntry[], through: string | undefined): void {
  const rows = entries.map(({ trial, case: id, from, to, link }) => [
    ...[trial, id, from, to],
    ...(through === undefined ? [] : [link]),
  ])
  writeCsv(path, columnsOf(through), rows)
}

const columnsOf = (through: string | undefined): string[] => [
  ...registerColumns,
  ...(through === undefined ? [] : [through]),
]

type CellProblem = readonly [field: string, expected: string, received: string]

function problemsOf({ trial, case: id, link, from, to }: RegisterEntry, through: string | undefined): CellProblem[] {
  const problems: CellProblem[] = []
  if (!isNounId(trial)) problems.push(['trial', 'the id of a trial: a-z, 0-9, _ and -, starting with a letter', trial])
  if (id !== null && !isCaseId(id)) problems.push(['case', 'a case id, or nothing', id])
  if (id === null && link === null)
    problems.push(['case', through === undefined ? 'a case id' : `a case id, or a value of ${through}`, ''])
  if (!isCivilDate(from)) problems.push(['from', 'a calendar date YYYY-MM-DD', from])
  if (to !== null && !isCivilDate(to))
    problems.push(['to', 'a calendar date YYYY-MM-DD, or nothing where the trial goes on', to])
  else if (to !== null && to < from) problems.push(['to', `a date from ${from}`, to])
  return problems
}
