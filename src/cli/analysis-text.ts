import { join } from 'node:path'
import { flagCounts } from '../outcomes/index.ts'
import type { RunAnalysis } from '../pipeline/analysis-artefacts.ts'
import type { AnalysedPart } from '../pipeline/analysis-parts/index.ts'
import { artefacts } from '../pipeline/run-folder.ts'
import type { Trial } from '../pipeline/trial-folder.ts'
import { sectionText } from '../report/index.ts'
import { allSections, exploratorySections, mainSections } from './main-sections.ts'
import { outputWidth, runFlag } from './open-trial.ts'
import type { CommandResult } from './output.ts'
import { flagLines, noticeLines } from './summaries.ts'

/** What a command says of the analysis of a run. */
export function analysisResult(
  reference: string,
  trial: Trial,
  { run, findings, flags }: RunAnalysis,
  { full = false, explored = false }: { full?: boolean | undefined; explored?: boolean },
): CommandResult {
  const sections = full
    ? allSections(findings)
    : [...mainSections(findings), ...(explored ? exploratorySections(findings) : [])]
  const place = (name: 'results' | 'tidyResults'): string => join(run, artefacts[name])
  const written = `Every analysis is in ${place('results')} and, a row for each number, in ${place('tidyResults')}${full ? '' : '; --full prints them'}.`
  return {
    json: {
      schema: 'equipoise/analysis/1',
      trial: trial.protocol.id,
      run,
      notice: findings.notice,
      analyses: findings.analyses,
      explorations: findings.explorations ?? [],
      amendments: findings.amendments ?? null,
      economics: findings.economics,
      flags: flagCounts(flags),
    } as CommandResult['json'],
    text: [
      ...noticeLines(findings.notice),
      ...flagLines(flagCounts(flags), join(run, artefacts.flags)),
      ...sections.flatMap(section => [sectionText(section, outputWidth()), '']),
      written,
    ].join('\n'),
    next: `equipoise report ${reference}${runFlag(trial, run)}`,
  }
}

/** What a command says of a part of an analysis. */
export function analysedPartText({ out, part, parts, analyses, state }: AnalysedPart): string {
  const draws = analyses.map(({ id, replicates }) => `${id} ${replicates.toLocaleString('en-GB')}`).join(', ')
  const what = `part ${part} of ${parts} of what the analyses draw (${draws})`
  return state === 'written' ? `Wrote ${what}, to ${out}.` : `${out} holds ${what}, already.`
}
