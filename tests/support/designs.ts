import type { SamplingProtocol } from '../../src/design/index.ts'
import type { CaseTable, SampledCase } from '../../src/model/case.ts'
import type { CaseField } from '../../src/model/protocol.ts'

/** A protocol of the given targets; strata are levels of a field called `scheme`, except for the one stratum `all`. */
export function protocolOf(targets: Record<string, Record<string, number>>, clusters = true): SamplingProtocol {
  const strata = Object.keys(targets)
  const arms = [...new Set(Object.values(targets).flatMap(row => Object.keys(row)))]
  const whole = strata.length === 1 && strata[0] === 'all'
  const scheme: CaseField = { id: 'scheme', title: 'Scheme', type: 'category', levels: strata, baseline: true }
  const nrp: CaseField = { id: 'nrp', title: 'Non-resident parent', type: 'text', optional: true }
  return {
    arms: arms.map((id, index) => ({ id, title: id, ...(index === 0 ? { control: true as const } : {}) })),
    caseload: { caseId: 'case', asOf: { date: '2015-10-31' }, fields: whole ? [nrp] : [scheme, nrp] },
    strata: whole ? [] : ['scheme'],
    ...(clusters ? { clusters: { field: 'nrp', title: 'Non-resident parent' } } : {}),
    allocation: { method: 'fixed-counts', targets },
  }
}

/** Cases of a stratum, named a, b, … in order; `clusters` names the cluster of each case (`''` for a case of its own). */
export function sampleOf(strata: Record<string, readonly string[]>): SampledCase[] {
  return Object.entries(strata).flatMap(([stratum, clusters]) =>
    clusters.map((cluster, index) => {
      const id = `${stratum}-${String(index).padStart(3, '0')}`
      return { id, stratum, cluster: cluster === '' ? id : cluster, baseline: {} }
    }),
  )
}

/** A caseload of cases a, b, … of each stratum, in the order given; `clusters` as for `sampleOf`. Every row is eligible. */
export function frameOf(strata: Record<string, readonly string[]>): { table: CaseTable; rows: number[] } {
  const cases = sampleOf(strata)
  const columns = new Map([
    ['scheme', cases.map(({ stratum }) => stratum)],
    ['nrp', cases.map(({ id, cluster }) => (cluster === id ? null : cluster))],
  ])
  return { table: { ids: cases.map(({ id }) => id), columns }, rows: [...cases.keys()] }
}

/** A protocol that samples from strata as stated, for two arms. */
export function samplingProtocol(
  strata: readonly string[],
  sampling: SamplingProtocol['sampling'],
  clusters = true,
): SamplingProtocol {
  const targets = Object.fromEntries(strata.map(stratum => [stratum, { control: 1, call: 1 }]))
  return { ...protocolOf(targets, clusters), sampling }
}
