import { renderChart } from '../../src/charts/index.ts'
import type { Document } from '../../src/report/index.ts'
import { figure } from '../../src/report/index.ts'
import { partPaymentCharts } from '../charts/part-payment.ts'

/** A report with every kind of block, from the part-payment figures. */
export async function partPaymentReport(): Promise<Document> {
  const figures = []
  for (const [i, chart] of partPaymentCharts().entries()) {
    const { wide, narrow } = await renderChart(chart)
    const { id, title, subtitle, description, table } = chart
    const parts = { id, title, subtitle, description, table, svg: { wide, narrow }, folder: '10-charts' }
    figures.push(figure({ ...parts, label: `Figure ${i + 1}`, notes: ['Source: Department for Work and Pensions.'] }))
  }
  return {
    title: 'Part payment of arrears: the report recomputed',
    subtitle: 'Proactive discussion of part payment on Child Support Agency cases, November 2015 to July 2016',
    language: 'en-GB',
    notices: [[{ kind: 'strong', text: 'This is a reconstruction.' }, " It is not the Department's data."]],
    sections: [
      {
        id: 'findings',
        title: 'Findings',
        blocks: [
          {
            kind: 'paragraph',
            text: [
              'The share of payers was ',
              { kind: 'emphasis', text: 'about one in a hundred' },
              ' in every group; see ',
              { kind: 'link', text: 'the figures', href: '#figures' },
              ' and ',
              { kind: 'code', text: '08-results.json' },
              '.',
            ],
          },
          { kind: 'heading', text: 'Tests' },
          { kind: 'list', ordered: false, items: ['χ² = 2.71, 2 d.f., P = 0.26', 'H = 2.74, 2 d.f., P = 0.25'] },
          { kind: 'note', title: 'Rounding', text: 'Numbers are rounded half away from zero.' },
        ],
      },
      {
        id: 'published',
        title: 'Published figures',
        blocks: [
          {
            kind: 'table',
            id: 'table-published',
            caption: 'Table 1. Published figures and what recomputing says of them',
            columns: [
              { title: 'Figure', kind: 'heading' },
              { title: 'Place', kind: 'text' },
              { title: 'Printed', kind: 'number' },
              { title: 'Recomputed', kind: 'number' },
              { title: 'Verdict', kind: 'text' },
            ],
            rows: [
              ['Cases with payments, PWC first', 'footnote 3', '1.34%', '1.3376%', 'reproduced'],
              ['Half-width, PWC first', 'footnote 3', '± 0.29', '0.2930', 'reproduced'],
              ['Kruskal-Wallis H', 'footnote 8', '2.74', '2.44 to 3.01', 'not derivable'],
              ['Cost of the trial', 'summary', '£307,000', '£308,500', [{ kind: 'strong', text: 'contradicted' }]],
            ],
            notes: ['Intervals are 95% confidence intervals.'],
          },
        ],
      },
      { id: 'figures', title: 'Figures', blocks: figures },
    ],
  }
}
