import { boldWidths, regularWidths, type WidthRun } from './text-widths.ts'

const regular = widthByCharacter(regularWidths)
const bold = widthByCharacter(boldWidths)

// Wider than any letter of the table, so that text in another script is given too much room rather than too little.
const unknownWidth = 1000

/** Width in pixels of a line of text in Arimo, Arial or Liberation Sans, without kerning. */
export function textWidth(text: string, size: number, weight: 'normal' | 'bold' = 'normal'): number {
  const widths = weight === 'bold' ? bold : regular
  let total = 0
  for (const character of text) total += widths.get(character) ?? unknownWidth
  return (total * size) / 1000
}

/**
 * Breaks text at spaces into lines no wider than `limit` pixels. What is still too wide is broken at its no-break
 * spaces, and then anywhere.
 */
export function wrapText(text: string, limit: number, size: number, weight: 'normal' | 'bold' = 'normal'): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words(text, limit, size, weight)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || textWidth(longer, size, weight) <= limit) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function words(text: string, limit: number, size: number, weight: 'normal' | 'bold'): string[] {
  return text
    .split(/[ \n\t]+/)
    .filter(word => word !== '')
    .flatMap(word => (textWidth(word, size, weight) <= limit ? word : word.split('\u00a0')))
    .flatMap(word => (textWidth(word, size, weight) <= limit ? word : piecesOf(word, limit, size, weight)))
}

function piecesOf(word: string, limit: number, size: number, weight: 'normal' | 'bold'): string[] {
  const pieces: string[] = []
  for (const character of word) {
    const longer = `${pieces.at(-1) ?? ''}${character}`
    if (pieces.length > 0 && textWidth(longer, size, weight) <= limit) pieces[pieces.length - 1] = longer
    else pieces.push(character)
  }
  return pieces
}

function widthByCharacter(runs: readonly WidthRun[]): Map<string, number> {
  return new Map(
    runs.flatMap(({ first, widths }) => widths.map((width, i) => [String.fromCodePoint(first + i), width] as const)),
  )
}
