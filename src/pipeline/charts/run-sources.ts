import type { RunAnalysis } from '../analysis-artefacts.ts'
import { withDrawnTargets } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { ChartSources } from './sources.ts'

/** What the charts of a run are drawn from. */
export function runSources(trial: Trial, { run, findings, inputs, set, drawn }: RunAnalysis): ChartSources {
  return { findings, run: { inputs, set, drawn, protocol: withDrawnTargets(trial, run).protocol } }
}
