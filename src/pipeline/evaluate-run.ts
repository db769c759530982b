import { sumOf } from '../core/lists.ts'
import type { Evaluation } from '../model/comparison.ts'
import { admits, printedNumber } from '../model/printed-number.ts'
import type { Figure, Published, Quantity } from '../model/published.ts'
import type { Moments, Summary } from '../model/summary.ts'
import { collapseStrata } from '../summaries/index.ts'
import { asList } from '../summaries/recover/page.ts'
import { armEstimates } from './chart-data.ts'
import { allCountsIn, type Findings } from './findings.ts'

/** A number that a run gives, or why it gives none. */
type Value = { value: number } | { why: string }

/** What a run says of a figure: its definition evaluated on the run's own summaries and results. */
export function evaluateOnRun(findings: Findings, published: Published, figure: Figure): Evaluation {
  const nothing = { recomputed: null, range: null, counts: null, derivedFrom: [] }
  if ('stated' in figure.is) return { ...nothing, status: 'stated', why: figure.is.stated }
  const found = evaluate(findings, published, figure.is)
  if ('why' in found) return { ...nothing, status: 'needs_data', why: found.why }
  const fits = admits(printedNumber(figure.printed, figure.step), found.value) ? 'all' : 'none'
  const range = { lower: found.value, upper: found.value }
  return { ...nothing, recomputed: found.value, range, status: 'determined', fits }
}

const missing = (why: string): Value => ({ why })

function evaluate(findings: Findings, published: Published, is: Quantity): Value {
  if ('cases' in is) return casesOf(findings, is.cases.arm)
  if ('count' in is) return eventsOf(findings, is.count)
  if ('percent' in is) return percentOf(findings, is.percent)
  if ('mean' in is) return moneyOf(findings, is.mean, ({ sum, n }) => Number(sum) / n / 100)
  if ('total' in is) return moneyOf(findings, is.total, ({ sum }) => Number(sum) / 100)
  if ('percentOfTotal' in is) return percentOfTotal(findings, is.percentOfTotal)
  if ('halfWidth' in is) return halfWidthOf(findings, is.halfWidth)
  if ('test' in is) return testOf(findings, is.test)
  if ('cost' in is) return costOf(findings, is.cost.arm)
  if ('sum' in is) return sumOfFigures(findings, published, is.sum)
  if ('costPerAdditional' in is) return ratioOf(findings, is.costPerAdditional)
  return missing(is.stated)
}

/** All allocated cases of an arm: those of any outcome that applies to every case. */
function casesOf(findings: Findings, arm: string): Value {
  const everywhere = findings.protocol.outcomes.find(
    ({ observed, type }) => observed === undefined && type === 'binary',
  )
  const counts = everywhere && allCountsIn(findings, everywhere.id, arm)
  return counts === undefined ? missing('No outcome applies to every case.') : { value: counts.n + counts.missing }
}

interface Selector {
  arm: string
  outcome: string
  level?: string | string[] | undefined
}

function eventsOf(findings: Findings, { arm, outcome, level }: Selector): Value {
  const counts = allCountsIn(findings, outcome, arm)
  if (counts === undefined) return missing('The outcome was not observed in this arm.')
  return { value: sumOf(asList(level).map(id => counts.events[id] ?? 0)) }
}

function percentOf(findings: Findings, is: Extract<Quantity, { percent: unknown }>['percent']): Value {
  const top = eventsOf(findings, is)
  const bottom = is.of === 'cases' ? casesOf(findings, is.arm) : eventsOf(findings, { ...is.of, arm: is.arm })
  if ('why' in top) return top
  if ('why' in bottom) return bottom
  return bottom.value === 0
    ? missing('There is no case to take a share of.')
    : { value: (100 * top.value) / bottom.value }
}

function moneyOf(findings: Findings, { arm, outcome }: Selector, value: (moments: Moments) => number): Value {
  const summary = findings.summaries(outcome, 'moments') as Summary<'moments'> | undefined
  const data = summary && collapseStrata(summary).cells.find(cell => cell.arm === arm)?.data
  return data === undefined || data.n === 0 ? missing('No amount was observed in this arm.') : { value: value(data) }
}

function percentOfTotal(findings: Findings, { arm, outcome, of }: { arm: string; outcome: string; of: string }): Value {
  const pence = ({ sum }: Moments): number => Number(sum)
  const top = moneyOf(findings, { arm, outcome }, pence)
  const bottom = moneyOf(findings, { arm, outcome: of }, pence)
  if ('why' in top) return top
  if ('why' in bottom) return bottom
  return bottom.value === 0 ? missing('The total is zero.') : { value: (100 * top.value) / bottom.value }
}

function halfWidthOf(findings: Findings, { arm, analysis }: { arm: string; analysis: string }): Value {
  const estimate = armEstimates(findings, analysis).find(found => found.arm === arm)
  if (estimate === undefined) return missing('The analysis gives no interval for this arm.')
  const outcome = findings.analyses.find(({ id }) => id === analysis)?.outcome
  const money = findings.protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money'
  const half = (estimate.interval.upper - estimate.interval.lower) / 2
  return { value: money ? half / 100 : 100 * half }
}

function testOf(findings: Findings, { analysis, value }: Extract<Quantity, { test: unknown }>['test']): Value {
  const computation = findings.analyses.find(({ id }) => id === analysis)?.computation
  if (computation === undefined) return missing('The plan has no such analysis.')
  if (computation.status === 'undefined') return missing(computation.detail)
  if (computation.result.kind !== 'test') return missing('The analysis is no test.')
  const { statistic, degreesOfFreedom, pValue } = computation.result
  const found = { statistic: statistic.value, degreesOfFreedom, pValue }[value]
  return found === undefined ? missing('The test has no degrees of freedom.') : { value: found }
}

function costOf({ economics }: Findings, arm: string): Value {
  const found = economics?.comparisons.find(each => each.arm === arm)
  return found === undefined ? missing('The protocol states no cost for this arm.') : { value: found.cost / 100 }
}

function sumOfFigures(findings: Findings, published: Published, ids: readonly string[]): Value {
  const values = ids.map(id => {
    const figure = published.figures.find(candidate => candidate.id === id)
    return figure === undefined ? missing(`There is no figure ${id}.`) : evaluate(findings, published, figure.is)
  })
  const lacking = values.find(value => 'why' in value)
  return lacking ?? { value: sumOf(values.map(value => ('value' in value ? value.value : 0))) }
}

function ratioOf({ economics }: Findings, { arm, against }: { arm: string; against: string }): Value {
  const found = economics?.comparisons.find(
    each => each.arm === arm && each.against === against,
  )?.costPerAdditionalPound
  if (found === undefined) return missing('The plan asks for no economics of this arm.')
  return found.status === 'undefined' ? missing(found.detail) : { value: found.result.ratio }
}
