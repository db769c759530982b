import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TrialError } from '../../src/core/errors.ts'
import { silent } from '../../src/core/progress.ts'
import { drawOneChart, galleryHtml, listCharts, writeGallery } from '../../src/pipeline/charts/chart-trial.ts'
import { drawOwnChart, readOwnCharts } from '../../src/pipeline/charts/own-charts.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { partPayment } from '../support/small-trial.ts'
import { contrast, differenceAnalysis, findingsWith } from './document/findings.ts'

const place = temporaryFolder()
const codesOf = async (work: () => unknown): Promise<string[]> => {
  try {
    await work()
    return []
  } catch (error) {
    return (error as TrialError).issues.map(({ code }) => code)
  }
}

describe('the charts of a printed page', () => {
  const request = async () => ({ trial: await readTrial(partPayment), run: undefined })

  it('are listed, with the reason of those that need a run', async () => {
    const charts = await listCharts(await request(), silent)
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length)
    const drawn = charts.filter(({ why }) => why === null).map(({ id }) => id)
    for (const id of ['figure-1', 'figure-5', 'break-even', 'cost-effectiveness-plane', 'acceptability-curve']) {
      expect(drawn).toContain(id)
    }
    const balance = charts.find(({ id }) => id === 'balance')
    expect(balance).toMatchObject({
      kind: 'love-plot',
      from: 'standard',
      why: expect.stringContaining('cases of a run'),
    })
  })

  it('are written by the ending of the file, and into a folder as all of them', async () => {
    const asked = { ...(await request()), id: 'break-even' }
    const one = join(place.folder, 'one', 'chart.png')
    expect(await drawOneChart(asked, { out: one, theme: 'print', narrow: true }, silent)).toEqual([one])
    expect(readFileSync(one).subarray(1, 4).toString()).toBe('PNG')
    const all = join(place.folder, 'all')
    const files = await drawOneChart(asked, { out: all, theme: 'light', narrow: false }, silent)
    expect(files.map(file => file.slice(all.length + 1))).toEqual(
      ['svg', 'png', 'vl.json', 'csv'].map(ending => `break-even.${ending}`),
    )
    expect(readFileSync(join(all, 'break-even.csv'), 'utf8')).toMatch(
      /^comparison,estimate,conf\.low,conf\.high,break_even\n/,
    )
  })

  it('are refused by an unknown id, theme or ending, and where there is nothing to draw', async () => {
    const asked = await request()
    const out = { out: join(place.folder, 'x.svg'), theme: 'light', narrow: false }
    const draw = (id: string, other: object = {}) =>
      codesOf(() => drawOneChart({ ...asked, id }, { ...out, ...other }, silent))
    expect(await draw('nothing')).toEqual(['chart.unknown'])
    expect(await draw('balance')).toEqual(['chart.not_drawn'])
    expect(await draw('figure-1', { out: 'x.gif' })).toEqual(['chart.out_invalid'])
    expect(await draw('figure-1', { out: undefined })).toEqual(['chart.out_missing'])
    expect(await draw('figure-1', { theme: 'dark' })).toEqual(['chart.theme_unknown'])
    expect(existsSync(out.out)).toBe(false)
  })

  it('stand in one page with their descriptions and their numbers', async () => {
    const out = join(place.folder, 'gallery')
    const { page, charts } = await writeGallery(await request(), { out, theme: 'light' }, silent)
    const html = readFileSync(page, 'utf8')
    expect(html.match(/<figure/g)).toHaveLength(charts)
    expect(html).toContain('breaks even at £25.74')
    expect(html).toContain('Not drawn')
    expect(html).not.toMatch(/<script|src="http/)
    expect(html).not.toContain('class="notice"')
  })

  it('are told to be of made-up data before anything else where they are', async () => {
    const shown = { figures: [], without: [], notice: 'Made up <all> of it.' }
    expect(galleryHtml(await request(), shown)).toMatch(/class="notice"[^>]*><p>Made up &lt;all&gt; of it\.</)
  })
})

describe('specs of the authors', () => {
  const payers = differenceAnalysis(
    {},
    { pwc_first_vs_control: contrast('pwc_first_vs_control', [0.003, -0.0009, 0.007]) },
  )
  const findings = findingsWith({ analyses: [payers] })
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'Differences of ours',
    description: 'Dots at the estimates.',
    data: { name: 'results' },
    transform: [{ filter: "datum.measure === 'difference'" }],
    mark: 'point',
    encoding: { x: { field: 'estimate', type: 'quantitative' }, y: { field: 'term', type: 'nominal' } },
  }
  const inFolder = (name: string, file: string, content: object): string => {
    const folder = join(place.folder, name)
    mkdirSync(join(folder, 'charts'), { recursive: true })
    writeFileSync(join(folder, 'charts', `${file}.vl.json`), JSON.stringify(content))
    return folder
  }
  const read = (content: object, file = 'ours') => {
    const folder = inFolder(`${file}-${JSON.stringify(content).length}`, file, content)
    return codesOf(() => readOwnCharts(folder, ['figure-1']))
  }

  it('are drawn with the data that they name, and their table is what the marks show', async () => {
    const [file] = readOwnCharts(inFolder('good', 'ours', spec), ['figure-1'])
    if (file === undefined) throw new Error('no spec')
    const chart = await drawOwnChart(file, findings, () => undefined)
    expect(chart).toMatchObject({ id: 'ours', title: 'Differences of ours', description: 'Dots at the estimates.' })
    expect(chart.table.rows).toEqual([{ estimate: 0.003, term: 'pwc_first_vs_control' }])
    expect(readOwnCharts(join(place.folder, 'none'), [])).toEqual([])
  })

  it('are refused where they do not follow the schema, lack words, point outside or ask for data that there are not', async () => {
    expect(await read({ ...spec, mark: 'pointt' })).toEqual(['chart.spec_invalid'])
    expect(await read({ ...spec, title: '', description: undefined })).toEqual([
      'chart.spec_untitled',
      'chart.spec_untitled',
    ])
    expect(await read({ ...spec, data: { url: 'https://example.org/a.json' } })).toEqual(['chart.spec_fetches'])
    expect(await read({ ...spec, data: { name: 'nothing' } })).toEqual(['chart.spec_data_unknown'])
    expect(await read(spec, 'figure-1')).toEqual(['chart.spec_name'])
  })

  it('are refused where Vega has doubts', async () => {
    const doubtful = { ...spec, encoding: { ...spec.encoding, x: { ...spec.encoding.x, scale: { type: 'band' } } } }
    const [file] = readOwnCharts(inFolder('doubtful', 'ours', doubtful), [])
    if (file === undefined) throw new Error('no spec')
    expect(await codesOf(() => drawOwnChart(file, findings, () => undefined))).toEqual(['chart.spec_not_drawn'])
  })
})
