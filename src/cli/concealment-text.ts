import type { Protocol } from '../model/protocol.ts'
import type { SealOutcome } from '../pipeline/sealing/seal-run.ts'
import type { UnsealOutcome } from '../pipeline/sealing/unseal-run.ts'
import type { RecordedUnblinding } from '../pipeline/unblinding/record-unblinding.ts'
import type { UnblindOutcome } from '../pipeline/unblinding/unblind-case.ts'
import { noticeLines } from './summaries.ts'

/** What sealing did, and what it does not do. */
export function sealText({ notice, run, recipients, files, cautions, sha256, state }: SealOutcome): string {
  return [
    ...noticeLines(notice),
    state === 'unchanged'
      ? 'The run is sealed to these already; nothing changed.'
      : `Sealed ${files.length} files of ${run}: ${files.join(', ')}. The clear ones are deleted.`,
    `To ${recipients.length === 1 ? 'one public key' : `${recipients.length} public keys, each of which opens it alone`}: ${recipients.join(', ')}.`,
    `SHA-256 of 04-sealed.json: ${sha256}. Keep it elsewhere: it shows later that this seal was not replaced.`,
    '',
    'Deleting does not wipe: copies, backups and version control may still hold the clear files.',
    'The arms follow from the caseload, the protocol and the seed. Whoever knows the seed needs no key: it must not stay in a note, a script or the history of a shell.',
    ...cautions,
  ].join('\n')
}

/** What opening a run did. */
export const unsealText = ({ notice, run, files, recorded }: UnsealOutcome): string =>
  [
    ...noticeLines(notice),
    `Opened ${run}: ${files.join(', ')}, each as it was before it was sealed.`,
    recordText(recorded),
  ].join('\n')

/** The arm of a case. */
export const unblindText = (protocol: Protocol, { notice, case: id, arm, recorded }: UnblindOutcome): string =>
  [...noticeLines(notice), recordText(recorded), '', `${id}: ${armTitleOf(protocol, arm)}`].join('\n')

/** Title and id of an arm. */
export const armTitleOf = ({ arms }: Pick<Protocol, 'arms'>, arm: string): string =>
  `${arms.find(each => each.id === arm)?.title ?? arm} (${arm})`

/** A record of the log of unblinding. */
export const recordText = ({ id, at, by, reason, log }: RecordedUnblinding): string =>
  `Recorded as ${id} at ${at}: ${by}, ${JSON.stringify(reason)}. Head of the log: ${log.hash}.`
