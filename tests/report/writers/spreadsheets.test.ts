import { describe, expect, it } from 'vitest'
import { type Document, plainText } from '../../../src/report/document.ts'
import { writeCsvTables, writeJson, writeOds, writeXlsx } from '../../../src/report/index.ts'
import { numberOf } from '../../../src/report/writers/spreadsheets/numbers.ts'
import { partOf, unpacked } from '../../support/packages.ts'
import { checkSpreadsheet } from '../../support/spreadsheet-rules.ts'
import { elementsOf, parseXml, wordsOf } from '../../support/xml.ts'
import { documentWith, hostile, tableTexts, textsOf, valuesOf } from '../documents.ts'
import { partPaymentReport } from '../part-payment.ts'

const plain = documentWith('of all cases')
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Texts of the tables and figures of a document. */
const textsOfTables = ({ sections }: Document) =>
  sections.flatMap(({ blocks }) =>
    blocks.flatMap(block =>
      block.kind === 'table' ? tableTexts(block) : block.kind === 'figure' ? tableTexts(block.data) : [],
    ),
  )

const cellsOfOds = (document: Document): string[] =>
  elementsOf(parseXml(partOf(writeOds(document), 'content.xml')), 'text:p').map(wordsOf)
const cellsOfXlsx = (document: Document): string[] => {
  const bytes = writeXlsx(document)
  const sheets = [...unpacked(bytes).keys()].filter(path => path.startsWith('xl/worksheets/sheet'))
  return sheets.flatMap(path => elementsOf(parseXml(partOf(bytes, path)), 'c').map(wordsOf))
}

describe('the number of a cell', () => {
  it.each([
    ['6,208', '6208', 'number', 0],
    ['0', '0', 'number', 0],
    ['−0.09', '-0.09', 'number', 2],
    ['1.34%', '0.0134', 'percent', 2],
    ['100%', '1.00', 'percent', 0],
    ['−12.5%', '-0.125', 'percent', 1],
    ['£5.94', '5.94', 'pounds', 2],
    ['−£141,000', '-141000', 'pounds', 0],
  ] as const)('%s is %s', (text, value, unit, decimals) => {
    expect(numberOf(text, 'number', text)).toMatchObject({ text, value, format: { unit, decimals } })
    expect(numberOf([{ kind: 'value', id: 'x', text }], 'text', text)).toMatchObject({ value })
    expect(numberOf(text, 'text', text)).toBeUndefined()
  })

  it.each(['', '= 0.26', '1 to 2', '£5%', '007', '1,23', '1.34% ± 0.29%', '1234567890123456', '1e3', '+1', '--1'])(
    '%j is text',
    text => {
      expect(numberOf(text, 'number', text)).toBeUndefined()
    },
  )

  it('keeps a year without a comma', () => {
    expect(numberOf('2016', 'number', '2016')?.format.grouped).toBe(false)
    expect(numberOf('2,016', 'number', '2,016')?.format.grouped).toBe(true)
  })
})

describe.each([
  ['ods', writeOds, cellsOfOds],
  ['xlsx', writeXlsx, cellsOfXlsx],
] as const)('%s', (format, write, cellsOf) => {
  it('is a zip of well-formed XML', () => {
    const bytes = write(plain)
    for (const path of unpacked(bytes).keys()) {
      if (/\.(?:xml|rels)$/.test(path)) expect(() => parseXml(partOf(bytes, path)), path).not.toThrow()
    }
  })

  it('holds the texts of every table', async () => {
    for (const document of [plain, await partPaymentReport()]) {
      const cells = new Set(cellsOf(document).map(oneLine))
      const texts = textsOfTables(document).map(text => oneLine(plainText(text)))
      const shown = texts.filter(text => !(format === 'xlsx' && numberOf(text, 'number', text)))
      expect(shown.filter(text => !cells.has(text) && !['', 'not available'].includes(text))).toEqual([])
      expect([...cells].filter(cell => cell === '')).toEqual([])
    }
  })

  it.each(hostile)('takes %j for text', words => {
    const bytes = write(documentWith(words))
    const all = [...unpacked(bytes).keys()].filter(path => path !== 'mimetype').map(path => partOf(bytes, path))
    for (const xml of all) {
      const root = parseXml(xml)
      expect([...elementsOf(root, 'f'), ...elementsOf(root, 'script')]).toEqual([])
      expect(xml).not.toMatch(/table:formula|office:event-listeners/)
    }
    expect(cellsOf(documentWith(words))).toHaveLength(cellsOf(plain).length)
  })

  it('is the same bytes twice', () => {
    expect(write(documentWith('of all cases'))).toEqual(write(plain))
  })
})

