import { sumOf } from '../../../core/lists.ts'
import { type Column, type Document, itemParts, type List, plainText, type Text } from '../../document.ts'
import { oneLine } from '../characters.ts'
import { type FlowPart, flowOf } from '../text-documents/flow.ts'
import { columnWidths, pictureSize, shortTable } from '../text-documents/measures.ts'
import { type Run, runsOf } from '../text-documents/runs.ts'
import { element, escapeXml } from '../xml.ts'
import type { PackagePart } from '../zip.ts'
import { odtStyles, paragraphStyles } from './odt-styles.ts'
import { cellStyles, columnStyle, millimetres, tableStyle } from './odt-table-styles.ts'
import { openDocument, xmlPart } from './package.ts'

/**
 * The document as OpenDocument text (ODF 1.2): A4, real headings, tables whose headings come again on every page,
 * pictures with their text alternatives. Same document, same bytes.
 */
export function writeOdt(document: Document): Uint8Array {
  const { title, language } = document
  const flow = flowOf(document)
  const writer = new OdtWriter(flow)
  const body = flow.map(part => writer.part(part))
  const content = xmlPart(
    'office:document-content',
    element('office:automatic-styles', {}, cellStyles, ...writer.tableStyles),
    element('office:body', {}, element('office:text', {}, ...body)),
  )
  return openDocument({
    kind: 'text',
    title: oneLine(plainText(title)),
    language,
    content,
    styles: odtStyles(language),
    pictures: writer.pictures,
  })
}

type Of<Kind extends FlowPart['kind']> = Extract<FlowPart, { kind: Kind }>

/** Writes the parts of one document, and keeps the pictures and widths that they use. */
class OdtWriter {
  readonly pictures: PackagePart[] = []
  readonly tableStyles: string[] = []
  readonly #anchors: ReadonlySet<string>
  #tables = 0

  constructor(flow: readonly FlowPart[]) {
    this.#anchors = new Set(flow.flatMap(part => ('anchor' in part && part.anchor !== undefined ? [part.anchor] : [])))
  }

  part(part: FlowPart): string {
    switch (part.kind) {
      case 'paragraph':
        return this.#paragraph(paragraphStyles[part.style], part.text, part.anchor)
      case 'heading': {
        const style = { 'text:style-name': `Heading_20_${part.level}`, 'text:outline-level': part.level }
        return element('text:h', style, bookmark(part.anchor), this.#text(part.text))
      }
      case 'list':
        return this.#list(part)
      case 'table':
        return this.#table(part)
      case 'picture':
        return this.#picture(part)
    }
  }

  #list({ ordered, items }: List): string {
    const written = items.map(item => {
      const { text, list } = itemParts(item)
      const own = list === undefined ? '' : this.#list(list)
      return element('text:list-item', {}, this.#paragraph('List_20_Contents', text), own)
    })
    return element('text:list', { 'text:style-name': ordered ? 'Numbers' : 'Bullets' }, ...written)
  }

  #paragraph(style: string, text: Text, anchor?: string): string {
    return element('text:p', { 'text:style-name': style }, bookmark(anchor), this.#text(text))
  }

  #table({ name, title, columns, rows }: Of<'table'>): string {
    this.#tables += 1
    const tableName = `table${this.#tables}`
    const widths = columnWidths({ columns, rows })
    const style = (column: number) => `${tableName}.${column + 1}`
    this.tableStyles.push(
      tableStyle(tableName, sumOf(widths), rows.length <= shortTable),
      ...widths.map((width, column) => columnStyle(style(column), width)),
    )
    const row = (cells: readonly Text[], part: 'heading' | 'body') =>
      element(
        'table:table-row',
        { 'table:style-name': 'row' },
        ...columns.map((column, at) => this.#cell(cells[at] ?? '', column, part)),
      )
    return element(
      'table:table',
      { 'table:name': name, 'table:style-name': tableName },
      element('table:title', {}, escapeXml(oneLine(plainText(title)))),
      ...widths.map((_, column) => element('table:table-column', { 'table:style-name': style(column) })),
      element(
        'table:table-header-rows',
        {},
        row(
          columns.map(column => column.title),
          'heading',
        ),
      ),
      ...rows.map(cells => row(cells, 'body')),
    )
  }

  #cell(text: Text, { kind }: Column, part: 'heading' | 'body'): string {
    const style = `Table_20_${part === 'heading' ? 'Heading' : 'Contents'}${kind === 'number' ? '_20_Number' : ''}`
    const attributes = { 'table:style-name': `cell-${part}`, 'office:value-type': 'string' }
    return element('table:table-cell', attributes, this.#paragraph(style, text))
  }

  #picture({ name, png, title, description }: Of<'picture'>): string {
    const path = `Pictures/${this.pictures.length + 1}.png`
    this.pictures.push([path, png])
    const { width, height } = pictureSize(png)
    const frame = {
      'draw:name': name,
      'text:anchor-type': 'as-char',
      'svg:width': millimetres(width),
      'svg:height': millimetres(height),
    }
    const image = { 'xlink:href': path, 'xlink:type': 'simple', 'xlink:show': 'embed', 'xlink:actuate': 'onLoad' }
    return element(
      'text:p',
      { 'text:style-name': 'Picture' },
      element(
        'draw:frame',
        frame,
        element('draw:image', image),
        element('svg:title', {}, escapeXml(oneLine(plainText(title)))),
        element('svg:desc', {}, escapeXml(oneLine(plainText(description)))),
      ),
    )
  }

  #text(text: Text): string {
    return runsOf(text)
      .map(run => this.#run(run))
      .join('')
  }

  #run({ text, look, href }: Run): string {
    const words = escapeXml(text)
    const span = look === '' ? words : element('text:span', { 'text:style-name': look }, words)
    const address = href === undefined ? undefined : this.#address(href)
    return address === undefined
      ? span
      : element('text:a', { 'xlink:type': 'simple', 'xlink:href': address, 'text:style-name': 'link' }, span)
  }

  /** A place in the document, a page, or a file beside the document: its package counts as a folder. */
  #address(href: string): string | undefined {
    if (href.startsWith('#')) return this.#anchors.has(href.slice(1)) ? href : undefined
    return /^[a-z]+:/i.test(href) ? href : `../${href}`
  }
}

const bookmark = (anchor: string | undefined): string =>
  anchor === undefined ? '' : element('text:bookmark', { 'text:name': anchor })
