import { issueKind, type Place, quote } from '../core/errors.ts'

const input = 'input'

export const fileNotFound = issueKind('file.not_found', input, 'A named file does not exist.', (file: string) => ({
  place: { file },
  expected: 'a file',
  received: 'nothing at this path',
  action: 'Check the path.',
}))

export const fileIsFolder = issueKind(
  'file.is_folder',
  input,
  'A folder was named where a file is read.',
  (file: string) => ({
    place: { file },
    expected: 'a file',
    received: 'a folder',
    action: 'Name a file in it.',
  }),
)

export const fileNotAccessible = issueKind(
  'file.not_accessible',
  input,
  'The operating system refused to read or write a file.',
  (file: string, why: string) => ({
    place: { file },
    expected: 'a file that can be read and written',
    received: why,
    action: 'Check its permissions and the disk.',
  }),
)

export const fileEmpty = issueKind('file.empty', input, 'A file holds nothing.', (file: string, wanted: string) => ({
  place: { file },
  expected: wanted,
  received: 'an empty file',
  action: 'Check the extract or the copy.',
}))

export const fileNotUtf8 = issueKind(
  'file.not_utf8',
  input,
  'A text file is not encoded in UTF-8.',
  (file: string, line: number) => ({
    place: { file, line },
    expected: 'text in UTF-8',
    received: 'other bytes',
    action: 'Save the file as UTF-8.',
  }),
)

export const lineTooLong = issueKind(
  'file.line_too_long',
  input,
  'A line is longer than any sensible row; mostly the line breaks were lost.',
  (file: string, line: number, limit: number) => ({
    place: { file, line },
    expected: `a line of at most ${limit} characters`,
    received: 'a longer one',
    action: 'Check the line breaks of the file.',
  }),
)

export const moreProblems = issueKind(
  'file.more_problems',
  input,
  'A file has so many problems that only the first are listed.',
  (file: string, total: number, listed: number) => ({
    place: { file },
    expected: 'a file without problems',
    received: `${total} problems`,
    action: `The first ${listed} are listed.`,
  }),
)

export const csvQuoting = issueKind(
  'csv.quoting',
  input,
  'Quotes of a CSV row are not balanced, or stand inside an unquoted cell.',
  (file: string, line: number) => ({
    place: { file, line },
    expected: 'a cell quoted as "…", with quotes inside it doubled',
    received: 'a stray or unclosed quote',
    action: 'Quote the whole cell, or remove the quote.',
  }),
)

export const csvRagged = issueKind(
  'csv.ragged_row',
  input,
  'A CSV row has more or fewer cells than the header.',
  (file: string, line: number, expected: number, received: number) => ({
    place: { file, line },
    expected: `${expected} cells, as in the header`,
    received: String(received),
    action: 'Quote cells that contain commas.',
  }),
)

export const csvHeader = issueKind(
  'csv.header',
  input,
  'The header of one of our own CSV files was changed.',
  (file: string, expected: readonly string[], received: readonly string[]) => ({
    place: { file, line: 1 },
    expected: `the columns ${expected.join(',')}`,
    received: quote(received.join(',')),
    action: 'Make the file anew.',
  }),
)

export const missingColumn = issueKind(
  'table.missing_column',
  input,
  'A table lacks a column that the protocol declares.',
  (file: string, column: string, present: readonly string[]) => ({
    place: { file, field: column },
    expected: `a column called ${column}`,
    received: `the columns ${quote(present.join(','))}`,
    action: 'Add the column, or rename it. Columns are separated by commas.',
  }),
)

export const duplicateColumn = issueKind(
  'table.duplicate_column',
  input,
  'A table has a declared column twice.',
  (file: string, column: string) => ({
    place: { file, field: column },
    expected: 'each declared column once',
    received: `two columns called ${column}`,
    action: 'Remove one.',
  }),
)

export const tableWithoutRows = issueKind(
  'table.no_rows',
  input,
  'A table has a header and no rows.',
  (file: string) => ({
    place: { file },
    expected: 'at least one row',
    received: 'a header only',
    action: 'Check the extract.',
  }),
)

export const unknownFormat = issueKind(
  'table.unknown_format',
  input,
  'The ending of a file names no format that is read here.',
  (file: string, endings: readonly string[]) => ({
    place: { file },
    expected: `a file name ending in ${endings.join(' or ')}`,
    action: 'Convert the file, or correct its name.',
  }),
)

export const badValue = issueKind(
  'caseload.value',
  input,
  'A cell of the caseload is not of the type that the protocol declares.',
  (place: Place, expected: string, received: string, action: string) => ({
    place,
    expected,
    received: received === '' ? 'nothing' : quote(received),
    action,
  }),
)

export const badCaseId = issueKind(
  'caseload.case_id',
  input,
  'A case id is empty, too long, or holds characters that a spreadsheet or another language would read otherwise.',
  (place: Place, received: string) => ({
    place,
    expected: 'a case id of A-Z, a-z, 0-9 and . _ : / -, starting with a letter or digit, at most 64 long',
    received: received === '' ? 'nothing' : quote(received),
    action: 'Correct the extract.',
  }),
)

