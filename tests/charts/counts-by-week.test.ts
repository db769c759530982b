import { describe, expect, it } from 'vitest'
import { countsByWeek, renderChart } from '../../src/charts/index.ts'
import { statusCharts } from '../../src/charts/registry.ts'
import { dateOfDay } from '../../src/core/civil-date.ts'
import { expectReadable } from './readable.ts'

const monday = 16_741 // 2015-11-02
const words = { id: 'weeks', title: 'Events by week', subtitle: 'All arms', countTitle: 'Events', axisTitle: 'Week' }
const chartOf = (counts: readonly number[], planned?: readonly number[]) =>
  countsByWeek.draw({
    ...words,
    weeks: counts.map((count, at) => ({ week: dateOfDay(monday + 7 * at), count, planned: planned?.[at] })),
  })

describe('counts by week', () => {
  it('is a registered chart of a status', () => {
    expect(statusCharts.ids).toEqual(['counts-by-week'])
  })

  it('says every number in its words and its table', () => {
    const { description, table } = chartOf([3, 0, 12], [4, 8.4, 12.2])
    expect(description).toContain('2015-11-02 3 (planned 4); 2015-11-09 0 (planned 8); 2015-11-16 12 (planned 12)')
    expect(table.columns.map(({ id }) => id)).toEqual(['week', 'count', 'planned'])
    expect(table.rows[1]).toEqual({ week: '2015-11-09', count: 0, planned: 8.4 })
    expect(chartOf([3]).table.columns.map(({ id }) => id)).toEqual(['week', 'count'])
  })

  it.each([
    ['one week', [5], undefined],
    ['an empty week alone', [0], undefined],
    [
      'half a year with a plan',
      Array.from({ length: 26 }, (_, at) => 40 * at),
      Array.from({ length: 26 }, (_, at) => 47 * at),
    ],
    ['three years', Array.from({ length: 156 }, (_, at) => (at * 7919) % 2500), undefined],
  ] as const)('can be read at any width: %s', async (_, counts, planned) => {
    for (const [name, svg] of Object.entries(await renderChart(chartOf(counts, planned)))) expectReadable(name, svg)
  })

  it('draws a column for every week, and the plan beside it', async () => {
    const { wide } = await renderChart(chartOf([5, 3, 8], [6, 12, 18]))
    expect(wide).toContain('Planned')
    // Once as the line, once in the legend.
    expect(wide.match(/stroke="#0B0C0C"[^>]*stroke-dasharray="5,3"/g)).toHaveLength(2)
    expect((await renderChart(chartOf([5, 3, 8]))).wide).not.toContain('Planned')
  })
})
