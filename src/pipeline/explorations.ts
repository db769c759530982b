import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TrialError } from '../core/errors.ts'
import { type Exploration, explorationChecks, explorationSchema, exploratory } from '../model/exploration.ts'
import type { PlannedAnalysis } from '../model/plan.ts'
import { methodTraits } from '../statistics/traits.ts'
import { readDocument } from '../storage/document.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { analyse, type SummarySource } from './analyse-plan.ts'
import type { AnalysisResult } from './analysis-result.ts'
import { exploredAlready } from './issues.ts'
import { artefactPath } from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

/** What an exploration gave. */
export interface ExplorationResult {
  id: string
  title: string
  /** What was asked for. */
  planned: readonly PlannedAnalysis[]
  analyses: readonly AnalysisResult[]
}

/** An exploration's file, checked against the trial. */
export function readExploration({ protocol, plan }: Trial, path: string): Exploration {
  return readDocument(path, explorationSchema, explorationChecks(protocol, plan, methodTraits))
}

/**
 * Keeps a copy of an exploration in the run, where every later `analyse` finds it. Another one of the same id is refused: what
 * was tried stays on record.
 */
export function keepExploration(trial: Trial, run: string, path: string): Exploration {
  const exploration = readExploration(trial, path)
  const kept = join(artefactPath(run, 'explorations'), `${exploration.id}.yaml`)
  const bytes = readFileSync(path)
  if (!existsSync(kept)) {
    mkdirSync(artefactPath(run, 'explorations'), { recursive: true })
    writeFileAtomically(kept, bytes)
  } else if (!readFileSync(kept).equals(bytes)) {
    throw new TrialError([exploredAlready(kept, exploration.id)])
  }
  return exploration
}

/** Every exploration that a run keeps, in order of id. */
export function keptExplorations(trial: Trial, run: string): Exploration[] {
  const folder = artefactPath(run, 'explorations')
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter(name => name.endsWith('.yaml'))
  return names.sort().map(name => readExploration(trial, join(folder, name)))
}

/** Runs an exploration. Nothing that it gives is in a family. */
export function explore({ plan }: Trial, exploration: Exploration, source: SummarySource): ExplorationResult {
  const { id, title, contrasts = plan.contrasts } = exploration
  const analyses = exploratory(exploration.analyses)
  return {
    id,
    title,
    planned: analyses,
    analyses: analyses.map(analysis => analyse({ ...plan, contrasts }, analysis, source)),
  }
}
