/** A column of a table in the terminal. */
export interface TextColumn {
  title: string
  align: 'left' | 'right'
  /** Whether the column may be wrapped to fit the width: the last such column gives way. */
  wrap?: boolean
}

const gutter = '  '
const narrowest = 16

/**
 * Rows as aligned plain text without borders, for a terminal of `width` characters. One column that may wrap is
 * narrowed to fit; nothing is cut. Lines have no spaces at their end; the text ends with a line break.
 */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[], width: number): string {
  const widths = columnWidths(columns, rows, width)
  const header = columns.map(({ title }) => title)
  const rule = widths.map(columnWidth => '-'.repeat(columnWidth))
  return [header, rule, ...rows].flatMap(row => rowLines(columns, row, widths)).join('')
}

function columnWidths(columns: readonly TextColumn[], rows: readonly (readonly string[])[], width: number): number[] {
  const natural = columns.map(({ title }, i) => Math.max(...[title, ...rows.map(row => row[i] ?? '')].map(characters)))
  const excess = natural.reduce((total, each) => total + each, gutter.length * (columns.length - 1)) - width
  const giving = columns.findLastIndex(column => column.wrap === true)
  return natural.map((each, i) => (i === giving && excess > 0 ? Math.max(narrowest, each - excess) : each))
}

function rowLines(columns: readonly TextColumn[], row: readonly string[], widths: readonly number[]): string[] {
  const cells = columns.map((_, i) => wrapCharacters(row[i] ?? '', widths[i] ?? 0))
  const height = Math.max(...cells.map(lines => lines.length))
  return Array.from({ length: height }, (_, line) => {
    const texts = cells.map((lines, i) => pad(lines[line] ?? '', widths[i] ?? 0, columns[i]?.align ?? 'left'))
    return `${texts.join(gutter).trimEnd()}\n`
  })
}

function pad(text: string, width: number, align: TextColumn['align']): string {
  const room = ' '.repeat(Math.max(0, width - characters(text)))
  return align === 'right' ? room + text : text + room
}

/** Text broken at spaces into lines of at most `width` characters; a longer word keeps a line of its own. */
export function wrapCharacters(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && characters(longer) > width) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return [...lines, line]
}

function characters(text: string): number {
  return [...text].length
}
