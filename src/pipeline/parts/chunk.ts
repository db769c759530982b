import type { Issue } from '../../core/errors.ts'
import { chunkUnreadable, chunkWithoutFile } from './issues.ts'

/** A part of work that several processes share: the i-th of n. */
export interface Chunk {
  part: number
  parts: number
}

/** The chunk as the command line has it. */
export const chunkText = ({ part, parts }: Chunk): string => `${part}/${parts}`

/** How a command is told of a part of its work, and of the file for it. */
export interface ChunkFlags {
  /** Which part of how many, as `3/8`. */
  chunk?: string | undefined
  out?: string | undefined
}

/** The part that is asked for, of at most so many; `undefined` for the whole, and where there are issues. */
export function chunkAsked(
  { chunk, out }: ChunkFlags,
  most: { parts: number; said: string },
): { issues: Issue[]; part: (Chunk & { out: string }) | undefined } {
  const read = chunkIn(chunk, most.parts)
  const issues = [
    ...(chunk === undefined || read !== undefined ? [] : [chunkUnreadable(chunk, most.said)]),
    ...((chunk === undefined) === (out === undefined)
      ? []
      : [chunkWithoutFile(out === undefined ? '--chunk' : '--out')]),
  ]
  return { issues, part: read === undefined || out === undefined ? undefined : { ...read, out } }
}

function chunkIn(text: string | undefined, most: number): Chunk | undefined {
  const [, part, parts] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text ?? '')?.map(Number) ?? []
  return part === undefined || parts === undefined || part > parts || parts > most ? undefined : { part, parts }
}
