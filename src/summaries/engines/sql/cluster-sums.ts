/**
 * What a row for a cluster in a stratum knows of a column: its observed cases (m), their total (t) and squares (q), who of them took
 * up what was offered (e), and the total of those (w).
 */
export type ClusterFact = 'm' | 't' | 'q' | 'e' | 'w'

/** A sum over clusters, of one fact or of the product of two. */
export type ClusterSum = readonly [name: string, ...facts: ClusterFact[]]

/** Sums over the clusters of a cell. */
export const sumsWithin: readonly ClusterSum[] = [
  ['size', 'm'],
  ['size_squared', 'm', 'm'],
  ['total', 't'],
  ['total_squared', 't', 't'],
  ['size_total', 'm', 't'],
  ['squares', 'q'],
]

export const uptakeWithin: readonly ClusterSum[] = [
  ['takers', 'e'],
  ['takers_squared', 'e', 'e'],
  ['size_takers', 'm', 'e'],
  ['total_takers', 't', 'e'],
  ['taken', 'w'],
]

/** A sum over clusters with cases in two strata: the first fact is of the one stratum, the second of the other. */
export type PairSum = readonly [name: string, one: ClusterFact, other: ClusterFact]

export const sumsAcross: readonly PairSum[] = [
  ['size_size', 'm', 'm'],
  ['size_total', 'm', 't'],
  ['total_size', 't', 'm'],
  ['total_total', 't', 't'],
]

export const uptakeAcross: readonly PairSum[] = [
  ['size_takers', 'm', 'e'],
  ['takers_size', 'e', 'm'],
  ['takers_takers', 'e', 'e'],
  ['total_takers', 't', 'e'],
  ['takers_total', 'e', 't'],
]
