import { type AuthorPart, inlineParts, type Span, type Unclosed } from './inline-parts.ts'

/** A block of a text as its author wrote it. */
export type AuthorBlock = { kind: 'heading' | 'paragraph'; parts: readonly AuthorPart[] } | AuthorList

export interface AuthorList {
  kind: 'list'
  ordered: boolean
  items: readonly { parts: readonly AuthorPart[]; list: AuthorList | null }[]
}

/** A text of an author: Markdown with paragraphs, headings, lists, emphasis, code, links, and references to results. */
export interface AuthorText {
  /** Its first line, where that begins with one `#`. */
  title: readonly AuthorPart[] | null
  blocks: readonly AuthorBlock[]
  /** References that are opened and not closed. */
  unclosed: readonly Unclosed[]
}

/** A line with the place of its first character in the file. */
interface Line {
  text: string
  at: number
}

const item = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])\s+/
const heading = /^(#{1,6})\s+/

/** Reads the text of an author. Everything is a text: what is no markup of the above is words. */
export function parseAuthorText(source: string): AuthorText {
  const unclosed: Unclosed[] = []
  const chunks = chunksOf(linesOf(source))
  const [first] = chunks
  const titled = first?.[0] !== undefined && /^#\s/.test(first[0].text)
  const title = titled ? inlineParts(spanOf(first.slice(0, 1), heading), unclosed) : null
  return { title, blocks: chunks.slice(titled ? 1 : 0).map(chunk => blockOf(chunk, unclosed)), unclosed }
}

function linesOf(source: string): Line[] {
  const lines: Line[] = []
  let at = 0
  for (const text of source.split('\n')) {
    lines.push({ text: text.replace(/\r$/, ''), at })
    at += text.length + 1
  }
  return lines
}

/** Lines that belong together: a heading stands alone, a list or a paragraph ends at an empty line. */
function chunksOf(lines: readonly Line[]): Line[][] {
  const chunks: Line[][] = []
  let open: Line[] | undefined
  for (const line of lines) {
    if (line.text.trim() === '') open = undefined
    else if (heading.test(line.text)) {
      chunks.push([line])
      open = undefined
    } else if (open === undefined || (item.test(line.text) && !item.test(open[0]?.text ?? ''))) {
      open = [line]
      chunks.push(open)
    } else open.push(line)
  }
  return chunks
}

function blockOf(lines: readonly Line[], unclosed: Unclosed[]): AuthorBlock {
  const first = lines[0]?.text ?? ''
  if (heading.test(first)) return { kind: 'heading', parts: inlineParts(spanOf(lines, heading), unclosed) }
  return item.test(first) ? listOf(lines, unclosed) : { kind: 'paragraph', parts: inlineParts(spanOf(lines), unclosed) }
}

const nestedItem = /^ *(?:[-*+]|(\d{1,9})[.)])\s+/

/** A list: a mark that stands below the words of an item begins a list of that item. */
function listOf(lines: readonly Line[], unclosed: Unclosed[]): AuthorList {
  const items: { words: Line[]; nested: Line[] }[] = []
  let wordsAt = 0
  for (const line of lines) {
    const mark = nestedItem.exec(line.text)
    const last = items.at(-1)
    if (last === undefined || (mark !== null && /^ */.exec(line.text)![0].length < wordsAt)) {
      items.push({ words: [line], nested: [] })
      wordsAt = mark?.[0].length ?? 0
    } else if (mark !== null || last.nested.length > 0) last.nested.push(line)
    else last.words.push(line)
  }
  return {
    kind: 'list',
    ordered: nestedItem.exec(lines[0]?.text ?? '')?.[1] !== undefined,
    items: items.map(({ words, nested }) => ({
      parts: inlineParts(spanOf(words, nestedItem), unclosed),
      list: nested.length === 0 ? null : listOf(nested, unclosed),
    })),
  }
}

/** Lines as one text, their indents left out and a space between them; `mark` is left out before the first. */
function spanOf(lines: readonly Line[], mark = /^/): Span {
  const places: number[] = []
  let text = ''
  for (const [index, line] of lines.entries()) {
    const lead = (index === 0 ? (mark.exec(line.text)?.[0] ?? '') : '') || (/^\s*/.exec(line.text)?.[0] ?? '')
    const words = line.text.slice(lead.length).trimEnd()
    if (index > 0) {
      text += ' '
      places.push(line.at + lead.length - 1)
    }
    text += words
    for (let at = 0; at < words.length; at += 1) places.push(line.at + lead.length + at)
  }
  return { text, places: [...places, (places.at(-1) ?? 0) + 1] }
}
