import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { refuseIfAny, TrialError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { blockSize } from '../../model/method.ts'
import { onFile } from '../../storage/files.ts'
import { readInputs, requireAnalysable } from '../analyse-run.ts'
import { prepareAnalysis } from '../derive-analysis.ts'
import type { Drawing } from '../drawing.ts'
import type { DrawingJob } from '../drawing-job.ts'
import { type Chunk, chunkText } from '../parts/chunk.ts'
import { chunkUnreadable } from '../parts/issues.ts'
import { partAt, writePart } from '../parts/part-file.ts'
import { blocksOfJob } from '../resample.ts'
import { withDrawnTargets } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { type DrawnShare, drawShare } from './draw-share.ts'
import { nothingDrawn } from './issues.ts'
import { analysisPart, contentOf, drawnIn, headOfPart } from './part-file.ts'

/** A part of an analysis that is in its file. */
export interface AnalysedPart extends Chunk {
  schema: 'equipoise/analysed-part/1'
  trial: string
  run: string
  out: string
  /** Replicates that it holds of each analysis that draws. */
  analyses: readonly { id: string; method: string; replicates: number }[]
  sha256: string
  state: 'written' | 'unchanged'
}

/**
 * Draws one part of what the analyses of a run draw, and writes it to a file, for machines that share them: bootstraps, random tables and
 * randomisation tests. A file that holds this part already is left as it is, so that a loop over all parts can be run again after some were
 * lost. Writes nothing to the run.
 *
 * Throws `TrialError` as `analyseRun` does, where there are more parts than there is to draw, and where the file holds anything else.
 *
 * @example await analysePart(trial, 'runs/part-payment', { part: 3, parts: 8, out: 'parts/3.json' })
 */
export async function analysePart(
  trial: Trial,
  run: string,
  { out, ...chunk }: Chunk & { out: string },
  drawing?: Drawing,
): Promise<AnalysedPart> {
  await requireAnalysable(trial, run)
  const { inputs, logHead } = await readInputs(trial, run)
  const { jobs } = prepareAnalysis(withDrawnTargets(trial, run), inputs)
  requireEnough(jobs, chunk)
  const head = await headOfPart(trial, { run, logHead, jobs }, chunk)
  const told = (drawn: readonly DrawnShare[], sha256: string, state: AnalysedPart['state']): AnalysedPart => ({
    schema: 'equipoise/analysed-part/1',
    ...{ trial: head.trial, run, out, ...chunk, sha256, state },
    analyses: head.analyses.map(({ id, method }, at) => ({
      ...{ id, method },
      replicates: (drawn[at]?.blocks ?? 0) * blockSize,
    })),
  })
  const there = partAt(analysisPart, out, { ...head })
  if (there !== undefined) return told(drawnIn(there), there.sha256, 'unchanged')
  onFile(out, () => mkdirSync(dirname(out), { recursive: true }))
  const drawn = await drawShare(jobs, chunk, drawing)
  return told(drawn, writePart(out, { ...head, ...contentOf(drawn) }), 'written')
}

/** Refuses more parts than there are blocks to draw. */
export function requireEnough(jobs: readonly DrawingJob[], chunk: Chunk): void {
  if (jobs.length === 0) throw new TrialError([nothingDrawn()])
  const blocks = sumOf(jobs.map(blocksOfJob))
  const said = `blocks of ${blockSize} draws (${blocks})`
  refuseIfAny(chunk.parts > blocks ? [chunkUnreadable(chunkText(chunk), said)] : [])
}
