import { sumOf } from '../../../core/lists.ts'
import { plainText, type Table } from '../../document.ts'

/** Lengths of an A4 page, in millimetres. */
export const page = { width: 210, height: 297, margin: 20 } as const

/** Width of the text, in millimetres. */
export const textWidth = page.width - 2 * page.margin

/** A table of so many rows, or fewer, stays on one page. */
export const shortTable = 10

/** Lists inside lists have marks of their own down to this depth. */
export const listLevels = 6

const pixelsPerInch = 96
const millimetresPerInch = 25.4

/** A picture leaves room on its page for a heading, its title and its subtitle, which stay with it. */
const tallest = page.height - 2 * page.margin - 50

/** Size on paper, in millimetres, of a PNG that was drawn at twice its size: never wider than the text, nor too tall for a page. */
export function pictureSize(png: Uint8Array): { width: number; height: number } {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [across, down] = [header.getUint32(16), header.getUint32(20)]
  const width = Math.min(textWidth, (across / 2 / pixelsPerInch) * millimetresPerInch, (tallest * across) / down)
  return { width, height: (width * down) / across }
}

/** Characters of the small type of tables that fit into the width of the text. */
const charactersAcross = 105
const betweenColumns = 3.5
const longestLine = 60

/**
 * Widths of the columns of a table, in millimetres: each holds its longest word, and what is left goes to those with longer
 * texts. A table of short texts is narrower than the page.
 */
export function columnWidths({ columns, rows }: Pick<Table, 'columns' | 'rows'>): number[] {
  const texts = columns.map(({ title }, at) => [title, ...rows.map(row => row[at] ?? '')].map(plainText))
  const least = texts.map(cells => betweenColumns + longest(cells.flatMap(cell => cell.split(/\s+/))))
  const more = texts.map((cells, at) =>
    Math.max(0, Math.min(longest(cells), longestLine) + betweenColumns - least[at]!),
  )
  const spare = Math.max(0, charactersAcross - sumOf(least))
  const share = Math.min(1, spare / Math.max(1, sumOf(more)))
  const characters = least.map((each, at) => each + share * more[at]!)
  const perCharacter = textWidth / Math.max(charactersAcross, sumOf(characters))
  return characters.map(each => each * perCharacter)
}

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(each => [...each].length))
