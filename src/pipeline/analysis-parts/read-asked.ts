import { refuseIfAny } from '../../core/errors.ts'
import { type Chunk, type ChunkFlags, chunkAsked } from '../parts/chunk.ts'
import { workersAsked } from '../workers-asked.ts'
import { chunkWith } from './issues.ts'

/** What the command line says of how an analysis is drawn. */
export interface DrawingFlags extends ChunkFlags {
  workers?: string | undefined
}

/** By how many workers an analysis is drawn, and which part of it alone. `others` are flags that ask for what is made in one piece. */
export function drawingAsked(
  flags: DrawingFlags,
  others: readonly string[],
): { workers: number | undefined; part: (Chunk & { out: string }) | undefined } {
  const { issues: ofWorkers, workers } = workersAsked(flags.workers)
  const { issues: ofChunk, part } = chunkAsked(flags, {
    parts: Number.POSITIVE_INFINITY,
    said: 'there are blocks of draws',
  })
  refuseIfAny([...ofWorkers, ...ofChunk, ...(flags.chunk === undefined ? [] : others.map(flag => chunkWith(flag)))])
  return { workers, part }
}
