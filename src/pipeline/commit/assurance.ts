import { TrialError } from '../../core/errors.ts'
import { longDate } from '../../report/index.ts'
import { readOpening } from '../enrolment/records.ts'
import { artefacts, hasArtefact, readManifest } from '../run-folder.ts'
import { readCommitment } from './commitment.ts'
import { recordedStart } from './start.ts'

/** What can be said against the suspicion that a draw was chosen among several. */
export interface DrawAssurance {
  /** What the draw was tied to before it was known; null where it was to nothing, or where that does not hold. */
  commitment: DrawCommitment | null
  /** The same for readers, the same in every output. */
  statement: string
}

/** The commitment and the public value that gave a seed. */
export interface DrawCommitment {
  /** SHA-256 of 00-commit.json, to be compared with the one that was published. */
  sha256: string
  recordedAt: string
  round: string
  value: string
}

const uncommitted =
  'The draw is reproducible but not proof against choosing: nothing tied its seed to a public beacon beforehand, so it cannot be shown that no other seed was tried.'
const broken = `The draw is not proof against choosing: the run's commitment, ${artefacts.commit}, does not hold for it.`

/** What the run shows of its draw. `holds` is what `verify` found of the commitment. */
export function assuranceOf(run: string, holds = true): DrawAssurance {
  if (hasArtefact(run, 'opening')) return { commitment: null, statement: holds ? sequential(run) : brokenOpening }
  const { revealed } = recordedStart(readManifest(run, 'sample'))
  if (revealed === undefined && !hasArtefact(run, 'commit')) return { commitment: null, statement: uncommitted }
  const commitment = holds && revealed !== undefined ? commitmentOf(run, revealed.commit) : undefined
  if (commitment === undefined || revealed === undefined) return { commitment: null, statement: broken }
  const known = { ...commitment, ...revealed.beacon }
  return { commitment: known, statement: committed(known) }
}

const brokenOpening = `The arms are not shown to have been fixed before the cases arrived: the run's opening, ${artefacts.opening}, does not hold for it.`

function sequential(run: string): string {
  const { opening, hash } = readOpening(run)
  return `Cases were allocated as they arrived, by a secret that ${artefacts.opening} (SHA-256 ${hash}) committed to on ${longDate(opening.recorded_at.slice(0, 10))}: where that hash was published before the first case arrived, nobody could change a draw afterwards. Who held the secret could foresee the next arm.`
}

function commitmentOf(run: string, recorded: string): Pick<DrawCommitment, 'sha256' | 'recordedAt'> | undefined {
  try {
    const { commitment, hash } = readCommitment(run)
    return hash === recorded ? { sha256: hash, recordedAt: commitment.recorded_at } : undefined
  } catch (error) {
    if (error instanceof TrialError) return undefined
    throw error
  }
}

const committed = ({ sha256, recordedAt, round }: DrawCommitment): string =>
  `The seed follows from the value of ${round} and from ${artefacts.commit} (SHA-256 ${sha256}), which committed on ${longDate(recordedAt.slice(0, 10))} to the protocol, the plan, the case list, the algorithms and a secret: where that hash, and no other for this trial, was published before that value, nobody could choose the draw.`
