import type { ArmEstimates, ContrastEstimates, TestResult } from '../../src/model/method.ts'
import { findRoot, median, normalUpperTail } from '../../src/numerics/index.ts'
import { adjustments } from '../../src/statistics/index.ts'
import type { AnalysisRow } from '../../src/summaries/index.ts'
import { contrast, resultOf, row } from '../support/analysis.ts'

import { by, casesOf, contrastBy, counts, estimatesIn, limits, ofPair, pairOf } from './r-cases.ts'
import { anyLetterWelch, mantelHaenszel, ols, probit, tanfAttrition } from './r-extras.ts'
import { normalPower, powerOfAnova, powerOfChiSquared, powerOfProportions, powerOfT } from './r-power.ts'
export interface Entry {
  id: string
  dataset: string
  result: Record<string, unknown>
}

function chisq(id: string) {
  const { payers } = casesOf(id)
  const pearson = by<TestResult>('pearson-chi-squared', payers)
  const g = by<TestResult>('g-test', payers)
  const { expected, cramersV } = pearson.intermediates as {
    expected: Record<string, Record<string, number>>
    cramersV: number
  }
  return {
    X2: pearson.statistic.value,
    df: pearson.degreesOfFreedom,
    p: pearson.pValue,
    min_expected: Math.min(...Object.values(expected).flatMap(levels => Object.values(levels))),
    G: g.statistic.value,
    G_p: g.pValue,
    cramer_v: cramersV,
  }
}

function propci(id: string, arms: readonly string[]) {
  const { payers } = casesOf(id)
  const intervals = (method: string) =>
    estimatesIn(by<ArmEstimates>(method, payers), arms).map(({ interval }) => limits(interval))
  return {
    arms,
    prop: estimatesIn(by<ArmEstimates>('wald-interval', payers), arms).map(({ estimate }) => estimate),
    wilson: intervals('wilson-interval'),
    clopper_pearson: intervals('clopper-pearson-interval'),
    wald: intervals('wald-interval'),
  }
}

function kruskal(rows: readonly AnalysisRow[]) {
  const { statistic, degreesOfFreedom, pValue } = by<TestResult>('kruskal-wallis', rows)
  return { H: statistic.value, df: degreesOfFreedom, p: pValue }
}

function kruskalOf(id: string) {
  const { amounts } = casesOf(id)
  const values = amounts.flatMap(({ value }) => (value === null ? [] : [Number(value)]))
  return {
    ...kruskal(amounts),
    n: values.length,
    n_nonzero: values.filter(value => value !== 0).length,
    n_distinct: new Set(values).size,
  }
}

function amount(id: string, arms: readonly string[]) {
  const { amounts, scale } = casesOf(id)
  const t = estimatesIn(by<ArmEstimates>('mean-interval-t', amounts), arms)
  const z = estimatesIn(by<ArmEstimates>('mean-interval-z', amounts), arms)
  const half = ({ interval }: (typeof t)[number]) => (interval.upper - interval.lower) / 2 / scale
  const values = arms.map(arm =>
    amounts.flatMap(each => (each.arm === arm && each.value !== null ? [Number(each.value)] : [])),
  )
  return {
    arms,
    n: t.map(({ n }) => n),
    mean: t.map(({ estimate }) => estimate / scale),
    sd: t.map(({ standardError, n }) => (standardError * Math.sqrt(n)) / scale),
    se: t.map(({ standardError }) => standardError / scale),
    half_t95: t.map(half),
    half_z95: z.map(half),
    sum: t.map(({ estimate, n }) => (estimate * n) / scale),
    median: values.map(list => median(list) / scale),
    max: values.map(list => list.reduce((a, b) => Math.max(a, b)) / scale),
  }
}

function anova(id: string) {
  const { amounts } = casesOf(id)
  const [plain, welch] = [by<TestResult>('one-way-anova', amounts), by<TestResult>('welch-anova', amounts)]
  return {
    F: plain.statistic.value,
    df: [plain.degreesOfFreedom, plain.denominatorDegreesOfFreedom],
    p: plain.pValue,
    welch_F: welch.statistic.value,
    welch_df: [welch.degreesOfFreedom, welch.denominatorDegreesOfFreedom],
    welch_p: welch.pValue,
  }
}

