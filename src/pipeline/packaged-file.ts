import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Issue, TrialError } from '../core/errors.ts'
import { inPackage } from './package-folder.ts'

const ending = '.yaml'

/** The file that a reference names: a path, else one of a folder that comes with equipoise. Refuses one that is not there. */
export function findPackaged(
  folder: string,
  reference: string,
  notFound: (reference: string, known: readonly string[]) => Issue,
  workingFolder = process.cwd(),
): string {
  const isName = /^[a-z][a-z0-9_-]*$/.test(reference)
  const candidates = [resolve(workingFolder, reference), ...(isName ? [inPackage(folder, reference + ending)] : [])]
  const found = candidates.find(path => existsSync(path))
  if (found === undefined) throw new TrialError([notFound(reference, packagedNames(folder))])
  return found
}

function packagedNames(folder: string): string[] {
  const names = readdirSync(inPackage(folder)).filter(name => name.endsWith(ending))
  return names.map(name => name.slice(0, -ending.length)).sort()
}
