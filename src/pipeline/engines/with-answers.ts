import type { Progress } from '../../core/progress.ts'
import type { Trial } from '../trial-folder.ts'
import { savedAnswers } from './answer-files.ts'
import type { AnswerSource } from './checked-answers.ts'
import { engineSource } from './engine-source.ts'
import { type EngineFlags, openEngine } from './open-engine.ts'

/** Where outcomes are: an engine, or a folder with the answers that an analyst saved beside the statements of `sql --out`. */
export type OutcomesElsewhere = EngineFlags | { summaries: string }

/** Works with the answers of a place, and closes it. An abort stops the engine too. */
export async function withAnswers<T>(
  trial: Trial,
  where: OutcomesElsewhere,
  work: (source: AnswerSource) => Promise<T>,
  { progress, signal }: { progress: Progress; signal?: AbortSignal | undefined },
): Promise<T> {
  if ('summaries' in where) return work(savedAnswers(where.summaries, trial))
  const { shards, isCsv } = await openEngine(where, progress)
  try {
    return await work(engineSource(shards, trial, isCsv, signal))
  } finally {
    await Promise.all(shards.map(shard => shard.close()))
  }
}
