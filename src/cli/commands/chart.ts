import { defineCommand } from './define.ts'

interface Options {
  chart?: string
  run?: string
  out?: string
  theme: string
  narrow?: boolean
  gallery?: boolean
}

export const chartCommand = defineCommand<Options>({
  name: 'chart',
  summary: 'list the charts of a trial, and draw any of them',
  description:
    'Without an id lists the charts that can be drawn from a run (else from the printed page), and why others cannot. With an id draws that chart into --out: by its ending as .svg, .png (twice its size), .vl.json or .csv, into a folder as all of them. --gallery writes every chart with a page that shows them.',
  group: 'Published reports:',
  second: { name: 'chart', description: 'id of a chart, as the list has it' },
  options: [
    { flags: '--run <dir>', description: 'run folder (default: runs/<trial> if it is there, else the printed page)' },
    { flags: '--out <path>', description: 'file or folder to write' },
    { flags: '--theme <name>', description: 'light, or print for greys only', default: 'light' },
    { flags: '--narrow', description: 'at the width of a telephone' },
    { flags: '--gallery', description: 'every chart, with a page that shows them, into the folder --out' },
  ],
  examples: [
    'equipoise chart part-payment',
    'equipoise chart part-payment figure-1 --out figure-1.svg',
    'equipoise chart part-payment break-even --run runs/mine --theme print --out charts',
    'equipoise chart part-payment --run runs/mine --gallery --out gallery',
  ],
  async run(reference, { chart, run: folder, out, theme, narrow = false, gallery = false }, progress) {
    const { existsSync } = await import('node:fs')
    const { openTrial, outputWidth } = await import('../open-trial.ts')
    const pipeline = await import('../../pipeline/charts/chart-trial.ts')
    const { hasFile } = await import('../../pipeline/trial-folder.ts')
    const { trial, run: usual } = await openTrial(reference, folder)
    const isPage = folder === undefined && !existsSync(usual) && hasFile(trial.folder, 'published')
    const request = { trial, run: isPage ? undefined : usual }
    const head = { schema: 'equipoise/charts/1' as const, trial: trial.protocol.id, run: request.run ?? null }
    if (gallery || chart !== undefined) {
      if (gallery) {
        const { page, charts } = await pipeline.writeGallery(request, { out, theme }, progress)
        return {
          json: { ...head, page, charts },
          text: `${charts} charts, shown in ${page}.`,
          next: `open ${page} in a browser`,
        }
      }
      const files = await pipeline.drawOneChart({ ...request, id: chart ?? '' }, { out, theme, narrow }, progress)
      return { json: { ...head, chart, files }, text: files.map(file => `Written: ${file}`).join('\n') }
    }
    const { chartListText } = await import('../chart-text.ts')
    const charts = await pipeline.listCharts(request, progress)
    const first = charts.find(({ why }) => why === null)?.id ?? 'ID'
    return {
      json: { ...head, charts },
      text: chartListText(charts, request.run ?? null, outputWidth()),
      next: `equipoise chart ${reference} ${first} --out ${first}.svg`,
    }
  },
})
