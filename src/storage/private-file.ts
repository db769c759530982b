import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { onFile } from './files.ts'

/** Writes a new file that its owner alone may read. One that is there already is an error of the operating system. */
export function writePrivateFile(path: string, content: string): void {
  onFile(path, () => {
    const descriptor = openSync(path, 'wx', 0o600)
    try {
      writeFileSync(descriptor, content)
      fsyncSync(descriptor)
    } catch (error) {
      rmSync(path, { force: true })
      throw error
    } finally {
      closeSync(descriptor)
    }
  })
}
