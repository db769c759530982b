import { csvLine } from '../core/csv-text.ts'
import type { Eligibility } from '../design/index.ts'
import type { CaseId } from '../model/ids.ts'

const rowsOfPiece = 1 << 10

/**
 * 02-eligibility.csv: every case of the caseload, whether it is eligible, and every criterion that it fails. Bytes in
 * pieces, encoded once to be hashed and written. Neither an id nor the name of a criterion can need quotes.
 */
export function eligibilityText(ids: readonly CaseId[], { criteria, failures }: Eligibility): readonly Uint8Array[] {
  const named = criteria.map((criterion, index) => ({ criterion, failed: failures[index] ?? new Uint8Array() }))
  const pieces = [Buffer.from(csvLine(['case', 'eligible', 'reasons']))]
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
    pieces.push(Buffer.from(cells.join('')))
  }
  return pieces
}
