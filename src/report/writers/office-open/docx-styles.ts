import type { ParagraphStyle } from '../text-documents/flow.ts'
import { element } from '../xml.ts'
import { names, officeXml } from './package.ts'

/** The style of each kind of paragraph, by its id in the file. */
export const paragraphStyles: Readonly<Record<ParagraphStyle, string>> = {
  title: 'Title',
  subtitle: 'Subtitle',
  notice: 'Notice',
  body: 'BodyText',
  lead: 'Lead',
  label: 'Caption',
  detail: 'Detail',
  remark: 'Remark',
  'note-title': 'NoteTitle',
  note: 'Note',
}

const ink = '0B0C0C'
const quiet = '484D51'
const line = 'B1B4B6'
const blue = '12436D'

const valued = (name: string, value: string | number): string => element(name, { 'w:val': value })
const bold = element('w:b')
const italic = element('w:i')
const colour = (value: string): string => valued('w:color', value)
/** Size of type in points. */
const size = (points: number): string => valued('w:sz', 2 * points)
const withNext = element('w:keepNext')
/** Space before and after, in twentieths of a point. */
const space = (before: number, after: number): string => element('w:spacing', { 'w:before': before, 'w:after': after })
const side = (name: string, width: number, from: number, of: string): string =>
  element(`w:${name}`, { 'w:val': 'single', 'w:sz': width, 'w:space': from, 'w:color': of })
const leftRule = element('w:pBdr', {}, side('left', 32, 8, blue))
const box = element('w:pBdr', {}, ...['top', 'left', 'bottom', 'right'].map(name => side(name, 12, 6, blue)))
const aside = element('w:ind', { 'w:left': 200 })
const boxed = element('w:ind', { 'w:left': 140, 'w:right': 140 })

interface Style {
  id: string
  name: string
  next?: string
  /** Properties in the order that the schema wants. */
  paragraph?: readonly string[]
  run?: readonly string[]
}

const outline = (level: number): string => valued('w:outlineLvl', level)

const paragraphs: readonly Style[] = [
  {
    id: 'BodyText',
    name: 'Body Text',
    paragraph: [element('w:spacing', { 'w:after': 140, 'w:line': 300, 'w:lineRule': 'auto' })],
  },
  {
    id: 'Lead',
    name: 'Lead',
    next: 'ListParagraph',
    paragraph: [withNext, element('w:spacing', { 'w:after': 140, 'w:line': 300, 'w:lineRule': 'auto' })],
  },
  { id: 'Title', name: 'Title', next: 'Subtitle', paragraph: [withNext, space(220, 110)], run: [bold, size(24)] },
  { id: 'Subtitle', name: 'Subtitle', next: 'BodyText', paragraph: [space(0, 340)], run: [colour(quiet), size(13)] },
  { id: 'Notice', name: 'Notice', paragraph: [box, space(60, 260), boxed], run: [bold] },
  {
    id: 'Heading1',
    name: 'heading 1',
    next: 'BodyText',
    paragraph: [withNext, space(500, 170), outline(0)],
    run: [bold, size(18)],
  },
  {
    id: 'Heading2',
    name: 'heading 2',
    next: 'BodyText',
    paragraph: [withNext, space(340, 110), outline(1)],
    run: [bold, size(14)],
  },
  {
    id: 'ListParagraph',
    name: 'List Paragraph',
    paragraph: [element('w:spacing', { 'w:after': 70, 'w:line': 300, 'w:lineRule': 'auto' })],
  },
  { id: 'Caption', name: 'caption', paragraph: [withNext, space(280, 80)], run: [bold] },
  { id: 'Detail', name: 'Detail', paragraph: [withNext, space(0, 110)], run: [colour(quiet)] },
  { id: 'Picture', name: 'Picture', paragraph: [space(0, 110)] },
  { id: 'Remark', name: 'Remark', paragraph: [space(80, 0)], run: [colour(quiet), size(9)] },
  { id: 'NoteTitle', name: 'Note Title', paragraph: [withNext, leftRule, space(220, 0), aside], run: [bold] },
  { id: 'Note', name: 'Note', paragraph: [leftRule, space(0, 220), aside] },
  { id: 'TableText', name: 'Table Text', run: [size(9)] },
  { id: 'TableTextKept', name: 'Table Text Kept', paragraph: [withNext], run: [size(9)] },
  { id: 'TableHeading', name: 'Table Heading', paragraph: [withNext], run: [bold, size(9)] },
  { id: 'Footer', name: 'footer', paragraph: [valued('w:jc', 'center')], run: [size(9)] },
]

const characters: readonly Style[] = [
  { id: 'strong', name: 'Strong', run: [bold] },
  { id: 'emphasis', name: 'Emphasis', run: [italic] },
  { id: 'strong-emphasis', name: 'Strong Emphasis', run: [bold, italic] },
  { id: 'code', name: 'Code', run: [fonts('Liberation Mono')] },
  { id: 'Hyperlink', name: 'Hyperlink', run: [colour(blue), valued('w:u', 'single')] },
]

/** The styles of a text document. */
export function docxStyles(language: string): string {
  return officeXml(
    'w:styles',
    { 'xmlns:w': names.word },
    element('w:docDefaults', {}, element('w:rPrDefault', {}, plain(language)), element('w:pPrDefault')),
    element('w:style', { 'w:type': 'paragraph', 'w:default': 1, 'w:styleId': 'Normal' }, valued('w:name', 'Normal')),
    ...paragraphs.map(style => named('paragraph', style)),
    ...characters.map(style => named('character', style)),
    table,
  )
}

const plain = (language: string): string =>
  element('w:rPr', {}, fonts('Arial'), colour(ink), size(11), element('w:lang', { 'w:val': language }))

function fonts(name: string): string {
  return element('w:rFonts', { 'w:ascii': name, 'w:hAnsi': name, 'w:cs': name })
}

function named(type: 'paragraph' | 'character', { id, name, next, paragraph = [], run = [] }: Style): string {
  return element(
    'w:style',
    { 'w:type': type, 'w:styleId': id },
    valued('w:name', name),
    ...(type === 'paragraph' ? [valued('w:basedOn', 'Normal')] : []),
    ...(next === undefined ? [] : [valued('w:next', next)]),
    element('w:qFormat'),
    ...(paragraph.length === 0 ? [] : [element('w:pPr', {}, ...paragraph)]),
    ...(run.length === 0 ? [] : [element('w:rPr', {}, ...run)]),
  )
}

const table = element(
  'w:style',
  { 'w:type': 'table', 'w:styleId': 'ReportTable' },
  valued('w:name', 'Report Table'),
  element(
    'w:tblPr',
    {},
    element('w:tblBorders', {}, side('bottom', 4, 0, line), side('insideH', 4, 0, line)),
    element(
      'w:tblCellMar',
      {},
      ...Object.entries({ top: 40, left: 0, bottom: 40, right: 160 }).map(([name, width]) =>
        element(`w:${name}`, { 'w:w': width, 'w:type': 'dxa' }),
      ),
    ),
  ),
  element(
    'w:tblStylePr',
    { 'w:type': 'firstRow' },
    element('w:tcPr', {}, element('w:tcBorders', {}, side('bottom', 8, 0, ink))),
  ),
)
