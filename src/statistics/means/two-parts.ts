import { ratio } from '../../core/exact.ts'

/** Amounts of an arm: its cases, how many of them paid anything, and the exact sum of what they paid in minor units. */
export interface Payments {
  n: number
  payers: number
  sum: bigint
}

/** A difference in means split in two, in minor units per case; the parts add up to the difference. */
export interface TwoParts {
  difference: number
  /** What the change in the share of payers makes, at the amount per payer midway between the arms. */
  payers: number
  /** What the change in the amount per payer makes, at the share of payers midway between the arms. */
  amountPerPayer: number
}

/**
 * How much of a difference in mean amounts comes from more or fewer payers, and how much from more or less per payer.
 *
 * Formula: p_i = k_i / n_i of the cases pay a_i = S_i / k_i on average, so the means are p_i a_i, and p_1 a_1 - p_2 a_2
 * = (p_1 - p_2) (a_1 + a_2) / 2 + (a_1 - a_2) (p_1 + p_2) / 2. It treats both factors alike: each part is the mean of
 * what it makes with the other factor held at either arm (Kitagawa's form; the Shapley values of two factors).
 *
 * Takes counts and sums, from cases or from a printed page; both arms have payers. Computed exactly before rounding to
 * doubles. Descriptive: payers differ between arms, so neither part is an effect on anybody.
 *
 * Kitagawa (1955); Das Gupta (1993).
 *
 * @example twoParts({ n: 5906, payers: 79, sum: 3508164n }, { n: 6000, payers: 62, sum: 2442000n }) // 187 = 127.5 + 59.5 pence
 */
export function twoParts(arm: Payments, against: Payments): TwoParts {
  const [n1, k1, s1] = [BigInt(arm.n), BigInt(arm.payers), arm.sum]
  const [n2, k2, s2] = [BigInt(against.n), BigInt(against.payers), against.sum]
  const whole = 2n * n1 * n2 * k1 * k2
  return {
    difference: ratio(s1 * n2 - s2 * n1, n1 * n2),
    payers: ratio((k1 * n2 - k2 * n1) * (s1 * k2 + s2 * k1), whole),
    amountPerPayer: ratio((s1 * k2 - s2 * k1) * (k1 * n2 + k2 * n1), whole),
  }
}

/** Amounts of an arm with the sum of squares of what each payer paid. */
export interface PaymentsWithSpread extends Payments {
  sumSquares: bigint
}

/** Variances of the two parts and their covariance. */
export interface VarianceOfParts {
  payers: number
  amountPerPayer: number
  covariance: number
}

/**
 * Variances of the parts by the delta method. In an arm the share of payers p has variance p (1 - p) / n, the amount
 * per payer a has s^2 / k (s^2 over the k payers, divisor k - 1), and the two are uncorrelated. Needs two payers in
 * each arm.
 */
export function varianceOfParts(arm: PaymentsWithSpread, against: PaymentsWithSpread): VarianceOfParts {
  const [first, second] = [factors(arm), factors(against)]
  const share = halves(first.share, second.share)
  const amount = halves(first.amount, second.amount)
  const shares = {
    sum: first.varianceOfShare + second.varianceOfShare,
    gap: first.varianceOfShare - second.varianceOfShare,
  }
  const amounts = {
    sum: first.varianceOfAmount + second.varianceOfAmount,
    gap: first.varianceOfAmount - second.varianceOfAmount,
  }
  return {
    payers: amount.mean ** 2 * shares.sum + share.halfChange ** 2 * amounts.sum,
    amountPerPayer: share.mean ** 2 * amounts.sum + amount.halfChange ** 2 * shares.sum,
    covariance: amount.mean * amount.halfChange * shares.gap + share.mean * share.halfChange * amounts.gap,
  }
}

/** The share of payers and the amount per payer of an arm, with their variances. */
export function factors({ n, payers, sum, sumSquares }: PaymentsWithSpread) {
  const [cases, paying] = [BigInt(n), BigInt(payers)]
  return {
    share: payers / n,
    varianceOfShare: ratio(paying * (cases - paying), cases ** 3n),
    amount: ratio(sum, paying),
    varianceOfAmount: ratio(paying * sumSquares - sum * sum, paying ** 2n * (paying - 1n)),
  }
}

const halves = (first: number, second: number) => ({ mean: (first + second) / 2, halfChange: (first - second) / 2 })
