import { refuseIfAny } from '../../core/errors.ts'
import type { LogHead } from '../../storage/log/chain.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { openLog } from '../../storage/log/sqlite-log.ts'
import { artefactPath } from '../run-folder.ts'
import { reasonMissing } from './issues.ts'

/** Who makes arms known, and why. Both are recorded before anything is shown. */
export interface UnblindingGround {
  by: string
  reason: string
}

/** What is made known: the arm of one case, the arms of all, or what the labels of a masked analysis stand for. */
export type Unblinding =
  | { kind: 'case_unblinded'; case: string }
  | { kind: 'run_unsealed' }
  /** `set`: SHA-256 of the masked set. */
  | { kind: 'mask_lifted'; set: string }

/** In the log of unblinding a record about all cases has this in place of a case id, which cannot be one. */
export const everyCase = '*'

/** A record of the log of unblinding. */
export interface RecordedUnblinding extends UnblindingGround {
  id: string
  /** When, in UTC; inside the hash chain. */
  at: string
  log: LogHead
}

/** Refuses a reason or a name without any text. */
export function requireGround({ by, reason }: UnblindingGround): void {
  refuseIfAny([
    ...(reason.trim() === '' ? [reasonMissing('--reason')] : []),
    ...(by.trim() === '' ? [reasonMissing('--by')] : []),
  ])
}

/**
 * Appends to the run's log of unblinding, 05-unblinding.sqlite: append-only and hash-chained as the outcome log. To be called
 * before anything is shown.
 */
export async function recordUnblinding(
  run: string,
  what: Unblinding,
  { by, reason }: UnblindingGround,
  clock: Clock,
): Promise<RecordedUnblinding> {
  const log = openLog(artefactPath(run, 'unblinding'))
  try {
    return await log.exclusively(async writer => {
      const now = clock()
      const [id, at] = [`unblinding-${(await writer.head()).count + 1}`, now.toISOString()]
      const of = what.kind === 'case_unblinded' ? what.case : everyCase
      const said = { by: by.trim(), reason: reason.trim() }
      const fields = what.kind === 'mask_lifted' ? { set: what.set } : {}
      const head = await writer.append([{ id, case: of, kind: what.kind, at, ...said, fields }], () => now)
      return { id, at, ...said, log: head }
    })
  } finally {
    await log.close()
  }
}
