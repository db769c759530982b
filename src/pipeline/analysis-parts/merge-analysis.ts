import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { type Progress, silent } from '../../core/progress.ts'
import type { AnalysisPart } from '../../model/analysis-part.ts'
import { blockSize, computed, type Tally } from '../../model/method.ts'
import { analyseRun } from '../analyse-run.ts'
import type { RunAnalysis } from '../analysis-artefacts.ts'
import { type DrawingJob, type Drawn, type DrawnAnalyses, resamplingOf } from '../drawing-job.ts'
import { type Facts, type FiledPart, notOneWhole, readParts } from '../parts/one-whole.ts'
import { readPart } from '../parts/part-file.ts'
import { blocksOfJob, inRounds, type TakenBlocks } from '../resample.ts'
import { readRunLog } from '../run-log.ts'
import type { Trial } from '../trial-folder.ts'
import type { DrawnShare } from './draw-share.ts'
import { analysisPart, drawnIn, headOfPart, type PartHead } from './part-file.ts'
import { sharesOf } from './shares.ts'

/**
 * Analyses a run with what parts drew: the same artefacts, byte for byte, as `analyseRun` makes by itself. The blocks of replicates are put
 * in their order first, and a method that stops early leaves out what was drawn beyond.
 *
 * Throws `TrialError` as `analyseRun` does, and before anything is written with every file that is no part, was damaged, or belongs to other
 * files of the trial or of the run, and where parts are there twice or lacking.
 *
 * @example await mergeAnalysis(trial, 'runs/part-payment', ['parts/1.json', 'parts/2.json'])
 */
export async function mergeAnalysis(
  trial: Trial,
  run: string,
  files: readonly string[],
  progress: Progress = silent,
): Promise<RunAnalysis> {
  const issues: Issue[] = []
  const filed = readParts(files, file => readPart(analysisPart, file), issues)
  if (filed.length === 0) refuseIfAny(issues)
  const draw = async (jobs: readonly DrawingJob[]): Promise<DrawnAnalyses> => {
    issues.push(...(await elsewhere(trial, run, jobs, filed)))
    refuseIfAny(issues)
    return putTogether(
      jobs,
      filed.map(({ part }) => part),
      progress,
    )
  }
  return analyseRun(trial, run, progress, { draw })
}

async function elsewhere(
  trial: Trial,
  run: string,
  jobs: readonly DrawingJob[],
  filed: readonly FiledPart<AnalysisPart>[],
): Promise<Issue[]> {
  const { head: logHead } = await readRunLog(run)
  const here = fixedHere(await headOfPart(trial, { run, logHead, jobs }, { part: 1, parts: 1 }))
  return notOneWhole(filed, { here, fixedHere, fixedTogether })
}

/** What is fixed where the parts are put together. */
const fixedHere = ({ trial, inputs, versions, analyses }: PartHead): Facts => ({
  trial,
  ...inputs,
  'version of equipoise': versions.equipoise,
  analyses: analyses.map(({ id, method, blocks }) => `${id} by ${method}, ${blocks * blockSize}`).join('; '),
})

/** What is only known to be right where it is the same in all parts. Node's version: another may round a logarithm otherwise. */
const fixedTogether = ({ parts, versions }: PartHead): Facts => ({
  parts: String(parts),
  'version of Node': versions.node,
})

/** The results of the jobs from the blocks of all parts. A block that none of them drew is drawn here. */
async function putTogether(
  jobs: readonly DrawingJob[],
  parts: readonly AnalysisPart[],
  progress: Progress,
): Promise<DrawnAnalyses> {
  const shares = sharesOf(jobs.map(blocksOfJob), parts.length)
  const drawn = new Map(parts.map(part => [part.part, drawnIn(part)]))
  const results = new Map<string, Drawn>()
  for (const [index, job] of jobs.entries()) {
    const { method, summary, options } = job
    const draw = (from: number, to: number) => resamplingOf(method).chunk(summary, options, from, to)
    const isDrawn = [...drawn.values()].some(each => (each[index]?.blocks ?? 0) > 0)
    const take = async (from: number, most: number): Promise<TakenBlocks> => {
      // What needs no draws, or cannot be drawn, says so again.
      if (!isDrawn) return { to: most, drawn: draw(from, most) }
      const { part, at } = shares.place(index, from)
      const kept = blockOf(drawn.get(part)?.[index], at)
      return { to: from + 1, drawn: kept === undefined ? draw(from, from + 1) : computed(kept) }
    }
    results.set(job.id, await inRounds(job, take, () => {}))
    progress.report('Putting draws together', index + 1, jobs.length)
  }
  return results
}

/** A block of those that a part drew; `undefined` where it drew fewer. */
function blockOf(share: DrawnShare | undefined, at: number): Tally | undefined {
  if (share === undefined || at >= share.blocks) return undefined
  return Object.fromEntries(
    Object.entries(share.tally).map(([name, values]) => [name, values.subarray(at * blockSize, (at + 1) * blockSize)]),
  )
}
