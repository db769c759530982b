import { isUtf8 } from 'node:buffer'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Issue, type Place, TrialError } from '../core/errors.ts'
import { fileIsFolder, fileNotAccessible, fileNotFound, fileNotUtf8, jsonInvalid } from './issues.ts'

/** What the operating system said of a path, as an issue; `undefined` for errors that are not about a file. */
function systemIssue(path: string, error: unknown): Issue | undefined {
  const code = (error as NodeJS.ErrnoException).code
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) return undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return fileNotFound(path)
  return code === 'EISDIR' ? fileIsFolder(path) : fileNotAccessible(path, code)
}

/** The same failure as a `TrialError` where it is about the file; any other error as it is. */
export function asTrialError(path: string, error: unknown): unknown {
  const issue = systemIssue(path, error)
  return issue === undefined ? error : new TrialError([issue], { cause: error })
}

/** Runs work on a file; failures of the operating system become issues about that path. */
export function onFile<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asTrialError(path, error)
  }
}

/** Throws unless the path is a file that exists. */
export function requireFile(path: string): void {
  if (onFile(path, () => statSync(path)).isDirectory()) throw new TrialError([fileIsFolder(path)])
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Bytes of a file without a leading byte order mark. */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes
}

/** Line (from 1) of the first byte that is not UTF-8, in bytes that are not. */
export function firstLineNotUtf8(bytes: Buffer): number {
  let line = 1
  for (let start = 0; ; line += 1) {
    const end = bytes.indexOf(0x0a, start)
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line
    start = end + 1
  }
}

/** The text of a UTF-8 file, without its byte order mark. */
export function readText(path: string): string {
  const bytes = withoutByteOrderMark(onFile(path, () => readFileSync(path)))
  if (!isUtf8(bytes)) throw new TrialError([fileNotUtf8(path, firstLineNotUtf8(bytes))])
  return bytes.toString('utf8')
}

/** The value of a JSON file. */
export function readJson(path: string): unknown {
  const text = readText(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TrialError([jsonInvalid(placeOfMistake(text, path, error))], { cause: error })
  }
}

/** Where the parser stopped, which its message says; the end where it wanted more. */
function placeOfMistake(text: string, file: string, error: unknown): Place {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  const before = text.slice(0, position === undefined ? text.length : Number(position))
  return { file, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
}

/**
 * Writes a file so that a reader, or an interruption at any moment, finds the old content or the new and nothing
 * between: to a temporary file in the same folder, forced to the disk, then renamed. The folder must exist.
 */
export function writeFileAtomically(path: string, content: string | Uint8Array | Iterable<string | Uint8Array>): void {
  const temporary = temporaryBeside(path)
  onFile(path, () => {
    const descriptor = openSync(temporary, 'w')
    try {
      writeAll(descriptor, content)
      fsyncSync(descriptor)
    } catch (error) {
      closeSync(descriptor)
      rmSync(temporary, { force: true })
      throw error
    }
    closeSync(descriptor)
    replaceFile(temporary, path)
  })
}

/** A name in the folder of a file for what is to take its place. */
export const temporaryBeside = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)

/** Puts a complete file, written beside another, in its place. What cannot be put there is removed. */
export function replaceFile(temporary: string, path: string): void {
  onFile(path, () => {
    renameOrRemove(temporary, path)
    forceFolder(dirname(path))
  })
}

function renameOrRemove(temporary: string, path: string): void {
  try {
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

const bufferedCharacters = 1 << 16

function writeAll(descriptor: number, content: string | Uint8Array | Iterable<string | Uint8Array>): void {
  const isWhole = typeof content === 'string' || content instanceof Uint8Array
  let buffered = ''
  const flush = () => {
    writeBytes(descriptor, Buffer.from(buffered))
    buffered = ''
  }
  for (const piece of isWhole ? [content] : content) {
    if (typeof piece === 'string') buffered += piece
    else {
      flush()
      writeBytes(descriptor, piece)
    }
    if (buffered.length >= bufferedCharacters) flush()
  }
  flush()
}

function writeBytes(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
}

/** Makes the renaming itself durable, where the platform can open a folder. */
function forceFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
