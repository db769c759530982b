import { csvLine } from '../core/csv-text.ts'
import { HashedPieces } from '../core/hash.ts'
import { type TextColumn, textColumnOf } from '../core/text-column.ts'
import type { Eligibility } from '../design/index.ts'
import type { CaseIds } from '../model/case.ts'

const pieceBytes = 1 << 16
const longestId = 64

/**
 * 02-eligibility.csv: every case of the caseload, whether it is eligible, and every criterion that it fails. Bytes in
 * pieces, made anew each time they are asked for: together they are larger than the caseload itself. Neither an id nor the
 * name of a criterion can need quotes.
 */
export function eligibilityText(ids: CaseIds, eligibility: Eligibility): HashedPieces {
  const texts = textColumnOf(ids)
  return new HashedPieces(() => piecesOf(texts, eligibility))
}

function* piecesOf(ids: TextColumn, { reasons, reasonsOf }: Eligibility): Generator<Uint8Array> {
  const verdicts = reasons.map(failed => Buffer.from(`,${failed.length === 0},${failed.join(' ')}\n`))
  const roomForLine = Math.max(0, ...verdicts.map(({ length }) => length)) + longestId
  yield Buffer.from(csvLine(['case', 'eligible', 'reasons']))
  for (let row = 0; row < ids.length; ) {
    const piece = new Uint8Array(pieceBytes + roomForLine)
    let end = 0
    for (; row < ids.length && end < pieceBytes; row += 1) {
      const verdict = verdicts[reasonsOf.at(row) ?? 0]!
      end = ids.copyTo(piece, end, row)
      piece.set(verdict, end)
      end += verdict.length
    }
    yield piece.subarray(0, end)
  }
}
