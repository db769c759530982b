import { describe, expect, it } from 'vitest'
import {
  acceptabilityCurve,
  breakEven,
  type Chart,
  type ChartTable,
  casesNeeded,
  categoryShares,
  charts,
  contrastsWithIntervals,
  costEffectivenessPlane,
  countsByWeek,
  cumulativeAmounts,
  enrolmentAgainstPlan,
  incidenceCurves,
  leastDifferences,
  lovePlot,
  meansWithIntervals,
  payerAmounts,
  powerCurve,
  randomisationDistribution,
  renderChart,
  sharesWithIntervals,
  stackedShares,
  stoppingBoundaries,
  type Theme,
  themes,
  trialOutcomes,
} from '../../src/charts/index.ts'
import { planningCharts, statusCharts } from '../../src/charts/registry.ts'
import { segmentAmounts } from '../../src/charts/segment-amounts.ts'
import { ink, muted } from '../../src/charts/theme.ts'
import { formatValue } from '../../src/charts/units.ts'
import { decimalText } from '../../src/core/decimal-text.ts'
import * as further from './further-charts.ts'
import * as printed from './part-payment.ts'
import { svgTexts } from './svg-texts.ts'

/** How the series of a kind are told apart where their colours are not seen. */
type Told = 'one series' | 'name on every mark' | 'letter on every mark' | 'dash' | 'shape' | 'another mark'

interface Kind {
  id: string
  data: object
  draw(theme: Theme): Chart
  told: Told
  /** What is coloured, in its order. */
  series: readonly string[]
  /** What stands in rows from the top, as its words begin. */
  rows: readonly string[]
  /** What stands in the order of the protocol in the table and in the description. */
  order: readonly string[]
}

// Not the order of letters, of sizes or of values, so that no sorting gives it by chance.
const arms = ['PWC first', 'NRP first', 'Control']
const comparisons = ['PWC first minus control', 'NRP first minus control']
const withOrder = [...comparisons, 'PWC first minus NRP first']
const marks = ['Found, alone', 'Found, of 3 together', 'Worth finding', 'Pays for itself']
const sides = ['Effect shown', 'Futility']
const weeks = {
  ...{ id: 'weeks', title: 'Events by week', subtitle: 'All', countTitle: 'Events', axisTitle: 'Week' },
  weeks: [
    { week: '2015-11-02', count: 3, planned: 4 },
    { week: '2015-11-09', count: 1207, planned: 900 },
  ],
}

function kind<Data extends object>(
  { id, draw }: { id: string; draw: (data: Data, theme?: Theme) => Chart },
  data: Data,
  rest: Partial<Pick<Kind, 'told' | 'series' | 'rows' | 'order'>>,
): Kind {
  const nothing = { told: 'one series' as const, series: [], rows: [], order: [] }
  return { id, data, draw: theme => draw(data, theme), ...nothing, ...rest }
}

const measures = ['All payments', 'Payments after a proactive call']
const parts = printed.figure2.segments.map(({ title }) => title)
const categories = printed.figure3.categories.map(({ title }) => title)
const kinds: readonly Kind[] = [
  kind(sharesWithIntervals, printed.figure1, {
    told: 'letter on every mark',
    series: measures,
    rows: arms,
    order: arms,
  }),
  kind(meansWithIntervals, printed.figure5, { rows: arms, order: arms }),
  kind(stackedShares, printed.figure2, {
    ...{ told: 'letter on every mark', series: parts },
    ...{ rows: arms.slice(0, 2), order: arms.slice(0, 2) },
  }),
  kind(categoryShares, printed.figure3, { rows: categories.map(title => title.slice(0, 12)), order: categories }),
  kind(contrastsWithIntervals, printed.contrastsOfMeans, { rows: withOrder, order: withOrder }),
  kind(trialOutcomes, further.outcomes, { told: 'name on every mark', series: arms, rows: arms, order: arms }),
  kind(breakEven, further.breakEvenAmounts, { rows: comparisons, order: comparisons }),
  kind(costEffectivenessPlane, further.plane, { told: 'shape', series: comparisons, order: comparisons }),
  kind(acceptabilityCurve, further.curves, { told: 'dash', series: comparisons, order: comparisons }),
  kind(lovePlot, further.differences, { told: 'shape', series: withOrder, order: withOrder }),
  kind(cumulativeAmounts, further.overTime, { told: 'dash', series: arms, order: arms }),
  kind(incidenceCurves, further.incidence, { told: 'dash', series: arms, order: arms }),
  kind(payerAmounts, further.amounts, { told: 'name on every mark', series: arms, rows: arms, order: arms }),
  kind(randomisationDistribution, further.redraws, {}),
  kind(enrolmentAgainstPlan, further.enrolment, { rows: arms, order: arms }),
  kind(powerCurve, further.powers, {
    told: 'dash',
    series: [...comparisons, '80% wanted'],
    order: [...comparisons, '80% wanted'],
  }),
  kind(leastDifferences, further.leasts, { told: 'shape', series: marks, rows: withOrder, order: withOrder }),
  kind(casesNeeded, further.sizes, { told: 'dash', series: comparisons, order: comparisons }),
  kind(stoppingBoundaries, further.boundaries, { told: 'dash', series: sides, order: sides }),
  kind(segmentAmounts, further.segments, {
    told: 'letter on every mark',
    series: further.segments.priorities.map(({ title }) => title),
    rows: further.segments.segments.map(({ title }) => title),
    order: further.segments.segments.map(({ title }) => title),
  }),
  kind(countsByWeek, weeks, { told: 'another mark', series: ['Events', 'Planned'] }),
]