export const duplicateCase = issueKind(
  'caseload.duplicate_case',
  input,
  'A case id occurs twice in the caseload.',
  (place: Place, id: string, first: string) => ({
    place,
    expected: 'each case once',
    received: `${quote(id)} again, first in ${first}`,
    action: 'Keep one row for each case.',
  }),
)

export const badRegisterValue = issueKind(
  'register.value',
  input,
  'A cell of a register of trials is not what its column holds.',
  (place: Place, expected: string, received: string) => ({
    place,
    expected,
    received: received === '' ? 'nothing' : quote(received),
    action: 'Correct the register.',
  }),
)

export const parquetUnreadable = issueKind(
  'parquet.unreadable',
  input,
  'A Parquet file is truncated or not Parquet.',
  (file: string, why: string) => ({
    place: { file },
    expected: 'a whole Parquet file',
    received: quote(why),
    action: 'Write or copy it again.',
  }),
)

export const parquetColumnType = issueKind(
  'parquet.column_type',
  input,
  'A Parquet column has a type that cannot hold the declared values exactly.',
  (file: string, column: string, expected: string, received: string) => ({
    place: { file, field: column },
    expected: `a column of type ${expected}`,
    received,
    action: 'Cast the column when writing the file.',
  }),
)

export const yamlSyntax = issueKind('yaml.syntax', input, 'A file is not valid YAML.', (place: Place, why: string) => ({
  place,
  expected: 'valid YAML',
  received: `a mistake (${why})`,
  action: 'Look here and at the line before.',
}))

export const yamlDuplicateKey = issueKind('yaml.duplicate_key', input, 'A key occurs twice.', (place: Place) => ({
  place,
  expected: 'each key once',
  received: 'it a second time',
  action: 'Remove one of the two.',
}))

export const yamlNumber = issueKind(
  'yaml.number',
  input,
  'YAML would silently change a number: leading zeros, an exponent, or more digits than a number holds.',
  (place: Place, text: string) => ({
    place,
    expected: 'a plain number of at most 15 digits, or text in quotes',
    received: text,
    action: `Quote it: ${quote(text)}.`,
  }),
)

export const yamlKey = issueKind(
  'yaml.key',
  input,
  'A key is no plain text, or is a name that every object has.',
  (place: Place, received: string) => ({
    place,
    expected: 'a key of plain text that is no built-in name',
    received,
    action: 'Use another name.',
  }),
)

export const yamlFeature = issueKind(
  'yaml.feature',
  input,
  'A file uses a part of YAML that this project does not read.',
  (place: Place, expected: string, received: string) => ({
    place,
    expected,
    received,
    action: 'Write it out plainly.',
  }),
)

export const documentInvalid = issueKind(
  'document.invalid',
  input,
  'A file of a trial does not follow its schema.',
  (place: Place, expected: string, received?: string, action?: string) => ({ place, expected, received, action }),
)

export const jsonInvalid = issueKind('json.syntax', input, 'A file or line is not valid JSON.', (place: Place) => ({
  place,
  expected: 'valid JSON',
  received: 'something else',
  action: 'Make the file anew, or correct the line.',
}))

export const eventShape = issueKind(
  'event_file.value',
  input,
  'A row of an events file does not have the shape of an event.',
  (place: Place, expected: string, received: unknown) => ({
    place,
    expected,
    received: received === '' ? 'nothing' : quote(received),
    action: 'Correct the row.',
  }),
)

export const eventColumnUnknown = issueKind(
  'event_file.unknown_column',
  input,
  'A column of an events file is neither standard nor declared for any event.',
  (file: string, column: string) => ({
    place: { file, line: 1, field: column },
    expected: 'a column of events or a field that the protocol declares for them',
    received: quote(column),
    action: 'Remove the column, or correct its name.',
  }),
)

export const eventAmount = issueKind(
  'event_file.amount',
  'outcome',
  'An amount of an events file is not in whole pence.',
  (place: Place, received: unknown) => ({
    place,
    expected: 'pounds with at most 2 decimals',
    received: quote(received),
    action: 'Correct the amount.',
  }),
)

export const pseudonymKeyMissing = issueKind(
  'storage.pseudonym_key_missing',
  'input',
  'The file of the key that pseudonyms are made with is not there.',
  (file: string) => ({
    place: { file },
    expected: 'the file of a key of pseudonyms',
    received: 'no file',
    action: 'Make one with `equipoise keys --pseudonym`, keep it where the caseload is, and use it for every export.',
  }),
)

export const pseudonymKeyInvalid = issueKind(
  'storage.pseudonym_key_invalid',
  'input',
  'The file that was given as a key of pseudonyms holds something else.',
  (file: string) => ({
    place: { file },
    expected: '64 lower-case hexadecimal digits and a line feed',
    received: 'something else',
    action: 'Name the file of the key, or make one with `equipoise keys --pseudonym`.',
  }),
)

export const pseudonymKeyExists = issueKind(
  'storage.pseudonym_key_exists',
  'usage',
  'A new key of pseudonyms would be written over a file.',
  (file: string) => ({
    place: { file, field: '--out' },
    expected: 'the name of a new file',
    received: 'a file that is there already',
    action: 'Give another name. Without the old key earlier exports cannot be joined to later ones.',
  }),
)
