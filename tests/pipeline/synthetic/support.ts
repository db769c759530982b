import { silent } from '../../../src/core/progress.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, assessEligibility, drawSample } from '../../../src/design/index.ts'
import type { CaseTable } from '../../../src/model/case.ts'
import { type Protocol, protocolSchema } from '../../../src/model/protocol.ts'
import { protocolChecks } from '../../../src/model/protocol-checks.ts'
import { type Synthetic, syntheticSchema } from '../../../src/model/synthetic.ts'
import { syntheticChecks } from '../../../src/model/synthetic-checks.ts'
import type { SyntheticCaseload } from '../../../src/pipeline/synthetic/caseload.ts'
import { CaseloadRows } from '../../../src/storage/caseload-rows.ts'
import { readDocument } from '../../../src/storage/index.ts'
import { IssueList } from '../../../src/storage/issue-list.ts'

export const protocol: Protocol = readDocument('trials/part-payment/protocol.yaml', protocolSchema, protocolChecks)
export const synthetic: Synthetic = readDocument(
  'trials/part-payment/synthetic.yaml',
  syntheticSchema,
  syntheticChecks(protocol),
)

/** Reads generated rows as a caseload file is read: every value checked against the protocol. */
export function readRows({ rows }: SyntheticCaseload): CaseTable {
  const reader = new CaseloadRows(protocol.caseload, new IssueList('generated'), silent)
  const positions = [protocol.caseload.caseId, ...protocol.caseload.fields].map((_, index) => index)
  let row = 0
  for (const cells of rows) {
    row += 1
    reader.add(cells, positions, { row })
  }
  reader.issues.refuseIfAny()
  const { ids, columns } = reader.columns.table()
  const arrays = [...columns].map(
    ([id, column]) => [id, Array.from(ids, (_, index) => column.at(index) ?? null)] as const,
  )
  return { ids, columns: new Map(arrays) }
}

/** A caseload taken through eligibility, sampling and allocation. */
export function allocateRun(caseload: SyntheticCaseload, seed: string, trial: Protocol = protocol) {
  const table = readRows(caseload)
  const eligibility = assessEligibility(table, trial)
  const sample = drawSample(table, eligibility.eligibleRows, trial, streamsOf(seed)).cases
  const baseline = new Map(sample.map(drawn => [drawn.id, drawn.baseline]))
  const allocation = allocate(sample, trial, streamsOf(seed)).map(allocated => ({
    ...allocated,
    baseline: baseline.get(allocated.id) ?? {},
  }))
  return { table, eligibility, sample, allocation }
}

/**
 * Six standard deviations of a share of n cases. Outside them lies less than 4e-9 of a normal distribution; with the
 * fewer than 60 shares that these tests look at, a right model fails them with a probability below 3e-7.
 */
export const sixDeviations = (share: number, n: number): number => 6 * Math.sqrt((share * (1 - share)) / n)
