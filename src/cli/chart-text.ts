import type { ListedChart } from '../pipeline/charts/chart-trial.ts'
import { textTable } from '../report/index.ts'

/** The charts that can be drawn as a table, and those that cannot with the reason. */
export function chartListText(charts: readonly ListedChart[], run: string | null, width: number): string {
  const drawn = charts.filter(({ why }) => why === null)
  const others = charts.filter(({ why }) => why !== null)
  const source = run === null ? 'the printed page' : run
  return [
    `${drawn.length} charts can be drawn from ${source}:`,
    '',
    textTable(
      [
        { title: 'id', align: 'left' },
        { title: 'kind', align: 'left' },
        { title: 'title', align: 'left', wrap: true },
      ],
      drawn.map(({ id, kind, title }) => [id, kind, title]),
      width,
    ).trimEnd(),
    ...(others.length === 0 ? [] : ['', 'Not drawn:', ...others.map(({ id, why }) => `  ${id}: ${why}`)]),
  ].join('\n')
}
