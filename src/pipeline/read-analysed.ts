import type { Progress } from '../core/progress.ts'
import { readAndDerive } from './analyse-run.ts'
import type { RunAnalysis } from './analysis-artefacts.ts'
import { recordedFindings } from './engines/recorded-findings.ts'
import { isElsewhere } from './run-log.ts'
import type { Trial } from './trial-folder.ts'

/** An analysis as a report reads it: without rows where the outcomes are elsewhere. */
export type AnalysedRun = Pick<RunAnalysis, 'run' | 'findings' | 'drawn' | 'inputs'> & Partial<Pick<RunAnalysis, 'set'>>

/** The analysis of a run: derived from its log, or as an engine gave it where the outcomes are elsewhere. Writes nothing. */
export const readAnalysed = (trial: Trial, run: string, progress: Progress): Promise<AnalysedRun> =>
  isElsewhere(run) ? recordedFindings(trial, run) : readAndDerive(trial, run, progress)
