import type { Issue, Place } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { type Block, type Inline, isSafeAddress, type List, type ListItem, literal, type Text } from '../document.ts'
import { digitUntied, formatUnknown, linkUnsafe, referenceUnclosed, referenceUnknown } from '../issues.ts'
import { type NamedNumber, pWords, written } from '../numbers.ts'
import type { Results } from '../results.ts'
import { type AuthorBlock, type AuthorList, parseAuthorText } from './author-text.ts'
import { type AuthorFormat, authorFormat, fits } from './formats.ts'
import type { AuthorPart } from './inline-parts.ts'

/** A text of an author with its numbers in place, and every problem in it. */
export interface AuthorSection {
  /** Null where the text has no title of its own. */
  title: Text | null
  blocks: Block[]
  issues: Issue[]
}

/** Where a text comes from, and what it may refer to. */
interface Source {
  file: string
  text: string
  results: Results
}

/** Puts the numbers of results into the text of an author. */
export function authorSection(source: Source): AuthorSection {
  const parsed = parseAuthorText(source.text)
  const issues: Issue[] = []
  const words = (parts: readonly AuthorPart[]): Text => parts.flatMap(part => inlineOf(source, part, issues))
  const blocks = parsed.blocks.map(block => blockOf(block, words))
  const title = parsed.title === null ? null : words(parsed.title)
  const open = parsed.unclosed.map(({ at }) => referenceUnclosed(placeOf(source, at)))
  return { title, blocks, issues: [...issues, ...open].sort(byPlace) }
}

const byPlace = ({ place: a }: Issue, { place: b }: Issue): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)

function blockOf(block: AuthorBlock, words: (parts: readonly AuthorPart[]) => Text): Block {
  if (block.kind !== 'list') return { kind: block.kind, text: words(block.parts) }
  return listOf(block, words)
}

function listOf({ ordered, items }: AuthorList, words: (parts: readonly AuthorPart[]) => Text): List {
  const written = items.map(({ parts, list }): ListItem => {
    const own = words(parts)
    return list === null ? own : { text: own, list: listOf(list, words) }
  })
  return { kind: 'list', ordered, items: written }
}

function inlineOf(source: Source, part: AuthorPart, issues: Issue[]): readonly Inline[] {
  const inside = (parts: readonly AuthorPart[]): Text => parts.flatMap(each => inlineOf(source, each, issues))
  switch (part.kind) {
    case 'words':
      issues.push(...untied(source, part))
      return [part.text]
    case 'literal':
      return [literal(part.text)]
    case 'code':
      return [{ kind: 'code', text: part.text }]
    case 'strong':
    case 'emphasis':
      return [{ kind: part.kind, text: inside(part.parts) }]
    case 'link':
      if (!isSafeAddress(part.href)) issues.push(linkUnsafe(placeOf(source, part.at), part.href))
      return [{ kind: 'link', text: inside(part.parts), href: part.href }]
    case 'reference':
      return referenceOf(source, part, issues)
  }
}

type Reference = Extract<AuthorPart, { kind: 'reference' }>

const suggestions = 3

function referenceOf(
  source: Source,
  { id, format: words, at, formatAt }: Reference,
  issues: Issue[],
): readonly Inline[] {
  const { results } = source
  const number = results.find(id)
  const format = authorFormat(words)
  if (number === undefined) {
    const known = referable(results).map(each => each.id)
    issues.push(referenceUnknown(placeOf(source, at), id, nearest(id, known, suggestions)))
  }
  if (format === null || (number !== undefined && !fits(number, format))) {
    issues.push(formatUnknown(placeOf(source, formatAt), words, id))
    return []
  }
  return number === undefined ? [] : numberIn(number, format)
}

function numberIn(number: NamedNumber, { sign, ...writing }: AuthorFormat): readonly Inline[] {
  if (sign === undefined) return [written(number, writing)]
  return pWords(number).flatMap((part): Inline[] =>
    typeof part !== 'string' ? [part] : part === 'P ' ? [] : [part.slice(2)],
  )
}

/** The numbers that a text may refer to: all but those in sentences that are quoted. */
export const referable = ({ all }: Results): NamedNumber[] => all.filter(({ quoted }) => quoted === undefined)

/** Digits in words, with the letters about them. */
function untied(source: Source, { text, places }: Extract<AuthorPart, { kind: 'words' }>): Issue[] {
  const found = text.matchAll(/[\p{L}£−-]*\p{Nd}(?:[\p{L}\p{Nd}%]|[.,:/–-](?=\p{Nd}))*/gu)
  return [...found].map(match => digitUntied(placeOf(source, places[match.index] ?? 0), match[0]))
}

/** Line, column and the line itself of a place in the text. */
function placeOf({ file, text }: Source, at: number): Place {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  return { file, line, column, excerpt: (text.split('\n')[line - 1] ?? '').replace(/\r$/, '') }
}
