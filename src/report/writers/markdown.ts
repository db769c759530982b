import {
  type Block,
  type Column,
  type Document,
  type Figure,
  type Inline,
  inlines,
  isSafeAddress,
  itemParts,
  type List,
  plainText,
  type Section,
  type Table,
  type Text,
} from '../document.ts'

/** The document as Markdown with GitHub's tables; charts are pointed at, not contained. Same document, same bytes. */
export function writeMarkdown({ title, subtitle, notices, sections }: Document): string {
  const blocks = [
    `# ${textMarkdown(title)}`,
    lineText(subtitle),
    ...notices.map(notice => `> ${lineText(notice)}`),
    ...sections.flatMap(sectionMarkdown),
  ]
  return `${blocks.join('\n\n')}\n`
}

function sectionMarkdown({ title, blocks }: Section): string[] {
  return [`## ${textMarkdown(title)}`, ...blocks.flatMap(blockMarkdown)]
}

function blockMarkdown(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`### ${textMarkdown(block.text)}`]
    case 'paragraph':
      return [lineText(block.text)]
    case 'list':
      return [listLines(block).join('\n')]
    case 'table':
      return [`**${textMarkdown(block.caption)}**`, ...tableMarkdown(block)]
    case 'figure':
      return figureMarkdown(block)
    case 'note':
      return [`> **${textMarkdown(block.title)}**\n>\n> ${lineText(block.text)}`]
  }
}

/** A list inside an item is set in by the width of the item's mark. */
function listLines({ ordered, items }: List): string[] {
  return items.flatMap((item, at) => {
    const { text, list } = itemParts(item)
    const mark = ordered ? `${at + 1}. ` : '- '
    const own = list === undefined ? [] : listLines(list).map(line => ' '.repeat(mark.length) + line)
    return [mark + lineText(text), ...own]
  })
}

function tableMarkdown({ columns, rows, notes }: Pick<Table, 'columns' | 'rows' | 'notes'>): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = [
    line(columns.map(({ title }) => cellMarkdown(title))),
    line(columns.map(alignment)),
    ...rows.map(row => line(row.map(cellMarkdown))),
  ]
  return [body.join('\n'), ...notes.map(lineText)]
}

function alignment({ kind }: Column): string {
  return kind === 'number' ? '---:' : '---'
}

function figureMarkdown({ label, title, subtitle, description, image, data, files }: Figure): string[] {
  return [
    `**${textMarkdown(label)}. ${textMarkdown(title)}**`,
    lineText(subtitle),
    `![${escapeMarkdown(plainText(description))}](${address(image)})`,
    ...tableMarkdown(data),
    files.map(file => linkMarkdown(file.title, file.href)).join(' · '),
  ]
}

function textMarkdown(text: Text): string {
  return inlines(text).map(inlineMarkdown).join('')
}

/** In a cell a pipe ends the cell even inside code. */
function cellMarkdown(text: Text): string {
  const cell = (part: Inline) => {
    const written = inlineMarkdown(part)
    return typeof part !== 'string' && part.kind === 'code' ? written.replace(/\|/g, '\\|') : written
  }
  return inlines(text).map(cell).join('')
}

/** Text at the start of a line, where a number with a point or a sign would start a list. */
function lineText(text: Text): string {
  return textMarkdown(text)
    .trimStart()
    .replace(/^(?:[-+#=]|\d+(?=[.)]))/, mark => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`))
}

function inlineMarkdown(part: Inline): string {
  if (typeof part === 'string') return escapeMarkdown(part)
  switch (part.kind) {
    case 'value':
    case 'literal':
      return escapeMarkdown(part.text)
    case 'strong':
      return `**${textMarkdown(part.text)}**`
    case 'tag':
      return part.tone === 'fault' ? `**${escapeMarkdown(part.text)}**` : escapeMarkdown(part.text)
    case 'emphasis':
      return `*${textMarkdown(part.text)}*`
    case 'code':
      return codeMarkdown(part.text)
    case 'link':
      return linkMarkdown(part.text, part.href)
  }
}

/** A code span, fenced by more backticks than it contains. */
function codeMarkdown(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  const space = /^`|`$/.test(text) ? ' ' : ''
  return `${fence}${space}${oneLine(text)}${space}${fence}`
}

function linkMarkdown(text: Text, href: string): string {
  return isSafeAddress(href) ? `[${textMarkdown(text)}](${address(href)})` : textMarkdown(text)
}

function address(href: string): string {
  return href.replace(/[\s<>()|\\]/g, character => encodeURIComponent(character).replace(/[()]/g, encodeBracket))
}

function encodeBracket(character: string): string {
  return character === '(' ? '%28' : '%29'
}

/** Text in which no character has a meaning for Markdown or HTML. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ')
}
