import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import type { Trial } from '../trial-folder.ts'
import { analyseInEngine, type EngineAnalysis } from './analyse-in-engine.ts'
import { drawInEngine, type EngineDraw, type EngineDrawRequest } from './draw-in-engine.ts'
import { dataMissing } from './issues.ts'
import { type EngineFlags, openEngine } from './open-engine.ts'
import { type OutcomesElsewhere, withAnswers } from './with-answers.ts'

export type { OutcomesElsewhere } from './with-answers.ts'

/** Runs the plan on outcomes that are elsewhere; see `analyseInEngine`. An abort stops the engine too. */
export const analyseElsewhere = (
  trial: Trial,
  run: string,
  where: OutcomesElsewhere,
  progress: Progress,
  signal?: AbortSignal,
): Promise<EngineAnalysis> =>
  withAnswers(trial, where, source => analyseInEngine(trial, run, source, progress), { progress, signal })

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
