import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Chart, chartFiles, renderPng, renderSvg, type Theme, themes } from '../../charts/index.ts'
import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import { type Figure, literal, writeHtml } from '../../report/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { disclosureOfRun } from '../disclosure/of-run.ts'
import { writeChart } from '../draw-charts.ts'
import { pageFindings } from '../page/page-findings.ts'
import { printedPage } from '../page/printed-page.ts'
import { recoverPage } from '../page/recovered-page.ts'
import { readAnalysed } from '../read-analysed.ts'
import { requireDraw, requireSameProtocol } from '../run-folder.ts'
import { isElsewhere, requireRunLog } from '../run-log.ts'
import { hasFile, readPublished, type Trial } from '../trial-folder.ts'
import { type CatalogueEntry, chartCatalogue } from './catalogue.ts'
import { chartNotDrawn, chartUnknown, outInvalid, outMissing, themeUnknown } from './issues.ts'
import { runSources } from './run-sources.ts'
import { type ChartSources, isDrawn } from './sources.ts'

/** What is asked of the charts of a trial. */
export interface ChartRequest {
  trial: Trial
  /** A run; the printed page where there is none. */
  run: string | undefined
}

/** A chart as the list has it. */
export interface ListedChart {
  id: string
  kind: string
  title: string
  from: CatalogueEntry['from']
  /** Why there is nothing to draw; `null` where there is. */
  why: string | null
}

async function catalogueOf({ trial, run }: ChartRequest, progress: Progress) {
  const published = hasFile(trial.folder, 'published') ? readPublished(trial) : undefined
  const sources = await sourcesOf(trial, run, progress)
  const catalogue = chartCatalogue(sources, published?.charts ?? [], trial.folder)
  return { catalogue, notice: sources.findings.notice }
}

async function sourcesOf(trial: Trial, run: string | undefined, progress: Progress): Promise<ChartSources> {
  if (run === undefined) {
    const published = readPublished(trial)
    return { findings: pageFindings(recoverPage(printedPage({ ...trial, published }))) }
  }
  requireDraw(run, 'sample', 'allocation')
  requireSameProtocol(trial, run)
  if (!isElsewhere(run)) await requireRunLog(run)
  const analysis = await readAnalysed(trial, run, progress)
  const { disclosure } = await disclosureOfRun(trial, run, analysis.findings)
  return runSources(trial, analysis, disclosure)
}

/** Every chart of a trial, with the reason of those of which there is nothing to draw. */
export async function listCharts(request: ChartRequest, progress: Progress): Promise<ListedChart[]> {
  const listed: ListedChart[] = []
  for (const { draw, ...entry } of (await catalogueOf(request, progress)).catalogue) {
    const drawn = await draw()
    listed.push({ ...entry, why: isDrawn(drawn) ? null : drawn.why })
  }
  return listed
}

/** How a chart is drawn into files. */
export interface ChartOutput {
  /** A file or a folder; refused where absent. */
  out: string | undefined
  theme: string
  narrow: boolean
}

const endings = ['.svg', '.png', '.vl.json', '.csv'] as const

/** Draws one chart into a file of one of the endings, or into a folder as all of them. Gives the paths. */
export async function drawOneChart(
  request: ChartRequest & { id: string },
  { out: wished, theme: themeId, narrow }: ChartOutput,
  progress: Progress,
): Promise<string[]> {
  const place = chartPlace(wished)
  const theme = themeOf(themeId)
  const { catalogue } = await catalogueOf(request, progress)
  const entry = catalogue.find(({ id }) => id === request.id)
  if (entry === undefined)
    throw new TrialError([
      chartUnknown(
        request.id,
        catalogue.map(({ id }) => id),
      ),
    ])
  const drawn = await entry.draw(theme)
  if (!isDrawn(drawn)) throw new TrialError([chartNotDrawn(request.id, drawn.why)])
  return writeDrawn(narrow ? { ...drawn, spec: drawn.narrowSpec } : drawn, place)
}

/** Where a chart goes: into one file by its ending, or as every file into a folder. */
export interface ChartPlace {
  out: string
  ending: (typeof endings)[number] | undefined
}

/** Reads a path for a chart; refused where it is absent, or names a file of another ending. */
export function chartPlace(wished: string | undefined): ChartPlace {
  const out = required(wished)
  const ending = endings.find(each => out.endsWith(each))
  if (ending === undefined && /\.\w+$/.test(out) && !isExistingFolder(out))
    throw new TrialError([outInvalid(out, endings)])
  return { out, ending }
}

/** Draws a chart into the files of its place. Gives their paths. */
export async function writeDrawn(chart: Chart, { out, ending }: ChartPlace): Promise<string[]> {
  const isFolder = ending === undefined
  const files = await filesOf(chart)
  const wanted = files.filter(({ name }) => isFolder || name.endsWith(ending))
  mkdirSync(isFolder ? out : dirname(out), { recursive: true })
  return wanted.map(({ name, content }) => {
    const path = isFolder ? join(out, name) : out
    writeFileAtomically(path, content)
    return path
  })
}

function required(out: string | undefined): string {
  if (out === undefined) throw new TrialError([outMissing()])
  return out
}

const isExistingFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

async function filesOf(chart: Chart) {
  const svg = await renderSvg(chart.spec, chart)
  return chartFiles(chart, { svg }, await renderPng(svg))
}

function themeOf(id: string): Theme {
  const found = Object.values(themes).find(theme => theme.id === id)
  if (found === undefined) throw new TrialError([themeUnknown(id, Object.keys(themes))])
  return found
}

/** Writes every chart that can be drawn into a folder, with a page that shows them: its path, and how many it shows. */
export async function writeGallery(
  request: ChartRequest,
  { out: wished, theme }: Pick<ChartOutput, 'out' | 'theme'>,
  progress: Progress,
): Promise<{ page: string; charts: number }> {
  const out = required(wished)
  const own = themeOf(theme)
  const { catalogue, notice } = await catalogueOf(request, progress)
  mkdirSync(out, { recursive: true })
  const figures: Figure[] = []
  const without: string[] = []
  for (const [index, entry] of catalogue.entries()) {
    progress.report('Drawing charts', index, catalogue.length)
    const drawn = await entry.draw(own)
    if (isDrawn(drawn))
      figures.push((await writeChart(drawn, { label: entry.id, folder: out, fromReport: '.', numbers: [] })).figure)
    else without.push(`${entry.id} (${entry.title}): ${drawn.why}`)
  }
  const page = join(out, 'index.html')
  writeFileAtomically(page, galleryHtml(request, { figures, without, notice }))
  return { page, charts: figures.length }
}

interface Gallery {
  figures: readonly Figure[]
  without: readonly string[]
  notice: string | null
}

/** The page of a gallery, with what a reader must know of its data first. */
export function galleryHtml({ trial, run }: ChartRequest, { figures, without, notice }: Gallery): string {
  const source = run === undefined ? 'Drawn from the printed page.' : 'Drawn from a run.'
  return writeHtml({
    title: [literal(`Charts of the trial ${trial.protocol.title}`)],
    subtitle: source,
    language: 'en-GB',
    notices: notice === null ? [] : [[literal(notice)]],
    sections: [
      { id: 'charts', title: 'Charts', blocks: figures },
      ...(without.length === 0
        ? []
        : [
            {
              id: 'not-drawn',
              title: 'Not drawn',
              blocks: [{ kind: 'list' as const, ordered: false, items: without.map(each => [literal(each)]) }],
            },
          ]),
    ],
  })
}
