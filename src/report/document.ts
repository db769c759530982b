/** A report as a tree of blocks. Writers turn one document into HTML or Markdown, so the words and numbers are the same in each. */
export interface Document {
  title: Text
  subtitle: Text
  language: 'en-GB'
  /** What a reader must know first, as that the data are a reconstruction. */
  notices: readonly Text[]
  sections: readonly Section[]
}

/** A part of a document, with its heading. */
export interface Section {
  /** Unique in the document; the anchor of the section. */
  id: string
  title: Text
  blocks: readonly Block[]
}

/**
 * Running text: words, or parts. A digit stands only in a `Value`, a `Literal` or code, so that every number of a report
 * says where it comes from.
 */
export type Text = string | readonly Inline[]

export type Inline =
  | string
  | Value
  | Literal
  | { kind: 'strong' | 'emphasis'; text: Text }
  /** What a reader may have to copy letter by letter: an id, a file name, a hash. */
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: Text; href: string }
  /** A word from a closed list, as a verdict, set off so that the eye finds it; the word alone says it all. */
  | { kind: 'tag'; text: string; tone: Tone }

/** A number of the trial as it is written, with the id of the result that it is. */
export interface Value {
  kind: 'value'
  /** As `payers_share.pwc_first.estimate`. */
  id: string
  text: string
}

/** Words whose digits are no result: those of a name, a citation, a date, a sentence that somebody wrote. */
export interface Literal {
  kind: 'literal'
  text: string
}

/** `sound`: stands; `plain`: no remark; `open`: cannot be said; `fault`: does not stand. */
export type Tone = 'sound' | 'plain' | 'open' | 'fault'

/** A part of a section. */
export type Block = Heading | Paragraph | List | Table | Figure | Note

/** A heading inside a section. */
export interface Heading {
  kind: 'heading'
  text: Text
}

export interface Paragraph {
  kind: 'paragraph'
  text: Text
}

export interface List {
  kind: 'list'
  ordered: boolean
  items: readonly ListItem[]
}

/** An item of a list, or an item with a list of its own. */
export type ListItem = Text | { text: Text; list: List }

/** The words of an item, and its own list where it has one. */
export const itemParts = (item: ListItem): { text: Text; list?: List } =>
  typeof item === 'object' && 'list' in item ? item : { text: item }

export interface Column {
  title: Text
  /** `heading`: names its row; `number`: set to the right. */
  kind: 'heading' | 'text' | 'number'
}

export interface Table {
  kind: 'table'
  /** Unique in the document. */
  id: string
  caption: Text
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
  label: Text
  title: Text
  subtitle: Text
  /** Text alternative. */
  description: Text
  /** SVG markup for a wide and for a narrow page. */
  svg: { wide: string; narrow: string }
  /** A drawing for paper as PNG at twice its size, for documents that cannot show SVG. */
  png?: Uint8Array
  /** Address of the drawing for writers that point at it. */
  image: string
  data: Omit<Table, 'kind' | 'id' | 'caption'>
  files: readonly { title: string; href: string }[]
}

/** A remark set apart from the text. */
export interface Note {
  kind: 'note'
  title: Text
  text: Text
}

/** A text from its words and what stands between them: text`${value} of ${total} cases`. */
export function text(words: TemplateStringsArray, ...parts: readonly (Text | Inline)[]): readonly Inline[] {
  return merged(words.flatMap((word, at) => [...inlines(word), ...inlines(parts[at] ?? '')]))
}

/** Texts with something between them: joined([a, b], ', '). */
export function joined(texts: readonly (Text | Inline)[], between: Text): readonly Inline[] {
  return merged(texts.flatMap((each, at) => [...(at === 0 ? [] : inlines(between)), ...inlines(each)]))
}

/** Words that follow words become one part. */
function merged(parts: readonly Inline[]): readonly Inline[] {
  const found: Inline[] = []
  for (const part of parts) {
    const last = found.at(-1)
    if (typeof part === 'string' && typeof last === 'string') found[found.length - 1] = last + part
    else found.push(part)
  }
  return found
}

export const literal = (words: string): Literal => ({ kind: 'literal', text: words })

/** The parts of a text, or the one part that it is. */
export function inlines(text: Text | Inline): readonly Inline[] {
  if (text === '') return []
  return typeof text === 'string' || 'kind' in text ? [text] : text
}

/** The words of a text without emphasis. */
export function plainText(text: Text): string {
  return inlines(text)
    .map(part => (typeof part === 'string' ? part : plainText(part.text)))
    .join('')
}

const safeAddress = /^(?:https?:\/\/|mailto:|#|\.{0,2}\/|[^:/?#]+(?:[/?#]|$))/i

/** Whether a link may point there: a page, a mail address or a file beside the report, and no script. */
export function isSafeAddress(href: string): boolean {
  return safeAddress.test(href)
}
