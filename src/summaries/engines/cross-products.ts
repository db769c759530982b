import { refuseIfAny } from '../../core/errors.ts'
import type { AcrossStrata, ClusterMoments, Summary } from '../../model/summary.ts'
import type { AnalysisColumn, AnalysisRow } from '../column.ts'
import { clusterInTwoArms } from '../issues.ts'
import { ClusterTally } from './clusters.ts'
import { scan } from './scan.ts'

/**
 * Cells of sums and products over clusters of an outcome and of who took up what the arm offered. A case of which either is
 * missing is missing. The products of the two come from the squares of their sum: 2 t d = (t + d)^2 - t^2 - d^2, in integers.
 */
export function crossProductsOf(
  column: AnalysisColumn,
): Pick<Summary<'crossProducts'>, 'cells' | 'across' | 'distinctClusters'> {
  const [outcome, uptake, sum] = [new ClusterTally(), new ClusterTally(), new ClusterTally()]
  const grid = scan({ ...column, rows: knownRows(column.rows) }, row => {
    if (row.value === null) return
    const taken = row.taken ?? 0
    outcome.add(row)
    uptake.add({ ...row, value: taken })
    sum.add({ ...row, value: Number(row.value) + taken })
  })
  refuseIfAny(outcome.inSeveralArms().map(cluster => clusterInTwoArms(column.outcome, cluster)))
  const { across, distinctClusters } = outcome.join(column.arms)
  const ofUptake = uptake.join(column.arms).across
  const ofSum = sum.join(column.arms).across
  const cells = grid.cells<'crossProducts'>(({ n, missing }, arm, stratum) => {
    const [own, takers, both] = [outcome, uptake, sum].map(tally => tally.cell(arm, stratum)) as [
      Moments,
      Moments,
      Moments,
    ]
    return {
      ...own,
      n,
      missing,
      takers: takers.total,
      takersSquared: takers.totalSquared,
      sizeTakers: takers.sizeTotal,
      totalTakers: (both.totalSquared - own.totalSquared - takers.totalSquared) / 2n,
    }
  })
  if (across.length === 0) return { cells }
  return { cells, distinctClusters, across: across.map((pair, at) => withUptake(pair, ofUptake[at], ofSum[at])) }
}

type Moments = ClusterMoments

/** The rows with the outcome missing where it is not known who took it up. */
function* knownRows(rows: Iterable<AnalysisRow>): Generator<AnalysisRow> {
  for (const row of rows) yield row.taken === null ? { ...row, value: null } : row
}

/** All three tallies saw the same clusters, so their pairs are of the same strata in the same order. */
function withUptake(own: AcrossStrata, takers: AcrossStrata = own, both: AcrossStrata = own): AcrossStrata {
  return {
    ...own,
    uptake: {
      sizeTakers: takers.sizeTotal,
      takersSize: takers.totalSize,
      takersTakers: takers.totalTotal,
      totalTakers: both.totalTotal - own.totalTotal - takers.totalTotal,
    },
  }
}
