import type { Range } from '../../model/comparison.ts'
import type { CountRange } from '../../statistics/bounds/index.ts'

/** What the printed numbers allow of a quantity. */
export interface Known {
  range: Range
  /** Ids of the printed numbers that leave it open, once for each use. */
  sources: readonly string[]
  /** Set where not every value of the range need be possible. */
  isOuter: boolean
  /** Titles of what it depends on and is not printed. */
  notPrinted: readonly string[]
}

/** Whole numbers that the print allows. */
export interface KnownCount extends CountRange {
  sources: readonly string[]
  isOuter: boolean
  notPrinted: readonly string[]
}

/** What a relation allows of the number that is printed for it. */
export interface Attainable extends Omit<Known, 'range'> {
  /** Null where no values of the others are admissible together. */
  range: Range | null
  /** Values that were computed one by one: all of them, unless `isOuter`. */
  values?: readonly number[] | undefined
  /** Whole numbers behind a percentage that print as it. */
  counts?: CountRange | null | undefined
  /** What a reader should know beside the verdict. */
  remark?: string | undefined
  /** What to say where something fits. */
  because?: string | undefined
  /** What to say where nothing fits. */
  otherwise?: string | undefined
}

type Inputs = readonly Pick<Known, 'sources' | 'isOuter' | 'notPrinted'>[]

/** What several inputs have in common. An input that is used twice moves together, which ranges do not show. */
export function together(inputs: Inputs): Pick<Known, 'sources' | 'isOuter' | 'notPrinted'> {
  const sources = inputs.flatMap(input => input.sources)
  return {
    sources,
    isOuter: new Set(sources).size < sources.length || inputs.some(({ isOuter }) => isOuter),
    notPrinted: [...new Set(inputs.flatMap(({ notPrinted }) => notPrinted))],
  }
}

/** Something that cannot be worked out from print. */
export const notPrinted = (what: string, inputs: Inputs = []): Attainable => {
  const shared = together(inputs)
  return { ...shared, range: null, notPrinted: [...shared.notPrinted, what] }
}
