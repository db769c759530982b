import { z } from 'zod'

/** Larger clusters than this are not written as a list of sizes. */
const largest = 10_000

const wholeSize = z.string().regex(/^[1-9]\d{0,3}$/, { error: `a number of cases from 1 to ${largest - 1}, in quotes` })

/** Shares or weights of groups of 1, 2, 3, … cases: a list, or a table of those sizes that there are. Read as a list. */
export const sizeShares = <S extends z.ZodType<number>>(share: S, list: z.ZodType<number[]>) =>
  z
    .union([list, z.record(wholeSize, share)], { error: 'a list for 1, 2, 3, … cases, or a table by number of cases' })
    .transform((given): number[] => {
      if (Array.isArray(given)) return given
      const sizes = Object.keys(given).map(Number)
      return Array.from({ length: Math.max(0, ...sizes) }, (_, at) => (given as Record<string, number>)[at + 1] ?? 0)
    })
