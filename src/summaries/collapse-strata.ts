import { InternalError } from '../core/errors.ts'
import { type ArmId, wholeSample } from '../model/ids.ts'
import type {
  AcrossStrata,
  ClusterMoments,
  CrossProducts,
  Summary,
  SummaryByKind,
  SummaryKind,
} from '../model/summary.ts'
import { addCells } from './add.ts'

/** The summary with its strata and subgroups added up: at most one cell an arm, of the stratum `all`. */
export function collapseStrata<K extends SummaryKind>(summary: Summary<K>): Summary<K> {
  const cells = summary.arms.flatMap(arm => {
    const parts = summary.cells.filter(cell => cell.arm === arm).map(cell => cell.data)
    const [first, ...others] = parts
    if (first === undefined) return []
    const added = others.reduce((sum, part) => addCells(summary.kind, sum, part), first)
    return [{ arm, stratum: wholeSample, data: joinClusters(summary, arm, added) }]
  })
  return { ...summary, cells, across: undefined, distinctClusters: undefined, sampling: undefined }
}

/** Adds what the products across strata tell of clusters that the cells hold in pieces. */
function joinClusters<K extends SummaryKind>(
  { across = [], distinctClusters }: Summary<K>,
  arm: ArmId,
  added: SummaryByKind[K],
): SummaryByKind[K] {
  const pairs = across.filter(pair => pair.arm === arm)
  if (pairs.length === 0 || !isClusterMoments(added)) return added
  const clusters = distinctClusters?.[arm]
  if (clusters === undefined) throw new InternalError(`clusters of ${arm} span strata and are not counted`)
  const joined = { ...pairs.reduce(addProducts, added), clusters }
  return isCrossProducts(joined) ? { ...joined, ...pairs.reduce(addTakers, joined) } : joined
}

const isClusterMoments = (data: object): data is ClusterMoments => 'sizeSquared' in data

const isCrossProducts = (data: object): data is CrossProducts => 'takers' in data

function addTakers<M extends CrossProducts>(moments: M, { uptake }: AcrossStrata): M {
  if (uptake === undefined) throw new InternalError('clusters span strata, and their takers are not multiplied')
  return {
    ...moments,
    takersSquared: moments.takersSquared + 2n * uptake.takersTakers,
    sizeTakers: moments.sizeTakers + uptake.sizeTakers + uptake.takersSize,
    totalTakers: moments.totalTakers + uptake.totalTakers,
  }
}

const addProducts = <M extends ClusterMoments>(moments: M, pair: AcrossStrata): M => ({
  ...moments,
  sizeSquared: moments.sizeSquared + 2n * pair.sizeSize,
  totalSquared: moments.totalSquared + 2n * pair.totalTotal,
  sizeTotal: moments.sizeTotal + pair.sizeTotal + pair.totalSize,
})
