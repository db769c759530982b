import { allAllocated } from '../model/analysis-sets.ts'
import type {
  ArmEstimate,
  ContrastEstimate,
  ContrastEstimates,
  ContrastPart,
  Interval,
  Measure,
  NotEstimated,
  TestResult,
} from '../model/method.ts'
import type { SubgroupEstimates } from '../model/subgroup-results.ts'
import { subgroupSetId } from '../model/subgroups.ts'
import type { AnalysisResult } from './analysis-result.ts'
import { csvText } from './case-files.ts'
import type { Findings } from './findings.ts'

const columns = [
  'analysis',
  'outcome',
  'set',
  'method',
  'role',
  'term',
  'arm',
  'against',
  'n',
  'measure',
  'estimate',
  'std.error',
  'statistic',
  'parameter',
  'den.df',
  'p.value',
  'conf.low',
  'conf.high',
  'conf.level',
  'family',
  'adj.p.value',
  'simultaneous.method',
  'simultaneous.p.value',
  'simultaneous.conf.low',
  'simultaneous.conf.high',
  'draws',
  'mc.std.error',
  'status',
  'note',
] as const

/** What a report says beside the columns of the file. */
type MoreColumns = 'half.width' | 'comparisons' | 'simultaneous.comparisons'

/** A result, or a part of one: the columns of the file and a few more. */
export type ResultRow = Partial<Record<(typeof columns)[number] | MoreColumns, string | number | undefined>>
type Row = ResultRow

/**
 * Every result as one row with broom's column names: proportions from 0 to 1, amounts in pence. A part of a contrast has a row of
 * its own. A limit without bound is Inf or -Inf.
 */
export function tidyResults(findings: Pick<Findings, 'analyses' | 'notice'>): string {
  return csvText(
    columns,
    tidyRows(findings).map(row => columns.map(column => row[column])),
  )
}

/** The same rows with every column, as they are written. */
export function tidyRows({ analyses, notice }: Pick<Findings, 'analyses' | 'notice'>): Row[] {
  const rows = analyses.flatMap(result => resultRows(result).map((row): Row => ({ ...head(result), ...row })))
  const noted = rows.map((row): Row => ({ ...row, note: [row.note, notice].filter(Boolean).join(' ') }))
  return noted.map(row => Object.fromEntries(columns.map(column => [column, cell(row[column])])))
}

const cell = (value: string | number | undefined): string | number | undefined =>
  value === Number.POSITIVE_INFINITY ? 'Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : value

const head = ({ id, outcome, set, method, role }: AnalysisResult): Row => ({
  analysis: id,
  outcome,
  set: set?.id ?? allAllocated,
  method,
  role,
})

/** The rows of one analysis. */
export function resultRows(analysis: AnalysisResult): ResultRow[] {
  const { computation } = analysis
  if (computation.status === 'undefined') return [{ status: computation.reason, note: computation.detail }]
  const { result } = computation
  switch (result.kind) {
    case 'test':
      return [testRow(analysis, result)]
    case 'arms':
      return [
        ...result.estimates.map(estimate => ({ ...estimateRow(estimate), measure: result.measure })),
        ...result.notEstimated.map(notEstimatedRow),
      ]
    case 'contrasts':
      return contrastRows(analysis, result)
    case 'subgroups':
      return subgroupRows(analysis, result)
  }
}

const testRow = (analysis: AnalysisResult, result: TestResult): Row => ({
  term: result.statistic.symbol,
  statistic: result.statistic.value,
  parameter: result.degreesOfFreedom,
  'den.df': result.denominatorDegreesOfFreedom,
  'p.value': result.pValue,
  ...familyCells(analysis, null),
  ...drawCells(result),
  status: 'computed',
})

const estimateRow = ({ arm, n, estimate, standardError, interval }: ArmEstimate): Row => ({
  term: arm,
  arm,
  n,
  estimate,
  'std.error': standardError,
  ...intervalCells(interval),
  'half.width': (interval.upper - interval.lower) / 2,
  status: 'computed',
})

