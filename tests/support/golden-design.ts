import type { CaseTable } from '../../src/model/case.ts'

/** The golden vectors of the allocation, as tests/golden/allocation-v1.json holds them. */
export interface AllocationVectors {
  words: { key: StreamName; canonical: string; sha256: string; first: number[] }
  below: { key: StreamName; limit: number; drawn: number[] }[]
  shuffle: { key: StreamName; items: string[]; shuffled: string[] }
  design: {
    seed: string
    arms: string[]
    targets: Record<string, Record<string, number>>
    eligible: [id: string, stratum: string, cluster: string | null][]
    sample: string[]
    allocation: [id: string, arm: string, probability: string, position: number, linked: boolean][]
  }
}

export interface StreamName {
  version: number
  purpose: string
  stratum: string
  seed: string
}

export function goldenTable({ design }: AllocationVectors): CaseTable {
  return {
    ids: design.eligible.map(([id]) => id),
    columns: new Map([
      ['scheme', design.eligible.map(([, stratum]) => stratum)],
      ['nrp', design.eligible.map(([, , cluster]) => cluster)],
    ]),
  }
}
