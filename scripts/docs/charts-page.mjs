import { generatedNote, table } from './markdown.mjs'

/** The text of docs/reference/charts.md. */
export function chartsPage({ charts, statusCharts, planningCharts }) {
  const kinds = registry =>
    table(
      ['kind', 'shows'],
      registry.all.map(({ id, title }) => [`\`${id}\``, title]),
    )
  return `# Kinds of chart

${generatedNote('the registries of charts')}

Each is one Vega-Lite specification that is drawn from numbers, with a text that says all of them. How a chart is asked for, how a trial
gets charts of its own, and what files a chart comes in is in [charts](../charts.md).

## Of results

\`published.yaml\` can name these, and \`equipoise chart\` draws them.

${kinds(charts)}

## Of a running trial

\`equipoise status\` draws these.

${kinds(statusCharts)}

## Of a trial that is planned

\`equipoise power --out\` and \`equipoise boundaries --chart\` draw these.

${kinds(planningCharts)}
`
}
