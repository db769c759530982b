import { parsePounds } from '../../core/money.ts'
import type { ExpectedOutcome } from '../../model/sizing.ts'

const pence = (pounds: string): number => parsePounds(pounds) ?? 0

/** The standard deviation of an amount in an arm, in pence. */
export const spreadIn = ({ sd = '0' }: ExpectedOutcome, arm: string): number =>
  pence(typeof sd === 'string' ? sd : (sd[arm] ?? '0'))

/** The least difference that is worth finding: a share, or pence; null where none is declared. */
export const worthOf = ({ worth }: ExpectedOutcome): number | null =>
  worth === undefined ? null : typeof worth === 'number' ? worth : pence(worth)
