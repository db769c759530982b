import { refuseIfAny } from '../../core/errors.ts'
import { readJson } from '../../storage/files.ts'
import { readSummaries } from '../../summaries/index.ts'
import { planAmendments } from '../amended-plan.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { readAllocation, readSample } from '../case-files.ts'
import { assuranceOf } from '../commit/assurance.ts'
import { hashFindings } from '../differences.ts'
import type { Economics } from '../economics.ts'
import type { Findings } from '../findings.ts'
import {
  artefactPath,
  artefacts,
  readManifest,
  requireArtefact,
  strataSampling,
  withDrawnTargets,
} from '../run-folder.ts'
import { sourceOf } from '../summary-source.ts'
import type { Trial } from '../trial-folder.ts'
import { engineNeeds } from './engine-needs.ts'
import { readEngineRecord, signsIn } from './engine-record.ts'
import { resultsOutdated } from './issues.ts'

const names = ['summaries', 'results', 'economics'] as const

/** What an engine gave a run, as 06 to 09 hold it, and the cases that it was of. Refused where they are not of the trial and the run as they are. */
export async function recordedFindings(trial: Trial, run: string) {
  for (const name of names) requireArtefact(run, name)
  refuseOutdated(trial, run)
  const { notice } = readManifest(run, 'allocation')
  const [allocation, sample] = await Promise.all([
    readAllocation(artefactPath(run, 'allocation')),
    readSample(artefactPath(run, 'sample'), trial.protocol),
  ])
  const { protocol, plan } = withDrawnTargets(trial, run)
  const { amounts } = readEngineRecord(run)
  const { summaries } = readJson(artefactPath(run, 'summaries')) as { summaries: readonly unknown[] }
  const { analyses } = withInfinities(readJson(artefactPath(run, 'results'))) as { analyses: readonly AnalysisResult[] }
  const { economics } = withInfinities(readJson(artefactPath(run, 'economics'))) as { economics: Economics | null }
  const { all, sets } = engineNeeds(trial, { sampling: strataSampling(run), isRowLevel: false })
  const source = sourceOf(all, readSummaries(summaries), () => undefined)
  const findings: Findings = {
    ...{ protocol, plan, basis: 'run', notice, analyses, economics },
    outcomesElsewhere: true,
    assurance: assuranceOf(run),
    amendments: planAmendments(trial, run),
    summaries: Object.assign(source, {
      signs: signsIn(amounts),
      sets: new Map(sets.map(set => [set.id, set])),
      largestCluster: readSummaries(summaries)[0]?.largestCluster,
      isEngine: true as const,
    }),
  }
  return { run, findings, drawn: new Map(), inputs: { allocation, sample, events: [] } }
}

function refuseOutdated({ hashes }: Trial, run: string): void {
  const current: Readonly<Record<string, string>> = { 'protocol.yaml': hashes.protocol, 'plan.yaml': hashes.plan }
  refuseIfAny(
    names.flatMap(name => {
      const { inputs } = readJson(artefactPath(run, name)) as { inputs: Readonly<Record<string, string>> }
      const changed = [
        ...Object.entries(current).flatMap(([file, hash]) =>
          inputs[file] === undefined || inputs[file] === hash ? [] : [`${file} was changed`],
        ),
        ...hashFindings(run, inputs, `${artefacts[name]} was made`),
      ]
      return changed.length === 0 ? [] : [resultsOutdated(artefactPath(run, name), changed)]
    }),
  )
}

/** Numbers that JSON does not have, as canonical JSON writes them. */
function withInfinities(value: unknown): unknown {
  if (value === 'Infinity') return Number.POSITIVE_INFINITY
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY
  if (Array.isArray(value)) return value.map(withInfinities)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, withInfinities(own)]))
}
