import type { Document } from '../../document.ts'
import type { Cell, NumberFormat } from '../spreadsheets/numbers.ts'
import { tableRange } from '../spreadsheets/placed.ts'
import { type Sheet, type Workbook, wideColumn, workbookOf } from '../spreadsheets/workbook.ts'
import { element, escapeXml } from '../xml.ts'
import { cellStyle, formatName, formatStyles, odsStyles, sheetStyles, widthStyle } from './ods-styles.ts'
import { openDocument, xmlPart } from './package.ts'

/**
 * The tables of a document as an OpenDocument spreadsheet (ODF 1.2) by the Analysis Function's rules for accessible
 * spreadsheets. Same document, same bytes.
 */
export function writeOds(document: Document): Uint8Array {
  const workbook = workbookOf(document)
  const { title, language, sheets } = workbook
  const content = xmlPart(
    'office:document-content',
    element('office:automatic-styles', {}, sheetStyles, ...styles(workbook)),
    element(
      'office:body',
      {},
      element(
        'office:spreadsheet',
        {},
        ...sheets.map(sheetElement),
        element('table:database-ranges', {}, ...sheets.flatMap(range)),
      ),
    ),
  )
  const parts = { content, styles: odsStyles(language), settings: settings(sheets) }
  return openDocument({ kind: 'spreadsheet', title, language, ...parts })
}

/** The styles of the widths and number formats that a workbook uses. */
function styles({ sheets }: Workbook): string[] {
  const tables = sheets.flatMap(({ table }) => table ?? [])
  const widths = new Set([wideColumn, ...tables.flatMap(table => table.widths)])
  const formats = new Map<string, NumberFormat>()
  for (const cell of tables.flatMap(({ rows }) => rows.flat())) {
    if (cell.kind === 'number') formats.set(formatName(cell.format), cell.format)
  }
  return [...[...widths].map(widthStyle), ...[...formats.values()].map(formatStyles)]
}

function sheetElement({ name, lines, table }: Sheet): string {
  const { widths = [wideColumn], header = [], right = [], rows = [] } = table ?? {}
  const texts = (words: readonly string[], of: (at: number) => string) =>
    row(words.map((text, at) => cellElement({ kind: 'text', text }, of(at))))
  return element(
    'table:table',
    { 'table:name': name, 'table:style-name': 'sheet' },
    ...widths.map(width => element('table:table-column', { 'table:style-name': `width-${width}` })),
    ...lines.map((line, at) => texts([line], () => (at === 0 ? 'title' : 'line'))),
    ...(table === undefined ? [] : [texts(header, at => (right[at] ? 'heading-number' : 'heading'))]),
    ...rows.map(cells => row(cells.map(cell => cellElement(cell, cellStyle(cell))))),
  )
}

const row = (cells: readonly string[]): string => element('table:table-row', { 'table:style-name': 'row' }, ...cells)

function cellElement(cell: Cell, style: string): string {
  const words = escapeXml(cell.text)
  const link = cell.kind === 'text' && cell.sheet !== undefined ? `#${cell.sheet}.A1` : undefined
  const text = link === undefined ? words : element('text:a', { 'xlink:type': 'simple', 'xlink:href': link }, words)
  return element(
    'table:table-cell',
    { 'table:style-name': style, ...valueAttributes(cell) },
    element('text:p', {}, text),
  )
}

const valueTypes = { number: 'float', percent: 'percentage', pounds: 'currency' } as const

function valueAttributes(cell: Cell): Readonly<Record<string, string | undefined>> {
  if (cell.kind === 'text') return { 'office:value-type': 'string' }
  const { unit } = cell.format
  const currency = unit === 'pounds' ? 'GBP' : undefined
  return { 'office:value-type': valueTypes[unit], 'office:currency': currency, 'office:value': cell.value }
}

function range(sheet: Sheet): string[] {
  const { name, table } = sheet
  if (table === undefined) return []
  const { first, last } = tableRange(sheet, table)
  return [
    element('table:database-range', {
      'table:name': table.name,
      'table:target-range-address': `${name}.${first}:${name}.${last}`,
      'table:contains-header': 'true',
      'table:display-filter-buttons': 'false',
    }),
  ]
}

/** The cursor in the first cell of every sheet, and the first sheet shown. */
function settings(sheets: readonly Sheet[]): string {
  const item = (name: string, type: string, value: string) =>
    element('config:config-item', { 'config:name': name, 'config:type': type }, value)
  const map = (kind: string, name: string, ...content: readonly string[]) =>
    element(`config:config-item-map-${kind}`, { 'config:name': name }, ...content)
  const entry = (...content: readonly string[]) => element('config:config-item-map-entry', {}, ...content)
  const cursor = [item('CursorPositionX', 'int', '0'), item('CursorPositionY', 'int', '0')]
  const tables = sheets.map(({ name }) => element('config:config-item-map-entry', { 'config:name': name }, ...cursor))
  const view = entry(map('named', 'Tables', ...tables), item('ActiveTable', 'string', sheets[0]?.name ?? ''))
  return xmlPart(
    'office:document-settings',
    element(
      'office:settings',
      {},
      element('config:config-item-set', { 'config:name': 'ooo:view-settings' }, map('indexed', 'Views', view)),
    ),
  )
}
