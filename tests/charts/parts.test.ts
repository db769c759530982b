import fc from 'fast-check'
import * as vega from 'vega'
import { describe, expect, it, vi } from 'vitest'
import { dodge } from '../../src/charts/dodge.ts'
import {
  chartCsv,
  chartFiles,
  charts,
  contrastsWithIntervals,
  renderChart,
  sharesWithIntervals,
  stackedShares,
  themes,
} from '../../src/charts/index.ts'
import { legendFor } from '../../src/charts/legend.ts'
import { tableWidth } from '../../src/charts/render/table-width.ts'
import { textWidth, wrapText } from '../../src/charts/text-width.ts'
import { contrastRatio, gridline, ink, labelColour, pairPalette, palette, panel } from '../../src/charts/theme.ts'
import { tickCount, tickStep } from '../../src/charts/ticks.ts'
import { formatRange, formatValue, tickText } from '../../src/charts/units.ts'
import { figure1, figure2 } from './part-payment.ts'
import { svgTexts } from './svg-texts.ts'

it('does not load vega before a chart is drawn', async () => {
  const loaded: string[] = []
  vi.resetModules()
  vi.doMock('vega', () => {
    loaded.push('vega')
    return {}
  })
  vi.doMock('vega-lite', () => {
    loaded.push('vega-lite')
    return {}
  })
  const module = await import('../../src/charts/index.ts')
  module.sharesWithIntervals.draw(figure1)
  expect(loaded).toEqual([])
  await module
    .renderSvg({ data: { values: [] }, mark: 'bar' }, { id: 'a', title: 'a', description: 'a' })
    .catch(() => '')
  expect(loaded.sort()).toEqual(['vega', 'vega-lite'])
  vi.doUnmock('vega')
  vi.doUnmock('vega-lite')
})

it('names every kind of chart once', () => {
  expect(charts.ids).toEqual([
    'shares-with-intervals',
    'means-with-intervals',
    'stacked-shares',
    'category-shares',
    'contrasts-with-intervals',
    'trial-outcomes',
    'break-even',
    'cost-effectiveness-plane',
    'acceptability-curve',
    'love-plot',
    'cumulative-amounts',
    'incidence-curves',
    'payer-amounts',
    'randomisation-distribution',
    'enrolment-against-plan',
  ])
})

describe('text width', () => {
  // Advance widths of the AFM file of Helvetica, which Arial keeps for these characters, in thousandths of the size.
  it.each([
    ['0', 'normal', 556],
    ['W', 'normal', 944],
    ['i', 'normal', 222],
    ['£', 'normal', 556],
    ['+', 'normal', 584],
    ['–', 'normal', 556],
    ['%', 'bold', 889],
    ['i', 'bold', 278],
  ] as const)('of %s in %s is %d thousandths', (character, weight, thousandths) => {
    expect(textWidth(character, 1000, weight)).toBeCloseTo(thousandths, -0.5)
  })

  it('knows the signs of a trial report', () => {
    for (const character of '£€±²³χαβμ≥≤≠≈−–—‘’“”…•×÷½¼é√∞→') {
      expect(textWidth(character, 1000), character).toBeLessThanOrEqual(1000)
      expect(textWidth(character, 1000), character).toBeGreaterThan(150)
    }
    expect(textWidth('漢', 10)).toBe(10)
  })

  it('gives the 166 pixels measured for a label that Vega guesses at 291', () => {
    expect(Math.round(textWidth('Age of non-resident parent', 14))).toBe(166)
  })

  it('breaks lines within the limit and loses no letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', maxLength: 80 }),
        fc.integer({ min: 30, max: 300 }),
        (text, limit) => {
          const lines = wrapText(text, limit, 14)
          for (const line of lines) expect(textWidth(line, 14)).toBeLessThanOrEqual(limit)
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    )
    expect(wrapText('', 100, 14)).toEqual([''])
  })

  it('breaks at no-break spaces before it breaks words', () => {
    const range = '(£1,998.00\u00a0to\u00a0£2,000.00)'
    expect(wrapText(`£1,999.00 ${range}`, 200, 14)).toEqual(['£1,999.00', range])
    expect(wrapText(`£1,999.00 ${range}`, 128, 14)).toEqual(['£1,999.00', '(£1,998.00 to', '£2,000.00)'])
  })

  it('is what Vega asks for: the font, the default size and the limit', () => {
    expect(tableWidth({ fontSize: 20, fontWeight: 'bold' }, 'i')).toBeCloseTo(5.56)
    expect(tableWidth({ fontSize: 20, fontWeight: 700 }, 'i')).toBeCloseTo(5.56)
    expect(tableWidth({}, ' W ')).toBeCloseTo(10.384)
    expect(tableWidth({ limit: 4 }, 'WWW')).toBe(4)
    expect(tableWidth({ limit: 0 }, 'W')).toBeCloseTo(10.384)
    expect(tableWidth({}, null)).toBe(0)
  })
})

