import type { Eligibility } from '../design/index.ts'
import type { CaseId } from '../model/ids.ts'
import { csvLine } from '../storage/csv-writer.ts'

const rowsOfPiece = 1 << 13

/**
 * 02-eligibility.csv, in pieces: every case of the caseload, whether it is eligible, and every criterion that it fails.
 * Neither an id nor the name of a criterion can need quotes.
 */
export function eligibilityText(ids: readonly CaseId[], { criteria, failures }: Eligibility): readonly string[] {
  const named = criteria.map((criterion, index) => ({ criterion, failed: failures[index] ?? new Uint8Array() }))
  const pieces = [csvLine(['case', 'eligible', 'reasons'])]
  for (let start = 0; start < ids.length; start += rowsOfPiece) {
    const cells: string[] = []
    for (let row = start; row < Math.min(start + rowsOfPiece, ids.length); row += 1) {
      const verdict = cells.push(ids[row] as CaseId, ',true,') - 1
      for (const { criterion, failed } of named) {
        if (failed[row] === 0) continue
        if (cells.length === verdict + 1) cells[verdict] = ',false,'
        else cells.push(' ')
        cells.push(criterion)
      }
      cells.push('\n')
    }
    pieces.push(cells.join(''))
  }
  return pieces
}
