import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TextColumn, textTable } from '../../src/report/index.ts'

const columns: TextColumn[] = [
  { title: 'Figure', align: 'left' },
  { title: 'Printed', align: 'right' },
  { title: 'Note', align: 'left', wrap: true },
]
const rows = [
  ['payers.pwc_first.percent', '1.34%', ''],
  ['cost.total', '£307,000', 'the two parts printed elsewhere add up to more'],
]

describe('textTable', () => {
  it('aligns numbers to the right and ends lines without spaces', () => {
    expect(textTable(columns, rows, 100)).toBe(
      [
        'Figure                     Printed  Note',
        '------------------------  --------  ----------------------------------------------',
        'payers.pwc_first.percent     1.34%',
        'cost.total                £307,000  the two parts printed elsewhere add up to more',
        '',
      ].join('\n'),
    )
  })

  it('wraps one column to the width of the terminal', () => {
    expect(textTable(columns, rows, 64)).toBe(
      [
        'Figure                     Printed  Note',
        '------------------------  --------  ----------------------------',
        'payers.pwc_first.percent     1.34%',
        'cost.total                £307,000  the two parts printed',
        '                                    elsewhere add up to more',
        '',
      ].join('\n'),
    )
  })

  it('cuts no word, whatever the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a-z ]{0,30}$/), { minLength: 3, maxLength: 3 })),
        fc.nat(120),
        (cells, width) => {
          const words = (text: string) =>
            text
              .split(/\s+/)
              .filter(word => word !== '')
              .sort()
          const body = textTable(columns, cells, width).split('\n').slice(2).join('\n')
          expect(words(body)).toEqual(words(cells.flat().join(' ')))
        },
      ),
    )
  })
})