describe('theme', () => {
  it('has the contrast that shapes need, 3 to 1, and text needs, 4.5 to 1', () => {
    for (const colour of [...palette, ...pairPalette]) {
      expect(contrastRatio(colour, panel), colour).toBeGreaterThanOrEqual(3)
      expect(contrastRatio(colour, labelColour(colour)), colour).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrastRatio(ink, panel)).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(gridline, panel)).toBeLessThan(3)
  })

  it('computes the published contrast of the extremes', () => {
    expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 10)
    expect(contrastRatio('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2)
    expect(contrastRatio('#28A197', '#FFFFFF')).toBeCloseTo(3.17, 2)
  })
})

describe('dodge', () => {
  it('leaves labels that have room', () => {
    expect(dodge([10, 50, 90], [10, 10, 10], 0, 100)).toEqual([10, 50, 90])
  })

  it('spreads colliding labels around their mean', () => {
    expect(dodge([50, 50], [20, 20], 0, 100)).toEqual([40, 60])
    expect(dodge([98, 99], [10, 10], 0, 100)).toEqual([85, 95])
  })

  it('never lets neighbours overlap, keeps order and stays inside', () => {
    const label = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 50 }))
    fc.assert(
      fc.property(fc.array(label, { maxLength: 10 }), labels => {
        const centres = labels.map(([centre]) => centre).sort((a, b) => a - b)
        const widths = labels.map(([, width]) => width)
        const placed = dodge(centres, widths, 0, 500)
        expect(placed).toHaveLength(labels.length)
        placed.forEach((centre, i) => {
          const half = (widths[i] ?? 0) / 2
          expect(centre - half).toBeGreaterThanOrEqual(-1e-9)
          expect(centre + half).toBeLessThanOrEqual(500 + 1e-9)
          if (i > 0)
            expect(centre - (placed[i - 1] ?? 0)).toBeGreaterThanOrEqual(half + (widths[i - 1] ?? 0) / 2 - 1e-9)
        })
      }),
    )
  })
})

describe('units', () => {
  it('puts the sign before the pound', () => {
    expect(formatValue('pounds', -0.13, 2)).toBe('−£0.13')
    expect(formatValue('pounds', 3580, 0)).toBe('£3,580')
    expect(formatRange('percent', 1.05, 1.63, 2)).toBe('1.05% to 1.63%')
    expect(formatRange('points', -0.09, 0.7, 2)).toBe('−0.09 to 0.70')
  })
})

describe('ticks', () => {
  it('are so many that their labels stay apart where Vega sets them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 0 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom(0.001, 0.1, 1, 1000),
        fc.integer({ min: 200, max: 600 }),
        fc.constantFrom('percent' as const, 'points' as const, 'pounds' as const),
        (start, end, scale, plot, unit) => {
          const domain = [scale * start, scale * end] as const
          const count = tickCount(unit, domain, plot)
          expect(count).toBeLessThanOrEqual(6)
          const ticks: number[] = vega.scale('linear')().domain(domain).ticks(count)
          const pixels = ticks.map(tick => (plot * (tick - domain[0])) / (domain[1] - domain[0]))
          const step = tickStep(unit, domain, count)
          if (ticks.length > 1) expect((ticks[1] ?? 0) - (ticks[0] ?? 0)).toBeCloseTo(step, 9)
          const decimals = unit === 'pounds' ? (step < 1 ? 2 : 0) : Math.max(...ticks.map(decimalsOf))
          const labels = ticks.map(tick => tickText(unit, tick, step))
          if (unit !== 'pounds' || step < 1e6) {
            expect(labels).toEqual(ticks.map(tick => formatValue(unit, tick, decimals)))
          }
          const widths = labels.map(label => textWidth(label, 14))
          pixels.slice(1).forEach((at, i) => {
            const needed = ((widths[i] ?? 0) + (widths[i + 1] ?? 0)) / 2
            expect(at - (pixels[i] ?? 0)).toBeGreaterThanOrEqual(needed)
          })
        },
      ),
    )
  })

  it('are about six where there is room', () => {
    expect(tickCount('percent', [0, 1.8], 480)).toBe(6)
    expect(tickCount('pounds', [-23_200, 23_200], 136)).toBe(1)
    expect(tickCount('pounds', [0, 2], 480)).toBe(6)
  })

  it('say pounds in pence where they stand between whole pounds, and in millions where they are millions', async () => {
    const shown = async (most: number): Promise<string[]> => {
      const contrasts = [{ id: 'a', title: 'A', estimate: most / 2, lower: 0, upper: most }]
      const words = { id: 'x', title: 'T', subtitle: 'S', axisTitle: 'Pounds per case' }
      const chart = contrastsWithIntervals.draw({ ...words, contrasts, unit: 'pounds', decimals: 2, level: 0.95 })
      const amounts = svgTexts((await renderChart(chart)).wide).filter(({ text }) => text.includes('£'))
      const lowest = Math.max(...amounts.map(({ top }) => top))
      return amounts.filter(({ top }) => top === lowest).map(({ text }) => text)
    }
    expect(await shown(1)).toEqual(['£0.00', '£0.20', '£0.40', '£0.60', '£0.80', '£1.00'])
    expect(await shown(5)).toEqual(['£0', '£1', '£2', '£3', '£4', '£5'])
    expect(await shown(1e8)).toEqual(['£0', '£20m', '£40m', '£60m', '£80m', '£100m'])
    expect(tickText('pounds', -2e7, 1e7)).toBe('−£20m')
  })
})

