import { csvLine } from '../core/csv-text.ts'
import type { Outcome } from '../model/protocol.ts'
import { readCsv } from '../storage/csv-reader.ts'
import { outcomeColumns } from '../summaries/analysis-columns.ts'
import type { AnalysisRows } from './analysis-set.ts'
import { outcomeCells, readOutcomes } from './analysis-set-file.ts'

const caseColumns = ['case', 'arm', 'stratum', 'cluster', 'linked']

const columnsOf = (outcomes: readonly Outcome[]): string[] => [...caseColumns, ...outcomes.flatMap(outcomeColumns)]

/** The text of masked-set.csv: the labelled arm of each case and its outcomes, as 06-analysis-set.csv writes them. */
export function maskedSetText({ cases, outcomes }: AnalysisRows): string {
  const columns = [...outcomes.values()]
  const cellsOf = outcomeCells(columns)
  const lines = cases.map(({ id, arm, stratum, cluster, linked }, row) =>
    csvLine([id, arm, stratum, cluster, linked, ...cellsOf(row)]),
  )
  return [csvLine(columnsOf(columns.map(({ outcome }) => outcome))), ...lines].join('')
}

/** Reads a file of `maskedSetText` with these outcomes. */
export async function readMaskedSet(
  path: string,
  outcomes: readonly Outcome[],
): Promise<{ set: AnalysisRows; sha256: string }> {
  const columns = columnsOf(outcomes)
  const { rows, sha256 } = await readCsv(path, columns)
  const cases = rows.map(({ cells }) => {
    const [id = '', arm = '', stratum = '', cluster = '', linked] = cells
    return { id, arm, stratum, cluster, linked: linked === 'true' }
  })
  return { set: { cases, outcomes: readOutcomes(path, rows, columns, outcomes) }, sha256 }
}
