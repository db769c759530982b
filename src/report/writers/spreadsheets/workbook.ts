import {
  type Block,
  type Document,
  type Inline,
  inlines,
  plainText,
  type Table,
  type Text,
  text,
} from '../../document.ts'
import { oneLine } from '../characters.ts'
import { type Cell, numberOf } from './numbers.ts'

/** Width in characters of a column of sentences. */
export const wideColumn = 90

/** The tables of a document as the Analysis Function wants spreadsheets: a cover, contents, notes, and one table a sheet. */
export interface Workbook {
  title: string
  language: string
  /** The cover first. */
  sheets: readonly Sheet[]
}

/** A sheet: lines from A1 down and, below them, at most one table. */
export interface Sheet {
  name: string
  /** The first is the title. */
  lines: readonly string[]
  table?: SheetTable
}

export interface SheetTable {
  /** Unique in the workbook, and a name that programs allow. */
  name: string
  header: readonly string[]
  /** Whether a column is one of numbers, to the right. */
  right: readonly boolean[]
  rows: readonly (readonly Cell[])[]
  /** Widths of the columns in characters. */
  widths: readonly number[]
}

/** A table of a document or of a figure, with its name. */
interface NamedTable {
  id: string
  title: Text
  detail?: Text
  table: Pick<Table, 'columns' | 'rows' | 'notes'>
}

/** The workbook of a document: every table of it, and the numbers of every figure. */
export function workbookOf({ title, subtitle, language, notices, sections }: Document): Workbook {
  const tables = tablesOf(sections)
  const notes = [...new Set(tables.flatMap(({ table }) => table.notes.map(cellText)))]
  const sheets = tables.map((each, at) => tableSheet(each, at + 1, notes))
  const words = oneLine(plainText(title))
  const contents = [...(notes.length === 0 ? [] : [notesSheet(notes)]), ...sheets]
  return {
    title: words,
    language,
    sheets: [
      cover([words, ...[subtitle, ...notices].map(cellText)], tables.length),
      contentsSheet(contents),
      ...contents,
    ],
  }
}

/** The tables of sections in their order. */
export const tablesOf = (sections: Document['sections']): NamedTable[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap(tableOf))

function tableOf(block: Block): NamedTable[] {
  if (block.kind === 'table') return [{ id: block.id, title: block.caption, table: block }]
  if (block.kind !== 'figure') return []
  const { id, label, title, subtitle, data } = block
  return [{ id, title: text`${label}. ${title}`, detail: subtitle, table: data }]
}

function cover(lines: readonly string[], tables: number): Sheet {
  const about = [
    `${tables === 1 ? 'There is one table' : `There are ${tables} tables`}, each on a worksheet of its own; the Contents worksheet lists them.`,
    'Numbers are stored as they are shown, rounded. The words around the tables are in the report.',
  ]
  return { name: 'Cover', lines: [...lines.filter(line => line !== ''), ...about] }
}

function contentsSheet(sheets: readonly Sheet[]): Sheet {
  const rows = sheets.map(({ name, lines }): Cell[] => [
    { kind: 'text', text: name, sheet: name },
    { kind: 'text', text: lines[0] ?? '' },
  ])
  return plainSheet('Contents', 'Contents', ['Worksheet', 'Title'], rows)
}

function notesSheet(notes: readonly string[]): Sheet {
  const rows = notes.map((note, at): Cell[] => [
    { kind: 'text', text: mark(at) },
    { kind: 'text', text: note },
  ])
  return plainSheet('Notes', 'Notes', ['Note', 'Text'], rows)
}

const plainSheet = (name: string, title: string, header: readonly string[], rows: readonly Cell[][]): Sheet => ({
  name,
  lines: [title, oneTable],
  table: {
    name: `sheet_${name.toLowerCase()}`,
    header,
    right: [false, false],
    rows,
    widths: [leadWidth([title, oneTable]), wideColumn],
  },
})

const oneTable = 'This worksheet contains one table.'
const mark = (note: number): string => `[note ${note + 1}]`

