import { existsSync, readFileSync } from 'node:fs'
import { canonicalJson } from '../../core/canonical-json.ts'
import { TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { CaseTable } from '../../model/case.ts'
import type { Commitment } from '../../model/commitment.ts'
import { shown } from '../differences.ts'
import { artefactPath, artefacts, hasArtefact, manifestName, manifestPath, readManifest } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { changedFacts, drawFacts, readCommitment, trialFacts } from './commitment.ts'
import { recordedStart, seedOf } from './start.ts'

const draws = ['sample', 'allocation'] as const

/**
 * What of a run's commitment does not hold, offline: the trial, the case list and the algorithms against what was committed
 * to, the secret against its hash, the seed against what gave it, and the hash that each draw names. Undefined for a run
 * without one.
 */
export async function commitmentFindings(
  trial: Trial,
  run: string,
  caseTable: () => Promise<CaseTable>,
): Promise<string[] | undefined> {
  const made = draws.filter(draw => existsSync(manifestPath(run, draw)))
  const naming = made.filter(draw => readManifest(run, draw).inputs[artefacts.commit] !== undefined)
  if (!hasArtefact(run, 'commit')) return naming.length === 0 ? undefined : [`${artefacts.commit} is gone`]
  const { commitment, hash } = readCommitment(run)
  const findings = [
    ...(await factFindings(trial, run, commitment, caseTable)),
    ...made.filter(draw => !naming.includes(draw)).map(draw => `${manifestName(draw)} names no ${artefacts.commit}`),
    ...seedFindings(run, commitment),
    ...formFindings(run, commitment),
  ]
  const others = naming.filter(draw => readManifest(run, draw).inputs[artefacts.commit] !== hash)
  // Whatever else a commitment holds was derived or compared with what the draw revealed.
  const where = findings.length === 0 && others.length === made.length ? ': its recorded_at was changed' : ''
  return [
    ...others.map(draw => `${artefacts.commit} is not the file that ${manifestName(draw)} names${where}`),
    ...findings,
  ]
}

async function factFindings(
  trial: Trial,
  run: string,
  commitment: Commitment,
  caseTable: () => Promise<CaseTable>,
): Promise<string[]> {
  try {
    return changedFacts(commitment, await drawFacts(trial, run, await caseTable())).map(differing)
  } catch (error) {
    if (!(error instanceof TrialError)) throw error
    const unread = 'the case list cannot be read, so it cannot be compared with the one committed to'
    return [unread, ...changedFacts(commitment, await trialFacts(trial, run)).map(differing)]
  }
}

const differing = ({ fact, committed, found }: ReturnType<typeof changedFacts>[number]): string =>
  `${fact} is not as committed to: ${artefacts.commit} holds ${shown(committed)}, found ${shown(found)}`

/** Whether the sample reveals the secret and the round committed to, and every seed is what these and the value give. */
function seedFindings(run: string, commitment: Commitment): string[] {
  const { seed, revealed } = recordedStart(readManifest(run, 'sample'))
  if (revealed === undefined) return []
  const { commit, secret, beacon } = revealed
  const name = manifestName('sample')
  return [
    ...(sha256(secret) === commitment.secret.sha256 ? [] : [`the secret in ${name} is not the one committed to`]),
    ...(beacon.round === commitment.beacon.round
      ? []
      : [`${name} names another round of the beacon than ${artefacts.commit}`]),
    ...(seed === seedOf({ commit, beacon: beacon.value, secret })
      ? []
      : [`the seed in ${name} is not what ${artefacts.commit}, the beacon's value and the secret give`]),
    ...allocationSeedFindings(run, seed),
  ]
}

function allocationSeedFindings(run: string, seed: string): string[] {
  if (!existsSync(manifestPath(run, 'allocation'))) return []
  const same = String(readManifest(run, 'allocation').seed) === seed
  return same ? [] : [`the seed in ${manifestName('allocation')} is not that of the sample`]
}

const formFindings = (run: string, commitment: Commitment): string[] =>
  readFileSync(artefactPath(run, 'commit'), 'utf8') === `${canonicalJson(commitment)}\n`
    ? []
    : [`${artefacts.commit} says what was committed to, but not byte for byte`]