function proportionsOf(id: string) {
  const { payers } = casesOf(id)
  const [arm, against] = pairOf(id)
  const pair = ofPair(payers, arm, against)
  const counted = (name: string, one: boolean) =>
    pair.filter(each => each.arm === name && (!one || each.value === 1)).length
  const pearson = by<TestResult>('pearson-chi-squared', pair)
  const yates = by<TestResult>('yates-chi-squared', pair)
  // R knows no strata.
  const unstratified = pair.map(each => ({ ...each, stratum: 'all' }))
  const fisher = by<TestResult>('exact-conditional-probability', unstratified)
  const of = (method: string) => contrastBy(method, payers, arm, against)
  const [odds, ratio] = [of('odds-ratio'), of('risk-ratio')]
  return {
    x1: counted(arm, true),
    n1: counted(arm, false),
    x0: counted(against, true),
    n0: counted(against, false),
    diff: of('wald-difference').estimate,
    X2: pearson.statistic.value,
    p: pearson.pValue,
    wald_ci: limits(of('wald-difference').interval),
    X2_yates: yates.statistic.value,
    p_yates: yates.pValue,
    newcombe_ci: limits(of('newcombe-difference').interval),
    fisher_p: fisher.pValue,
    fisher_or: odds.estimate,
    fisher_ci: limits(odds.interval),
    risk_ratio: ratio.estimate,
    rr_ci: limits(ratio.interval),
  }
}

function welchOf(id: string) {
  const { amounts, scale } = casesOf(id)
  const { estimate, standardError, statistic, degreesOfFreedom, pValue, interval } = contrastBy(
    'difference-in-means-welch',
    amounts,
    ...pairOf(id),
  )
  return {
    diff: estimate / scale,
    se: standardError / scale,
    t: statistic?.value,
    df: degreesOfFreedom,
    p: pValue,
    ci: limits(interval, scale),
    ...rankSum(ofPair(amounts, ...pairOf(id)), ...pairOf(id)),
  }
}

/** The Wilcoxon test: ours has the continuity correction; without it the same z is two-sided normal. */
function rankSum(rows: readonly AnalysisRow[], arm: string, against: string) {
  const { estimate, statistic, pValue, intermediates } = contrastBy('mann-whitney', rows, arm, against)
  const { expected, standardDeviation } = intermediates as { expected: number; standardDeviation: number }
  const u = statistic?.value ?? Number.NaN
  return {
    W: u,
    wilcox_p: 2 * normalUpperTail(Math.abs(u - expected) / standardDeviation),
    wilcox_p_corrected: pValue,
    auc: estimate,
  }
}

/** R wrote a vector of one as a number. */
const asR = <T>(list: readonly T[]) => (list.length === 1 ? list[0] : list)

function adjusted(id: string, { arms }: Record<string, unknown>) {
  const { payers, amounts } = casesOf(id)
  const against = id.startsWith('tanf') ? 'No_Letter' : 'control'
  const names = [arms].flat() as string[]
  const raw = names.map(arm =>
    id.endsWith('binary')
      ? by<TestResult>('pearson-chi-squared', ofPair(payers, arm, against)).pValue
      : (contrastBy('difference-in-means-welch', amounts, arm, against).pValue ?? Number.NaN),
  )
  const named = {
    bonferroni: 'bonferroni',
    holm: 'holm',
    hochberg: 'hochberg',
    BH: 'benjamini-hochberg',
    BY: 'benjamini-yekutieli',
  }
  const adjust = Object.entries(named).map(([r, ours]) => [r, asR(adjustments.find(ours)?.adjust(raw) ?? [])])
  return { arms, p: { raw: asR(raw), ...Object.fromEntries(adjust) } }
}

function published(x: readonly number[]) {
  const sizes = [5906, 6718, 6000]
  const arms = ['pwc_first', 'nrp_first', 'control']
  const rows = arms.flatMap((arm, a) =>
    Array.from({ length: sizes[a] ?? 0 }, (_, i) => row(arm, Number(i < (x[a] ?? 0)))),
  )
  const { statistic, pValue } = by<TestResult>('pearson-chi-squared', rows)
  const wald = estimatesIn(by<ArmEstimates>('wald-interval', rows), arms)
  return {
    x,
    pct: wald.map(({ estimate }) => 100 * estimate),
    X2: statistic.value,
    p: pValue,
    wald_half_pct: wald.map(({ interval }) => 50 * (interval.upper - interval.lower)),
  }
}