function tableSheet({ id, title, detail, table }: NamedTable, number: number, notes: readonly string[]): Sheet {
  const { columns } = table
  const header = uniqueTitles(columns.map(column => cellText(column.title)))
  // A table without a row would be none for programs.
  const filled = table.rows.length === 0 ? [[]] : table.rows
  const rows = filled.map(row => columns.map(({ kind }, at) => cellOf(row[at] ?? '', kind)))
  const marks = table.notes.map(note => mark(notes.indexOf(cellText(note))))
  const lines = [
    `Table ${number}: ${cellText(title)}`,
    oneTable,
    ...(detail === undefined ? [] : [cellText(detail)]),
    ...(marks.length === 0 ? [] : [`Notes, explained on the Notes worksheet: ${marks.join(' ')}`]),
    ...shorthandLines(rows),
  ]
  const widths = columns.map(({ kind }, at) =>
    Math.max(
      at === 0 ? leadWidth(lines) : 0,
      columnWidth(kind, [header[at] ?? '', ...rows.map(row => row[at]?.text ?? '')]),
    ),
  )
  const right = columns.map(({ kind }) => kind === 'number')
  return {
    name: `Table_${number}`,
    lines,
    table: { name: `table_${number}_${safeName(id)}`, header, right, rows, widths },
  }
}

/** Signs in place of what a cell does not hold, by the Analysis Function's rules. */
const shorthand: Readonly<Record<string, string>> = {
  '[c]': 'withheld to protect confidentiality',
  '[x]': 'not available',
  '[z]': 'does not apply',
}

function shorthandLines(rows: readonly (readonly Cell[])[]): string[] {
  const used = new Set(rows.flat().map(({ text: words }) => words))
  const explained = Object.entries(shorthand).filter(([sign]) => used.has(sign))
  return explained.length === 0
    ? []
    : [`Shorthand: ${explained.map(([sign, meaning]) => `${sign} ${meaning}`).join('; ')}.`]
}

/** A cell is never blank: what says that there is nothing is said by a sign. */
function cellOf(cell: Text, kind: Table['columns'][number]['kind']): Cell {
  const words = cellText(cell).trim()
  const sign = ['', '–', '—'].includes(words) ? '[z]' : words === 'not available' ? '[x]' : words
  return numberOf(cell, kind, sign) ?? { kind: 'text', text: sign, right: kind === 'number' }
}

/** The words of a text in one line. A cell has no links inside its text, so addresses of pages are written out. */
export const cellText = (words: Text): string => oneLine(inlines(words).map(cellPart).join(''))

function cellPart(part: Inline): string {
  if (typeof part === 'string') return part
  const words = inlines(part.text).map(cellPart).join('')
  const isPage = part.kind === 'link' && /^(?:https?|mailto):/i.test(part.href) && part.href !== words
  return isPage ? `${words} (${part.href})` : words
}

/** Titles of columns, none of them empty and each its own. */
function uniqueTitles(titles: readonly string[]): string[] {
  const taken = new Set<string>()
  return titles.map((title, at) => {
    const name = title.trim() === '' ? `Column ${at + 1}` : title.trim()
    const unique = taken.has(name.toLowerCase()) ? `${name} (column ${at + 1})` : name
    taken.add(unique.toLowerCase())
    return unique
  })
}

/** An id as a part of a name that programs allow. */
export const safeName = (id: string): string => id.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 100)

const widest = { heading: 44, text: 60, number: 24 } as const

/** Long lines above a table are wrapped in its first column, which is then no narrower than this. */
const widestLead = 60
const leadWidth = (lines: readonly string[]): number =>
  Math.min(widestLead, Math.max(...lines.map(line => [...line].length)))

function columnWidth(kind: keyof typeof widest, texts: readonly string[]): number {
  const [title = '', ...cells] = texts.map(each => [...each].length)
  return Math.max(10, Math.min(widest[kind], Math.max(Number(title), ...cells.map(Number)) + 3))
}
