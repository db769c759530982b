import { isUtf8 } from 'node:buffer'
import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { TrialError } from '../core/errors.ts'
import { asTrialError, firstLineNotUtf8, withoutByteOrderMark } from './files.ts'
import { fileNotUtf8, lineTooLong } from './issues.ts'

/** Whole lines in the file's order; `first` is the number of the first, from 1. */
export interface LineBlock {
  first: number
  lines: readonly string[]
}

/** Small, so that a block is garbage before the next few are read. */
const blockBytes = 1 << 18
const newline = 0x0a

/** A line, or a CSV row with line breaks in its quotes, may have this many characters. */
export const longestLine = 1 << 20
const longestLineBytes = 4 * longestLine

/**
 * A file that is read: its path or, where it is on no disk, its bytes as they are in memory or as they come, with a path to
 * name it by.
 */
export type FileSource =
  | string
  | { path: string; bytes: Uint8Array }
  | { path: string; chunks: AsyncIterable<Uint8Array> }

export const pathOf = (source: FileSource): string => (typeof source === 'string' ? source : source.path)

/**
 * The lines of a UTF-8 file in blocks of a quarter of a megabyte, without their ends (LF or CRLF) and without a byte order
 * mark. Every byte read goes through `hash`. Throws for bytes that are not UTF-8 and for a line beyond `longestLine`.
 */
export async function* readLineBlocks(source: FileSource, hash: Hash): AsyncGenerator<LineBlock> {
  const path = pathOf(source)
  let rest: Buffer = Buffer.alloc(0)
  let first = 1
  let atStart = true
  for await (const chunk of chunksOf(source)) {
    hash.update(chunk)
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (atStart && bytes.length >= 3) {
      bytes = withoutByteOrderMark(bytes)
      atStart = false
    }
    const end = bytes.lastIndexOf(newline)
    rest = bytes.subarray(end + 1)
    if (end >= 0) {
      const lines = linesOf(path, bytes.subarray(0, end), first)
      yield { first, lines }
      first += lines.length
    }
    if (rest.length > longestLineBytes) throw new TrialError([lineTooLong(path, first, longestLine)])
  }
  if (rest.length > 0) yield { first, lines: linesOf(path, rest, first) }
}

async function* chunksOf(source: FileSource): AsyncGenerator<Buffer> {
  if (typeof source === 'string') yield* chunksOfFile(source)
  else if ('bytes' in source) yield Buffer.from(source.bytes)
  else for await (const chunk of source.chunks) yield Buffer.from(chunk)
}

async function* chunksOfFile(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: blockBytes })) yield chunk as Buffer
  } catch (error) {
    throw asTrialError(path, error)
  }
}

function linesOf(path: string, bytes: Buffer, first: number): readonly string[] {
  if (!isUtf8(bytes)) throw new TrialError([fileNotUtf8(path, first - 1 + firstLineNotUtf8(bytes))])
  const text = bytes.toString('utf8')
  const lines = text.split('\n')
  const tooLong = lines.findIndex(line => line.length > longestLine)
  if (tooLong >= 0) throw new TrialError([lineTooLong(path, first + tooLong, longestLine)])
  return text.includes('\r') ? lines.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line)) : lines
}
