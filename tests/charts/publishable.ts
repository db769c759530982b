import { expect } from 'vitest'
import { type Chart, renderChart, renderSvg } from '../../src/charts/index.ts'
import { contrastRatio, gridline, panel } from '../../src/charts/theme.ts'
import { expectReadable } from './readable.ts'
import { svgTexts } from './svg-texts.ts'

const leastForText = 4.5
const leastForShapes = 3

/** Every drawing of a chart, at both widths, with its title and without. */
export async function drawingsOf(chart: Chart): Promise<[name: string, svg: string][]> {
  const { id, title, description } = chart
  const narrowSvg = await renderSvg(chart.narrowSpec, { id: `${id}-narrow-svg`, title, description })
  return Object.entries({ ...(await renderChart(chart)), narrowSvg })
}

/** A chart whose text stands on paper can be read in each of its drawings, by whoever does not see it too. */
export async function expectPublishable(chart: Chart): Promise<void> {
  expect(chart.description).not.toMatch(/undefined|NaN|Infinity/)
  for (const [name, svg] of await drawingsOf(chart)) {
    expectReadable(name, svg)
    expectContrast(name, svg)
    expect(svg, name).toMatch(/<title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+<\/desc>/)
    expect(svg, name).not.toMatch(/NaN|Infinity|undefined/)
  }
}

/** Text by 4.5 to 1 and shapes by 3 to 1 against paper; gridlines are meant to stand back. */
function expectContrast(name: string, svg: string): void {
  for (const { fill, text } of svgTexts(svg)) {
    expect(contrastRatio(fill, panel), `${name}: ${text}`).toBeGreaterThanOrEqual(leastForText)
  }
  const shapes = svg.replace(/<text.*?<\/text>/gs, '').matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/gi)
  for (const colour of new Set([...shapes].map(([, found = '']) => found.toUpperCase()))) {
    if (colour !== panel && colour !== gridline) {
      expect(contrastRatio(colour, panel), `${name}: ${colour}`).toBeGreaterThanOrEqual(leastForShapes)
    }
  }
}
