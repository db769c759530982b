// @ts-check
// Differences with their intervals as a chart: an SVG file, and the same numbers in words for who cannot see it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { contrastsWithIntervals, countsOfTable, newcombeDifference, renderChart, resultOf } from 'equipoise'

const arms = {
  pwc_first: { n: 5906, events: 79 },
  nrp_first: { n: 6718, events: 87 },
  control: { n: 6000, events: 62 },
}
const paid = countsOfTable({ outcome: 'paid', control: 'control', arms })
const specs = ['pwc_first', 'nrp_first'].map(arm => ({ id: arm, arm, against: 'control' }))
const { contrasts } = resultOf(newcombeDifference.compute(paid, { level: 0.95, contrasts: specs }))

const titles = new Map([
  ['pwc_first', 'PWC first'],
  ['nrp_first', 'NRP first'],
])
const chart = contrastsWithIntervals.draw({
  id: 'payers',
  title: 'Neither order of calling clearly brought in more payers',
  subtitle: 'Cases with payments, each arm minus control, in percentage points',
  contrasts: contrasts.map(({ id, computation }) => {
    const { estimate, interval } = resultOf(computation)
    return {
      id,
      title: titles.get(id) ?? id,
      estimate: 100 * estimate,
      lower: 100 * interval.lower,
      upper: 100 * interval.upper,
    }
  }),
  unit: 'points',
  axisTitle: 'Percentage points more than control',
  decimals: 2,
  level: 0.95,
})

mkdirSync('out', { recursive: true })
writeFileSync('out/payers.svg', (await renderChart(chart)).svg)
console.log(chart.description)
