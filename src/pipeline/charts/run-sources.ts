import type { Disclosure } from '../disclosure/disclosure.ts'
import { shownFindings } from '../disclosure/shown-findings.ts'
import type { AnalysedRun } from '../read-analysed.ts'
import { withDrawnTargets } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { ChartSources } from './sources.ts'

/** What the charts of a run are drawn from: what may be shown of it. */
export function runSources(
  trial: Trial,
  { run, findings: all, inputs, set, drawn: allDrawn }: AnalysedRun,
  disclosure: Disclosure,
): ChartSources {
  const { findings, drawn } = shownFindings(all, allDrawn, disclosure)
  return { findings, run: { inputs, set, drawn, disclosure, protocol: withDrawnTargets(trial, run).protocol } }
}
