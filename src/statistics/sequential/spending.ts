import { normalUpperQuantile, normalUpperTail } from '../../numerics/index.ts'

/** How much of a two-sided alpha is spent by the time that a share of the information is there. */
export interface SpendingFunction {
  id: string
  title: string
  /** Alpha spent up to a share from 0 to 1; all of it at 1. */
  spent(share: number, alpha: number): number
}

const within = (share: number): number => Math.min(Math.max(share, 0), 1)

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
  spent: (share, alpha) => alpha * Math.log1p((Math.E - 1) * within(share)),
}

/** Spending functions that a plan can name. */
export const spendingFunctions: readonly SpendingFunction[] = [obrienFlemingSpending, pocockSpending]

/**
 * Hwang, Shih and DeCani's family, alpha (1 - exp(-g t)) / (1 - exp(-g)): late where gamma is below 0 (-4 is near O'Brien and
 * Fleming), evenly at 0, early above it (1 is near Pocock). Statistics in Medicine 9 (1990) 1439-1445.
 */
export const hwangShihDeCaniSpending = (gamma: number): SpendingFunction => ({
  id: 'hwang-shih-decani',
  title: `Hwang, Shih and DeCani, gamma ${gamma}`,
  spent: (share, alpha) =>
    alpha * (gamma === 0 ? within(share) : Math.expm1(-gamma * within(share)) / Math.expm1(-gamma)),
})

/** Kim and DeMets' power family, alpha t^rho with rho above 0: evenly at 1, late at 3. Biometrika 74 (1987) 149-154. */
export const kimDeMetsSpending = (rho: number): SpendingFunction => ({
  id: 'kim-demets',
  title: `Kim and DeMets, t to the power of ${rho}`,
  spent: (share, alpha) => alpha * within(share) ** rho,
})

/** What one side spends of its own level, where a two-sided test spends on both sides alike. */
export const spentOnOneSide = ({ spent }: SpendingFunction, share: number, level: number): number =>
  spent(share, 2 * level) / 2
