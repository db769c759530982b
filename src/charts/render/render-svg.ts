import type { View } from 'vega'
import type { Config, TopLevelSpec } from 'vega-lite'
import { InternalError } from '../../core/errors.ts'
import { accessibleSvg, type SvgWords } from './accessible-svg.ts'
import { tableWidth } from './table-width.ts'

declare module 'vega' {
  /** How vega measures text; the package exports it without a type. */
  export const textMetrics: { width: (item: never, text: unknown) => number }
}

let previous: Promise<unknown> = Promise.resolve()

/**
 * Draws a Vega-Lite spec as SVG text, the same bytes each time, with a title and a description for assistive technology.
 * `id` makes the ids inside the SVG unique in a page. Reads nothing from files or network.
 * Fails with `InternalError` if Vega-Lite or Vega warn of anything: a spec of ours has no doubtful parts.
 */
export function renderSvg(spec: TopLevelSpec, words: SvgWords): Promise<string> {
  // Vega's text measure is global to the process, so one chart is drawn at a time.
  const drawn = previous.then(async () => accessibleSvg(await draw(spec), words))
  previous = drawn.catch(() => undefined)
  return drawn
}

async function draw(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const complaints: string[] = []
  const logger = complainingLogger(complaints)
  const measure = vega.textMetrics.width
  vega.textMetrics.width = tableWidth
  vega.resetSVGDefIds()
  try {
    const compiled = compile(spec, { logger, config: legendAtEdge }).spec
    const view = new vega.View(vega.parse(compiled), {
      renderer: 'none',
      loader: refusingLoader(vega.loader()),
      logger,
    })
    await settle(view)
    const svg = await view.toSVG()
    view.finalize()
    if (complaints.length > 0) throw new InternalError(`a chart has doubtful parts: ${complaints.join(' ')}`)
    return svg
  } finally {
    vega.textMetrics.width = measure
  }
}

/** Legends start at the left edge of the labels, not of the plot. Vega knows this; the schema of Vega-Lite does not, so it is in no spec. */
const legendAtEdge: Config = { legend: { layout: { top: { anchor: 'start', frame: 'bounds' } } as never } }

const mostRounds = 8

/**
 * Vega fits the plot once to what sticks out of it at its first width. At the width that this gives, labels stick out
 * differently: a label near the end does so the more, the narrower the plot. So the fit is repeated until it holds.
 */
async function settle(view: View): Promise<void> {
  await view.runAsync()
  for (let round = 0; round < mostRounds; round += 1) {
    const width = view.width()
    await view.resize().runAsync()
    if (view.width() === width) return
  }
}

function complainingLogger(complaints: string[]) {
  const note = (...words: readonly unknown[]) => {
    complaints.push(words.map(String).join(' '))
    return logger
  }
  const ignore = () => logger
  const logger = { level: () => logger as never, error: note, warn: note, info: ignore, debug: ignore }
  return logger
}

function refusingLoader<Loader extends object>(loader: Loader): Loader {
  return { ...loader, load: () => Promise.reject(new InternalError('a chart may not load data')) }
}
