import type { CaseColumn, CaseIds, CaseTable } from '../../model/case.ts'
import type { StratumId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'

/** A stratum and its eligible cases. */
export interface StratumSize {
  stratum: StratumId
  eligible: number
}

const digits = 12

/**
 * Cases that stand for the eligible ones of a caseload that is elsewhere: as many of each stratum, with ids in whose byte order they are
 * numbered there from 1. A draw that looks at the order of cases within strata, and at nothing else of them, is theirs too.
 */
export function numberedCases(
  { strata }: Pick<Protocol, 'strata'>,
  sizes: readonly StratumSize[],
): { table: CaseTable; numberOf(id: string): number } {
  const total = sizes.reduce((sum, { eligible }) => sum + eligible, 0)
  const stratumOf = new Int32Array(total)
  const starts: number[] = []
  let start = 0
  for (const [at, { eligible }] of sizes.entries()) {
    starts.push(start)
    stratumOf.fill(at, start, start + eligible)
    start += eligible
  }
  const idAt = (row: number): string | undefined => {
    const at = stratumOf[row]
    if (at === undefined) return undefined
    return `${at}:${String(row - (starts[at] as number) + 1).padStart(digits, '0')}`
  }
  const ids: CaseIds = {
    length: total,
    at: idAt,
    *[Symbol.iterator]() {
      for (let row = 0; row < total; row += 1) yield idAt(row) as string
    },
  }
  const levels = sizes.map(({ stratum }) => stratum.split('|'))
  const columns = strata.map((field, place): [string, CaseColumn] => [
    field,
    { length: total, at: row => levels[stratumOf[row] as number]?.[place] ?? null },
  ])
  return {
    table: { ids, columns: new Map(columns) },
    numberOf: id => Number(id.slice(id.indexOf(':') + 1)),
  }
}
