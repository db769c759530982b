import type { Config } from 'vega-lite'

/** Categorical colours of the UK Government Analysis Function, in its order; at most four in one chart. */
export const palette = ['#12436D', '#28A197', '#801650', '#F46A25', '#3D3D3D', '#A285D1'] as const

/** Its colours for two categories. */
export const pairPalette = ['#12436D', '#F46A25'] as const

/** Greys that stay apart in a copy without colour: neighbours differ by half of the range or more. */
const greys = ['#434343', '#949494', '#0B0C0C', '#6B6B6B', '#2A2A2A', '#808080'] as const

/** Colours of a chart. Every theme has white for paper, black ink and the same sizes, so that layouts hold in all. */
export interface Theme {
  id: 'light' | 'print'
  /** Of what has no rival. */
  main: string
  /** Colours of so many categories, in their order. */
  categories(count: number): readonly string[]
}

/** The colours of the Analysis Function, for screens. */
export const light: Theme = {
  id: 'light',
  main: palette[0],
  categories: count => (count <= 2 ? pairPalette : palette).slice(0, count),
}

/** Greys, for a printer or a copier without colour. */
export const print: Theme = { id: 'print', main: greys[0], categories: count => greys.slice(0, count) }

export const themes = { light, print } as const

export const ink = '#0B0C0C'
export const panel = '#FFFFFF'
export const gridline = '#D9D9D9'
/** Of what stands behind something else, dark enough to be seen. */
export const muted = '#949494'

/** Arimo, Arial and Liberation Sans share their widths, so a layout measured for one holds in all. */
export const fontFamily = 'Arimo, Arial, Liberation Sans, Helvetica, sans-serif'
export const fontSize = 14
export const titleSize = 20
export const lineHeight = 17

/** Black or white, whichever reads better on a fill. */
export function labelColour(fill: string): string {
  return contrastRatio(fill, ink) >= contrastRatio(fill, panel) ? ink : panel
}

/** Contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrastRatio(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => linearLight(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function linearLight(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

const text = { color: ink, font: fontFamily, fontSize }

export const themeConfig: Config = {
  font: fontFamily,
  // A text mark without a size of its own would take 11 px.
  text,
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    grid: false,
    labelAngle: 0,
    labelColor: ink,
    labelFontSize: fontSize,
    labelFlush: false,
    labelLimit: 0,
    labelLineHeight: lineHeight,
    labelPadding: 6,
    titleColor: ink,
    titleFontSize: fontSize,
    titleFontWeight: 'normal',
    titleLimit: 0,
    titlePadding: 10,
    gridColor: gridline,
    gridWidth: 1,
  },
  legend: {
    orient: 'top',
    title: null,
    labelColor: ink,
    labelFontSize: fontSize,
    labelLimit: 0,
    symbolType: 'square',
    symbolSize: 180,
    symbolStrokeWidth: 0,
    symbolOpacity: 1,
    offset: 12,
    rowPadding: 6,
    columnPadding: 20,
  },
  title: {
    anchor: 'start',
    frame: 'bounds',
    color: ink,
    fontSize: titleSize,
    fontWeight: 'bold',
    lineHeight: 25,
    subtitleColor: ink,
    subtitleFontSize: fontSize,
    subtitleLineHeight: 19,
    subtitlePadding: 6,
    offset: 14,
    limit: 0,
  },
  locale: { number: { decimal: '.', thousands: ',', grouping: [3], currency: ['£', ''] } },
}
