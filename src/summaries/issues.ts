import { issueKind, quote } from '../core/errors.ts'
import type { ColumnKind } from './column.ts'

export const unknownArm = issueKind(
  'summaries.unknown_arm',
  'input',
  'A row of the analysis set is in an arm that the protocol does not have.',
  (outcome: string, row: number, arm: string, arms: readonly string[]) => ({
    place: { field: outcome, row },
    expected: `one of the arms ${arms.join(', ')}`,
    received: quote(arm),
  }),
)

const expectedValue: Readonly<Record<ColumnKind, string>> = {
  binary: '0, 1 or missing',
  category: 'a declared level or missing',
  money: 'a whole number of minor units, or missing',
}

export const badValue = issueKind(
  'summaries.bad_value',
  'input',
  'A row of the analysis set has a value that the outcome cannot have.',
  (outcome: string, row: number, kind: ColumnKind, value: unknown) => ({
    place: { field: outcome, row },
    expected: expectedValue[kind],
    received: quote(value),
  }),
)

export const clusterInTwoArms = issueKind(
  'summaries.cluster_in_two_arms',
  'input',
  'Cases of one allocation cluster are in two arms, so a cluster-robust analysis does not apply.',
  (outcome: string, cluster: string) => ({
    place: { field: outcome },
    expected: `all cases of cluster ${quote(cluster)} in one arm`,
    received: 'cases in two',
    action: 'Allocate clusters whole, or take the cluster-robust methods out of the plan.',
  }),
)

export const kindNotAvailable = issueKind(
  'summaries.kind_not_available',
  'input',
  'A method needs a kind of summary that the outcome cannot give.',
  (outcome: string, columnKind: string, kind: string, available: readonly string[]) => ({
    place: { field: outcome },
    expected: `a method that reads ${available.join(', ')} of this ${columnKind} outcome`,
    received: `one that reads ${kind}`,
    action: 'Choose another method for this outcome in the plan.',
  }),
)

export const unknownOutcome = issueKind(
  'summaries.unknown_outcome',
  'input',
  'A requirement names an outcome that the analysis set does not have.',
  (outcome: string, outcomes: readonly string[]) => ({
    place: { field: outcome },
    expected: `one of the outcomes ${outcomes.join(', ')}`,
    received: quote(outcome),
  }),
)

export const partsDiffer = issueKind(
  'summaries.parts_differ',
  'input',
  'Summaries that were to be merged are of different outcomes, units or arms.',
  (outcome: string, what: string, received: string) => ({
    place: { field: outcome },
    expected: `parts with one ${what}`,
    received,
    action: 'Merge only summaries of one outcome made under one protocol.',
  }),
)