describe('legends', () => {
  it('break what is longer than the chart is wide', () => {
    const layout = { width: 288, labelWidth: 136, theme: themes.light }
    expect(legendFor(['Short', 'Other'], layout)).toEqual({ orient: 'top', direction: 'horizontal' })
    const long = 'PWC first minus NRP first (the order of calling)'
    const { direction, labelExpr } = legendFor(['Short', long], layout)
    expect(direction).toBe('vertical')
    expect(labelExpr).toContain('["PWC first minus NRP first (the order of","calling)"]')
  })
})

const decimalsOf = (tick: number): number => String(Number(tick.toPrecision(6))).split('.')[1]?.length ?? 0

describe('chart files', () => {
  it('are the drawing, the spec and the data', () => {
    const chart = stackedShares.draw(figure2)
    const [svg, png, spec, csv] = chartFiles(chart, { svg: '<svg/>' }, Uint8Array.of(1, 2))
    const names = [svg, png, spec, csv].map(file => file?.name)
    expect(names).toEqual(['figure-2.svg', 'figure-2.png', 'figure-2.vl.json', 'figure-2.csv'])
    expect(png?.content).toEqual(Uint8Array.of(1, 2))
    expect(JSON.parse(String(spec?.content))).toEqual(chart.spec)
    expect(csv?.content).toBe(
      'arm,n,unsuitable,not_contacted,contacted\nPWC first,5906,78,7,15\nNRP first,6718,80,8,12\n',
    )
  })

  it('carry the notice of the chart, each of them', () => {
    const notice = 'This is a reconstruction: it is made up.'
    const chart = stackedShares.draw({ ...figure2, notice })
    const [, , spec, csv] = chartFiles(chart, { svg: '<svg/>' }, Uint8Array.of())
    expect(chart.description).toMatch(/12%\. This is a reconstruction: it is made up\.$/)
    expect(String(spec?.content).match(/This is a reconstruction: it is made up\./g)).toHaveLength(2)
    expect(csv?.content).toBe(
      `arm,n,unsuitable,not_contacted,contacted,note\nPWC first,5906,78,7,15,${notice}\nNRP first,6718,80,8,12,${notice}\n`,
    )
  })

  it('quote text and disarm formulas', () => {
    const columns = [
      { id: 'a', title: 'A', unit: 'text', decimals: 0 },
      { id: 'b', title: 'B', unit: 'points', decimals: 2 },
    ] as const
    const rows = [
      { a: '=cmd()', b: -1.5 },
      { a: 'say "yes", twice', b: null },
    ]
    expect(chartCsv({ columns, rows })).toBe('a,b\n\'=cmd(),-1.5\n"say ""yes"", twice",\n')
  })
})

describe('what the data do not say', () => {
  it('is not drawn as zero', () => {
    const [first] = figure1.series
    if (first === undefined) throw new Error('no series')
    const points = first.points.slice(0, 2)
    expect(() => sharesWithIntervals.draw({ ...figure1, series: [{ ...first, points }] })).toThrow(
      'series All payments says nothing of arm control',
    )
    expect(() => stackedShares.draw({ ...figure2, shares: figure2.shares.slice(1) })).toThrow(
      'no share of unsuitable is given for arm pwc_first',
    )
  })

  it('is told in the description', () => {
    const { description, table } = sharesWithIntervals.draw(figure1)
    expect(description).toContain('PWC first, 1.34% (1.05% to 1.63%)')
    expect(description).toContain('Control, no calls were made')
    expect(table.rows).toHaveLength(5)
  })
})
