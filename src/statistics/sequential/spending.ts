import { normalUpperQuantile, normalUpperTail } from '../../numerics/index.ts'

/** How much of a two-sided alpha is spent by the time that a share of the information is there. */
export interface SpendingFunction {
  id: string
  title: string
  /** Alpha spent up to a share from 0 to 1; all of it at 1. */
  spent(share: number, alpha: number): number
}

/**
 * Lan and DeMets' function in the manner of O'Brien and Fleming: hardly anything is spent early. One-sided it is
 * 2 (1 - Phi(z / sqrt(t))) with z the upper quantile at a half of the one-sided alpha; two-sided it is spent on each side.
 */
export const obrienFlemingSpending: SpendingFunction = {
  id: 'obrien-fleming',
  title: "Lan and DeMets, in the manner of O'Brien and Fleming",
  spent: (share, alpha) =>
    share <= 0 ? 0 : 4 * normalUpperTail(normalUpperQuantile(alpha / 4) / Math.sqrt(Math.min(share, 1))),
}

/** Lan and DeMets' function in the manner of Pocock: alpha log(1 + (e - 1) t), about as much at every look. */
export const pocockSpending: SpendingFunction = {
  id: 'pocock',
  title: 'Lan and DeMets, in the manner of Pocock',
  spent: (share, alpha) => alpha * Math.log1p((Math.E - 1) * Math.min(Math.max(share, 0), 1)),
}

/** Spending functions that a plan can name. */
export const spendingFunctions: readonly SpendingFunction[] = [obrienFlemingSpending, pocockSpending]
