import { sumOf } from '../../../core/lists.ts'
import { type Column, type Document, itemParts, type List, plainText, type Text } from '../../document.ts'
import { oneLine } from '../characters.ts'
import { type FlowPart, flowOf } from '../text-documents/flow.ts'
import { columnWidths, listLevels, page, pictureSize, shortTable } from '../text-documents/measures.ts'
import { type Run, runsOf } from '../text-documents/runs.ts'
import { element, escapeXml } from '../xml.ts'
import type { PackagePart } from '../zip.ts'
import { docxStyles, paragraphStyles } from './docx-styles.ts'
import { drawing } from './drawing.ts'
import { names, officeDocument, officeXml, type Relationship, relationshipsPart } from './package.ts'

/**
 * The document as Office Open XML text, for Word: A4, real headings, tables whose headings come again on every page,
 * pictures with their text alternatives. Same document, same bytes.
 */
export function writeDocx(document: Document): Uint8Array {
  const { title, language } = document
  const flow = flowOf(document)
  const writer = new DocxWriter(flow)
  const body = flow.map(part => writer.part(part))
  const space = { 'xmlns:w': names.word, 'xmlns:r': names.relationships }
  const main = officeXml('w:document', space, element('w:body', {}, ...body, section))
  return officeDocument({
    title: oneLine(plainText(title)),
    language,
    parts: [
      { path: 'word/document.xml', type: 'wordprocessingml.document.main', content: main },
      { path: 'word/styles.xml', type: 'wordprocessingml.styles', content: docxStyles(language) },
      { path: 'word/numbering.xml', type: 'wordprocessingml.numbering', content: writer.numbering() },
      { path: 'word/settings.xml', type: 'wordprocessingml.settings', content: settings(language) },
      { path: 'word/footer.xml', type: 'wordprocessingml.footer', content: footer },
    ],
    relationships: [relationshipsPart('word/document.xml', [...ownParts, ...writer.relationships])],
    pictures: writer.pictures,
  })
}

/** Of a cell: a kept one stays on the page of the row below it. */
type TableStyle = 'TableHeading' | 'TableText' | 'TableTextKept'

type Of<Kind extends FlowPart['kind']> = Extract<FlowPart, { kind: Kind }>

const ownParts: readonly Relationship[] = ['styles', 'numbering', 'settings', 'footer'].map(type => ({
  id: type,
  type,
  target: `${type}.xml`,
}))

/** Writes the parts of one document, and keeps the pictures, addresses and lists that they use. */
class DocxWriter {
  readonly pictures: PackagePart[] = []
  readonly relationships: Relationship[] = []
  /** Names of the bookmarks of anchors: Word wants short ones. */
  readonly #bookmarks: ReadonlyMap<string, string>
  #lists = 0

  constructor(flow: readonly FlowPart[]) {
    const anchors = flow.flatMap(part => ('anchor' in part && part.anchor !== undefined ? [part.anchor] : []))
    this.#bookmarks = new Map(anchors.map((anchor, at) => [anchor, `place_${at + 1}`]))
  }

  part(part: FlowPart): string {
    switch (part.kind) {
      case 'paragraph':
        return this.#paragraph(paragraphStyles[part.style], part.text, part.anchor)
      case 'heading':
        return this.#paragraph(`Heading${part.level}`, part.text, part.anchor)
      case 'list':
        return this.#list(part)
      case 'table':
        return this.#table(part)
      case 'picture':
        return this.#picture(part)
    }
  }

  /** Numbered lists each begin at 1: each has its own number; all others share that of the bullets. */
  numbering(): string {
    const levels = Array.from({ length: listLevels }, (_, depth) => depth)
    const level = (depth: number, format: string, sign: string) =>
      element(
        'w:lvl',
        { 'w:ilvl': depth },
        valued('w:start', 1),
        valued('w:numFmt', format),
        valued('w:lvlText', sign),
        element('w:pPr', {}, element('w:ind', { 'w:left': 400 * (depth + 1), 'w:hanging': 400 })),
      )
    const kind = (id: number, format: string, sign: (depth: number) => string) =>
      element(
        'w:abstractNum',
        { 'w:abstractNumId': id },
        valued('w:multiLevelType', 'hybridMultilevel'),
        ...levels.map(depth => level(depth, format, sign(depth))),
      )
    const restart = levels
      .map(depth => element('w:lvlOverride', { 'w:ilvl': depth }, valued('w:startOverride', 1)))
      .join('')
    const ordered = Array.from({ length: this.#lists }, (_, at) =>
      element('w:num', { 'w:numId': bullets + 1 + at }, valued('w:abstractNumId', 1), restart),
    )
    return officeXml(
      'w:numbering',
      { 'xmlns:w': names.word },
      kind(0, 'bullet', () => '•'),
      kind(1, 'decimal', depth => `%${depth + 1}.`),
      element('w:num', { 'w:numId': bullets }, valued('w:abstractNumId', 0)),
      ...ordered,
    )
  }

  #paragraph(style: string, text: Text, anchor?: string, more = ''): string {
    const properties = element('w:pPr', {}, valued('w:pStyle', style), more)
    return element('w:p', {}, properties, this.#bookmarked(anchor, this.#text(text)))
  }

  #bookmarked(anchor: string | undefined, content: string): string {
    const name = anchor === undefined ? undefined : this.#bookmarks.get(anchor)
    if (name === undefined) return content
    const id = name.slice('place_'.length)
    const start = element('w:bookmarkStart', { 'w:id': id, 'w:name': name })
    return start + content + element('w:bookmarkEnd', { 'w:id': id })
  }