describe('ods', () => {
  it('follows the rules for accessible spreadsheets', async () => {
    for (const document of [plain, documentWith(hostile[0]), await partPaymentReport()]) {
      expect(checkSpreadsheet(writeOds(document))).toEqual([])
    }
  })

  it('stores numbers as numbers and explains shorthand and notes', () => {
    const content = parseXml(partOf(writeOds(plain), 'content.xml'))
    const cells = elementsOf(content, 'table:table-cell')
    const valued = cells.map(cell => [cell.attributes['office:value'], wordsOf(cell)]).filter(([value]) => value)
    expect(valued).toEqual([
      ['6208', '6,208'],
      ['-4.07', '−£4.07'],
      ['0.0103', '1.03%'],
      ['12', '12'],
      ['0.0103', '1.03%'],
      ['0.0103', '1.03%'],
    ])
    const words = cells.map(wordsOf)
    expect(words).toContain('Shorthand: [x] not available; [z] does not apply.')
    expect(words).toContain('Notes, explained on the Notes worksheet: [note 1] [note 2]')
    expect(words.filter(text => text === '[note 2]')).toHaveLength(1)
  })
})

describe('xlsx', () => {
  const bytes = writeXlsx(plain)

  it('marks each table, whose headings are those of its columns', () => {
    const tables = [...unpacked(bytes).keys()].filter(path => path.startsWith('xl/tables/'))
    expect(tables).toHaveLength(5)
    for (const path of tables) {
      const table = parseXml(partOf(bytes, path))
      const sheet = parseXml(partOf(bytes, path.replace('tables/table', 'worksheets/sheet')))
      const [first = ''] = (table.attributes.ref ?? '').split(':')
      const headings = elementsOf(sheet, 'row').find(row => row.attributes.r === first.slice(1))
      const titles = elementsOf(table, 'tableColumn').map(({ attributes }) => attributes.name)
      expect(headings?.children.map(cell => (typeof cell === 'string' ? cell : wordsOf(cell)))).toEqual(titles)
      expect(elementsOf(table, 'autoFilter')).toEqual([])
    }
  })

  it('formats numbers as they are shown', () => {
    const codes = elementsOf(parseXml(partOf(bytes, 'xl/styles.xml')), 'numFmt').map(each => each.attributes.formatCode)
    expect(codes).toEqual(['#,##0;"−"#,##0', '"£"#,##0.00;"−""£"#,##0.00', '#,##0.00%;"−"#,##0.00%'])
  })

  it('keeps a text that looks like an escape', () => {
    expect(partOf(writeXlsx(documentWith('_x0041_')), 'xl/worksheets/sheet4.xml')).toContain('_x005F_x0041_')
  })
})

describe('csv', () => {
  it('has one file a table, with its notes and the notices in every row', () => {
    const [table, ...figures] = writeCsvTables(plain)
    expect([table?.name, ...figures.map(({ name }) => name)]).toEqual([
      '01-table.csv',
      '02-figure_1.csv',
      '03-figure_2.csv',
    ])
    const lines = table?.content.split('\n') ?? []
    expect(lines[0]).toBe('Arm of all cases,Verdict,Cases,Paid,Notes')
    expect(lines[1]).toBe(
      'Control,of all casesof all cases(1.03%),"6,208",−£4.07,of all casesof all cases(1.03%) of all cases Of all cases of all cases. Rounded.',
    )
  })

  it.each(hostile)('takes %j for text', words => {
    for (const { content } of writeCsvTables(documentWith(words))) expect(content).not.toMatch(/(?:^|[,\n])"?[=+\-@\t]/)
  })
})

describe('json', () => {
  it('is the document with every value', () => {
    const read = JSON.parse(writeJson(plain))
    expect(read.schema).toBe('equipoise/document/1')
    expect(textsOf(read).flatMap(valuesOf)).toEqual(textsOf(plain).flatMap(valuesOf))
    expect(writeJson(plain)).not.toContain('png')
    expect(writeJson(documentWith('of all cases'))).toBe(writeJson(plain))
  })
})
