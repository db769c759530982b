import type { EngineRow } from './engine.ts'

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '0': '\0' }

/** The values of a line of ClickHouse's TabSeparated: the one format of all versions in which everything is text and NULL is told from text. */
export const tabSeparatedRow = (line: string): EngineRow => line.split('\t').map(cellValue)

function cellValue(cell: string): string | null {
  if (cell === '\\N') return null
  return cell.includes('\\') ? cell.replace(/\\(.)/gs, (_, escaped: string) => escapes[escaped] ?? escaped) : cell
}
