import { blockSize } from '../../model/method.ts'
import { sampleVariance } from '../../numerics/index.ts'

/** Numbers of parts that are tried, until the limits can be had from each. */
const partitions = [20, 10, 5]

interface Limits {
  lower: number
  upper: number
}

/**
 * Monte Carlo standard errors of both limits: they are found in each of k equal runs of blocks, and their standard
 * deviation over sqrt(k) tells how far another seed would move those of all replicates. `undefined` for fewer than five
 * blocks, or where a run is too short to give the limits.
 */
export function limitErrors(
  replicates: number,
  limitsOf: (from: number, to: number) => Limits | undefined,
): Limits | undefined {
  const blocks = Math.floor(replicates / blockSize)
  for (const parts of partitions) {
    if (blocks < parts) continue
    const edge = (part: number): number => Math.floor((part * blocks) / parts) * blockSize
    const found = Array.from({ length: parts }, (_, part) => limitsOf(edge(part), edge(part + 1)))
    const known = found.filter(limits => limits !== undefined)
    if (known.length === parts) return { lower: errorOf(known, 'lower'), upper: errorOf(known, 'upper') }
  }
  return undefined
}

const errorOf = (found: readonly Limits[], side: keyof Limits): number =>
  Math.sqrt(sampleVariance(found.map(limits => limits[side])) / found.length)
