import { sumOf } from '../../core/lists.ts'

/**
 * How the blocks of analyses are shared: all of them are numbered through, analysis after analysis, and dealt to the parts in turn. So each
 * part has as many of every analysis as the others, or one more, however long the analyses take.
 */
export interface Shares {
  /** Blocks of all analyses. */
  blocks: number
  /** The blocks of an analysis that are a part's, in their order. */
  of(analysis: number, part: number): number[]
  /** Whose a block of an analysis is, and which of that part's it is, from 0. */
  place(analysis: number, block: number): { part: number; at: number }
}

/** How parts share analyses that have so many blocks each. */
export function sharesOf(blocks: readonly number[], parts: number): Shares {
  const before = blocks.map((_, analysis) => sumOf(blocks.slice(0, analysis)))
  /** The first block of an analysis that is a part's, if it has so many. */
  const firstOf = (analysis: number, part: number): number =>
    (part - 1 - ((before[analysis] ?? 0) % parts) + parts) % parts
  return {
    blocks: sumOf(blocks),
    of(analysis, part) {
      const first = firstOf(analysis, part)
      const count = Math.max(0, Math.ceil(((blocks[analysis] ?? 0) - first) / parts))
      return Array.from({ length: count }, (_, at) => first + at * parts)
    },
    place(analysis, block) {
      const part = (((before[analysis] ?? 0) + block) % parts) + 1
      return { part, at: (block - firstOf(analysis, part)) / parts }
    },
  }
}