const notEstimatedRow = ({ arm, reason, detail }: NotEstimated): Row => ({
  term: arm,
  arm,
  status: reason,
  note: detail,
})

function contrastRows(analysis: AnalysisResult, { contrasts, measure }: ContrastEstimates): Row[] {
  return contrasts.flatMap(({ id, arm, against, computation }): Row[] => {
    const named: Row = { term: id, arm, against, measure }
    if (computation.status === 'undefined') return [{ ...named, status: computation.reason, note: computation.detail }]
    const { result } = computation
    const whole = { ...named, ...contrastCells(result), ...familyCells(analysis, id), ...drawCells(result) }
    return [whole, ...(result.parts ?? []).map(part => ({ ...named, ...partCells(id, part) }))]
  })
}

/** Each subgroup's cases by arm and its contrasts, by its set, and the test of interaction of each contrast over all of them. */
function subgroupRows(analysis: AnalysisResult, { by, measure, groups, interactions }: SubgroupEstimates): Row[] {
  const inGroups = groups.flatMap((group): Row[] => {
    const set = subgroupSetId(by, group)
    return [
      ...group.cases.map(({ arm, n }): Row => ({ set, term: `${group.id}:${arm}`, arm, n, status: 'computed' })),
      ...group.contrasts.map(({ id, arm, against, computation }): Row => {
        const named: Row = { set, term: `${id}:${group.id}`, arm, against, measure }
        return computation.status === 'undefined'
          ? { ...named, status: computation.reason, note: computation.detail }
          : { ...named, ...contrastCells(computation.result) }
      }),
    ]
  })
  return [...inGroups, ...interactions.map(each => interactionRow(analysis, measure, each))]
}

function interactionRow(
  analysis: AnalysisResult,
  measure: Measure,
  { id, arm, against, computation }: SubgroupEstimates['interactions'][number],
): Row {
  const named: Row = { term: id, arm, against, measure }
  if (computation.status === 'undefined') return { ...named, status: computation.reason, note: computation.detail }
  const { statistic, degreesOfFreedom, pValue, difference } = computation.result
  return {
    ...named,
    ...(difference && {
      estimate: difference.estimate,
      'std.error': difference.standardError,
      ...intervalCells(difference.interval),
    }),
    statistic: statistic.value,
    parameter: degreesOfFreedom,
    'p.value': pValue,
    ...familyCells(analysis, id),
    status: 'computed',
  }
}

function contrastCells(result: ContrastEstimate): Row {
  const { estimate, standardError, statistic, degreesOfFreedom, pValue, interval, simultaneous } = result
  return {
    estimate,
    'std.error': standardError,
    statistic: statistic?.value,
    parameter: degreesOfFreedom,
    'p.value': pValue,
    ...intervalCells(interval),
    ...(simultaneous && {
      'simultaneous.method': simultaneous.method,
      'simultaneous.p.value': simultaneous.pValue,
      'simultaneous.conf.low': simultaneous.interval.lower,
      'simultaneous.conf.high': simultaneous.interval.upper,
      'simultaneous.comparisons': simultaneous.comparisons,
    }),
    status: 'computed',
  }
}

const partCells = (contrast: string, { id, estimate, standardError, interval }: ContrastPart): Row => ({
  term: `${contrast}:${id}`,
  estimate,
  'std.error': standardError,
  ...intervalCells(interval),
  status: 'computed',
})

const intervalCells = ({ lower, upper, level, outside }: Interval): Row => ({
  'conf.low': lower,
  'conf.high': upper,
  'conf.level': level,
  ...(outside && { note: 'The set is in two parts: all values up to conf.low and all from conf.high.' }),
})

function familyCells({ adjusted }: AnalysisResult, contrast: string | null): Row {
  const found = adjusted.find(each => each.contrast === contrast)
  return found === undefined
    ? {}
    : { family: found.family, 'adj.p.value': found.pValue, comparisons: found.comparisons }
}

const drawCells = ({ monteCarlo }: Pick<TestResult, 'monteCarlo'>): Row =>
  monteCarlo === undefined ? {} : { draws: monteCarlo.draws, 'mc.std.error': monteCarlo.standardError }
