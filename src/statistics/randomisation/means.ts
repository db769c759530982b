import type { Quantity, Setting, Totals } from './statistic.ts'

/** Means of arms on a draw, strata weighted as in the sample, with the variance that their units give. */
export interface DealtMeans {
  reads: readonly Quantity[]
  mean(totals: Totals, arm: number): number
  /** The mean of an arm less that of another. */
  difference(totals: Totals, arm: number, against: number): number
  variance(totals: Totals, arm: number): number
}

/** Means and cluster-robust variances of a setting; with units of one case these are the usual variances of means. */
export function meansOf(setting: Setting): DealtMeans {
  const simple = setting.singleCases && setting.weights.length === 1
  return {
    reads: simple
      ? ['cases', 'totals', 'totalTotals']
      : ['cases', 'totals', 'units', 'totalTotals', 'sizeSizes', 'sizeTotals', 'totalSizes'],
    mean: meanOf(setting),
    difference: differenceOf(setting),
    variance: simple ? simpleVariance : clusteredVariance(setting),
  }
}

const meanOf = ({ weights, origin }: Setting) => {
  const strata = weights.length
  return ({ totals, cases }: Totals, arm: number): number => {
    let mean = origin
    for (let s = 0; s < strata; s += 1) {
      const at = arm * strata + s
      mean += ((weights[s] as number) * (totals[at] as number)) / (cases[at] as number)
    }
    return mean
  }
}

/** From t_1 n_2 - t_2 n_1, so that equal differences are equal numbers. */
const differenceOf = ({ weights }: Setting) => {
  const strata = weights.length
  return ({ totals, cases }: Totals, arm: number, against: number): number => {
    let difference = 0
    for (let s = 0; s < strata; s += 1) {
      const [a, b] = [arm * strata + s, against * strata + s]
      const [n, m] = [cases[a] as number, cases[b] as number]
      difference += ((weights[s] as number) * ((totals[a] as number) * m - (totals[b] as number) * n)) / (n * m)
    }
    return difference
  }
}

/** Sample variance over n: (sum of squares - sum^2 / n) / (n (n - 1)). */
function simpleVariance({ totals, totalTotals, cases }: Totals, arm: number): number {
  const [n, sum] = [cases[arm] as number, totals[arm] as number]
  return Math.max(0, (totalTotals[arm] as number) - (sum * sum) / n) / (n * (n - 1))
}

/**
 * Variance of the weighted mean: for strata i and j, mean R and size M of each, and g units in each,
 * W_i W_j sqrt(g_i / (g_i - 1) x g_j / (g_j - 1)) x sum over units of (t_i - R_i m_i) (t_j - R_j m_j) / (M_i M_j),
 * twice for two different strata.
 */
function clusteredVariance({ weights, pairs }: Setting) {
  const strata = weights.length
  return (totals: Totals, arm: number): number => {
    let variance = 0
    for (let p = 0; p < pairs.length; p += 1) {
      const [i, j] = pairs[p] as readonly [number, number]
      const [atI, atJ, at] = [arm * strata + i, arm * strata + j, arm * pairs.length + p]
      const [Mi, Mj] = [totals.cases[atI] as number, totals.cases[atJ] as number]
      const Ri = (totals.totals[atI] as number) / Mi
      const Rj = (totals.totals[atJ] as number) / Mj
      const [gi, gj] = [totals.units[atI] as number, totals.units[atJ] as number]
      const products =
        (totals.totalTotals[at] as number) -
        Rj * (totals.totalSizes[at] as number) -
        Ri * (totals.sizeTotals[at] as number) +
        Ri * Rj * (totals.sizeSizes[at] as number)
      const finite = i === j ? gi / (gi - 1) : 2 * Math.sqrt((gi / (gi - 1)) * (gj / (gj - 1)))
      variance += ((weights[i] as number) * (weights[j] as number) * finite * products) / (Mi * Mj)
    }
    return Math.max(0, variance)
  }
}
