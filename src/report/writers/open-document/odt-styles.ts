import type { ParagraphStyle } from '../text-documents/flow.ts'
import { listLevels, page } from '../text-documents/measures.ts'
import { element } from '../xml.ts'
import { xmlPart } from './package.ts'

export type Properties = Readonly<Record<string, string | number>>

/** The style of each kind of paragraph, by the name that it has in the file. */
export const paragraphStyles: Readonly<Record<ParagraphStyle, string>> = {
  title: 'Title',
  subtitle: 'Subtitle',
  notice: 'Notice',
  body: 'Text_20_body',
  lead: 'Lead',
  label: 'Caption',
  detail: 'Detail',
  remark: 'Remark',
  'note-title': 'Note_20_Title',
  note: 'Note',
}

export const ink = '#0b0c0c'
const quiet = '#484d51'
const blue = '#12436d'
const bold = { 'fo:font-weight': 'bold' }
const small = { 'fo:font-size': '9pt' }
const withNext = { 'fo:keep-with-next': 'always' }

interface Paragraph {
  name: string
  parent?: string
  next?: string
  level?: number
  paragraph?: Properties
  text?: Properties
}

const paragraphs: readonly Paragraph[] = [
  { name: 'Standard' },
  {
    name: 'Text_20_body',
    parent: 'Standard',
    paragraph: { 'fo:margin-bottom': '2.5mm', 'fo:line-height': '125%', 'fo:orphans': 2, 'fo:widows': 2 },
  },
  { name: 'Lead', parent: 'Text_20_body', next: 'List_20_Contents', paragraph: withNext },
  {
    name: 'Title',
    parent: 'Standard',
    paragraph: { 'fo:margin-top': '4mm', 'fo:margin-bottom': '2mm', ...withNext },
    text: { ...bold, 'fo:font-size': '24pt' },
  },
  {
    name: 'Subtitle',
    parent: 'Standard',
    paragraph: { 'fo:margin-bottom': '6mm' },
    text: { 'fo:font-size': '13pt', 'fo:color': quiet },
  },
  {
    name: 'Notice',
    parent: 'Standard',
    paragraph: { 'fo:margin-bottom': '4mm', 'fo:padding': '2.5mm', 'fo:border': `1.5pt solid ${blue}` },
    text: bold,
  },
  {
    name: 'Heading_20_1',
    parent: 'Standard',
    next: 'Text_20_body',
    level: 1,
    paragraph: { 'fo:margin-top': '9mm', 'fo:margin-bottom': '3mm', ...withNext },
    text: { ...bold, 'fo:font-size': '18pt' },
  },
  {
    name: 'Heading_20_2',
    parent: 'Standard',
    next: 'Text_20_body',
    level: 2,
    paragraph: { 'fo:margin-top': '6mm', 'fo:margin-bottom': '2mm', ...withNext },
    text: { ...bold, 'fo:font-size': '14pt' },
  },
  { name: 'List_20_Contents', parent: 'Text_20_body', paragraph: { 'fo:margin-bottom': '1.2mm' } },
  {
    name: 'Caption',
    parent: 'Standard',
    paragraph: { 'fo:margin-top': '5mm', 'fo:margin-bottom': '1.5mm', ...withNext },
    text: bold,
  },
  {
    name: 'Detail',
    parent: 'Standard',
    paragraph: { 'fo:margin-bottom': '2mm', ...withNext },
    text: { 'fo:color': quiet },
  },
  { name: 'Picture', parent: 'Standard', paragraph: { 'fo:margin-bottom': '2mm' } },
  {
    name: 'Remark',
    parent: 'Standard',
    paragraph: { 'fo:margin-top': '1.5mm' },
    text: { ...small, 'fo:color': quiet },
  },
  {
    name: 'Note_20_Title',
    parent: 'Standard',
    paragraph: { 'fo:margin-top': '4mm', 'fo:padding-left': '3mm', 'fo:border-left': `4pt solid ${blue}`, ...withNext },
    text: bold,
  },
  {
    name: 'Note',
    parent: 'Standard',
    paragraph: { 'fo:margin-bottom': '4mm', 'fo:padding-left': '3mm', 'fo:border-left': `4pt solid ${blue}` },
  },
  { name: 'Table_20_Contents', parent: 'Standard', text: small },
  { name: 'Table_20_Contents_20_Number', parent: 'Table_20_Contents', paragraph: { 'fo:text-align': 'end' } },
  { name: 'Table_20_Heading', parent: 'Table_20_Contents', paragraph: withNext, text: bold },
  { name: 'Table_20_Heading_20_Number', parent: 'Table_20_Heading', paragraph: { 'fo:text-align': 'end' } },
  { name: 'Footer', parent: 'Standard', paragraph: { 'fo:text-align': 'center' }, text: small },
]

