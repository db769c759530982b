// Draws docs/growth.svg from the table "Growing tables" of docs/benchmarks.md: how time and memory grow with the cases.
// After `npm run build`: node benchmarks/scale/growth.mjs (run.mjs --write does it too)
import { readFileSync, writeFileSync } from 'node:fs'
import { renderSvg } from '../../dist/charts/render/render-svg.js'
import { fontFamily, fontSize, gridline, ink, palette, panel } from '../../dist/charts/theme.js'

const programs = ['Equipoise on DuckDB', 'R data.table', 'NumPy and SciPy']
const lines = readFileSync('docs/benchmarks.md', 'utf8').split('\n')
const rule = lines.findIndex((line, at) => at > lines.indexOf('## Growing tables') && /^\|\s*-+/.test(line))
const end = lines.findIndex((line, at) => at > rule && !line.startsWith('|'))
const values = lines.slice(rule + 1, end).flatMap(line => {
  const [cases, ...cells] = line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())
  return programs.flatMap((program, at) =>
    cells[2 * at] === ''
      ? []
      : [
          {
            program,
            cases: Number(cases.replaceAll(',', '')),
            seconds: Number.parseFloat(cells[2 * at]),
            megabytes: Number.parseFloat(cells[2 * at + 1]),
          },
        ],
  )
})
const sizes = [...new Set(values.map(({ cases }) => cases))]

const plot = (field, title, ticks) => ({
  width: 300,
  height: 260,
  mark: { type: 'line', point: { filled: true, size: 60 }, strokeWidth: 2 },
  encoding: {
    x: {
      ...{ field: 'cases', type: 'quantitative', title: 'Cases (each step is ten times as many)' },
      scale: { type: 'log', domain: [sizes[0], sizes.at(-1)] },
      axis: { values: sizes, format: '~s', grid: false },
    },
    y: {
      ...{ field, type: 'quantitative', title: null },
      scale: { type: 'log', domain: [ticks[0], ticks.at(-1)] },
      axis: { values: ticks, format: '~r' },
    },
    color: {
      ...{ field: 'program', type: 'nominal', title: null, sort: programs },
      scale: { domain: programs, range: palette.slice(0, 3) },
      legend: { orient: 'top', symbolSize: 90 },
    },
    shape: { field: 'program', type: 'nominal', title: null, sort: programs, scale: { domain: programs } },
  },
  title: { text: title, anchor: 'start', fontSize, fontWeight: 'bold' },
})
const spec = {
  data: { values },
  background: panel,
  padding: 12,
  hconcat: [
    plot('seconds', 'Seconds of waiting', [0.1, 0.3, 1, 3, 10, 30]),
    plot('megabytes', 'Peak memory, MB', [30, 100, 300, 1000, 3000]),
  ],
  config: {
    font: fontFamily,
    axis: {
      labelFontSize: fontSize,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
      labelColor: ink,
      titleColor: ink,
      gridColor: gridline,
    },
    legend: { labelFontSize: fontSize, labelLimit: 300 },
    view: { stroke: null },
  },
}
const most = values.filter(({ program }) => program === programs[0]).at(-1)
writeFileSync(
  'docs/growth.svg',
  await renderSvg(spec, {
    id: 'growth',
    title: 'Time and memory by the cases of a table',
    description: `Both axes are logarithmic. ${programs[0]} takes ${most.seconds} seconds and ${most.megabytes} MB for ${most.cases.toLocaleString('en-GB')} cases; all numbers are in the table.`,
  }),
)
