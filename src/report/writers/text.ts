import {
  type Block,
  type Document,
  itemParts,
  type List,
  literal,
  plainText,
  type Section,
  type Table,
  type Text,
  text,
} from '../document.ts'
import { type TextColumn, textTable, wrapCharacters } from '../table.ts'

/** The document as plain text for a terminal of `width` characters; `Infinity` leaves every line whole. */
export function writeText({ title, notices, sections }: Document, width: number): string {
  const head = [plainText(title), ...notices.map(notice => wrapped(notice, width))]
  return `${[...head, ...sections.map(section => sectionText(section, width))].join('\n\n').trimEnd()}\n`
}

/** One section as plain text. */
export function sectionText({ title, blocks }: Section, width: number): string {
  return [underlined(title), ...blocks.map(block => blockText(block, width))].join('\n\n')
}

const underlined = (title: Text): string => `${plainText(title)}\n${'='.repeat([...plainText(title)].length)}`

function blockText(block: Block, width: number): string {
  switch (block.kind) {
    case 'heading':
      return plainText(block.text)
    case 'paragraph':
      return wrapped(block.text, width)
    case 'list':
      return listText(block, width)
    case 'note':
      return wrapped(text`${block.title}: ${block.text}`, width)
    case 'table':
      return tableText(block, width)
    case 'figure':
      return wrapped(text`${block.label}. ${block.title} (${literal(block.image)})`, width)
  }
}

function listText({ ordered, items }: List, width: number): string {
  return items
    .map((item, at) => {
      const { text: words, list } = itemParts(item)
      const mark = ordered ? `${at + 1}. ` : '- '
      const inside = width - mark.length
      const lines = wrapCharacters(plainText(words), inside)
      const own = list === undefined ? [] : listText(list, inside).split('\n')
      return [...lines, ...own].map((line, row) => (row === 0 ? mark : ' '.repeat(mark.length)) + line).join('\n')
    })
    .join('\n')
}

/** A table with its caption and notes as plain text. */
export function tableText({ caption, columns, rows, notes }: Table, width: number): string {
  const set = columns.map(
    ({ title, kind }): TextColumn => ({
      title: plainText(title),
      align: kind === 'number' ? 'right' : 'left',
      wrap: kind === 'text',
    }),
  )
  const body = textTable(
    set,
    rows.map(row => row.map(plainText)),
    width,
  )
  return [plainText(caption), body.trimEnd(), ...notes.map(note => wrapped(note, width))].join('\n')
}

const wrapped = (text: Text, width: number): string => wrapCharacters(plainText(text), width).join('\n')
