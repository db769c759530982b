import { existsSync } from 'node:fs'
import { refuseIfAny, TrialError } from '../../core/errors.ts'
import { hashJson } from '../../core/hash.ts'
import type { CaseTable } from '../../model/case.ts'
import { shown } from '../differences.ts'
import { artefactPath, artefacts, hasArtefact, type Manifest, manifestPath, readManifest } from '../run-folder.ts'
import { requireSeed } from '../seed.ts'
import type { Trial } from '../trial-folder.ts'
import { readBeaconValue } from './beacon.ts'
import { changedFacts, drawFacts, readCommitment, trialFacts } from './commitment.ts'
import {
  beaconDiffers,
  beaconMissing,
  commitmentMissing,
  committedOtherwise,
  drawnBefore,
  seedMissing,
  seedRefused,
} from './issues.ts'
import { readSecret } from './secret.ts'

/** What a caller gives to start a draw: a seed or, on a run with a commitment, the beacon's value and mostly no secret file. */
export interface StartRequest {
  seed?: string | undefined
  /** The value as the beacon published it. */
  beacon?: string | undefined
  /** File of the secret, where it is not the default one. */
  secretFile?: string | undefined
}

/** Where the random streams of a draw start and, on a run with a commitment, what gave the seed. */
export interface DrawStart {
  seed: string
  revealed?: Revealed
}

/** What a sample reveals of the commitment that it was drawn by. */
export interface Revealed {
  /** SHA-256 of 00-commit.json. */
  commit: string
  secret: string
  beacon: { round: string; value: string }
}

/** The seed that a commitment, the value of its beacon and its secret give. */
export const seedOf = ({ commit, beacon, secret }: { commit: string; beacon: string; secret: string }): string =>
  hashJson({ version: 1, commit, beacon, secret })

/** Where a draw on a run starts. Refuses the wrong one of seed and beacon, and a secret or value that cannot be right. */
export function startOfDraw(run: string, request: StartRequest): DrawStart {
  return hasArtefact(run, 'commit') ? committedStart(run, request) : seededStart(run, request)
}

/** Where the allocation of a drawn sample starts: on a run with a commitment, where the sample started. */
export function startOfAllocation(run: string, request: StartRequest): DrawStart {
  const start = startOfDraw(run, request)
  if (start.revealed === undefined) return start
  const sampled = recordedStart(readManifest(run, 'sample')).revealed?.beacon.value ?? ''
  const { value } = start.revealed.beacon
  if (value !== sampled) throw new TrialError([beaconDiffers(sampled, value)])
  return start
}

function seededStart(run: string, { seed, beacon, secretFile }: StartRequest): DrawStart {
  const options = { '--beacon': beacon, '--secret': secretFile }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  refuseIfAny(given.map(([option]) => commitmentMissing(artefactPath(run, 'commit'), option)))
  if (seed === undefined) throw new TrialError([seedMissing()])
  requireSeed(seed)
  return { seed }
}

function committedStart(run: string, { seed, beacon, secretFile }: StartRequest): DrawStart {
  const { commitment, hash: commit } = readCommitment(run)
  const { round } = commitment.beacon
  if (seed !== undefined) throw new TrialError([seedRefused(artefactPath(run, 'commit'), round)])
  if (beacon === undefined) throw new TrialError([beaconMissing(round)])
  requireDrawnByCommitment(run)
  const secret = readSecret(run, commitment, secretFile)
  const value = readBeaconValue(beacon, [round, commit, secret, commitment.secret.sha256])
  return { seed: seedOf({ commit, beacon: value, secret }), revealed: { commit, secret, beacon: { round, value } } }
}

/** Refuses a run whose sample was drawn without its commitment. */
export function requireDrawnByCommitment(run: string): void {
  if (!existsSync(manifestPath(run, 'sample'))) return
  if (readManifest(run, 'sample').inputs[artefacts.commit] === undefined) {
    throw new TrialError([drawnBefore(artefactPath(run, 'sample'))])
  }
}

/** Refuses, on a run with a commitment, a trial or a case list that is not the one committed to. */
export async function requireAsCommitted(trial: Trial, run: string, table?: CaseTable): Promise<void> {
  if (!hasArtefact(run, 'commit')) return
  const { commitment } = readCommitment(run)
  const found = table === undefined ? await trialFacts(trial, run) : await drawFacts(trial, run, table)
  const path = artefactPath(run, 'commit')
  refuseIfAny(
    changedFacts(commitment, found).map(({ fact, committed, found }) =>
      committedOtherwise(path, fact, shown(committed), shown(found)),
    ),
  )
}

/** What the manifest of a draw by a commitment records beside its seed. */
export const startRecord = ({ seed, revealed }: DrawStart) => ({
  seed,
  ...(revealed === undefined ? {} : { secret: revealed.secret, beacon: revealed.beacon }),
})

/** The commitment among the inputs of a draw. */
export const commitInput = ({ revealed }: DrawStart): Record<string, string> =>
  revealed === undefined ? {} : { [artefacts.commit]: revealed.commit }

/** Where a sample says, in its manifest, that it started. */
export function recordedStart(manifest: Manifest): DrawStart {
  const seed = String(manifest.seed)
  const recorded = manifest.inputs[artefacts.commit]
  if (recorded === undefined) return { seed }
  const beacon = (manifest.beacon ?? {}) as Partial<Revealed['beacon']>
  return {
    seed,
    revealed: {
      commit: recorded,
      secret: String(manifest.secret),
      beacon: { round: String(beacon.round), value: String(beacon.value) },
    },
  }
}
