import { textWidth } from '../text-width.ts'

/** What Vega's text mark says of its font. */
interface TextItem {
  fontSize?: number | null
  fontWeight?: string | number | null
  limit?: number | null
}

const vegaFontSize = 11
const boldFrom = 600

/** Text measure for Vega: width of a line from the table, no wider than the limit to which Vega shortens it. */
export function tableWidth(item: TextItem, text: unknown): number {
  const line = text === null || text === undefined ? '' : String(text).trim()
  const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= boldFrom
  const width = textWidth(line, item.fontSize ?? vegaFontSize, bold ? 'bold' : 'normal')
  return item.limit !== null && item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width
}
