import type { TopLevelSpec } from 'vega-lite'
import { wrapText } from './text-width.ts'
import { fontSize, light, panel, type Theme, themeConfig, titleSize } from './theme.ts'
import type { Unit } from './units.ts'

/** Words of a chart, which come from the trial's data. */
export interface ChartText {
  id: string
  /** The headline finding, about ten words. */
  title: string
  /** What is shown, where and when. */
  subtitle: string
  /** What a reader of any file of the chart must know, as that the data are a reconstruction. */
  notice?: string | null
}

export interface ChartColumn {
  id: string
  title: string
  unit: Unit | 'text'
  decimals: number
}

/** The numbers of a chart, for the table beside it; `null` where there is no value. */
export interface ChartTable {
  columns: readonly ChartColumn[]
  rows: readonly Readonly<Record<string, string | number | null>>[]
}

/** A drawn chart as Vega-Lite specifications, with its words and its numbers. */
export interface Chart extends ChartText {
  /** Text alternative that says every number of the chart. */
  description: string
  /** The chart with its title, as a file of its own. */
  spec: TopLevelSpec
  /** The same at the width of a telephone. */
  narrowSpec: TopLevelSpec
  /** The chart without title, for a page that prints the title itself: at the width of a page and of a telephone. */
  panels: { wide: TopLevelSpec; narrow: TopLevelSpec }
  table: ChartTable
}

/** One kind of chart: a pure function of its data. */
export interface ChartKind<Id extends string, Data extends ChartText> {
  id: Id
  title: string
  /** In the colours of `light` unless another theme is given. */
  draw(data: Data, theme?: Theme): Chart
}

export interface Layout {
  width: number
  /** Widest that a label of the vertical axis may be. */
  labelWidth: number
  theme: Theme
}

const padding = 8
const wide = { width: 640, labelWidth: 200 }
const narrow = { width: 288, labelWidth: 136 }

type LayeredSpec = Extract<TopLevelSpec, { layer: unknown }>
export type Layer = LayeredSpec['layer'][number]
export type Panel = Required<Pick<LayeredSpec, 'data' | 'height' | 'layer'>> & Pick<LayeredSpec, 'encoding' | 'resolve'>

/** Puts one drawing into the specs of a chart. */
export function makeChart(
  text: ChartText,
  description: string,
  table: ChartTable,
  drawPanel: (layout: Layout) => Panel,
  theme: Theme = light,
): Chart {
  const page = (layout: Size): TopLevelSpec => ({ ...frame(layout), ...drawPanel({ ...layout, theme }) })
  return { ...withSpecs(text, description, page), table }
}

/** A chart without its table from a spec that somebody wrote. One that is not a single view or layers keeps its own width. */
export function framed(text: ChartText, description: string, spec: TopLevelSpec): Omit<Chart, 'table'> {
  const isSingle = 'mark' in spec || 'layer' in spec
  const config = { ...themeConfig, ...spec.config }
  return withSpecs(text, description, size => {
    const { width, autosize, ...page } = frame(size)
    const fitted = isSingle ? { width, autosize } : {}
    return { ...page, ...spec, ...fitted, config } as TopLevelSpec
  })
}

type Size = Omit<Layout, 'theme'>

const frame = ({ width }: Size) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  width,
  autosize: { type: 'fit-x', contains: 'padding' } as const,
  padding,
  background: panel,
  config: themeConfig,
})

function withSpecs(text: ChartText, description: string, page: (size: Size) => TopLevelSpec): Omit<Chart, 'table'> {
  const { id, title, subtitle, notice = null } = text
  const said = notice === null ? description : `${description} ${notice}`
  const described = (size: Size): TopLevelSpec => ({ ...page(size), description: said })
  const titled = (size: Size): TopLevelSpec => ({
    ...described(size),
    title: wrappedTitle(text, size.width - 2 * padding),
  })
  const panels = { wide: described(wide), narrow: described(narrow) }
  return { id, title, subtitle, notice, description: said, spec: titled(wide), narrowSpec: titled(narrow), panels }
}

function wrappedTitle({ title, subtitle, notice }: ChartText, width: number): { text: string[]; subtitle: string[] } {
  const below = [subtitle, notice ?? ''].filter(words => words !== '')
  return {
    text: wrapText(title, width, titleSize, 'bold'),
    subtitle: below.flatMap(words => wrapText(words, width, fontSize)),
  }
}

/** Pixels between the vertical axis, whose labels take `labels` pixels, and the right edge. */
export function plotWidth(layout: Layout, labels: number): number {
  return layout.width - 2 * padding - labels
}

/** "Lines show 95% confidence intervals." */
export function intervalNote(level: number): string {
  return `Lines show ${intervalsText(level)}.`
}

/** "95% confidence intervals" */
export function intervalsText(level: number): string {
  return `${Number((level * 100).toPrecision(6))}% confidence intervals`
}

/** The text with a full stop, unless it ends a sentence already. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
