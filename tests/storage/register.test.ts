import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { TrialError } from '../../src/core/errors.ts'
import { sha256 } from '../../src/core/hash.ts'
import { readRegister } from '../../src/storage/register.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
const path = join(folder, 'register.csv')
afterAll(remove)

const read = (text: string, through?: string) => {
  writeFileSync(path, text)
  return readRegister(path, through)
}
const problems = async (text: string, through?: string): Promise<string[]> => {
  const error = (await read(text, through).catch(thrown => thrown)) as TrialError
  return error.issues.map(({ code, place, expected, received }) =>
    [code, `${place.line ?? ''} ${place.field ?? ''}`, expected, received].join('; '),
  )
}

describe('a register of trials', () => {
  it('is read with its dates, and other columns passed over', async () => {
    const text = 'note,trial,case,from,to,nrp\nx,letters,C1,2015-01-01,,\r\n,texts,,2015-02-01,2015-03-01,N7\n'
    expect(await read(text, 'nrp')).toEqual({
      entries: [
        { trial: 'letters', case: 'C1', link: null, from: '2015-01-01', to: null },
        { trial: 'texts', case: null, link: 'N7', from: '2015-02-01', to: '2015-03-01' },
      ],
      sha256: sha256(text),
    })
  })

  it('may say that there are no trials', async () => {
    expect((await read('trial,case,from,to\n')).entries).toEqual([])
  })

  it('is refused with every bad cell and its line', async () => {
    const text = [
      'trial,case,from,to,nrp',
      'Letters,C1,2015-01-01,,',
      'letters,=C1,2015-01-01,,',
      'letters,,2015-01-01,,',
      'letters,C1,2015-02-30,2015-01-32,',
      'letters,C1,2015-02-03,2015-02-02,',
      'letters,C1,2015-02-03',
    ].join('\n')
    expect(await problems(text, 'nrp')).toEqual([
      'register.value; 2 trial; the id of a trial: a-z, 0-9, _ and -, starting with a letter; "Letters"',
      'register.value; 3 case; a case id, or nothing; "=C1"',
      'register.value; 4 case; a case id, or a value of nrp; nothing',
      'register.value; 5 from; a calendar date YYYY-MM-DD; "2015-02-30"',
      'register.value; 5 to; a calendar date YYYY-MM-DD, or nothing where the trial goes on; "2015-01-32"',
      'register.value; 6 to; a date from 2015-02-03; "2015-02-02"',
      'csv.ragged_row; 7 ; 5 cells, as in the header; 3',
    ])
  })

  it('needs its columns', async () => {
    expect(await problems('trial,case,from\nletters,C1,2015-01-01\n')).toEqual([
      'table.missing_column;  to; a column called to; "trial,case,from"'.replace('; "', '; the columns "'),
    ])
    expect(await problems('trial,case,from,to\n', 'nrp')).toEqual([
      'table.missing_column;  nrp; a column called nrp; the columns "trial,case,from,to"',
    ])
  })
})
