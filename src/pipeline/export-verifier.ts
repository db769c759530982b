import type { Json } from '../core/canonical-json.ts'
import { sha256 } from '../core/hash.ts'
import { streamVersion } from '../core/random.ts'
import { allocationMethod } from '../design/index.ts'
import type { Protocol } from '../model/protocol.ts'
import { artefactColumn } from '../storage/cell.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { baselineFields } from './case-files.ts'
import { requireBatch } from './enrolment/records.ts'
import {
  type Artefact,
  artefactPath,
  artefacts,
  type Manifest,
  readManifest,
  requireDraw,
  requireSameProtocol,
  withDrawnTargets,
  writeJson,
} from './run-folder.ts'
import { type ScriptBody, scriptText } from './script-text.ts'
import type { Trial } from './trial-folder.ts'

/** Scripts that derive an allocation anew without Equipoise. */
export interface ExportedVerifier {
  schema: 'equipoise/verifier/1'
  trial: string
  run: string
  notice: string | null
  algorithm: { name: string; version: number }
  /** SHA-256 of each script, by its name in the run folder. */
  files: Readonly<Record<string, string>>
}

const shared = {
  place: 'equipoise export-verifier puts the numbers of a run here.',
  comment: 'The numbers of the run. protocol: SHA-256 of the protocol.yaml that they were read from.',
  variable: 'RUN',
} as const

const scripts = [
  { ...shared, artefact: 'verifierPython', language: 'python', path: ['verifier', 'verify.py'] },
  { ...shared, artefact: 'verifierR', language: 'r', path: ['verifier', 'verify.R'] },
] as const satisfies readonly (ScriptBody & { artefact: Artefact })[]

/**
 * Writes a Python and an R script into the run folder that derive its allocation from 03-sample.csv, the protocol's
 * numbers and the seed, and compare it with 04-allocation.csv; and a manifest with their hashes. Refuses a run without
 * an allocation, one whose sample or allocation was changed, and another protocol than that of the run.
 */
export function exportVerifier(trial: Trial, run: string): ExportedVerifier {
  requireBatch(trial, 'export-verifier', 'Run `equipoise verify`, which derives every arrival again from the log.')
  requireDraw(run, 'sample', 'allocation')
  requireSameProtocol(trial, run)
  const manifest = readManifest(run, 'allocation')
  const { notice, algorithm, seed, inputs, content } = manifest
  const facts = factsOfRun(withDrawnTargets(trial, run), manifest)
  const texts = scripts.map(script => ({ name: artefacts[script.artefact], text: scriptText(script, facts), script }))
  const files = Object.fromEntries(texts.map(({ name, text }) => [name, sha256(text)]))
  for (const { script, text } of texts) writeFileAtomically(artefactPath(run, script.artefact), text)
  writeJson(artefactPath(run, 'verifiers'), {
    schema: 'equipoise/verifier-manifest/1',
    trial: trial.protocol.id,
    notice,
    inputs: {
      'protocol.yaml': inputs['protocol.yaml'],
      [artefacts.sample]: inputs[artefacts.sample],
      [artefacts.allocation]: content,
    },
    algorithm,
    seed,
    files,
  })
  return { schema: 'equipoise/verifier/1', trial: trial.protocol.id, run, notice, algorithm, files }
}

/** What a script must be told: everything else it reads from the sample. */
function factsOfRun({ protocol, hashes }: Trial, { notice, algorithm, seed = '', inputs, content }: Manifest): Json {
  return {
    trial: protocol.id,
    notice,
    protocol: hashes.protocol,
    algorithm,
    stream: streamVersion,
    seed,
    design: designOf(protocol),
    files: { [artefacts.sample]: inputs[artefacts.sample], [artefacts.allocation]: content },
  }
}

/** The arms, where the sample holds the baseline fields that the method uses, and the numbers of the method. */
function designOf(protocol: Protocol): Json {
  const method = allocationMethod(protocol)
  const named = new Set(method.baselineFields(protocol))
  const fields = baselineFields(protocol).filter(({ id }) => named.has(id))
  return {
    arms: protocol.arms.map(({ id }) => id),
    fields: Object.fromEntries(fields.map(field => [field.id, { column: artefactColumn(field), type: field.type }])),
    ...method.design(protocol),
  }
}
