/** A part of a text as its author wrote it, before references are looked up. `at` is its place in the file, from 0. */
export type AuthorPart =
  | { kind: 'words'; text: string; places: readonly number[] }
  /** `{{ payers_share.control.estimate | size }}` */
  | { kind: 'reference'; id: string; format: string; at: number; formatAt: number }
  /** `{{ "2015" }}` */
  | { kind: 'literal' | 'code'; text: string; at: number }
  | { kind: 'strong' | 'emphasis'; parts: readonly AuthorPart[] }
  | { kind: 'link'; parts: readonly AuthorPart[]; href: string; at: number }

/** What is written of a block in one piece, with the place of each character in the file. */
export interface Span {
  text: string
  /** Place of each character, and of the end. */
  places: readonly number[]
}

/** A reference that is opened and not closed. */
export interface Unclosed {
  at: number
}

/** A part that was read, and where the next one begins. */
interface Step {
  part: AuthorPart
  end: number
}

const markup = /[\\`*[\]{}_#|<>()!~"'.+-]/

/**
 * Splits a span into words, references, literals, code, emphasis and links. What opens none of these, as a lone asterisk or a
 * tag, is words.
 */
export function inlineParts({ text, places }: Span, unclosed: Unclosed[]): AuthorPart[] {
  const parts: AuthorPart[] = []
  let words: string[] = []
  let from: number[] = []
  const flush = (): void => {
    if (words.length > 0) parts.push({ kind: 'words', text: words.join(''), places: from })
    words = []
    from = []
  }
  for (let at = 0; at < text.length; ) {
    const step = marked({ text, places }, at, unclosed)
    if (step !== undefined) {
      flush()
      parts.push(step.part)
      at = step.end
      continue
    }
    const escaped = text[at] === '\\' && markup.test(text[at + 1] ?? '')
    const letter = escaped ? at + 1 : at
    words.push(text[letter] ?? '')
    from.push(places[letter] ?? 0)
    at = letter + 1
  }
  flush()
  return parts
}

/** What begins at a place, where something does. */
function marked(span: Span, at: number, unclosed: Unclosed[]): Step | undefined {
  const { text } = span
  if (text.startsWith('{{', at)) return reference(span, at, unclosed)
  if (text.startsWith('**', at)) return emphasis(span, at, '**', unclosed)
  if (text[at] === '*') return emphasis(span, at, '*', unclosed)
  if (text[at] === '`') return code(span, at)
  return text[at] === '[' ? link(span, at, unclosed) : undefined
}

function reference({ text, places }: Span, at: number, unclosed: Unclosed[]): Step | undefined {
  const close = text.indexOf('}}', at)
  const place = places[at] ?? 0
  if (close < 0) {
    unclosed.push({ at: place })
    return undefined
  }
  const inside = text.slice(at + 2, close)
  const end = close + 2
  const quoted = /^\s*"(.*)"\s*$/s.exec(inside)
  if (quoted !== null) return { part: { kind: 'literal', text: quoted[1] ?? '', at: place }, end }
  const bar = inside.indexOf('|')
  const [id, format] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)]
  const [idAt, formatAt] = [at + 2 + indent(id), at + 3 + bar + indent(format)].map(each => places[each] ?? place)
  return {
    part: { kind: 'reference', id: id.trim(), format: format.trim(), at: idAt ?? place, formatAt: formatAt ?? place },
    end,
  }
}

const indent = (text: string): number => text.length - text.trimStart().length

const within = ({ text, places }: Span, from: number, to: number): Span => ({
  text: text.slice(from, to),
  places: places.slice(from, to + 1),
})

function emphasis(span: Span, at: number, mark: '*' | '**', unclosed: Unclosed[]): Step | undefined {
  const from = at + mark.length
  const close = closing(span.text, from, mark)
  if (close === undefined) return undefined
  const parts = inlineParts(within(span, from, close), unclosed)
  return { part: { kind: mark === '*' ? 'emphasis' : 'strong', parts }, end: close + mark.length }
}

/** Where emphasis ends that begins at a letter: at the mark behind another letter. */
function closing(text: string, from: number, mark: '*' | '**'): number | undefined {
  if (!/\S/.test(text[from] ?? ' ')) return undefined
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text.startsWith('{{', at) && text.includes('}}', at)) at = text.indexOf('}}', at) + 1
    else if (text.startsWith(mark, at) && /\S/.test(text[at - 1] ?? ' ') && (mark === '**' || text[at + 1] !== '*'))
      return at
  }
  return undefined
}

function code({ text, places }: Span, at: number): Step | undefined {
  const close = text.indexOf('`', at + 1)
  if (close <= at + 1) return undefined
  return { part: { kind: 'code', text: text.slice(at + 1, close), at: places[at] ?? 0 }, end: close + 1 }
}

function link(span: Span, at: number, unclosed: Unclosed[]): Step | undefined {
  const found = /^\[((?:\\.|[^\]\\])+)\]\(([^()\s]+)\)/.exec(span.text.slice(at))
  if (found === null) return undefined
  const [whole, words = '', href = ''] = found
  const parts = inlineParts(within(span, at + 1, at + 1 + words.length), unclosed)
  return { part: { kind: 'link', parts, href, at: span.places[at] ?? 0 }, end: at + whole.length }
}
