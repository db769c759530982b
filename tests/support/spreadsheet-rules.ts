import { partOf, unpacked } from './packages.ts'
import { elementsOf, parseXml, wordsOf, type XmlElement } from './xml.ts'

/** What in an ODS file breaks the Analysis Function's rules for accessible spreadsheets; nothing where it keeps them. */
export function checkSpreadsheet(bytes: Uint8Array): string[] {
  const [content, styles, meta, settings] = ['content', 'styles', 'meta', 'settings'].map(name =>
    parseXml(partOf(bytes, `${name}.xml`)),
  ) as [XmlElement, XmlElement, XmlElement, XmlElement]
  const sheets = elementsOf(content, 'table:table')
  const names = sheets.map(({ attributes }) => attributes['table:name'] ?? '')
  const ranges = elementsOf(content, 'table:database-range').map(({ attributes }) => attributes)
  const styled = new Map(
    [...elementsOf(styles, 'style:style'), ...elementsOf(content, 'style:style')].map(style => [
      style.attributes['style:name'] ?? '',
      style,
    ]),
  )
  const rules: [string, boolean][] = [
    ['begins with Cover and Contents', names[0] === 'Cover' && names[1] === 'Contents'],
    [
      'names each sheet once, in 31 characters',
      new Set(names).size === names.length && names.every(name => name.length < 32),
    ],
    ['has a title', elementsOf(meta, 'dc:title').map(wordsOf).join('') !== ''],
    ['says its language', elementsOf(meta, 'dc:language').map(wordsOf).join('') === 'en-GB'],
    ['opens on the cover', itemsOf(settings, 'ActiveTable').join() === 'Cover'],
    [
      'has its cursors in A1',
      [...itemsOf(settings, 'CursorPositionX'), ...itemsOf(settings, 'CursorPositionY')].every(at => at === '0') &&
        itemsOf(settings, 'CursorPositionX').length === sheets.length,
    ],
    ['has unique table names', new Set(ranges.map(range => range['table:name'])).size === ranges.length],
    ['has no picture', ![...unpacked(bytes).keys()].some(path => path.startsWith('Pictures/'))],
    ['has no macro', ![...unpacked(bytes).keys()].some(path => /Basic|Scripts/.test(path))],
    ['has no filter', ranges.every(range => range['table:display-filter-buttons'] === 'false')],
    ['freezes nothing', itemsOf(settings, 'HorizontalSplitMode').length === 0],
    ...['table:covered-table-cell', 'draw:frame', 'table:filter', 'office:scripts', 'table:table-header-rows'].map(
      (name): [string, boolean] => [`has no ${name}`, elementsOf(content, name).length === 0],
    ),
  ]
  return [
    ...rules.flatMap(([rule, holds]) => (holds ? [] : [rule])),
    ...sheets.flatMap(sheet => sheetFaults(sheet, ranges, styled)),
  ]
}

const itemsOf = (settings: XmlElement, name: string): string[] =>
  elementsOf(settings, 'config:config-item')
    .filter(item => item.attributes['config:name'] === name)
    .map(wordsOf)

type Styled = ReadonlyMap<string, XmlElement>

function sheetFaults(sheet: XmlElement, ranges: readonly Readonly<Record<string, string>>[], styled: Styled): string[] {
  const name = sheet.attributes['table:name'] ?? ''
  const rows = elementsOf(sheet, 'table:table-row').map(row => elementsOf(row, 'table:table-cell'))
  const own = ranges.filter(range => range['table:target-range-address']?.startsWith(`${name}.`))
  const faults: [string, boolean][] = [
    ['has no blank cell', rows.flat().every(cell => wordsOf(cell).trim() !== '')],
    [
      'has no hidden or repeated part',
      !/table:visibility|number-(?:columns|rows)-(?:repeated|spanned)/.test(JSON.stringify(sheet)),
    ],
    ['is set in 12 points or more', rows.flat().every(cell => sizeOf(cell, styled) >= 12)],
    ['wraps its lines', rows.flat().every(cell => propertyOf(cell, styled, 'fo:wrap-option') === 'wrap')],
    ['has no fill', rows.flat().every(cell => propertyOf(cell, styled, 'fo:background-color') === undefined)],
  ]
  if (name !== 'Cover') faults.push(...tableFaults(rows, own))
  return faults.flatMap(([rule, holds]) => (holds ? [] : [`${name}: ${rule}`]))
}

function tableFaults(
  rows: readonly (readonly XmlElement[])[],
  own: readonly Readonly<Record<string, string>>[],
): [string, boolean][] {
  const [, top = '0', right = '', bottom = '0'] =
    /\.A(\d+):\w+\.([A-Z]+)(\d+)$/.exec(own[0]?.['table:target-range-address'] ?? '') ?? []
  const table = rows.slice(Number(top) - 1)
  const above = rows.slice(0, Number(top) - 1).map(cells => cells.map(wordsOf).join(''))
  const headings = (table[0] ?? []).map(wordsOf)
  const marks = rows.flat().map(wordsOf)
  const used = ['[c]', '[x]', '[z]'].filter(sign => table.flat().some(cell => wordsOf(cell) === sign))
  return [
    ['has one table that begins in column A', own.length === 1 && top !== '0'],
    ['has nothing below its table', Number(bottom) === rows.length],
    ['has cells in every column', table.every(cells => cells.length === table[0]?.length)],
    ['is as wide as its range', right.length === 1 && right.charCodeAt(0) - 64 === headings.length],
    ['has one heading for each column', new Set(headings).size === headings.length],
    [
      'says its title and how many tables it has',
      above.length >= 2 && above[1] === 'This worksheet contains one table.',
    ],
    [
      'explains its shorthand',
      used.every(sign => above.some(line => line.startsWith('Shorthand:') && line.includes(sign))),
    ],
    ['has no superscript notes', marks.every(text => !/[¹²³](?:\s|$)/.test(text) || /χ²|X²/.test(text))],
    ['has a table name for programs', /^[A-Za-z_]\w*$/.test(own[0]?.['table:name'] ?? '')],
  ]
}

/** A property of a cell's style, or of the style that it comes from. */
function propertyOf(cell: XmlElement, styled: Styled, property: string): string | undefined {
  for (let name = cell.attributes['table:style-name']; name !== undefined; ) {
    const style = styled.get(name)
    if (style === undefined) throw new Error(`no style ${name}`)
    const found = style.children.flatMap(child => (typeof child === 'string' ? [] : (child.attributes[property] ?? [])))
    if (found[0] !== undefined) return found[0]
    name = style.attributes['style:parent-style-name']
  }
  return undefined
}

const sizeOf = (cell: XmlElement, styled: Styled): number =>
  Number.parseInt(propertyOf(cell, styled, 'fo:font-size') ?? '12', 10)