function binomial(x: number, n: number) {
  const rows = [...Array.from({ length: n }, (_, i) => row('only', Number(i < x))), row('control', 0)]
  const of = (method: string) =>
    limits(estimatesIn(by<ArmEstimates>(method, rows), ['only'])[0]?.interval ?? { lower: NaN, upper: NaN })
  return {
    x,
    n,
    clopper_pearson: of('clopper-pearson-interval'),
    wilson: of('wilson-interval'),
    // R corrects no more than the distance from a half, its null hypothesis unless told another.
    prop_test_correct: of(2 * x === n ? 'wilson-interval' : 'wilson-interval-corrected'),
  }
}

function smallKruskal(groups: readonly (readonly number[])[]) {
  const rows = groups.flatMap((group, g) =>
    group.map(value => row(g === 0 ? 'control' : `g${g}`, Math.round(10 * value))),
  )
  return { groups, ...kruskal(rows) }
}

function ownDifference(y: readonly number[], treated: readonly number[]) {
  const rows = y.map((value, i) => row(treated[i] === 1 ? 'called' : 'control', value))
  const options = { contrasts: [contrast('called', 'control')], statistic: 'difference-in-means', seed: '1' }
  const { contrasts } = by<ContrastEstimates>('randomisation-contrasts', rows, options)
  const [first] = contrasts
  if (first === undefined) throw new Error('no contrast')
  const { estimate, pValue, intermediates } = resultOf(first.computation)
  return { estimate, pValue, dealings: intermediates.dealings }
}

const number = (value: unknown): number => Number(value)

/** What this library gives in the place of an entry of R's. */
export function oursFor({ id, result }: Entry): Record<string, unknown> {
  const arms = (result.arms ?? []) as string[]
  if (id === 'tanf.attrition') return tanfAttrition()
  if (id === 'tanf.any_letter.welch') return anyLetterWelch()
  if (id === 'tanf.mh.center_month') return mantelHaenszel()
  if (id === 'kl.probit') return probit()
  if (id === 'nsw.ols') return ols()
  if (id.endsWith('.counts')) return counts(id)
  if (id.startsWith('dwp.')) return published(result.x as number[])
  if (id.endsWith('.chisq')) return chisq(id)
  if (id.endsWith('.propci')) return propci(id, arms)
  if (id.endsWith('.kruskal')) return kruskalOf(id)
  if (id.endsWith('.anova')) return anova(id)
  if (id.includes('.adjust.')) return adjusted(id, result)
  if (id.endsWith('.prop')) return proportionsOf(id)
  if (id.includes('.vs.')) return welchOf(id)
  if (id.endsWith('.amount')) return amount(id, arms)
  if (id.startsWith('small.kw.')) return smallKruskal(result.groups as number[][])
  if (id.startsWith('small.binom.')) return binomial(number(result.x), number(result.n))
  if (id === 'power.prop.dwp') {
    const n = 6000
    return {
      power: normalPower(0.0103, 0.0134, n),
      mde_p2_80: findRoot(p => normalPower(0.0103, p, n) - 0.8, 0.0104, 0.5),
    }
  }
  if (id.startsWith('power.prop.')) return powerOfProportions(result as Record<string, number>)
  if (id === 'power.t.n') return { n: findRoot(n => powerOfT(n, 2 / 60) - 0.8, 100, 1e5) }
  if (id.startsWith('power.t.'))
    return { ...result, power: powerOfT(number(result.n), number(result.delta) / number(result.sd)) }
  if (id === 'power.chisq.dwp') return { power: powerOfChiSquared(18_624, 0.0121) }
  if (id === 'power.chisq.n') return { N: findRoot(n => powerOfChiSquared(n, 0.1) - 0.8, 10, 1e5) }
  if (id === 'power.anova.n') return { n: findRoot(n => powerOfAnova(n) - 0.8, 3, 1e4) }
  if (id === 'ri.exact') {
    const { y, treated } = result as { y: number[]; treated: number[] }
    const { estimate, pValue } = ownDifference(y, treated)
    return { y, treated, observed: estimate, p_two_sided: pValue, p_upper: (pValue ?? 0) / 2, n_assignments: 70 }
  }
  throw new Error(`nothing recomputes ${id}`)
}
