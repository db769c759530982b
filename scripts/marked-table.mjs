import { readFileSync, writeFileSync } from 'node:fs'

/** Replaces the rows of the first table of a Markdown file, or of the first after a heading. */
export function replaceTable(path, rows, heading) {
  editTable(path, () => rows.map(rowText), heading)
}

/** Puts rows into the first table of a Markdown file, each in place of the row that begins with the same cell, in order of that cell. */
export function writeRows(path, rows) {
  editTable(path, lines => {
    const table = new Map(lines.map(line => [firstCell(line), line]))
    for (const cells of rows) table.set(cells[0], rowText(cells))
    return [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  })
}

function editTable(path, edit, heading) {
  const lines = readFileSync(path, 'utf8').split('\n')
  const from = heading === undefined ? 0 : lines.indexOf(heading)
  if (from < 0) throw new Error(`${path} has no heading "${heading}"`)
  const rule = lines.findIndex((line, at) => at >= from && /^\|\s*-+/.test(line))
  if (rule < 0) throw new Error(`${path} has no table`)
  let end = rule + 1
  while (lines[end]?.startsWith('|')) end++
  writeFileSync(
    path,
    [...lines.slice(0, rule + 1), ...edit(lines.slice(rule + 1, end)), ...lines.slice(end)].join('\n'),
  )
}

const rowText = cells => `| ${cells.join(' | ')} |`
const firstCell = line => line.split('|')[1].trim()
