import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import type { Trial } from '../trial-folder.ts'
import { analyseInEngine, type EngineAnalysis } from './analyse-in-engine.ts'
import { savedAnswers } from './answer-files.ts'
import { drawInEngine, type EngineDraw, type EngineDrawRequest } from './draw-in-engine.ts'
import { engineSource } from './engine-source.ts'
import { dataMissing } from './issues.ts'
import { type EngineFlags, openEngine } from './open-engine.ts'

/** Runs the plan on summaries that an engine makes of its rows; see `analyseInEngine`. An abort stops the engine too. */
export async function analyseWithEngine(
  trial: Trial,
  run: string,
  flags: EngineFlags,
  progress: Progress,
  signal?: AbortSignal,
): Promise<EngineAnalysis> {
  const { shards, isCsv } = await openEngine(flags, progress)
  try {
    return await analyseInEngine(trial, run, engineSource(shards, trial, isCsv, signal), progress)
  } finally {
    await Promise.all(shards.map(shard => shard.close()))
  }
}

/** Runs the plan on the answers that an analyst saved beside the statements of `sql --out`. */
export const analyseSavedAnswers = (
  trial: Trial,
  run: string,
  folder: string,
  progress: Progress,
): Promise<EngineAnalysis> => analyseInEngine(trial, run, savedAnswers(folder, trial), progress)

/** Draws from a caseload in an engine; see `drawInEngine`. */
export async function drawWithEngine(
  request: Omit<EngineDrawRequest, 'engine' | 'isCsv'>,
  flags: EngineFlags,
  progress: Progress,
): Promise<EngineDraw> {
  const { shards, isCsv } = await openEngine(flags, progress)
  try {
    const [engine, ...others] = shards
    // Numbers in byte order of id are of all cases, and no shard knows those of the others.
    if (others.length > 0)
      throw new TrialError([dataMissing('one engine that holds the whole caseload', `${shards.length}`)])
    return await drawInEngine({ ...request, engine, isCsv }, progress)
  } finally {
    await Promise.all(shards.map(shard => shard.close()))
  }
}
