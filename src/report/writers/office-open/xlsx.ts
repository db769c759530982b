import type { Document } from '../../document.ts'
import { wrapCharacters } from '../../table.ts'
import { printable } from '../characters.ts'
import type { Cell } from '../spreadsheets/numbers.ts'
import { columnName, tableRange } from '../spreadsheets/placed.ts'
import { type Sheet, type SheetTable, wideColumn, workbookOf } from '../spreadsheets/workbook.ts'
import { element, escapeXml } from '../xml.ts'
import { names, type OfficePart, officeDocument, officeXml, relationshipsPart } from './package.ts'
import { type CellLook, XlsxStyles } from './xlsx-styles.ts'

/**
 * The tables of a document as an Office Open XML workbook, for Excel, by the Analysis Function's rules for accessible
 * spreadsheets. Same document, same bytes.
 */
export function writeXlsx(document: Document): Uint8Array {
  const { title, language, sheets } = workbookOf(document)
  const styles = new XlsxStyles()
  const numbered = sheets.map((sheet, at) => ({ sheet, number: at + 1 }))
  const worksheets = numbered.map(({ sheet, number }) => part('worksheet', number, worksheet(sheet, number, styles)))
  const tables = numbered.flatMap(({ sheet, number }) =>
    sheet.table === undefined ? [] : [part('table', number, tablePart(sheet, sheet.table, number))],
  )
  const ids = numbered.map(({ number }) => ({
    id: `sheet${number}`,
    type: 'worksheet',
    target: `worksheets/sheet${number}.xml`,
  }))
  return officeDocument({
    title,
    language,
    parts: [
      { path: 'xl/workbook.xml', type: 'spreadsheetml.sheet.main', content: workbookPart(sheets) },
      { path: 'xl/styles.xml', type: 'spreadsheetml.styles', content: styles.part() },
      ...worksheets,
      ...tables,
    ],
    relationships: [
      relationshipsPart('xl/workbook.xml', [...ids, { id: 'styles', type: 'styles', target: 'styles.xml' }]),
      ...numbered.flatMap(({ sheet, number }) =>
        sheet.table === undefined
          ? []
          : [
              relationshipsPart(`xl/worksheets/sheet${number}.xml`, [
                { id: 'table', type: 'table', target: `../tables/table${number}.xml` },
              ]),
            ],
      ),
    ],
  })
}

const part = (kind: 'worksheet' | 'table', number: number, content: string): OfficePart => ({
  path: kind === 'table' ? `xl/tables/table${number}.xml` : `xl/worksheets/sheet${number}.xml`,
  type: `spreadsheetml.${kind}`,
  content,
})

function workbookPart(sheets: readonly Sheet[]): string {
  const entries = sheets.map(({ name }, at) => element('sheet', { name, sheetId: at + 1, 'r:id': `sheet${at + 1}` }))
  return officeXml(
    'workbook',
    { xmlns: names.spreadsheet, 'xmlns:r': names.relationships },
    element('bookViews', {}, element('workbookView', { activeTab: 0 })),
    element('sheets', {}, ...entries),
  )
}

function worksheet(sheet: Sheet, number: number, styles: XlsxStyles): string {
  const { lines, table } = sheet
  const { widths = [wideColumn], header = [], right = [], rows = [] } = table ?? {}
  const ofText = (text: string): Cell => ({ kind: 'text', text })
  const headings = (at: number): CellLook => (right[at] ? 'heading-number' : 'heading')
  const data: readonly Row[] = [
    ...lines.map((text, at): Row => ({ cells: [ofText(text)], look: () => (at === 0 ? 'title' : 'line') })),
    ...(table === undefined ? [] : [{ cells: header.map(ofText), look: headings }]),
    ...rows.map((cells): Row => ({ cells, look: () => undefined })),
  ]
  const columns = widths.map((width, at) => element('col', { min: at + 1, max: at + 1, width, customWidth: 1 }))
  return officeXml(
    'worksheet',
    { xmlns: names.spreadsheet, 'xmlns:r': names.relationships },
    element('sheetPr', {}, element('pageSetUpPr', { fitToPage: 1 })),
    element('sheetViews', {}, view(number === 1)),
    element('sheetFormatPr', { defaultRowHeight: lineHeight }),
    element('cols', {}, ...columns),
    element('sheetData', {}, ...data.map((row, at) => rowElement(row, at + 1, widths, styles))),
    ...links(sheet),
    element('pageSetup', { paperSize: 9, orientation: 'landscape', fitToHeight: 0 }),
    ...(table === undefined ? [] : [element('tableParts', { count: 1 }, element('tablePart', { 'r:id': 'table' }))]),
  )
}

interface Row {
  cells: readonly Cell[]
  look(at: number): CellLook | undefined
}

/** Height of a line, in points. */
const lineHeight = 16
/** How much larger the type of a title is. */
const titleSize = 4 / 3

/** A row as high as its wrapped texts need: not every program finds that out by itself. */
function rowElement({ cells, look }: Row, row: number, widths: readonly number[], styles: XlsxStyles): string {
  const heights = cells.map(({ text }, at) => {
    const size = look(at) === 'title' ? titleSize : 1
    return size * wrapCharacters(text, Math.floor((widths[at] ?? wideColumn) / size)).length
  })
  const lines = Math.max(...heights)
  const written = cells.map((cell, at) => cellElement(cell, `${columnName(at)}${row}`, styles.index(cell, look(at))))
  return element('row', { r: row, ht: lines > 1 ? lines * lineHeight : undefined }, ...written)
}

/** The cursor in the first cell, and the first sheet shown. */
const view = (isFirst: boolean): string =>
  element(
    'sheetView',
    { tabSelected: isFirst ? 1 : undefined, workbookViewId: 0 },
    element('selection', { activeCell: 'A1', sqref: 'A1' }),
  )

function cellElement(cell: Cell, place: string, style: number): string {
  if (cell.kind === 'number') return element('c', { r: place, s: style }, element('v', {}, cell.value))
  const text = element('t', { 'xml:space': 'preserve' }, escapeXml(literalText(cell.text)))
  return element('c', { r: place, s: style, t: 'inlineStr' }, element('is', {}, text))
}

/** Spreadsheets read `_x0041_` as A: the underscore that begins it is written in that way itself. */
const literalText = (text: string): string => printable(text).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')

/** Links from the cells of a table to the sheets that they name. */
function links({ lines, table }: Sheet): string[] {
  const found = (table?.rows ?? []).flatMap((cells, row) =>
    cells.flatMap((cell, at) =>
      cell.kind === 'text' && cell.sheet !== undefined
        ? [element('hyperlink', { ref: `${columnName(at)}${lines.length + 2 + row}`, location: `'${cell.sheet}'!A1` })]
        : [],
    ),
  )
  return found.length === 0 ? [] : [element('hyperlinks', {}, ...found)]
}

function tablePart(sheet: Sheet, table: SheetTable, id: number): string {
  const { first, last } = tableRange(sheet, table)
  const columns = table.header.map((title, at) => element('tableColumn', { id: at + 1, name: literalText(title) }))
  return officeXml(
    'table',
    {
      xmlns: names.spreadsheet,
      id: String(id),
      name: table.name,
      displayName: table.name,
      ref: `${first}:${last}`,
      totalsRowShown: '0',
    },
    element('tableColumns', { count: columns.length }, ...columns),
  )
}