it('looks at every kind there is', () => {
  expect(kinds.map(({ id }) => id)).toEqual([...charts.ids, ...planningCharts.ids, ...statusCharts.ids])
})

const countOf = (texts: readonly string[], test: (text: string) => boolean): number => texts.filter(test).length
const marksOf = (svg: string): string[] => svg.match(/<(?:path|line)[^>]*>/g) ?? []
const attribute = (mark: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(mark)?.[1] ?? ''

/** The values of an attribute over the marks of each colour. */
function byColour(svg: string, colours: readonly string[], name: string): string[] {
  return colours.map(colour => {
    const own = marksOf(svg).filter(mark => [attribute(mark, 'fill'), attribute(mark, 'stroke')].includes(colour))
    return [...new Set(own.map(mark => attribute(mark, name)))].sort().join(' ')
  })
}

describe.each(kinds.map(each => [each.id, each] as const))('%s', (_, { data, draw, told, series, rows, order }) => {
  it.each(Object.values(themes))('does not tell its series by colour alone, in $id', async theme => {
    const { wide } = await renderChart(draw(theme))
    const texts = svgTexts(wide).map(({ text }) => text)
    const colours = theme.categories(Math.max(1, series.length))
    expect(new Set(colours).size).toBe(colours.length)
    const bars = (colour: string): number => marksOf(wide).filter(mark => attribute(mark, 'fill') === colour).length
    if (told === 'one series') {
      const beside = [ink, muted]
      const used = theme.categories(6).filter(colour => !beside.includes(colour) && wide.includes(`"${colour}"`))
      expect(used.length).toBeLessThanOrEqual(1)
    } else if (told === 'dash' || told === 'shape') {
      const marks = byColour(wide, colours, told === 'dash' ? 'stroke-dasharray' : 'd')
      expect(new Set(marks).size).toBe(series.length)
      for (const name of series) expect(texts).toContain(name)
    } else if (told === 'another mark') {
      expect(wide).toMatch(/stroke-dasharray/)
      for (const name of series) expect(texts).toContain(name)
    } else {
      series.forEach((name, i) => {
        const letter = String.fromCharCode('A'.charCodeAt(0) + i)
        // The legend has the letter once more, and a square of the colour.
        const named =
          told === 'name on every mark'
            ? countOf(texts, text => text === name)
            : countOf(texts, text => text.startsWith(`${letter} `))
        expect(named, name).toBeGreaterThanOrEqual(bars(colours[i] ?? ''))
        expect(bars(colours[i] ?? ''), name).toBeGreaterThan(0)
        if (told === 'letter on every mark') expect(texts).toContain(`${letter} ${name}`)
      })
    }
  })

  it('keeps the order of the protocol: on the axis, in the legend, in the table and in the words', async () => {
    const { table, description } = draw(themes.light)
    const { wide } = await renderChart(draw(themes.light))
    const texts = svgTexts(wide)
    const tops = rows.map(name => texts.filter(({ text }) => text.startsWith(name)).map(({ top }) => Math.round(top)))
    expect(tops.every(each => each.length > 0)).toBe(true)
    // Of several groups each has the order.
    const least = rows.length === 0 ? 0 : Math.min(...tops.map(({ length }) => length))
    for (let group = 0; group < least; group += 1) {
      const own = tops.map(each => each[group] ?? 0)
      expect(own).toEqual([...own].sort((a, b) => a - b))
    }
    if (told === 'letter on every mark') {
      const legend = texts
        .filter(({ text }) => series.some(name => text.endsWith(name)))
        .map(({ text }) => text.slice(2))
      expect(legend).toEqual(series)
    }
    expect(inOrder(titlesOf(table), order)).toEqual(order)
    const places = order.map(name => description.indexOf(name))
    expect(Math.min(...places, 0)).toBe(0)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('tells every value in its table, and every value of the table in its words', () => {
    const { table, description } = draw(themes.light)
    const cells = table.rows.flatMap(row => Object.values(row))
    for (const [key, value] of valuesOf(data)) {
      const isSaid = [0, 1, 2].some(decimals => description.includes(decimalText(value, decimals)))
      expect(cells.includes(value) || (alsoTold.includes(key) && isSaid), `${key} ${value}`).toBe(true)
    }
    for (const row of table.rows) {
      for (const { id, unit, decimals } of table.columns) {
        const value = row[id] ?? null
        if (value === null) continue
        const said = typeof value === 'number' && unit !== 'text' ? formatValue(unit, value, decimals) : String(value)
        expect(description).toContain(said)
      }
    }
  })
})

/** What is said in words: of how many, a threshold that is drawn as a line, what a curve tends to, and what a test gave. */
const alsoTold = ['n', 'threshold', 'asymptote', 'extreme', 'draws', 'pValue']
/** How numbers are shown, and no numbers that are. */
const settings = ['decimals', 'level']

function valuesOf(data: unknown, key = ''): [key: string, value: number][] {
  if (typeof data === 'number') return settings.includes(key) ? [] : [[key, data]]
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([name, part]) => valuesOf(part, Array.isArray(data) ? key : name))
}

const titlesOf = ({ columns, rows }: ChartTable): string[] => [
  ...columns.map(({ title }) => title),
  ...rows.flatMap(row => Object.values(row).map(String)),
]

/** Those of `names` that there are, in the order in which they first come. */
const inOrder = (titles: readonly string[], names: readonly string[]): string[] => [
  ...new Set(titles.filter(title => names.includes(title))),
]
