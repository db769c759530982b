import type { Theme } from './theme.ts'

/** How the series of a chart are told apart: by colour, and by dash or shape for whoever does not see it. */
export interface SeriesStyle {
  colours: readonly string[]
  dashes: readonly (readonly number[])[]
  shapes: readonly string[]
}

const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 2, 5, 6]] as const
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'] as const

/** Styles of so many series, at most six, in their order. */
export function seriesStyle(count: number, theme: Theme): SeriesStyle {
  return { colours: theme.categories(count), dashes: dashes.slice(0, count), shapes: shapes.slice(0, count) }
}
