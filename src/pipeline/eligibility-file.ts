import { codedCells, csvPieces, textCells } from '../core/csv-pieces.ts'
import type { HashedPieces } from '../core/hash.ts'
import { textColumnOf } from '../core/text-column.ts'
import type { Eligibility } from '../design/index.ts'
import type { CaseIds } from '../model/case.ts'

/** 02-eligibility.csv: every case of the caseload, whether it is eligible, and every criterion that it fails. */
export function eligibilityText(ids: CaseIds, { reasons, reasonsOf }: Eligibility): HashedPieces {
  const verdicts = { values: reasons, codeAt: (row: number) => reasonsOf.at(row) ?? 0 }
  return csvPieces(['case', 'eligible', 'reasons'], ids.length, [
    textCells(textColumnOf(ids)),
    codedCells(verdicts, failed => [failed.length === 0, failed.join(' ')]),
  ])
}
