import { InternalError, refuseIfAny } from '../../core/errors.ts'
import type { OutcomeId } from '../../model/ids.ts'
import type { AnySummary, Summary, SummaryKind } from '../../model/summary.ts'
import { awaited } from '../../model/waiting.ts'
import { sortedFrequencies } from '../add.ts'
import { type AnalysisColumn, type AnalysisRow, kindsFor } from '../column.ts'
import { derive } from '../derive.ts'
import { endCounts, eventTimes } from '../event-times.ts'
import { clusterInTwoArms, kindNotAvailable, unknownOutcome } from '../issues.ts'
import { type Requirement, unionOfRequirements } from '../requirement.ts'
import { ClusterTally } from './clusters.ts'
import { crossProductsOf } from './cross-products.ts'
import { type CellGrid, type ScannedCell, scan } from './scan.ts'
import { UnitsTally } from './units.ts'

/**
 * Summaries of every required outcome and kind, each made once, in byte order of outcome and kind.
 * One pass over the rows of each outcome; the order of rows makes no difference.
 *
 * Throws one `TrialError` per outcome with every bad row, and one for requirements that no outcome can meet.
 *
 * @example summariseAll([paid, amount], [{ outcome: 'paid', kind: 'counts' }, { outcome: 'amount', kind: 'ranks' }])
 */
export function summariseAll(columns: readonly AnalysisColumn[], requirements: Iterable<Requirement>): AnySummary[] {
  const needs = unionOfRequirements(requirements)
  const byOutcome = new Map(columns.map(column => [column.outcome, column]))
  const outcomes = [...new Set(needs.map(need => need.outcome))]
  refuseIfAny(
    outcomes.filter(outcome => !byOutcome.has(outcome)).map(outcome => unknownOutcome(outcome, [...byOutcome.keys()])),
  )
  return outcomes.flatMap(outcome => {
    const column = byOutcome.get(outcome)
    const kinds = needs.filter(need => need.outcome === outcome).map(need => need.kind)
    return column === undefined ? [] : summarise(column, kinds)
  })
}

/** Summaries of one outcome, of the kinds asked for and in their order. */
export function summarise(column: AnalysisColumn, kinds: readonly SummaryKind[]): AnySummary[] {
  const available = kindsFor(column)
  refuseIfAny(
    kinds
      .filter(kind => !available.includes(kind))
      .map(kind => kindNotAvailable(column.outcome, column.kind, kind, available)),
  )
  const clusters = new ClusterTally()
  const units = new UnitsTally(column.arms, column.placed ?? false)
  const listeners = [
    ...(kinds.includes('clusterMoments') ? [(row: AnalysisRow) => row.value !== null && clusters.add(row)] : []),
    ...(kinds.includes('units') ? [(row: AnalysisRow) => units.add(row)] : []),
  ]
  const grid = scan(column, row => {
    for (const listener of listeners) listener(row)
  })
  const frequencies = column.kind === 'category' || column.kind === 'time' ? undefined : frequenciesOf(column, grid)
  return kinds.map(kind => {
    if (kind === 'clusterMoments') return clusterMomentsOf(column, grid, clusters)
    if (kind === 'crossProducts') return { kind, ...headOf(column), uptake: column.uptake, ...crossProductsOf(column) }
    if (kind === 'units') return unitsOf(column, grid, units)
    if (kind === 'eventTimes') return eventTimesOf(column, grid)
    if (frequencies === undefined) return levelCountsOf(column, grid)
    return kind === 'frequencies' ? frequencies : derive<'counts' | 'moments' | 'ranks'>(frequencies, kind)
  }) as AnySummary[]
}

const headOf = ({ outcome, set, unit, arms, control, largestCluster, sampling }: AnalysisColumn) => ({
  outcome,
  ...(set === undefined ? {} : { set }),
  unit,
  arms,
  control,
  largestCluster,
  ...(sampling === undefined ? {} : { sampling }),
})

function frequenciesOf(column: AnalysisColumn, grid: CellGrid<ScannedCell>): Summary<'frequencies'> {
  const cells = grid.cells<'frequencies'>(({ n, missing, tally }) => ({
    n,
    missing,
    values: sortedFrequencies(tally as Map<number, number>),
  }))
  return { kind: 'frequencies', ...headOf(column), cells }
}

function eventTimesOf(column: AnalysisColumn, grid: CellGrid<ScannedCell>): Summary<'eventTimes'> {
  const cells = grid.cells<'eventTimes'>(({ n, missing, tally }) => ({
    n,
    missing,
    times: eventTimes(tally as Map<number, number>, column.levels),
  }))
  return { kind: 'eventTimes', ...headOf(column), event: awaited, cells }
}

function levelCountsOf(column: AnalysisColumn, grid: CellGrid<ScannedCell>): Summary<'counts'> {
  const cells = grid.cells<'counts'>(({ n, missing, tally }) => {
    const events = column.kind === 'time' ? endCounts(tally as Map<number, number>, column.levels) : tally
    return { n, missing, events: Object.fromEntries(column.levels.map(level => [level, events.get(level) ?? 0])) }
  })
  return { kind: 'counts', ...headOf(column), cells }
}

function clusterMomentsOf(
  column: AnalysisColumn,
  grid: CellGrid<ScannedCell>,
  clusters: ClusterTally,
): Summary<'clusterMoments'> {
  refuseIfAny(clusters.inSeveralArms().map(cluster => clusterInTwoArms(column.outcome, cluster)))
  const { across, distinctClusters } = clusters.join(column.arms)
  const cells = grid.cells<'clusterMoments'>(({ n, missing }, arm, stratum) => ({
    ...clusters.cell(arm, stratum),
    n,
    missing,
  }))
  const joined = across.length === 0 ? {} : { across, distinctClusters }
  return { kind: 'clusterMoments', ...headOf(column), cells, ...joined }
}

function unitsOf(column: AnalysisColumn, grid: CellGrid<ScannedCell>, units: UnitsTally): Summary<'units'> {
  refuseIfAny(units.inSeveralArms().map(cluster => clusterInTwoArms(column.outcome, cluster)))
  const cells = grid.cells<'units'>(({ n, missing }) => ({ n, missing }))
  return { kind: 'units', ...headOf(column), cells, ...units.finish() }
}

/** The summary of one outcome and kind among several. Its absence is a fault of the caller, who required it. */
export function findSummary<K extends SummaryKind>(
  summaries: readonly AnySummary[],
  outcome: OutcomeId,
  kind: K,
): Summary<K> {
  const found = summaries.find(summary => summary.outcome === outcome && summary.kind === kind)
  if (found === undefined) throw new InternalError(`no ${kind} of ${outcome} among the summaries`)
  return found as Summary<SummaryKind> as Summary<K>
}
