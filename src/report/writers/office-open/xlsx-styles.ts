import type { Cell, NumberFormat, TextCell } from '../spreadsheets/numbers.ts'
import { element } from '../xml.ts'
import { names, officeXml } from './package.ts'

/** How a cell looks that holds no number. */
export type CellLook = 'line' | 'title' | 'heading' | 'heading-number' | 'text' | 'text-right' | 'link'

interface Look {
  font: number
  border?: number
  wrap?: boolean
  horizontal?: 'right'
  vertical?: 'top'
}

const looks: Readonly<Record<CellLook, Look>> = {
  line: { font: 0, wrap: true, vertical: 'top' },
  title: { font: 2, wrap: true, vertical: 'top' },
  heading: { font: 1, border: 1, wrap: true },
  'heading-number': { font: 1, border: 1, wrap: true, horizontal: 'right' },
  text: { font: 0, wrap: true, vertical: 'top' },
  'text-right': { font: 0, wrap: true, horizontal: 'right', vertical: 'top' },
  link: { font: 3, wrap: true, vertical: 'top' },
}
const lookNames = Object.keys(looks) as CellLook[]

/** Codes of number formats below 164 belong to the format itself. */
const firstFormat = 164

/** The styles of a workbook: those of all, and the number formats that its cells turn out to need. */
export class XlsxStyles {
  readonly #formats: string[] = []

  /** Number of the style of a cell. */
  index(cell: Cell, look?: CellLook): number {
    if (cell.kind === 'text') return lookNames.indexOf(look ?? textLook(cell))
    const code = formatCode(cell.format)
    if (!this.#formats.includes(code)) this.#formats.push(code)
    return lookNames.length + this.#formats.indexOf(code)
  }

  part(): string {
    const formats = this.#formats.map((formatCode, at) => element('numFmt', { numFmtId: firstFormat + at, formatCode }))
    const cells = [
      ...lookNames.map(name => cellFormat(looks[name], 0)),
      ...this.#formats.map((_, at) => cellFormat(looks['text-right'], firstFormat + at)),
    ]
    const plain = element('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })
    const normal = element('cellStyle', { name: 'Normal', xfId: 0, builtinId: 0 })
    return officeXml(
      'styleSheet',
      { xmlns: names.spreadsheet },
      ...(formats.length === 0 ? [] : [counted('numFmts', formats)]),
      counted('fonts', [font(12), font(12, element('b')), font(16, element('b')), font(12, element('u'), '12436D')]),
      counted('fills', ['none', 'gray125'].map(fill)),
      counted('borders', [
        border(),
        border(element('bottom', { style: 'thin' }, element('color', { rgb: 'FF0B0C0C' }))),
      ]),
      counted('cellStyleXfs', [plain]),
      counted('cellXfs', cells),
      counted('cellStyles', [normal]),
    )
  }
}

const textLook = ({ right, sheet }: TextCell): CellLook =>
  sheet !== undefined ? 'link' : right ? 'text-right' : 'text'

const counted = (name: string, content: readonly string[]): string =>
  element(name, { count: content.length }, ...content)

const font = (size: number, mark = '', colour = '0B0C0C'): string =>
  element(
    'font',
    {},
    mark,
    element('sz', { val: size }),
    element('color', { rgb: `FF${colour}` }),
    element('name', { val: 'Arial' }),
  )

/** The two fills that every workbook must begin with; no cell is filled. */
const fill = (patternType: string): string => element('fill', {}, element('patternFill', { patternType }))

const border = (bottom = element('bottom')): string =>
  element('border', {}, element('left'), element('right'), element('top'), bottom, element('diagonal'))

function cellFormat(
  { font: fontId, border: borderId = 0, wrap, horizontal, vertical }: Look,
  numFmtId: number,
): string {
  const alignment = element('alignment', { horizontal, vertical, wrapText: wrap ? 1 : undefined })
  return element(
    'xf',
    {
      numFmtId,
      fontId,
      fillId: 0,
      borderId,
      xfId: 0,
      applyNumberFormat: 1,
      applyFont: 1,
      applyBorder: 1,
      applyAlignment: 1,
    },
    alignment,
  )
}

/** What is below zero has a true minus before the pound sign. */
function formatCode({ unit, decimals, grouped }: NumberFormat): string {
  const digits = `${grouped ? '#,##0' : '0'}${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}`
  const shown = { number: digits, percent: `${digits}%`, pounds: `"£"${digits}` }[unit]
  return `${shown};"−"${shown}`
}
