import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Path of a file or folder that comes with the package: below the package.json above the running module. */
export function inPackage(...names: readonly string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return join(folder, ...names)
}

/** Version of the package. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as { version: string }
  return manifest.version
}