const spans: Readonly<Record<string, Properties>> = {
  strong: bold,
  emphasis: { 'fo:font-style': 'italic' },
  'strong-emphasis': { ...bold, 'fo:font-style': 'italic' },
  code: { 'style:font-name': 'Liberation Mono', 'fo:font-size': '90%' },
  link: { 'fo:color': blue, 'style:text-underline-style': 'solid', 'style:text-underline-width': 'auto' },
}

/** The styles of a text document with its page. */
export function odtStyles(language: string): string {
  return xmlPart(
    'office:document-styles',
    element(
      'office:font-face-decls',
      {},
      font('Arial', 'swiss', 'variable'),
      font('Liberation Mono', 'modern', 'fixed'),
    ),
    element(
      'office:styles',
      {},
      plainStyle(language),
      ...paragraphs.map(paragraphStyle),
      ...Object.entries(spans).map(spanStyle),
      ...lists,
    ),
    element('office:automatic-styles', {}, pageLayout),
    element('office:master-styles', {}, masterPage),
  )
}

const font = (name: string, family: string, pitch: string): string =>
  element('style:font-face', {
    'style:name': name,
    'svg:font-family': `'${name}'`,
    'style:font-family-generic': family,
    'style:font-pitch': pitch,
  })

function plainStyle(language: string): string {
  const [code = '', country = ''] = language.split('-')
  const text = {
    'style:font-name': 'Arial',
    'fo:font-size': '11pt',
    'fo:color': ink,
    'fo:language': code,
    'fo:country': country,
  }
  return element('style:default-style', { 'style:family': 'paragraph' }, element('style:text-properties', text))
}

function paragraphStyle({ name, parent, next, level, paragraph, text }: Paragraph): string {
  const attributes = {
    'style:name': name,
    'style:display-name': name.replaceAll('_20_', ' '),
    'style:family': 'paragraph',
    'style:parent-style-name': parent,
    'style:next-style-name': next,
    'style:default-outline-level': level,
  }
  return element(
    'style:style',
    attributes,
    ...(paragraph === undefined ? [] : [element('style:paragraph-properties', paragraph)]),
    ...(text === undefined ? [] : [element('style:text-properties', text)]),
  )
}

const spanStyle = ([name, text]: [string, Properties]): string =>
  element('style:style', { 'style:name': name, 'style:family': 'text' }, element('style:text-properties', text))

const indent = (level: number): string =>
  element(
    'style:list-level-properties',
    { 'text:list-level-position-and-space-mode': 'label-alignment' },
    element('style:list-level-label-alignment', {
      'text:label-followed-by': 'listtab',
      'fo:text-indent': '-7mm',
      'fo:margin-left': `${7 * level}mm`,
    }),
  )
const levels = Array.from({ length: listLevels }, (_, depth) => depth + 1)
const lists = [
  element(
    'text:list-style',
    { 'style:name': 'Bullets' },
    ...levels.map(level =>
      element('text:list-level-style-bullet', { 'text:level': level, 'text:bullet-char': '•' }, indent(level)),
    ),
  ),
  element(
    'text:list-style',
    { 'style:name': 'Numbers' },
    ...levels.map(level =>
      element(
        'text:list-level-style-number',
        { 'text:level': level, 'style:num-format': '1', 'style:num-suffix': '.' },
        indent(level),
      ),
    ),
  ),
]

const pageLayout = element(
  'style:page-layout',
  { 'style:name': 'a4' },
  element('style:page-layout-properties', {
    'fo:page-width': `${page.width}mm`,
    'fo:page-height': `${page.height}mm`,
    'fo:margin': `${page.margin}mm`,
    'style:print-orientation': 'portrait',
  }),
  element(
    'style:footer-style',
    {},
    element('style:header-footer-properties', { 'fo:margin-top': '5mm', 'fo:min-height': '5mm' }),
  ),
)
const masterPage = element(
  'style:master-page',
  { 'style:name': 'Standard', 'style:page-layout-name': 'a4' },
  element(
    'style:footer',
    {},
    element(
      'text:p',
      { 'text:style-name': 'Footer' },
      element('text:page-number', { 'text:select-page': 'current' }, '1'),
    ),
  ),
)
