import { TrialError } from '../../core/errors.ts'
import { groupBy } from '../../core/lists.ts'
import type { Progress } from '../../core/progress.ts'
import { readCsv } from '../../storage/csv-reader.ts'
import { missingColumn } from '../../storage/issues.ts'
import { readManifest } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { productionTable } from './allocation-table.ts'
import { codingOf } from './coding.ts'

/** A place in which an allocation table is not that of the run. */
export interface RedcapTableDifference {
  kind: 'other_arm' | 'row_missing' | 'row_too_many'
  /** Line of the file; null where it lacks a row. */
  line: number | null
  /** A sentence without its full stop. */
  detail: string
}

/** An allocation table that REDCap holds beside that of a run. */
export interface RedcapTableComparison {
  schema: 'equipoise/redcap-table-comparison/1'
  trial: string
  run: string
  notice: string | null
  file: string
  rows: number
  /** Rows that have the arm of the run at their place in their stratum. */
  agreeing: number
  differences: readonly RedcapTableDifference[]
}

/** What REDCap calls the randomisation field in tables of its own. */
const ownName = 'redcap_randomization_group'

/**
 * Reads an allocation table back, as REDCap gives the one that was uploaded, and compares it with that of the run, row by row
 * within each stratum: what REDCap will allocate is what was drawn only where all agree. Writes nothing.
 */
export async function compareRedcapTable(
  { trial, run, file, coding: codingFile }: { trial: Trial; run: string; file: string; coding?: string | undefined },
  progress: Progress,
): Promise<RedcapTableComparison> {
  const coding = codingOf(trial.protocol, codingFile)
  progress.report('Comparing', 0, 1)
  const { columns, rows } = await productionTable(trial, run, coding)
  const [armField = '', ...keyFields] = columns
  const table = await readCsv(file)
  const arm = table.header.includes(armField) ? armField : ownName
  const missing = [arm, ...keyFields].filter(name => !table.header.includes(name))
  if (missing.length > 0) {
    const wanted = missing.map(name => (name === ownName ? armField : name))
    throw new TrialError(wanted.map(name => missingColumn(file, name, table.header)))
  }
  const cellOf = (cells: readonly string[], name: string): string => cells[table.header.indexOf(name)]?.trim() ?? ''
  const found = groupBy(table.rows, ({ cells }) => keyFields.map(name => cellOf(cells, name)).join('|'))
  const drawn = groupBy(rows, ({ keys }) => keys.join('|'))
  const strata = [...new Set([...drawn.keys(), ...found.keys()])]
  const compared = strata.flatMap(stratum =>
    differencesIn(
      stratum,
      (drawn.get(stratum) ?? []).map(row => coding.arm.codes[row.arm] ?? ''),
      (found.get(stratum) ?? []).map(({ line, cells }) => ({ line, code: cellOf(cells, arm) })),
    ),
  )
  progress.report('Comparing', 1, 1)
  return {
    schema: 'equipoise/redcap-table-comparison/1',
    trial: trial.protocol.id,
    run,
    notice: readManifest(run, 'allocation').notice,
    file,
    rows: table.rows.length,
    agreeing: table.rows.length - compared.filter(({ line }) => line !== null).length,
    differences: compared,
  }
}

function differencesIn(
  stratum: string,
  drawn: readonly string[],
  found: readonly { line: number; code: string }[],
): RedcapTableDifference[] {
  const where = stratum === '' ? '' : ` of stratum ${stratum}`
  return Array.from({ length: Math.max(drawn.length, found.length) }, (_, place) => place).flatMap(
    (place): RedcapTableDifference[] => {
      const [wanted, row] = [drawn[place], found[place]]
      const name = `row ${place + 1}${where}`
      if (row === undefined) return [{ kind: 'row_missing', line: null, detail: `${name} is missing` }]
      if (wanted === undefined) return [{ kind: 'row_too_many', line: row.line, detail: `${name} is one too many` }]
      if (row.code === wanted) return []
      const has = row.code === '' ? 'no arm' : `arm ${row.code}`
      return [{ kind: 'other_arm', line: row.line, detail: `${name} has ${has}, and was drawn as ${wanted}` }]
    },
  )
}
