import { parsePounds } from '../../core/money.ts'
import type { Prior } from '../../design/index.ts'
import type { ExpectedOutcome } from '../../model/sizing.ts'

/** Fewer cases than this leave an arm without two. */
export const fewestCases = 4

const pence = (pounds: string): number => parsePounds(pounds) ?? 0

/** The standard deviation of an amount in an arm, in pence. */
export const spreadIn = ({ sd = '0' }: ExpectedOutcome, arm: string): number =>
  pence(typeof sd === 'string' ? sd : (sd[arm] ?? '0'))

/** The least difference that is worth finding: a share, or pence; null where none is declared. */
export const worthOf = ({ worth }: ExpectedOutcome): number | null =>
  worth === undefined ? null : typeof worth === 'number' ? worth : pence(worth)

/** What is believed of the difference, in pence; undefined where nothing is said, or of an outcome that is no amount. */
export function priorOf({ prior }: ExpectedOutcome): Prior | undefined {
  if (prior === undefined || typeof prior.mean !== 'string' || typeof prior.sd !== 'string') return undefined
  return { mean: pence(prior.mean), standardDeviation: pence(prior.sd) }
}

/** The same of a share. */
export function shareOfPrior({ prior }: ExpectedOutcome): Prior | undefined {
  if (prior === undefined || typeof prior.mean !== 'number' || typeof prior.sd !== 'number') return undefined
  return { mean: prior.mean, standardDeviation: prior.sd }
}
