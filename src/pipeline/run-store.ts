import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { TrialError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { type StorePointer, storeSchema } from '../model/store.ts'
import { validate } from '../model/validate.ts'
import { readJson } from '../storage/files.ts'
import { postgresAddress } from '../storage/log/postgres-address.ts'
import { openPostgresLog } from '../storage/log/postgres-log.ts'
import { storeDiffers, storeInvalid } from './issues.ts'
import { artefactPath, artefacts, hasArtefact, manifestPath, requireArtefact, writeJson } from './run-folder.ts'
import { isSealed, sealRecordPath } from './sealing/sealed-run.ts'

/** Where the log of a run is: the pointer that the run keeps, and the address to connect with. */
export interface RunStore {
  pointer: StorePointer
  address: string
}

/** Addresses as they were given to this process, with their passwords, by run: later stages of one command need them too. */
const given = new Map<string, string>()

/** The database that a run keeps its log in; undefined where the log is a file of the run. */
export function storeOfRun(run: string): RunStore | undefined {
  if (!hasArtefact(run, 'store')) return undefined
  const path = artefactPath(run, 'store')
  const read = validate(storeSchema, [], readJson(path))
  if (!read.ok) throw new TrialError(read.problems.map(problem => storeInvalid(path, problem)))
  return { pointer: read.value, address: given.get(resolve(run)) ?? read.value.url }
}

/**
 * Keeps the log of a run in a database from now on: writes 05-store.json once the database answers. Given again it changes
 * nothing; another database, or a log that is a file of the run already, is refused.
 */
export async function keepInStore(run: string, store: string): Promise<void> {
  const address = postgresAddress(store)
  const kept = storeOfRun(run)
  if (kept === undefined && hasArtefact(run, 'log')) {
    throw new TrialError([storeDiffers(artefactPath(run, 'log'), artefacts.log)])
  }
  if (kept !== undefined && postgresAddress(kept.pointer.url).database !== address.database) {
    throw new TrialError([storeDiffers(artefactPath(run, 'store'), kept.pointer.url)])
  }
  const pointer = kept?.pointer ?? newPointer(run, address.shown)
  const log = openPostgresLog(address.full, pointer.log)
  try {
    await log.head()
  } finally {
    await log.close()
  }
  given.set(resolve(run), address.full)
  if (kept === undefined) writeJson(artefactPath(run, 'store'), pointer)
}

/** The name tells the draw that the run holds, so that the logs of two draws are never one. */
function newPointer(run: string, url: string): StorePointer {
  const path = drawRecord(run)
  const { trial } = readJson(path) as { trial: string }
  const draw = sha256(readFileSync(path)).slice(0, 16)
  return { schema: 'equipoise/store/1', trial, kind: 'postgres', url, log: `${trial}-${draw}` }
}

/** The file that stands for the draw of a run: its opening where cases arrive one by one, its seal, or the manifest of 04. */
function drawRecord(run: string): string {
  if (hasArtefact(run, 'opening')) return artefactPath(run, 'opening')
  if (isSealed(run)) return sealRecordPath(run)
  requireArtefact(run, 'allocation')
  return manifestPath(run, 'allocation')
}
