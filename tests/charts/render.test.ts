import fc from 'fast-check'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { describe, expect, it } from 'vitest'
import {
  type Chart,
  categoryShares,
  contrastsWithIntervals,
  renderChart,
  renderSvg,
  sharesWithIntervals,
  stackedShares,
  type Theme,
  themes,
} from '../../src/charts/index.ts'
import { specProblem } from '../../src/charts/spec-schema.ts'
import { contrastRatio } from '../../src/charts/theme.ts'
import { furtherCharts } from './further-charts.ts'
import { figure1, partPaymentCharts } from './part-payment.ts'
import { expectReadable } from './readable.ts'
import { svgTexts, viewBox } from './svg-texts.ts'

const drawings = async (chart: Chart) => Object.entries(await renderChart(chart))

const every = (theme?: Theme): Chart[] => [...partPaymentCharts(theme), ...furtherCharts(theme)]

describe.each(every().map(chart => [chart.id, chart] as const))('chart %s', (id, chart) => {
  it('has a spec that follows the schema of Vega-Lite, which compiles it without a warning', () => {
    for (const spec of [chart.spec, chart.panels.wide, chart.panels.narrow]) {
      // As JSON, which has no undefined.
      expect(specProblem(JSON.parse(JSON.stringify(spec)))).toBeUndefined()
      const warnings: unknown[] = []
      const note = (...words: readonly unknown[]) => {
        warnings.push(words)
        return logger
      }
      const logger = { level: () => logger as never, warn: note, error: note, info: () => logger, debug: () => logger }
      compile(spec, { logger })
      expect(warnings).toEqual([])
    }
  })

  it('has the spec that was looked at', async () => {
    await expect(`${JSON.stringify(chart.spec, null, 2)}\n`).toMatchFileSnapshot(`../golden/charts/${id}.vl.json`)
  })

  it('shows all of its text, upright, large enough and apart, at the width of a page and of a telephone', async () => {
    const rendered = await renderChart(chart)
    for (const [name, svg] of Object.entries(rendered)) expectReadable(name, svg)
    expect(viewBox(rendered.svg).width).toBe(640)
    expect(viewBox(rendered.wide).width).toBe(640)
    expect(viewBox(rendered.narrow).width).toBe(288)
    const shown = (svg: string) =>
      svgTexts(svg)
        .map(text => text.text)
        .join(' ')
    expect(shown(rendered.svg)).toContain(chart.title)
    expect(shown(rendered.svg)).toContain(chart.subtitle)
    expect(shown(rendered.wide)).not.toContain(chart.title)
  })

  it('is one image with a title and a description, and nothing inside is announced', async () => {
    for (const [, svg] of await drawings(chart)) {
      const [root = ''] = /^<svg[^>]*>/.exec(svg) ?? []
      expect(root).toMatch(/ role="img" aria-labelledby="[^" ]+-title" aria-describedby="[^" ]+-desc"/)
      const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(match => match[1])
      expect(root).toContain(`aria-labelledby="${ids[0]}"`)
      expect(root).toContain(`aria-describedby="${ids[1]}"`)
      expect(new Set(ids).size).toBe(ids.length)
      const inside = svg.slice(root.length)
      expect(inside).not.toMatch(/ (?:aria-[a-z]+|role|style|on[a-z]+)=/)
      expect(inside).toContain(`>${chart.title.replace('&', '&amp;')}</title>`)
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<image|<style|foreignObject/)
    }
  })

  it('is the same bytes each time', async () => {
    const [first, second] = await Promise.all([renderChart(chart), renderChart(chart)])
    expect(second).toEqual(first)
  })
})

