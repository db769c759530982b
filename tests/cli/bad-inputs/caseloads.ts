import { join } from 'node:path'
import { type BadInput, type Place, sample } from './place.ts'

/** A caseload in which the third row (line 4) is what `change` makes of its cells. */
const ofRow =
  (change: (cells: string[]) => string) =>
  (place: Place): string[] => {
    const lines = place.caseloadLines()
    const row = lines[3] ?? ''
    lines[3] = change(row.split(','))
    return sample(place, place.put('bad.csv', `${lines.join('\n')}\n`))
  }

const withCell =
  (column: number, text: string) =>
  (cells: string[]): string =>
    cells.with(column, text).join(',')

/** Caseloads that cannot be read, and designs that they make impossible. */
export const badCaseloads: readonly BadInput[] = [
  {
    name: 'a duplicate case id',
    make: ofRow(cells => `${cells.join(',')}\n${cells.join(',')}`),
    exit: 3,
    codes: ['caseload.duplicate_case'],
    says: ['bad.csv:5 case_id: expected each case once', 'again, first in line 4'],
  },
  {
    name: 'arrears "12.505"',
    make: ofRow(withCell(5, '12.505')),
    exit: 3,
    codes: ['caseload.value'],
    says: ['bad.csv:4 arrears_pwc: expected pounds with at most 2 decimals, received "12.505".'],
  },
  {
    name: 'a case id =cmd()',
    make: ofRow(withCell(0, '=cmd()')),
    exit: 3,
    codes: ['caseload.case_id'],
    says: ['bad.csv:4 case_id', 'received "=cmd()"'],
  },
  {
    name: 'a case id __proto__',
    make: ofRow(withCell(0, '__proto__')),
    exit: 3,
    codes: ['caseload.case_id'],
    says: ['starting with a letter or digit'],
  },
  {
    name: 'a row with many things wrong at once',
    make: ofRow(cells =>
      cells.with(0, '').with(2, '1994').with(4, 'TRUE').with(7, '29/02/2015').with(10, '07').join(','),
    ),
    exit: 3,
    codes: ['caseload.case_id', ...Array<string>(4).fill('caseload.value')],
    says: ['one of 1993, 2003', 'true or false', 'YYYY-MM-DD', 'without leading zeros'],
  },
  {
    name: 'a row with a cell too many',
    make: ofRow(cells => `${cells.join(',')},`),
    exit: 3,
    codes: ['csv.ragged_row'],
    says: ['bad.csv:4', 'expected 13 cells, as in the header, received 14'],
  },
  {
    name: 'a stray quote',
    make: ofRow(withCell(1, 'N"1"')),
    exit: 3,
    codes: ['csv.quoting'],
    says: ['bad.csv:4'],
  },
  {
    name: 'a missing column',
    make(place) {
      const lines = place.caseloadLines()
      return sample(place, place.put('bad.csv', lines.map(line => line.replace(/,[^,]*$/, '')).join('\n')))
    },
    exit: 3,
    codes: ['table.missing_column'],
    says: ['expected a column called nrp_employed'],
  },
  {
    name: 'an empty file',
    make: place => sample(place, place.put('bad.csv', '')),
    exit: 3,
    codes: ['file.empty'],
    says: ['bad.csv', 'received an empty file'],
  },
  {
    name: 'a header without rows',
    make: place => sample(place, place.put('bad.csv', `${place.caseloadLines()[0]}\n`)),
    exit: 3,
    codes: ['table.no_rows'],
    says: ['expected at least one row, received a header only'],
  },
  {
    name: 'a line of 10 MB',
    make: ofRow(cells => `${cells.join(',')}${'x'.repeat(10_000_000)}`),
    exit: 3,
    codes: ['file.line_too_long'],
    says: ['bad.csv:4', 'Check the line breaks'],
  },
  {
    name: 'a caseload that is not UTF-8',
    make(place) {
      const lines = place.caseloadLines()
      const text = [...lines.slice(0, 2), (lines[2] ?? '').replace(/,N/, ',Ren\xe9'), ''].join('\n')
      return sample(place, place.put('bad.csv', Buffer.from(text, 'latin1')))
    },
    exit: 3,
    codes: ['file.not_utf8'],
    says: ['bad.csv:3', 'Save the file as UTF-8'],
  },
  {
    name: 'a truncated Parquet file',
    make: place => sample(place, join(place.folder, 'cut.parquet')),
    exit: 3,
    codes: ['parquet.unreadable'],
    says: ['cut.parquet: expected a whole Parquet file', 'No magic bytes found at end of file'],
  },
  {
    name: 'a format that is not read',
    make: place => sample(place, place.put('bad.xlsx', 'PK')),
    exit: 3,
    codes: ['table.unknown_format'],
    says: ['bad.xlsx', '.csv or .parquet'],
  },
  {
    name: 'a caseload that is not there',
    make: place => sample(place, join(place.folder, 'nowhere.csv')),
    exit: 3,
    codes: ['file.not_found'],
    says: ['nowhere.csv', 'nothing at this path'],
  },
  {
    name: 'a folder in place of the caseload',
    make: place => sample(place, place.trial),
    exit: 3,
    codes: ['file.is_folder'],
    says: ['received a folder'],
  },
  {
    name: 'targets above the eligible cases',
    make(place) {
      return sample(place, place.put('bad.csv', `${place.caseloadLines().slice(0, 101).join('\n')}\n`))
    },
    exit: 4,
    codes: ['design.too_few_eligible', 'design.too_few_eligible'],
    says: ['allocation.targets.1993: expected at least 28 eligible cases', 'allocation.targets.2003', 'short'],
  },
  {
    name: 'linked cases that overflow a target',
    make(place) {
      place.protocol(
        '"1993": { pwc_first: 9, nrp_first: 10, control: 9 }',
        '"1993": { pwc_first: 0, nrp_first: 28, control: 0 }',
      )
      const [header = '', ...rows] = place.caseloadLines()
      const linked = rows.map((row, index) =>
        row
          .split(',')
          .with(1, `N${Math.floor(index / 2)}`)
          .join(','),
      )
      return sample(place, place.put('bad.csv', `${[header, ...linked].join('\n')}\n`))
    },
    exit: 4,
    codes: ['design.linked_cases_exceed_target', 'design.linked_cases_exceed_target'],
    says: ['allocation.targets.1993.pwc_first', 'a target of 0, too small', 'Raise this target'],
  },
]
