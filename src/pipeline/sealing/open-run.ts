import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refuseIfAny, TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { type KeyFile, openSealed, readKeyFile } from '../../storage/age/index.ts'
import { readAllocation } from '../case-files.ts'
import { artefactPath, artefacts, readManifest, requireDraw } from '../run-folder.ts'
import { keyMissing, sealedContentDiffers, sealedFileChanged } from './issues.ts'
import { clearName, isSealed, readBytes, readSealRecord, type SealRecord, sealRecordPath } from './sealed-run.ts'

/** The files of a sealed run in memory, by their clear names. */
export type OpenedFiles = ReadonlyMap<string, Uint8Array>

/**
 * Opens every sealed file of a run, in memory. Refuses sealed files that are not those of the seal, a key that does not open
 * them, and contents that do not fit each other: what is given back is byte for byte what the stages wrote.
 */
export async function openRun(run: string, key: KeyFile): Promise<OpenedFiles> {
  const record = readSealRecord(run)
  requireSealedFiles(run, record)
  const opened = new Map<string, Uint8Array>()
  for (const name of Object.keys(record.files)) {
    opened.set(clearName(name), await openSealed(join(run, name), readBytes(run, name), key))
  }
  requireAsDrawn(run, opened)
  return opened
}

/** An allocation, with the notice of its run. */
export interface ReadAllocation {
  notice: string | null
  allocation: readonly AllocatedCase[]
}

/** The allocation of a run. That of a sealed one is read in memory, by the key file that is named. */
export async function allocationOf(run: string, keyFile: string | undefined): Promise<ReadAllocation> {
  if (!isSealed(run)) {
    requireDraw(run, 'allocation')
    const { notice } = readManifest(run, 'allocation')
    return { notice, allocation: await readAllocation(artefactPath(run, 'allocation')) }
  }
  if (keyFile === undefined) throw new TrialError([keyMissing(sealRecordPath(run))])
  const bytes = (await openRun(run, await readKeyFile(keyFile))).get(artefacts.allocation) ?? new Uint8Array()
  const path = artefactPath(run, 'allocation')
  return { notice: readSealRecord(run).notice, allocation: await readAllocation({ path, bytes }) }
}

/** Refuses a run whose sealed files are not those that its seal records. */
export function requireSealedFiles(run: string, record: SealRecord): void {
  refuseIfAny(sealedFileFindings(run, record).map(({ name, received }) => sealedFileChanged(join(run, name), received)))
}

/** The sealed files that are missing or are others. */
export function sealedFileFindings(run: string, { files }: SealRecord): { name: string; received: string }[] {
  return Object.entries(files).flatMap(([name, hash]) => {
    if (!existsSync(join(run, name))) return [{ name, received: 'nothing' }]
    return sha256(readBytes(run, name)) === hash ? [] : [{ name, received: 'another' }]
  })
}

/** Each manifest names the file that it describes; the sample itself lies in the open. */
function requireAsDrawn(run: string, opened: OpenedFiles): void {
  const described = [
    ['03-sample.json', readBytes(run, '03-sample.csv')],
    ['04-allocation.json', opened.get('04-allocation.csv')],
  ] as const
  for (const [manifest, content] of described) {
    if (content === undefined || contentHash(opened.get(manifest)) !== sha256(content)) {
      const expected = `the manifest of ${manifest.replace('.json', '.csv')} as it is`
      throw new TrialError([sealedContentDiffers(join(run, `${manifest}.age`), expected)])
    }
  }
}

function contentHash(manifest: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(manifest ?? []).toString('utf8')).content
  } catch {
    return undefined
  }
}
