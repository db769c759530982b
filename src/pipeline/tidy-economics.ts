import type { AcceptabilityCurve, CostMeasures, CostPerAdditional, FiellerSet } from '../economics/index.ts'
import type { Computation, Interval } from '../model/method.ts'
import { csvText } from './case-files.ts'
import type { ArmEconomics, Economics } from './economics.ts'
import type { BenchmarkBeside } from './economics-benchmarks.ts'

const columns = [
  'arm',
  'against',
  'view',
  'term',
  'method',
  'willingness',
  'estimate',
  'std.error',
  'p.value',
  'conf.low',
  'conf.high',
  'conf.level',
  'set',
  'status',
  'note',
] as const

/** What a report says beside the columns of the file. */
type MoreColumns = 'upper.limit' | 'upper.limit.share' | 'errors.short' | 'net.benefit' | 'set.note'

/** A measure, a limit of it or a point of a curve: the columns of the file and a few more. */
export type EconomicsRow = Partial<Record<(typeof columns)[number] | MoreColumns, string | number | undefined>>
type Row = EconomicsRow

/**
 * The economics as rows with broom's column names. Money in pence, payers as proportions, a cost per additional pound as
 * pounds for a pound. `set` says how to read the limits: `interval` between them, `two_rays` at most the lower one or at
 * least the upper one, `whole_line` any value. Where a value is without bound it is Inf.
 */
export function tidyEconomics(economics: Economics | null): string {
  return csvText(
    columns,
    economicsRows(economics).map(row => columns.map(column => row[column])),
  )
}

/** The same rows with every column, as they are written. */
export function economicsRows(economics: Economics | null): Row[] {
  const { comparisons = [], benchmarks = [], level, notice } = economics ?? {}
  const rows = [
    ...comparisons.flatMap(comparison =>
      comparisonRows(comparison).map(row => ({ arm: comparison.arm, against: comparison.against, ...row })),
    ),
    ...benchmarks.flatMap(benchmarkRows),
  ]
  const noted = rows.map((row: Row) => ({
    ...row,
    'conf.level': row.set === undefined ? undefined : level,
    note: [row.note, notice].filter(Boolean).join(' '),
  }))
  return noted.map((row: Row) => Object.fromEntries(columns.map(column => [column, cell(row[column])])))
}

const cell = (value: string | number | undefined): string | number | undefined =>
  typeof value === 'number' && Math.abs(value) === Infinity ? (value > 0 ? 'Inf' : '-Inf') : value

/** The rows of one comparison. */
export function comparisonRows(comparison: ArmEconomics): EconomicsRow[] {
  const { cost, costs, additional, additionalPayers, resourceOnly, byAnalysis, bootstrap } = comparison
  return [
    { term: 'cost', view: 'all', estimate: cost },
    { term: 'cost', view: 'resource', estimate: costs.resource },
    computedRow('additional_amount', additional, gain => gainOf(gain)),
    ...(additionalPayers === null ? [] : [computedRow('additional_payers', additionalPayers, gain => gainOf(gain))]),
    ...measureRows(comparison).map(row => ({ view: 'all', ...row })),
    ...(resourceOnly === null ? [] : measureRows(resourceOnly).map(row => ({ view: 'resource', ...row }))),
    ...(bootstrap === null ? [] : curveRows('acceptability_pound', bootstrap.curve, bootstrap.analysis)),
    ...byAnalysis.flatMap(({ analysis, of, costSet, collectedLessCost }): Row[] => [
      { ...setRow(of === 'pounds' ? poundTerm : payerTerm, costSet), method: analysis },
      ...(collectedLessCost === null
        ? []
        : [{ term: 'collected_less_cost', method: analysis, ...limitsOf(collectedLessCost) }]),
    ]),
  ]
}

const notAnArm = 'A benchmark: not randomised, and never an arm.'

/** What was owed in each arm, and the least and the most that the price of a benchmark would give for it. */
const benchmarkRows = ({ benchmark, arms }: BenchmarkBeside): Row[] =>
  arms.flatMap(({ arm, offer }): Row[] => {
    const own = { arm, method: benchmark, note: notAnArm }
    if (offer.status === 'undefined') return [{ ...own, ...computedRow('benchmark_owed', offer, () => ({})) }]
    const { owed, inAll } = offer.result
    return [
      { ...own, term: 'benchmark_owed', estimate: owed },
      { ...own, term: 'benchmark_least', estimate: inAll.from },
      { ...own, term: 'benchmark_most', estimate: inAll.to },
    ]
  })

export const poundTerm = 'cost_per_additional_pound'
export const payerTerm = 'cost_per_additional_payer'

function measureRows(measures: CostMeasures): Row[] {
  const { additionalCost, collectedLessCost, breakEven, acceptability, payers } = measures
  return [
    computedRow('additional_cost', additionalCost, ({ total }) => ({ estimate: total })),
    ratioRow(poundTerm, measures.costPerAdditionalPound, measures.costSet),
    computedRow('collected_less_cost', collectedLessCost, ({ estimate, standardError, interval }) => ({
      ...{ estimate, 'std.error': standardError },
      ...limitsOf(interval),
    })),
    computedRow('break_even', breakEven, result => ({
      ...{ estimate: result.needed, 'p.value': result.pValue, 'errors.short': result.standardErrorsShort },
      ...{ 'upper.limit': result.upperLimit, 'upper.limit.share': result.upperLimitShare },
    })),
    ...(acceptability === null ? [] : curveRows('acceptability_pound', acceptability)),
    ...(payers === null ? [] : [ratioRow(payerTerm, payers.costPerAdditionalPayer, payers.costSet)]),
    ...(payers?.acceptability ? curveRows('acceptability_payer', payers.acceptability) : []),
  ]
}

const gainOf = (gain: { difference: number; standardError: number }): Row => ({
  estimate: gain.difference,
  'std.error': gain.standardError,
})

const limitsOf = ({ lower, upper }: Interval): Row => ({ 'conf.low': lower, 'conf.high': upper, set: 'interval' })

function computedRow<R>(term: string, computation: Computation<R>, row: (result: R) => Row): Row {
  return computation.status === 'computed'
    ? { term, ...row(computation.result) }
    : { term, status: computation.reason, note: computation.detail }
}

/** A ratio stands beside its set, and the set also where there is no ratio. */
export function ratioRow(
  term: string,
  ratio: Computation<CostPerAdditional>,
  set: Computation<FiellerSet>,
): EconomicsRow {
  const row = { ...setRow(term, set), ...(set.status === 'undefined' && { 'set.note': set.detail }) }
  return ratio.status === 'computed'
    ? { ...row, estimate: ratio.result.ratio }
    : { ...row, status: ratio.reason, note: ratio.detail }
}

const setRow = (term: string, set: Computation<FiellerSet>): Row =>
  computedRow(term, set, result => {
    if (result.type === 'whole_line') return { set: result.type }
    const [low, high] = result.type === 'interval' ? [result.lower, result.upper] : [result.below, result.above]
    return { 'conf.low': low, 'conf.high': high, set: result.type }
  })

/** The probability at each value, and what it tends to. */
function curveRows(term: string, curve: Computation<AcceptabilityCurve>, method?: string): Row[] {
  if (curve.status === 'undefined') return [{ term, method, status: curve.reason, note: curve.detail }]
  const { points, asymptote } = curve.result
  return [
    ...points.map(({ willingness, probability, expectedNetBenefit }) => ({
      ...{ term, method, willingness, estimate: probability, 'net.benefit': expectedNetBenefit },
    })),
    { term, method, willingness: Infinity, estimate: asymptote },
  ]
}
