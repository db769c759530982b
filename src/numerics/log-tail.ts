export type Side = 'lower' | 'upper'

/**
 * A point of a distribution function, held as the logarithm of the tail that was computed directly; the other tail
 * follows without loss.
 */
export interface LogTail {
  readonly side: Side
  readonly log: number
}

/** With the log density at the point, in the variable that the function making it names. */
export interface LogTailWithDensity extends LogTail {
  readonly logDensity: number
}

/** log(1 - e^l) for l <= 0 without cancellation. */
export function logComplement(l: number): number {
  return l > -Math.LN2 ? Math.log(-Math.expm1(l)) : Math.log1p(-Math.exp(l))
}

/** The probability on one side of the point. */
export function tailProbability(tail: LogTail, side: Side): number {
  return tail.side === side ? Math.exp(tail.log) : -Math.expm1(tail.log)
}

/** The log probability on one side of the point. */
export function tailLog(tail: LogTail, side: Side): number {
  return tail.side === side ? tail.log : logComplement(tail.log)
}

/** The point with nothing on the given side. */
export const emptyTail = (side: Side): LogTailWithDensity => ({ side, log: -Infinity, logDensity: -Infinity })

export const otherSide = (side: Side): Side => (side === 'lower' ? 'upper' : 'lower')
