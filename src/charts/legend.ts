import type { Layout } from './chart.ts'
import { textWidth } from './text-width.ts'
import { fontSize } from './theme.ts'

const entryRoom = 48

/** A legend above the plot: in a row where the entries fit, one under the other where they do not. */
export function legendFor(titles: readonly string[], layout: Layout) {
  const needed = titles.reduce((total, title) => total + textWidth(title, fontSize) + entryRoom, 0)
  return { orient: 'top', direction: needed <= layout.width ? 'horizontal' : 'vertical' } as const
}
