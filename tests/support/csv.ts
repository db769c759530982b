import { expect } from 'vitest'

/** RFC 4180, written for tests alone: cells of each record, quotes taken off. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]
    if (quoted && char === '"' && text[i + 1] === '"') {
      cell += '"'
      i += 1
    } else if (char === '"') quoted = !quoted
    else if (!quoted && (char === ',' || char === '\n')) {
      records.at(-1)?.push(cell)
      cell = ''
      if (char === '\n') records.push([])
    } else cell += char
  }
  expect(records.pop()).toEqual([])
  return records
}
