/**
 * Payments that come at an even pace: of those who still wait as many pay on one day as on another, so that `share` have paid by the
 * last of `days`. Shares are from 0 to 1; days are whole, the first being day 1.
 */
export interface EvenPace {
  share: number
  days: number
}

/** Share that has paid by a day: 1 - (1 - share)^(day / days). */
export const paidBy = ({ share, days }: EvenPace, day: number): number =>
  1 - (1 - share) ** (Math.min(day, days) / days)

/** Mean of the smaller of the day of payment and `day`. */
export function daysWaited(pace: EvenPace, day: number): number {
  const daily = paidBy(pace, 1)
  return daily === 0 ? day : paidBy(pace, day) / daily
}

/** The day of payment of one who pays, at a place from 0 to 1 among all who do. */
export function dayOfPayment({ share, days }: EvenPace, place: number): number {
  if (share === 1) return 1
  const day = Math.ceil((days * Math.log1p(-place * share)) / Math.log1p(-share))
  return Math.min(days, Math.max(1, day))
}