describe.each(every(themes.print).map(chart => [chart.id, chart] as const))('chart %s in print', (_, chart) => {
  it('has no colour, and the layout that it has on screen', async () => {
    const rendered = await renderChart(chart)
    for (const [name, svg] of Object.entries(rendered)) {
      expectReadable(name, svg)
      for (const [colour = ''] of svg.matchAll(/#[0-9a-f]{6}/gi)) {
        const [red, green, blue] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
        expect(Math.max(red ?? 0, green ?? 0, blue ?? 0) - Math.min(red ?? 0, green ?? 0, blue ?? 0)).toBeLessThan(3)
      }
    }
    const onScreen = every(themes.light).find(({ id }) => id === chart.id)
    expect(chart.table).toEqual(onScreen?.table)
    expect(chart.description).toBe(onScreen?.description)
  })
})

it('draws figure 1 as it was looked at', async () => {
  const { svg } = await renderChart(sharesWithIntervals.draw(figure1))
  await expect(`${svg}\n`).toMatchFileSnapshot('../golden/charts/figure-1.svg')
})

it('keeps labels inside bars readable', async () => {
  const figure2 = partPaymentCharts()[1]
  if (figure2 === undefined) throw new Error('no figure 2')
  const { wide } = await renderChart(figure2)
  const fills = { 'A 78%': '#12436D', 'C 15%': '#801650', 'A 80%': '#12436D', 'C 12%': '#801650' }
  for (const [text, fill] of Object.entries(fills)) {
    const label = svgTexts(wide).find(each => each.text === text)
    expect(contrastRatio(label?.fill ?? fill, fill), text).toBeGreaterThanOrEqual(4.5)
  }
})

describe('renderSvg', () => {
  const words = { id: 'x', title: 'A < B & "C"', description: '<script>alert(1)</script>' }
  const spec: TopLevelSpec = {
    data: { values: [{ a: 1 }] },
    mark: 'bar',
    encoding: { x: { field: 'a', type: 'quantitative' } },
  }

  it('escapes words', async () => {
    const svg = await renderSvg(spec, words)
    expect(svg).toContain('>A &lt; B &amp; &quot;C&quot;</title>')
    expect(svg).not.toContain('<script')
  })

  it('puts back the text measure of Vega, whatever happens', async () => {
    const before = vega.textMetrics.width
    await Promise.allSettled([renderSvg(spec, words), renderSvg({ ...spec, mark: 'nothing' as never }, words)])
    expect(vega.textMetrics.width).toBe(before)
  })

  it('refuses a spec that draws a warning', async () => {
    const doubtful: TopLevelSpec = {
      ...spec,
      encoding: { x: { field: 'a', type: 'quantitative', scale: { type: 'band' } } },
    }
    await expect(renderSvg(doubtful, words)).rejects.toThrow('doubtful')
    await expect(renderSvg(spec, words)).resolves.toContain('<svg')
  })

  it('loads nothing', async () => {
    for (const url of ['https://example.org/data.json', 'data.json', 'file:///etc/hostname']) {
      await expect(renderSvg({ ...spec, data: { url } }, words)).rejects.toThrow('may not load data')
    }
  })
})

describe('any data', () => {
  const title = fc.stringMatching(/^[A-Za-z][A-Za-z ,()&<>-]{0,38}[A-Za-z]$/)
  const titles = (most: number) =>
    fc.uniqueArray(title, { minLength: 1, maxLength: most, selector: text => text.replace(/\s+/g, ' ') })
  const text = { id: 'any', title: 'Any title of a chart', subtitle: 'Any subtitle', axisTitle: 'Percentage of cases' }
  const runs = { numRuns: 12 }

  it('keeps bars with intervals inside', async () => {
    const range = fc.tuple(
      fc.integer({ min: 1, max: 4000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 3000 }),
    )
    await fc.assert(
      fc.asyncProperty(titles(4), fc.array(range, { minLength: 4, maxLength: 4 }), async (names, ranges) => {
        const arms = names.map((name, i) => ({ id: `a${i}`, title: name, n: 1000 + i }))
        const points = arms.map(({ id: arm }, i) => {
          const [estimate, below, above] = ranges[i] ?? [1, 1, 1]
          return { arm, estimate: estimate / 100, lower: (estimate - below) / 100, upper: (estimate + above) / 100 }
        })
        const absences = arms.slice(1).map(({ id: arm }) => ({ arm, words: 'not available' }))
        const series = [
          { title: 'One', points },
          { title: 'Another, of the first arm only', points: points.slice(0, 1), absences },
        ].slice(0, names.length % 2 === 0 ? 1 : 2)
        const chart = sharesWithIntervals.draw({ ...text, arms, series, decimals: 2, level: 0.95 })
        for (const [name, svg] of await drawings(chart)) expectReadable(name, svg)
      }),
      runs,
    )
  })

  it('keeps stacked shares inside', async () => {
    await fc.assert(
      fc.asyncProperty(
        titles(4),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        async (names, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)]
          const arms = names.map((name, i) => ({ id: `a${i}`, title: name, n: 10 ** i }))
          const segments = ['First part', 'Second part', 'Third part'].map((name, i) => ({ id: `s${i}`, title: name }))
          const sizes = [low, high - low, 100 - high]
          const shares = arms.flatMap(({ id }) =>
            segments.map((segment, i) => ({ arm: id, segment: segment.id, share: sizes[i] ?? 0 })),
          )
          const chart = stackedShares.draw({ ...text, arms, segments, shares, decimals: 0 })
          for (const [name, svg] of await drawings(chart)) expectReadable(name, svg)
        },
      ),
      runs,
    )
  })

  it('keeps categories inside', async () => {
    await fc.assert(
      fc.asyncProperty(titles(6), fc.integer({ min: 0, max: 60 }), async (names, step) => {
        const categories = names.map((name, i) => ({ id: `c${i}`, title: name, share: (step * i) / 3 }))
        const chart = categoryShares.draw({ ...text, categories, decimals: 0 })
        for (const [name, svg] of await drawings(chart)) expectReadable(name, svg)
      }),
      { ...runs, examples: [[['Nobody'], 0]] },
    )
  })

  it('keeps contrasts inside', async () => {
    await fc.assert(
      fc.asyncProperty(
        titles(6),
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: 0, max: 4000 }),
        fc.constantFrom(0.001, 0.01, 1, 100),
        fc.constantFrom('pounds' as const, 'points' as const),
        async (names, middle, half, scale, unit) => {
          const contrasts = names.map((name, i) => ({
            id: `c${i}`,
            title: name,
            estimate: scale * middle,
            lower: scale * (middle - half - 10 * i),
            upper: scale * (middle + half),
          }))
          const chart = contrastsWithIntervals.draw({ ...text, contrasts, unit, decimals: 2, level: 0.9 })
          for (const [name, svg] of await drawings(chart)) expectReadable(name, svg)
        },
      ),
      {
        ...runs,
        examples: [
          // Labels near the end of a plot that Vega narrowed after it had measured them.
          [['aA'], 1999, 1, 1, 'pounds'],
          [['No contrast'], 0, 0, 1, 'points'],
        ],
      },
    )
  })
})
