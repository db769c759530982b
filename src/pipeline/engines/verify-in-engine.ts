import { canonicalJson } from '../../core/canonical-json.ts'
import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import { readJson } from '../../storage/files.ts'
import { hashFindings, textDifferences } from '../differences.ts'
import { artefactPath, artefacts, hasArtefact, requireArtefact } from '../run-folder.ts'
import { hasRunLog } from '../run-log.ts'
import type { Trial } from '../trial-folder.ts'
import type { Stage } from '../verification-stage.ts'
import { deriveFromEngine } from './analyse-in-engine.ts'
import { readEngineRecord } from './engine-record.ts'
import { runHasOutcomes } from './issues.ts'
import { type OutcomesElsewhere, withAnswers } from './with-answers.ts'

/** Refuses a run that is to be asked of an engine and keeps its outcomes itself, or has none. */
export function requireOutcomesElsewhere(run: string): void {
  if (hasArtefact(run, 'engine')) return
  if (hasRunLog(run)) throw new TrialError([runHasOutcomes(artefactPath(run, 'log'))])
  requireArtefact(run, 'engine')
}

/** What is checked of a run whose outcomes are elsewhere: that 07 to 09 are of each other and, where the outcomes can be asked for, of them. */
export function engineStages(
  trial: Trial,
  run: string,
  outcomes: OutcomesElsewhere | undefined,
  progress: Progress,
): readonly Stage[] {
  return [
    ['06 to 09: results of an engine, as recorded', async () => recordedFindings(run)],
    [
      '06 to 09: results of an engine, asked again',
      async () => outcomes && askedFindings(trial, run, outcomes, progress),
      notAsked(run),
    ],
  ]
}

/** That 07 to 09 are of each other, and of the files that they name. */
function recordedFindings(run: string): string[] {
  return (['summaries', 'results', 'economics'] as const).flatMap(name => {
    const { inputs } = readJson(artefactPath(run, name)) as { inputs: Readonly<Record<string, string>> }
    return hashFindings(run, inputs, `${artefacts[name]} was made`)
  })
}

/** What differs in 07 to 09 from what the outcomes give now. That 06 names the place is no matter: a table may have moved. */
async function askedFindings(
  trial: Trial,
  run: string,
  outcomes: OutcomesElsewhere,
  progress: Progress,
): Promise<string[]> {
  const { isRowLevel, amounts } = readEngineRecord(run)
  const derived = await withAnswers(
    trial,
    outcomes,
    source => deriveFromEngine(trial, run, { ...source, isRowLevel }, progress),
    { progress },
  )
  const texts = derived.artefacts.flatMap(artefact => [...artefact.texts])
  return [
    ...(canonicalJson(amounts) === canonicalJson(derived.amounts)
      ? []
      : [`${artefacts.engine} differs from what is derived at amounts`]),
    ...texts.flatMap(([name, text]) => (name === artefacts.engine ? [] : textDifferences(run, name, text))),
  ]
}

function notAsked(run: string): string {
  const { place, dialect } = readEngineRecord(run)
  const how = {
    duckdb: 'with --engine duckdb and --data',
    postgres: 'with --engine postgres, --at and --data',
    clickhouse: 'with --engine clickhouse, --at and --data',
    clickhouse18: 'with --engine clickhouse, --at and --data',
    athena: 'with --summaries',
    databricks: 'with --summaries',
  }[dialect]
  return `The outcomes are in ${place}: whether the summaries are of them was not checked. Run verify ${how}, as for analyse, to ask for them again.`
}
