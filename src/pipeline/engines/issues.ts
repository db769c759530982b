import { issueKind, quote } from '../../core/errors.ts'

export const rosterDiffers = issueKind(
  'engines.roster_differs',
  'input',
  'A table does not hold the cases that were allocated: some are missing, twice, or in another arm or stratum.',
  (statement: string, arm: string, stratum: string, expected: number, received: number) => ({
    place: { file: statement, field: `${arm} in ${stratum === '' ? 'no stratum' : stratum}` },
    expected: `${expected} cases, as allocated`,
    received: `${received}`,
    action: 'Look for a load that ran twice or stopped, a server that is down, or a join that drops cases.',
  }),
)

export const casesDiffer = issueKind(
  'engines.cases_differ',
  'input',
  'As many cases as were allocated are in a table, but not the same ones.',
  (arm: string, stratum: string, cases: number) => ({
    place: { field: `${arm} in ${stratum}` },
    expected: `the ${cases} cases that were allocated there`,
    received: 'others among them, or one of them twice',
    action: 'Compare case_id with 04-allocation.csv.',
  }),
)

export const subgroupDiffers = issueKind(
  'engines.subgroup_differs',
  'input',
  'A table puts another number of cases into a subgroup than the sample of the run does.',
  (arm: string, stratum: string, field: string, group: string, expected: number, received: number) => ({
    place: { field: `${arm} in ${stratum}` },
    expected: `${expected} cases in ${group}, as sampled`,
    received: `${received}`,
    action: `Give the baseline column of ${field} the values of 03-sample.csv: subgroups are formed by what was known before allocation.`,
  }),
)

export const subgroupCasesDiffer = issueKind(
  'engines.subgroup_cases_differ',
  'input',
  'The subgroups of a table have as many cases as those of the sample, but not the same ones.',
  (arm: string, stratum: string, field: string, title: string) => ({
    place: { field: `${arm} in ${stratum}` },
    expected: `each case in its subgroup of "${title}", as sampled`,
    received: 'as many in each, and some in another',
    action: `Compare the baseline column of ${field} with 03-sample.csv.`,
  }),
)

export const statementsDiffer = issueKind(
  'engines.statements_differ',
  'input',
  'What two statements say of the same cases does not agree: the data changed in between, or a server left some out.',
  (statement: string, what: string, expected: bigint, received: bigint) => ({
    place: { file: statement, field: what },
    expected: String(expected),
    received: String(received),
    action: 'Run it again when nothing is being loaded and every server is up.',
  }),
)

export const runHasOutcomes = issueKind(
  'engines.run_has_outcomes',
  'input',
  'Outcomes in an engine were to be analysed in a run that has recorded its own.',
  (file: string) => ({
    place: { file },
    expected: 'a run with a sample and an allocation, and no outcomes of its own',
    received: 'recorded outcomes',
    action: 'Leave out --engine, or copy 01 to 04 of the run into another folder and name that with --run.',
  }),
)

export const resultsOutdated = issueKind(
  'engines.results_outdated',
  'input',
  'The protocol, the plan or a file of the run changed after an engine was asked, so that what it gave may be of other questions.',
  (file: string, changed: readonly string[]) => ({
    place: { file },
    expected: 'results of the run as it is now',
    received: changed.join('; '),
    action: 'Run `analyse` with --engine or --summaries again.',
  }),
)

export const statementsMissing = issueKind(
  'engines.statements_missing',
  'input',
  'A folder that should hold answers has no list of the statements that were asked.',
  (file: string) => ({
    place: { file },
    expected: 'the folder that `sql --out` wrote, with the answers saved beside the statements',
    received: 'no such file',
    action: 'Write the statements with `sql --out` and save the answers there.',
  }),
)

export const statementsOutdated = issueKind(
  'engines.statements_outdated',
  'input',
  'The protocol or the plan changed after the statements were written, so that their answers may be to other questions.',
  (file: string) => ({
    place: { file },
    expected: 'statements of the protocol and plan as they are now',
    received: 'those of another version',
    action: 'Write the statements again with `sql --out`, and run them.',
  }),
)

export const answerMissing = issueKind(
  'engines.answer_missing',
  'input',
  'The answer to one of the statements of `sql` is missing.',
  (file: string, statement: string) => ({
    place: { file },
    expected: `the answer to ${statement}, as CSV with its header`,
    received: 'no such file',
    action: 'Run the statement, and save what it answers beside it under the same name.',
  }),
)

export const answerColumns = issueKind(
  'engines.answer_columns',
  'input',
  'The file of an answer has other columns than its statement.',
  (file: string, expected: readonly string[], received: readonly string[]) => ({
    place: { file, line: 1 },
    expected: `the ${expected.length} columns ${shortened(expected)}`,
    received: shortened(received),
    action: 'Save the whole answer with its header. If plan.yaml changed since, write the statements again.',
  }),
)

export const answerValue = issueKind(
  'engines.answer_value',
  'input',
  'The answer to a statement holds something else than a whole number where it should.',
  (file: string, line: number, column: string, received: string) => ({
    place: { file, line, field: column },
    expected: 'a whole number with all its digits, or nothing',
    received: quote(received),
    action: 'Export it as text: a spreadsheet or a driver may have rounded it.',
  }),
)

export const engineUnknown = issueKind(
  'engines.unknown',
  'usage',
  'An engine or a kind of SQL is named that there is not.',
  (flag: string, received: string, known: readonly string[]) => ({
    place: { field: flag },
    expected: `one of ${known.join(', ')}`,
    received: quote(received),
    action: 'Name one of these.',
  }),
)

export const dataMissing = issueKind(
  'engines.data_missing',
  'usage',
  'An engine is named, but not the data that it is to read; or the other way round.',
  (expected: string, received: string) => ({
    place: { field: '--data' },
    expected,
    received,
    action: 'Give --engine and --data together.',
  }),
)

export const shardsDiffer = issueKind(
  'engines.shards_differ',
  'input',
  'The shards of a table are not alike: a column has another type in one, or one is an engine of another age.',
  (shard: string, column: string | undefined, expected: string, received: string) => ({
    place: { file: shard, field: column },
    expected,
    received,
    action: 'Declare the columns alike in every shard, and use one version of the engine.',
  }),
)

export const drawNeedsFile = issueKind(
  'engines.draw_needs_file',
  'input',
  'A caseload in an engine was to be drawn from by a design whose draw needs more than the number of cases in each stratum and their order there.',
  (part: string, received: string) => ({
    place: { field: part },
    expected: 'a sample and an allocation of single cases within strata',
    received,
    action: 'Export the caseload as Parquet and use `sample` and `allocate`.',
  }),
)

export const caseloadIds = issueKind(
  'engines.caseload_ids',
  'input',
  'Case ids of a caseload in an engine are missing or stand twice.',
  (column: string, cases: number, ids: number) => ({
    place: { field: column },
    expected: `an id of its own for each of ${cases} cases`,
    received: `${ids} different ids`,
    action: 'Find the cases without an id and those that were loaded twice.',
  }),
)

export const caseloadCells = issueKind(
  'engines.caseload_cells',
  'input',
  'Cells of a caseload in an engine are not as the protocol declares the field.',
  (column: string, expected: string, received: string) => ({
    place: { field: column },
    expected,
    received,
    action: 'Correct the table, or declare the field as it is.',
  }),
)

const shortened = (columns: readonly string[]): string =>
  columns.length > 8 ? `${columns.slice(0, 8).join(', ')} and ${columns.length - 8} more` : columns.join(', ')
