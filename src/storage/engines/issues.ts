import { issueKind, quote } from '../../core/errors.ts'

export const engineAddress = issueKind(
  'engine.address',
  'usage',
  'The address of an engine is none, or it holds a password.',
  (form: string, why: string) => ({
    expected: `an address of the form ${form}`,
    received: why,
    action: 'Correct it. Passwords come from the environment only.',
  }),
)

export const engineTableName = issueKind(
  'engine.table_name',
  'usage',
  'What names a table of an engine is no name.',
  (received: string) => ({
    expected: 'TABLE or SCHEMA.TABLE, where a name with a dot or a quote in it stands in double quotes',
    received: quote(received),
    action: 'Name one table or view.',
  }),
)

export const engineMemoryLimit = issueKind(
  'engine.memory_limit',
  'usage',
  'What limits the memory of DuckDB is no amount of memory.',
  (received: string) => ({
    expected: 'an amount of memory such as 512MB or 4GB',
    received: quote(received),
    action: 'Correct it.',
  }),
)

export const engineFilesDiffer = issueKind(
  'engine.files_differ',
  'input',
  'Files that are read as one table do not have the same columns of the same types, or not one format.',
  (file: string, expected: string, received: string) => ({
    place: { file },
    expected,
    received,
    action: 'Write the files alike: values would be changed to the types of the first file without a word.',
  }),
)

export const engineColumnTwice = issueKind(
  'engine.column_twice',
  'input',
  'A CSV file has two columns whose names are the same to DuckDB, which does not tell capitals from small letters.',
  (file: string, column: string) => ({
    place: { file, line: 1, field: column },
    expected: 'each column once, whatever its capitals',
    received: `another column called ${quote(column)}`,
    action: 'Rename one.',
  }),
)

export const engineUnreachable = issueKind(
  'engine.unreachable',
  'engine',
  'No engine answers at an address, or a part of it does not.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'an engine that answers',
    received: why,
    action: 'Check the address, the network and whether the server runs.',
  }),
)

export const engineRefused = issueKind(
  'engine.refused',
  'engine',
  'An engine refused the connection or a table: a wrong user or password, no such database, no permission.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'a user who may read the table',
    received: why,
    action: 'Check the user, the password in the environment and their rights.',
  }),
)

export const engineNoTable = issueKind(
  'engine.no_table',
  'input',
  'An engine has no table of a name.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'a table or view that is there',
    received: why,
    action: 'Check the name, its capitals and its schema.',
  }),
)

export const engineReadOnly = issueKind(
  'engine.read_only',
  'engine',
  'A statement for an engine would have changed something. Engines are only read.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'one statement that only reads',
    received: why,
    action: 'Nothing was changed.',
  }),
)

export const engineStatement = issueKind(
  'engine.statement_failed',
  'engine',
  'An engine could not answer a statement: the data are not what the statement expects, or memory or another limit was reached.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'an answer',
    received: why,
    action: 'Look at what the engine says. Nothing was changed.',
  }),
)

export const engineLost = issueKind(
  'engine.lost',
  'engine',
  'The connection to an engine broke before it answered.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'a connection that lasts',
    received: why,
    action: 'Try again once the server is back. Nothing was changed.',
  }),
)

export const engineTimedOut = issueKind(
  'engine.timed_out',
  'engine',
  'An engine took longer over a statement than it was given; it was stopped.',
  (place: string) => ({
    place: { file: place },
    expected: 'an answer in the time that was given',
    received: 'none',
    action: 'Give it more time, or see why the engine is slow.',
  }),
)

export const engineInterrupted = issueKind(
  'engine.interrupted',
  'interrupted',
  'A statement was stopped in the engine because the command was.',
  (place: string) => ({
    place: { file: place },
    expected: 'an answer',
    received: 'the request to stop',
    action: 'Give the command again.',
  }),
)
