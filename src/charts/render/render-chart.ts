import type { Chart } from '../chart.ts'
import { renderSvg } from './render-svg.ts'

/** A chart drawn: as a file of its own, and as the two panels of a page. */
export interface RenderedChart {
  svg: string
  wide: string
  narrow: string
}

export async function renderChart(chart: Chart): Promise<RenderedChart> {
  const { id, title, description } = chart
  const panel = (spec: Chart['spec'], part: string) => renderSvg(spec, { id: `${id}${part}`, title, description })
  return {
    svg: await panel(chart.spec, ''),
    wide: await panel(chart.panels.wide, '-wide'),
    narrow: await panel(chart.panels.narrow, '-narrow'),
  }
}
