import type {
  ClusterMoments,
  Counts,
  EventTime,
  Frequencies,
  Moments,
  Ranks,
  SummaryByKind,
  SummaryKind,
} from '../model/summary.ts'

type Observed = Pick<Counts | Moments | Ranks | Frequencies | ClusterMoments, 'n' | 'missing'>

const observed = (a: Observed, b: Observed): Observed => ({ n: a.n + b.n, missing: a.missing + b.missing })

type Adders = { readonly [K in SummaryKind]: (a: SummaryByKind[K], b: SummaryByKind[K]) => SummaryByKind[K] }

const adders: Adders = {
  counts: (a, b) => ({ ...observed(a, b), events: addCounts(a.events, b.events) }),
  moments: (a, b) => ({ ...observed(a, b), sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares }),
  ranks: (a, b) => ({ ...observed(a, b), doubledRankSum: a.doubledRankSum + b.doubledRankSum }),
  frequencies: (a, b) => ({ ...observed(a, b), values: addFrequencies(a.values, b.values) }),
  clusterMoments: addClusterMoments,
  crossProducts: (a, b) => ({
    ...addClusterMoments(a, b),
    takers: a.takers + b.takers,
    takersSquared: a.takersSquared + b.takersSquared,
    sizeTakers: a.sizeTakers + b.sizeTakers,
    totalTakers: a.totalTakers + b.totalTakers,
  }),
  units: observed,
  eventTimes: (a, b) => ({ ...observed(a, b), times: addTimes(a.times, b.times) }),
}

function addClusterMoments(a: ClusterMoments, b: ClusterMoments): ClusterMoments {
  return {
    ...observed(a, b),
    clusters: a.clusters + b.clusters,
    size: a.size + b.size,
    sizeSquared: a.sizeSquared + b.sizeSquared,
    total: a.total + b.total,
    totalSquared: a.totalSquared + b.totalSquared,
    sizeTotal: a.sizeTotal + b.sizeTotal,
  }
}

/** Sum of two cells' data. Clusters and units are taken to be different ones in the two. */
export function addCells<K extends SummaryKind>(kind: K, a: SummaryByKind[K], b: SummaryByKind[K]): SummaryByKind[K] {
  return adders[kind](a, b)
}

function addCounts(a: Counts['events'], b: Counts['events']): Counts['events'] {
  const levels = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return Object.fromEntries(levels.map(level => [level, (a[level] ?? 0) + (b[level] ?? 0)]))
}

function addFrequencies(a: Frequencies['values'], b: Frequencies['values']): Frequencies['values'] {
  const counts = new Map(a)
  for (const [value, count] of b) counts.set(value, (counts.get(value) ?? 0) + count)
  return sortedFrequencies(counts)
}

function addTimes(a: readonly EventTime[], b: readonly EventTime[]): readonly EventTime[] {
  const times = new Map<number, EventTime>()
  for (const at of [...a, ...b]) {
    const sofar = times.get(at.time)
    const both = sofar && { ...at, ends: addCounts(sofar.ends, at.ends), censored: sofar.censored + at.censored }
    times.set(at.time, both ?? at)
  }
  return [...times.values()].sort((one, other) => one.time - other.time)
}

/** Values ascending with their counts. */
export function sortedFrequencies(counts: ReadonlyMap<number, number>): Frequencies['values'] {
  return [...counts].sort(([a], [b]) => a - b)
}
