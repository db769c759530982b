import type { ArmEstimates, TestResult } from '../../src/model/method.ts'
import { leastSquares, normalPdf, normalQuantile } from '../../src/numerics/index.ts'
import { publicRecords } from './public-trials.ts'

import { by, casesOf, contrastBy, counts, estimatesIn, limits, tanf } from './r-cases.ts'
export const tanfAttrition = () => {
  const records = publicRecords('dc_tanf_recertification_2017.csv')
  const of = (keep: (each: Record<string, string>) => boolean) =>
    Object.fromEntries(
      ['No_Letter', 'Open_Appt', 'Specific_Appt'].map(arm => [
        arm,
        records.filter(each => each.condition === arm && keep(each)).length,
      ]),
    )
  return {
    assigned: of(() => true),
    observed: of(({ recert_status }) => recert_status !== ''),
    returned: of(({ return_to_sender }) => return_to_sender !== ''),
  }
}

export const anyLetter = () =>
  tanf().payers.map(each => ({ ...each, arm: each.arm === 'No_Letter' ? 'No_Letter' : 'any' }))

export function anyLetterWelch() {
  const rows = anyLetter()
  const { statistic, degreesOfFreedom, pValue, interval } = contrastBy(
    'difference-in-means-welch',
    rows,
    'No_Letter',
    'any',
  )
  const means = estimatesIn(by<ArmEstimates>('mean-interval-t', rows), ['No_Letter', 'any'])
  return {
    t: statistic?.value,
    df: degreesOfFreedom,
    p: pValue,
    ci: limits(interval),
    means: means.map(({ estimate }) => estimate),
  }
}

/** Without the one stratum that has letters only. */
export function mantelHaenszel() {
  const rows = anyLetter().filter(({ stratum }) => stratum !== 'Virginia_Williams-September')
  const { statistic, pValue } = by<TestResult>('cochran-mantel-haenszel', rows)
  const ratio = contrastBy('mantel-haenszel-odds-ratio', rows, 'any', 'No_Letter')
  return {
    X2: statistic.value,
    p: pValue,
    or: ratio.estimate,
    ci: limits(ratio.interval),
    strata: new Set(rows.map(({ stratum }) => stratum)).size,
    n: rows.length,
  }
}

/** The saturated probit in closed form: the coefficients are differences of normal quantiles of the shares. */
export function probit() {
  const { n, x } = counts('kl.treat.counts') as { n: Record<string, number>; x: Record<string, number> }
  const share = (arm: string) => (x[arm] ?? 0) / (n[arm] ?? 0)
  const [control, treated] = [share('control'), share('treatment')].map(p => normalQuantile(p)) as [number, number]
  const variance = (arm: string, quantile: number) =>
    (share(arm) * (1 - share(arm))) / (n[arm] ?? 0) / normalPdf(quantile) ** 2
  const effect = treated - control
  const treatedShare = (n.treatment ?? 0) / ((n.treatment ?? 0) + (n.control ?? 0))
  return {
    coef: [control, effect],
    se: [
      Math.sqrt(variance('control', control)),
      Math.sqrt(variance('control', control) + variance('treatment', treated)),
    ],
    marginal_effect: effect * normalPdf(control + effect * treatedShare),
  }
}

export function ols() {
  const { amounts, scale } = casesOf('nsw.ols')
  const y = amounts.map(({ value }) => Number(value) / scale)
  const x = amounts.map(({ arm }) => [1, Number(arm === 'treated')])
  const fit = leastSquares(x, y)
  if (!('coefficients' in fit)) throw new Error('the columns are dependent')
  const n = y.length
  const inverse = fit.inverse
  const errors = y.map((value, i) => value - (fit.coefficients[0] ?? 0) - (x[i]?.[1] ?? 0) * (fit.coefficients[1] ?? 0))
  const leverage = x.map(([a = 0, b = 0]) => quadratic(inverse, [a, b]))
  const robust = (weight: (leverage: number) => number) =>
    [0, 1].map(k => {
      const terms = x.map(([a = 0, b = 0], i) => {
        const influence = (inverse[k]?.[0] ?? 0) * a + (inverse[k]?.[1] ?? 0) * b
        return influence ** 2 * (errors[i] ?? 0) ** 2 * weight(leverage[i] ?? 0)
      })
      return Math.sqrt(terms.reduce((sum, term) => sum + term, 0))
    })
  const variance = errors.reduce((sum, error) => sum + error * error, 0) / (n - 2)
  return {
    coef: [...fit.coefficients],
    se_classic: [0, 1].map(k => Math.sqrt(variance * (inverse[k]?.[k] ?? 0))),
    HC1: robust(() => n / (n - 2)),
    HC2: robust(h => 1 / (1 - h)),
    HC3: robust(h => 1 / (1 - h) ** 2),
  }
}

export const quadratic = (matrix: readonly (readonly number[])[], vector: readonly number[]): number =>
  vector.reduce((sum, a, i) => sum + a * vector.reduce((inner, b, j) => inner + (matrix[i]?.[j] ?? 0) * b, 0), 0)
