import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compareBytes } from '../core/byte-order.ts'
import { TrialError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { pseudonym } from '../core/pseudonym.ts'
import type { Protocol } from '../model/protocol.ts'
import { type AnalysisSet, analysisSetText, readAnalysisSet } from '../outcomes/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { readPseudonymKey } from '../storage/pseudonym-key.ts'
import { importFiles } from './import-files.ts'
import { artefactChanged, exportIntoRun } from './issues.ts'
import {
  artefactPath,
  artefacts,
  manifestName,
  manifestOf,
  readManifest,
  requireArtefact,
  requireSameProtocol,
  writeJson,
} from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

/** What was exported. */
export interface ExportedSet {
  schema: 'equipoise/exported-set/1'
  trial: string
  run: string
  out: string
  notice: string | null
  cases: number
  /** Baseline fields of free text, which could name somebody. */
  leftOut: readonly string[]
  /** Files in the folder. */
  files: readonly string[]
}

/**
 * Writes the analysis set of a run with pseudonyms in place of the ids of cases and the names of clusters, and its dictionary and
 * import scripts, into another folder. Rows stand in the order of the pseudonyms; baseline fields of free text are left out.
 * The same key and set give the same bytes. Refuses a set that was changed since it was made.
 */
export async function exportAnalysisSet(
  trial: Trial,
  run: string,
  { out, keyFile }: { out: string; keyFile: string },
): Promise<ExportedSet> {
  if (resolve(out) === resolve(run)) throw new TrialError([exportIntoRun(out)])
  const key = readPseudonymKey(keyFile)
  requireArtefact(run, 'analysisSet')
  requireSameProtocol(trial, run)
  const { protocol, hashes } = trial
  const { notice, content } = readManifest(run, 'analysisSet')
  const { set, sha256: found } = await readAnalysisSet(artefactPath(run, 'analysisSet'), protocol)
  if (found !== content) throw new TrialError([artefactChanged(artefactPath(run, 'analysisSet'))])
  const { exported, leftOut } = withoutFreeText(protocol)
  const text = analysisSetText(exported, withPseudonyms(set, key))
  const facts = {
    schema: 'equipoise/exported-set-manifest/1' as const,
    trial: protocol.id,
    notice,
    inputs: { 'protocol.yaml': hashes.protocol, [artefacts.analysisSet]: content },
    algorithm: { name: 'pseudonyms', version: 1 },
    key: { sha256: sha256(key.toString('hex')) },
    cases: set.cases.length,
    leftOut,
  }
  const files = [
    [artefacts.analysisSet, text] as const,
    ...importFiles(exported, { text, name: artefacts.analysisSet, notice }),
  ]
  mkdirSync(out, { recursive: true })
  for (const [name, content] of files) writeFileAtomically(join(out, name), content)
  writeJson(join(out, manifestName('analysisSet')), manifestOf(facts, text))
  return {
    schema: 'equipoise/exported-set/1',
    trial: protocol.id,
    run,
    out,
    notice,
    cases: set.cases.length,
    leftOut,
    files: [...files.map(([name]) => name), manifestName('analysisSet')],
  }
}

/** The protocol as the export knows it. */
function withoutFreeText(protocol: Protocol): { exported: Protocol; leftOut: string[] } {
  const { caseload } = protocol
  const isFree = ({ baseline, type }: Protocol['caseload']['fields'][number]): boolean =>
    baseline === true && type === 'text'
  return {
    exported: { ...protocol, caseload: { ...caseload, fields: caseload.fields.filter(field => !isFree(field)) } },
    leftOut: caseload.fields.filter(isFree).map(({ id }) => id),
  }
}

function withPseudonyms(set: AnalysisSet, key: Buffer): AnalysisSet {
  const cases = set.cases.map(each => ({
    ...each,
    id: pseudonym(key, 'case', each.id),
    cluster: pseudonym(key, 'cluster', each.cluster),
  }))
  const order = [...cases.keys()].sort((a, b) => compareBytes(cases[a]?.id ?? '', cases[b]?.id ?? ''))
  const ordered = <T>(values: readonly T[]): T[] => order.map(row => values[row] as T)
  return {
    cases: ordered(cases),
    ...(set.windows === undefined ? {} : { windows: ordered(set.windows) }),
    baseline: new Map([...set.baseline].map(([id, values]) => [id, ordered(values)])),
    outcomes: new Map([...set.outcomes].map(([id, { outcome, values }]) => [id, { outcome, values: ordered(values) }])),
  }
}
