import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile, sha256 } from '../../core/hash.ts'
import { artefactPath, artefacts } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { sealedFileFindings } from './open-run.ts'
import { leftInClear, readSealRecord } from './sealed-run.ts'

/** What of a sealed run differs from what its seal records, for whoever holds no key: protocol, sample and sealed files. */
export async function sealFindings({ hashes }: Trial, run: string): Promise<string[]> {
  const record = readSealRecord(run)
  const copy = join(run, 'protocol.yaml')
  const [protocol, sample] = [record.inputs['protocol.yaml'], record.inputs[artefacts.sample]]
  const samplePath = artefactPath(run, 'sample')
  return [
    ...(existsSync(copy) && sha256(readFileSync(copy)) === protocol
      ? []
      : ['protocol.yaml in the run is not the one that the sample was drawn by']),
    ...(hashes.protocol === protocol ? [] : ['the protocol of the trial is not the one that the sample was drawn by']),
    ...(existsSync(samplePath) && (await hashFile(samplePath)) === sample
      ? []
      : [`${artefacts.sample} is not the sample that was allocated`]),
    ...sealedFileFindings(run, record).map(({ name, received }) =>
      received === 'nothing' ? `${name} is gone` : `${name} is not the file that was sealed`,
    ),
    ...leftInClear(run, record).map(name => `${name} lies in clear beside its sealed form: seal the run again`),
  ]
}