  #list({ ordered, items }: List, depth = 0): string {
    if (ordered) this.#lists += 1
    const number = ordered ? bullets + this.#lists : bullets
    const level = Math.min(depth, listLevels - 1)
    const mark = element('w:numPr', {}, valued('w:ilvl', level), valued('w:numId', number))
    return items
      .map(item => {
        const { text, list } = itemParts(item)
        const own = list === undefined ? '' : this.#list(list, depth + 1)
        return this.#paragraph('ListParagraph', text, undefined, mark) + own
      })
      .join('')
  }

  #table({ title, columns, rows }: Of<'table'>): string {
    const widths = columnWidths({ columns, rows }).map(twips)
    const total = sumOf(widths)
    const row = (cells: readonly Text[], style: TableStyle) => {
      const again = style === 'TableHeading' ? element('w:tblHeader') : ''
      const written = columns.map((column, at) => this.#cell(cells[at] ?? '', column, widths[at] ?? 0, style))
      return element('w:tr', {}, element('w:trPr', {}, element('w:cantSplit'), again), ...written)
    }
    const bodyStyle = (at: number): TableStyle =>
      rows.length <= shortTable && at < rows.length - 1 ? 'TableTextKept' : 'TableText'
    const properties = element(
      'w:tblPr',
      {},
      valued('w:tblStyle', 'ReportTable'),
      element('w:tblW', { 'w:w': total, 'w:type': 'dxa' }),
      element('w:tblLayout', { 'w:type': 'fixed' }),
      element('w:tblLook', { 'w:val': '04A0', 'w:firstRow': 1, 'w:firstColumn': 1, 'w:noVBand': 1 }),
      valued('w:tblCaption', oneLine(plainText(title))),
    )
    const titles = columns.map(column => column.title)
    const grid = element('w:tblGrid', {}, ...widths.map(width => element('w:gridCol', { 'w:w': width })))
    const body = rows.map((cells, at) => row(cells, bodyStyle(at)))
    return element('w:tbl', {}, properties, grid, row(titles, 'TableHeading'), ...body)
  }

  #cell(text: Text, { kind }: Column, width: number, style: TableStyle): string {
    const right = kind === 'number' ? valued('w:jc', 'right') : ''
    const bottom = style === 'TableHeading' ? valued('w:vAlign', 'bottom') : ''
    const properties = element('w:tcPr', {}, element('w:tcW', { 'w:w': width, 'w:type': 'dxa' }), bottom)
    return element('w:tc', {}, properties, this.#paragraph(style, text, undefined, right))
  }

  #picture({ png, title, description }: Of<'picture'>): string {
    const number = this.pictures.length + 1
    this.pictures.push([`word/media/${number}.png`, png])
    const id = `picture${number}`
    this.relationships.push({ id, type: 'image', target: `media/${number}.png` })
    const [name, alternative] = [title, description].map(text => oneLine(plainText(text))) as [string, string]
    const properties = element('w:pPr', {}, valued('w:pStyle', 'Picture'))
    return element('w:p', {}, properties, drawing({ number, id, name, alternative, size: pictureSize(png) }))
  }

  #text(text: Text): string {
    return runsOf(text)
      .map(run => this.#run(run))
      .join('')
  }

  #run({ text, look, href }: Run): string {
    const properties = look === '' ? '' : element('w:rPr', {}, valued('w:rStyle', look))
    const words = element('w:t', { 'xml:space': 'preserve' }, escapeXml(text))
    const target = href === undefined ? undefined : this.#target(href)
    if (target === undefined) return element('w:r', {}, properties, words)
    const linked = element('w:rPr', {}, valued('w:rStyle', 'Hyperlink'))
    return element('w:hyperlink', target, element('w:r', {}, linked, words))
  }

  #target(href: string): Readonly<Record<string, string>> | undefined {
    if (href.startsWith('#')) {
      const bookmark = this.#bookmarks.get(href.slice(1))
      return bookmark === undefined ? undefined : { 'w:anchor': bookmark }
    }
    const id = `link${this.relationships.length + 1}`
    this.relationships.push({ id, type: 'hyperlink', target: href, isExternal: true })
    return { 'r:id': id }
  }
}

/** Number of the list of bullets; those of numbered lists follow it. */
const bullets = 1

/** An element whose one fact is its value. */
const valued = (name: string, value: string | number): string => element(name, { 'w:val': value })

const twips = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4)

const margin = twips(page.margin)
const section = element(
  'w:sectPr',
  {},
  element('w:footerReference', { 'w:type': 'default', 'r:id': 'footer' }),
  element('w:pgSz', { 'w:w': twips(page.width), 'w:h': twips(page.height) }),
  element('w:pgMar', {
    'w:top': margin,
    'w:right': margin,
    'w:bottom': margin,
    'w:left': margin,
    'w:header': 600,
    'w:footer': 600,
    'w:gutter': 0,
  }),
)

const footer = officeXml(
  'w:ftr',
  { 'xmlns:w': names.word },
  element(
    'w:p',
    {},
    element('w:pPr', {}, valued('w:pStyle', 'Footer')),
    element('w:fldSimple', { 'w:instr': 'PAGE' }, element('w:r', {}, element('w:t', {}, '1'))),
  ),
)

const settings = (language: string): string =>
  officeXml(
    'w:settings',
    { 'xmlns:w': names.word },
    element(
      'w:compat',
      {},
      element('w:compatSetting', {
        'w:name': 'compatibilityMode',
        'w:uri': 'http://schemas.microsoft.com/office/word',
        'w:val': 15,
      }),
    ),
    element('w:themeFontLang', { 'w:val': language }),
  )
