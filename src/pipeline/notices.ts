import type { CaseId } from '../model/ids.ts'
import { hasFile, readSynthetic, type Trial } from './trial-folder.ts'

/** What must be said of cases that were made up, which is told by how their ids start; null of others. */
export function noticeOfCases(trial: Trial, ids: Iterable<CaseId>): string | null {
  if (!hasFile(trial.folder, 'synthetic')) return null
  const { caseload, reconstruction } = readSynthetic(trial)
  const madeUp = [
    ...(reconstruction === undefined ? [] : [reconstruction]),
    { ...caseload, idPrefix: caseload.ids.prefix },
  ]
  return madeUp.find(({ idPrefix }) => startsAny(ids, idPrefix))?.notice ?? null
}

export function startsAny(ids: Iterable<CaseId>, prefix: string): boolean {
  for (const id of ids) if (id.startsWith(prefix)) return true
  return false
}
