/** A report as a tree of blocks. Writers turn one document into HTML or Markdown, so the words and numbers are the same in each. */
export interface Document {
  title: string
  subtitle: string
  language: 'en-GB'
  /** What a reader must know first, as that the data are a reconstruction. */
  notices: readonly Text[]
  sections: readonly Section[]
}

/** A part of a document, with its heading. */
export interface Section {
  /** Unique in the document; the anchor of the section. */
  id: string
  title: string
  blocks: readonly Block[]
}

/** Running text: a plain string, or parts with emphasis and links. */
export type Text = string | readonly Inline[]

export type Inline =
  | string
  | { kind: 'strong' | 'emphasis' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  /** A word from a closed list, as a verdict, set off so that the eye finds it; the word alone says it all. */
  | { kind: 'tag'; text: string; tone: Tone }

/** `sound`: stands; `plain`: no remark; `open`: cannot be said; `fault`: does not stand. */
export type Tone = 'sound' | 'plain' | 'open' | 'fault'

/** A part of a section. */
export type Block = Heading | Paragraph | List | Table | Figure | Note

/** A heading inside a section. */
export interface Heading {
  kind: 'heading'
  text: string
}

export interface Paragraph {
  kind: 'paragraph'
  text: Text
}

export interface List {
  kind: 'list'
  ordered: boolean
  items: readonly Text[]
}

export interface Column {
  title: string
  /** `heading`: names its row; `number`: set to the right. */
  kind: 'heading' | 'text' | 'number'
}

export interface Table {
  kind: 'table'
  /** Unique in the document. */
  id: string
  caption: string
  columns: readonly Column[]
  rows: readonly (readonly Text[])[]
  notes: readonly Text[]
}

/** A chart with its words, its numbers and its files. */
export interface Figure {
  kind: 'figure'
  /** Unique in the document. */
  id: string
  /** As "Figure 1". */
  label: string
  title: string
  subtitle: string
  /** Text alternative. */
  description: string
  /** SVG markup for a wide and for a narrow page. */
  svg: { wide: string; narrow: string }
  /** Address of the drawing for writers that point at it. */
  image: string
  data: Omit<Table, 'kind' | 'id' | 'caption'>
  files: readonly { title: string; href: string }[]
}

/** A remark set apart from the text. */
export interface Note {
  kind: 'note'
  title: string
  text: Text
}

export function inlines(text: Text): readonly Inline[] {
  return typeof text === 'string' ? [text] : text
}

/** The words of a text without emphasis. */
export function plainText(text: Text): string {
  return inlines(text)
    .map(part => (typeof part === 'string' ? part : part.text))
    .join('')
}

const safeAddress = /^(?:https?:\/\/|mailto:|#|\.{0,2}\/|[^:/?#]+(?:[/?#]|$))/i

/** Whether a link may point there: a page, a mail address or a file beside the report, and no script. */
export function isSafeAddress(href: string): boolean {
  return safeAddress.test(href)
}
