import type { Spec, View } from 'vega'
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
export async function renderSvg(spec: TopLevelSpec, words: SvgWords): Promise<string> {
  return accessibleSvg(await withView(spec, view => view.toSVG()), words)
}

/** Does something with the finished view of a spec, when no other is drawn. */
export function withView<T>(spec: TopLevelSpec, use: (view: View, compiled: Spec) => T | Promise<T>): Promise<T> {
  // Vega's text measure is global to the process, so one chart is drawn at a time.
  const used = previous.then(() => view(spec, use))
  previous = used.catch(() => undefined)
  return used
}

async function view<T>(spec: TopLevelSpec, use: (view: View, compiled: Spec) => T | Promise<T>): Promise<T> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const complaints: string[] = []
  const logger = complainingLogger(complaints)
  const measure = vega.textMetrics.width
  vega.textMetrics.width = tableWidth
  vega.resetSVGDefIds()
  try {
    const compiled = compile(spec, { logger, config: legendAtEdge }).spec
    const made = new vega.View(vega.parse(compiled), {
      renderer: 'none',
      loader: refusingLoader(vega.loader()),
      logger,
    })
    await settle(made)
    const used = await use(made, compiled)
    made.finalize()
    if (complaints.length > 0) throw new InternalError(`a chart has doubtful parts: ${complaints.join(' ')}`)
    return used
  } finally {
    vega.textMetrics.width = measure
  }
}

/** Legends start at the left edge of the labels, not of the plot. Vega knows this; the schema of Vega-Lite does not, so it is in no spec. */
const legendAtEdge: Config = { legend: { layout: { top: { anchor: 'start', frame: 'bounds', margin: 20 } } as never } }

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
    const complaint = words.map(String).join(' ')
    // Rows of their own height are not to be fitted, and Vega-Lite says so although only the width is asked for.
    if (!complaint.startsWith('Dropping "fit-y"')) complaints.push(complaint)
    return logger
  }
  const ignore = () => logger
  const logger = { level: () => logger as never, error: note, warn: note, info: ignore, debug: ignore }
  return logger
}

function refusingLoader<Loader extends object>(loader: Loader): Loader {
  return { ...loader, load: () => Promise.reject(new InternalError('a chart may not load data')) }
}
