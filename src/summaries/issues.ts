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
  time: 'a day of 1 or more and what ended the waiting, or missing',
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

export const columnsDiffer = issueKind(
  'summaries.columns_differ',
  'input',
  'Arrays of one outcome have different numbers of cases.',
  (outcome: string, what: string, expected: number, received: number) => ({
    place: { field: outcome },
    expected: `an array of ${what} with ${expected} entries, one for each value`,
    received: String(received),
  }),
)

export const unknownIndex = issueKind(
  'summaries.unknown_index',
  'input',
  "An array of a case's arm or stratum points at none.",
  (outcome: string, row: number, what: 'arm' | 'stratum', known: number, received: number) => ({
    place: { field: outcome, row },
    expected: `the index of one of ${known} ${what === 'arm' ? 'arms' : 'strata'}`,
    received: String(received),
  }),
)

export const tooManyCases = issueKind(
  'summaries.too_many_cases',
  'input',
  'An outcome has more cases than can be ranked exactly in arrays.',
  (outcome: string, most: number, received: number) => ({
    place: { field: outcome },
    expected: `at most ${most} cases`,
    received: String(received),
    action: 'Make the frequencies of parts, merge them and derive the ranks.',
  }),
)

export const valuesTooFarApart = issueKind(
  'summaries.values_too_far_apart',
  'input',
  'The values of an outcome lie too far apart to be sorted in arrays.',
  (outcome: string, least: number, most: number, width: number) => ({
    place: { field: outcome },
    expected: `values less than ${Math.floor(2 ** 53 / width)} apart`,
    received: `from ${least} to ${most}`,
    action: 'Summarise rows instead.',
  }),
)

export const columnMissing = issueKind(
  'summaries.column_missing',
  'input',
  'A table of cases lacks a column that the analysis set has.',
  (column: string, columns: readonly string[]) => ({
    place: { field: column },
    expected: 'a column of this name, as in 06-analysis-set.csv',
    received: `the columns ${columns.join(', ')}`,
    action: 'Add it, or summarise a view that names the columns so.',
  }),
)

export const columnType = issueKind(
  'summaries.column_type',
  'input',
  'A column of a table of cases has a type in which its values are not exact, or no values of its kind.',
  (column: string, expected: string, declared: string) => ({
    place: { field: column },
    expected,
    received: declared,
    action: 'Cast it in a view: amounts to whole pence, as BIGINT.',
  }),
)

export const badCells = issueKind(
  'summaries.bad_cells',
  'input',
  'Cases in a table have values that the outcome cannot have.',
  (column: string, kind: ColumnKind, cases: number) => ({
    place: { field: column },
    expected: expectedValue[kind],
    received: `other values in ${cases} cases`,
    action: 'Correct them where they come from; amounts are whole pence.',
  }),
)

export const unexpectedNulls = issueKind(
  'summaries.unexpected_nulls',
  'input',
  'Cases in a table have no value of an outcome that cannot be missing.',
  (column: string, cases: number) => ({
    place: { field: column },
    expected: 'a value for every case: 0 where nothing happened',
    received: `NULL in ${cases} cases`,
    action:
      'Write 0 for cases without an event, as COALESCE does; or let the protocol say when the outcome is missing.',
  }),
)

export const valueTooLarge = issueKind(
  'summaries.value_too_large',
  'input',
  'A table holds a number that is too large to be read exactly.',
  (column: string, received: string) => ({
    place: { field: column },
    expected: `whole numbers from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`,
    received,
    action: 'Correct it where it comes from.',
  }),
)

export const clustersSplit = issueKind(
  'summaries.clusters_split',
  'input',
  'Allocation clusters in a table have cases in two arms.',
  (clusters: string) => ({
    place: { field: 'cluster' },
    expected: 'all cases of a cluster in one arm',
    received: `${clusters} clusters with cases in two`,
    action: 'Set linked to false for cases that were allocated singly, or correct their arms.',
  }),
)

export const shardTwice = issueKind(
  'summaries.shard_twice',
  'input',
  'Two of the shards of a table hold the same cases: one was named twice, or under two addresses.',
  (shard: string, other: string) => ({
    place: { file: shard },
    expected: 'cases that no other shard holds',
    received: `the same cases as in ${other}`,
    action: 'Name each shard once, and none that holds a copy.',
  }),
)

export const badTableCount = issueKind(
  'summaries.bad_table_count',
  'input',
  'A table of counts has a number that is no count of cases, or more events than cases.',
  (outcome: string, arm: string, events: number, n: number) => ({
    place: { field: `${outcome}.${arm}` },
    expected: 'whole numbers, of events no more than of cases',
    received: `${events} of ${n}`,
  }),
)

export const tableWithoutControl = issueKind(
  'summaries.table_without_control',
  'input',
  'A table of counts names a control that is none of its arms.',
  (outcome: string, control: string, arms: readonly string[]) => ({
    place: { field: outcome },
    expected: `one of the arms ${arms.join(', ')} as control`,
    received: quote(control),
  }),
)
