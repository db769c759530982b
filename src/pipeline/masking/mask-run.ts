import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { InternalError, TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import type { IntegerSource } from '../../core/random.ts'
import { declaredCases } from '../../model/allocation.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { afterEnrolment, arrivalTimes } from '../../model/enrolment.ts'
import type { Mask, MaskKey } from '../../model/mask.ts'
import type { Protocol } from '../../model/protocol.ts'
import { buildAnalysisSet, type Masked, maskedSetText, maskSet } from '../../outcomes/index.ts'
import { readRecipients, sealContent } from '../../storage/age/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { readSample } from '../case-files.ts'
import { artefactPath, requireSameProtocol, writeJson } from '../run-folder.ts'
import { readRunLog, requireRunLog } from '../run-log.ts'
import { allocationOf } from '../sealing/open-run.ts'
import type { Trial } from '../trial-folder.ts'
import { maskExists, nothingToMask } from './issues.ts'
import { maskFiles } from './mask-folder.ts'

/** What to mask, where to, and who may learn what the labels stand for. */
export interface MaskRequest {
  trial: Trial
  run: string
  out: string
  /** Public keys, or files of keys. */
  to: readonly string[]
  /** Key file, where the run is sealed. */
  key?: string | undefined
  /** Even integers that nobody can foresee. */
  random: IntegerSource
}

/** What masking did. It does not say what the labels stand for. */
export interface MaskOutcome extends Omit<Mask, 'schema'> {
  schema: 'equipoise/masked/1'
  run: string
  out: string
  cases: number
}

/**
 * Writes a masked analysis set for whoever analyses without knowing the arms: masked-set.csv, mask.json, and what the labels
 * stand for, sealed, in mask-key.json.age. The arms of a sealed run are read in memory.
 */
export async function maskRun(request: MaskRequest, progress: Progress): Promise<MaskOutcome> {
  const { trial, run, out, key, random } = request
  const path = join(out, maskFiles.mask)
  if (existsSync(path)) throw new TrialError([maskExists(path)])
  requireSameProtocol(trial, run)
  const recipients = await readRecipients(request.to)
  await requireRunLog(run)
  progress.report('Masking', 0, 2)
  const { notice, allocation } = await allocationOf(run, key)
  const { events: recorded, head } = await readRunLog(run)
  const sample = await readSample(artefactPath(run, 'sample'), trial.protocol)
  const masked = maskSet(
    trial.protocol,
    buildAnalysisSet(trial.protocol, {
      allocation,
      sample,
      events: afterEnrolment(recorded),
      arrivals: arrivalTimes(recorded),
    }),
    random,
  )
  const outcomes = [...masked.set.outcomes.keys()]
  if (outcomes.length === 0) throw new TrialError([nothingToMask(masked.leftOut.map(({ outcome }) => outcome))])
  progress.report('Masking', 1, 2)
  const text = maskedSetText(masked.set)
  const mask: Mask = {
    schema: 'equipoise/mask/1',
    trial: trial.protocol.id,
    notice,
    inputs: {
      'protocol.yaml': trial.hashes.protocol,
      'plan.yaml': planOf(run) ?? trial.hashes.plan,
      '05-outcomes.sqlite': head.hash,
    },
    labels: masked.labels.map(({ label }) => label),
    outcomes,
    leftOut: [...masked.leftOut],
    cautions: cautionsOf(trial.protocol, allocation),
    recipients,
    content: sha256(text),
  }
  mkdirSync(out, { recursive: true })
  await writeMaskKey(out, masked, mask)
  writeFileAtomically(join(out, maskFiles.set), text)
  writeJson(path, mask)
  progress.report('Masking', 2, 2)
  return { ...mask, schema: 'equipoise/masked/1', run, out, cases: masked.set.cases.length }
}

/** SHA-256 of the plan as it stood at the allocation, where the run kept it. */
function planOf(run: string): string | undefined {
  const kept = artefactPath(run, 'allocatedPlan')
  return existsSync(kept) ? sha256(readFileSync(kept)) : undefined
}

/** The key first: labels that nobody can lift would be of no use. */
async function writeMaskKey(out: string, { labels }: Masked, { trial, recipients, content }: Mask): Promise<void> {
  const key: MaskKey = { schema: 'equipoise/mask-key/1', trial, labels: [...labels], content }
  const path = join(out, maskFiles.key)
  const sealed = await sealContent(Buffer.from(`${canonicalJson(key)}\n`), recipients)
  writeFileAtomically(path, sealed.bytes)
  if (!(await sealed.opens(readFileSync(path)))) throw new InternalError(`${path} does not open to what was sealed`)
}

function cautionsOf(protocol: Protocol, allocation: readonly AllocatedCase[]): string[] {
  const unequal = !isEqual(protocol, allocation)
  return [
    ...(unequal
      ? [
          'The arms had different chances or numbers of cases, which the protocol tells: whoever counts the cases of each label can tell which arm it is.',
        ]
      : []),
    'Whoever also has the log of the run, or its case list, can match amounts and learn what was done to a case.',
    'A large difference in the direction that everybody expects tells the arms too.',
  ]
}

/** Whether nothing in the design tells one arm from another by its size. */
function isEqual({ arms, allocation: design }: Protocol, allocation: readonly AllocatedCase[]): boolean {
  const declared = new Set(arms.map(({ id }) => declaredCases(design, id)))
  return declared.size === 1 && chancesByGroup(allocation).every(ofArms => new Set(ofArms).size === 1)
}

/** The probabilities of each arm within each stratum, linked cases apart, as one text for each arm. */
function chancesByGroup(allocation: readonly AllocatedCase[]): string[][] {
  const groups = new Map<string, Map<string, Set<string>>>()
  for (const { stratum, linked, arm, probability } of allocation) {
    const group = groups.get(`${stratum} ${linked}`) ?? new Map<string, Set<string>>()
    const ofArm = group.get(arm) ?? new Set<string>()
    ofArm.add(`${probability.numerator}/${probability.denominator}`)
    groups.set(`${stratum} ${linked}`, group.set(arm, ofArm))
  }
  return [...groups.values()].map(group => [...group.values()].map(chances => [...chances].sort().join(' ')))
}
