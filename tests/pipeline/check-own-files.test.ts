import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { checkTrial } from '../../src/pipeline/check-trial.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { partPayment } from '../support/small-trial.ts'

const place = temporaryFolder()
let copies = 0

/** What the check of the part-payment trial says when these files are added to it: file, line, column and code of each. */
async function problemsWith(files: Readonly<Record<string, string>>): Promise<string[]> {
  copies += 1
  const folder = join(place.folder, String(copies), 'part-payment')
  cpSync(partPayment, folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  try {
    await checkTrial(folder)
    return []
  } catch (error) {
    if (!(error instanceof TrialError)) throw error
    return error.issues.map(({ code, place: { file = '', line, column } }) => {
      return `${file.slice(folder.length + 1)}:${line ?? '-'}:${column ?? '-'} ${code}`
    })
  }
}

const spec = `{
  "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
  "title": "Ours",
  "description": "Dots.",
  "data": { "name": "results" },
  "mark": "point",
  "encoding": { "x": { "field": "estimate", "type": "quantitative" } }
}
`
const layered = `{
  "title": "Ours",
  "layer": [
    { "data": { "name": "result" }, "mark": "point" },
    {
      "data": {
        "url": "https://example.org/a.json"
      },
      "mark": "rule"
    }
  ]
}
`

describe('the check of a trial looks at', () => {
  it('specs and texts that are as they should be, without a word', async () => {
    expect(await problemsWith({})).toEqual([])
    const asking = (name: string): string => spec.replace('"results"', `"${name}"`)
    expect(
      await problemsWith({
        'charts/ours.vl.json': spec,
        'charts/of-figure.vl.json': asking('chart:figure-1'),
        'charts/of-standard.vl.json': asking('chart:means-amount_mean'),
        'charts/of-economics.vl.json': asking('economics'),
        'report/appendix-more.md': [
          '# More\n\nOf {{ cases.control | whole }} and {{ payers_test.p.value | sign }}:',
          '{{ an_exploration.its_analysis.control.estimate }}, {{ flow.eligible }}, {{ economics.frontier.pound.x }},',
          '{{ chart.figure-1.1.estimate }}, {{ harm.complaint.control.cases }}, {{ amounts.amount.control.mean }}.',
        ].join('\n'),
      }),
    ).toEqual([])
  })

  it('every spec, and says of each where it goes wrong', async () => {
    expect(
      await problemsWith({
        'charts/a.vl.json': spec.replace('"point",', '"point"'),
        'charts/b.vl.json': spec.replace('"point"', '"pointt"'),
        'charts/c.vl.json': layered,
        'charts/d.vl.json': spec.replace('"results"', '"chart:figure-99"'),
        'charts/figure-1.vl.json': spec,
        'charts/e.vl.json': '{ "title": "cut',
      }),
    ).toEqual([
      'charts/a.vl.json:7:3 json.syntax',
      'charts/b.vl.json:6:11 chart.spec_invalid',
      'charts/c.vl.json:1:1 chart.spec_untitled',
      'charts/c.vl.json:7:16 chart.spec_fetches',
      'charts/c.vl.json:4:25 chart.spec_data_unknown',
      'charts/d.vl.json:5:21 chart.spec_data_unknown',
      'charts/e.vl.json:1:16 json.syntax',
      'charts/figure-1.vl.json:-:- chart.spec_name',
    ])
  })

  it('every text: references to what is declared nowhere, braces, links, digits and names of files', async () => {
    const text = [
      'Of {{ cases.contrl }} cases {{ payers_shar.control.estimate }} paid,',
      'or {{ payers_share.contrl.estimate }}, {{ counts.contact.control }} and {{ counts.contct.control.yes }}.',
      '{{ cases.control | loud }} and {{ cases.control | sign }}, [here](javascript:x), 12.',
      '',
      '{{ chart.figure-99.1.estimate }} {{ economics.contrl.cost }} {{ implied.a.less.b.control }} {{ cases.control',
    ].join('\n')
    expect(await problemsWith({ 'report/findings.md': text, 'report/other.md': 'Words.' })).toEqual([
      'report/findings.md:1:7 report.reference_unknown',
      'report/findings.md:1:32 report.reference_unknown',
      'report/findings.md:2:7 report.reference_unknown',
      'report/findings.md:2:76 report.reference_unknown',
      'report/findings.md:3:20 report.format_unknown',
      'report/findings.md:3:51 report.format_unknown',
      'report/findings.md:3:60 report.link_unsafe',
      'report/findings.md:3:82 report.digit_untied',
      'report/findings.md:5:4 report.reference_unknown',
      'report/findings.md:5:37 report.reference_unknown',
      'report/findings.md:5:65 report.reference_unknown',
      'report/findings.md:5:93 report.reference_unclosed',
      'report/other.md:-:- report.section_unknown',
    ])
  })

  it('them beside the other files, all at once', async () => {
    const codes = await problemsWith({
      'published.yaml': 'schema: equipoise/published/1\n',
      'charts/a.vl.json': '{',
      'report/summary.md': 'There were 12.',
    })
    expect(codes.some(each => each.startsWith('published.yaml:'))).toBe(true)
    expect(codes).toContain('charts/a.vl.json:1:2 json.syntax')
    expect(codes).toContain('report/summary.md:1:12 report.digit_untied')
  })
})
