import type { Chart } from '../../charts/index.ts'
import type { SampledCase } from '../../model/case.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { RedrawnChart } from '../../model/published.ts'
import type { AnalysisInputs, AnalysisSet } from '../../outcomes/index.ts'
import type { Disclosure } from '../disclosure/disclosure.ts'
import type { DrawnAnalyses } from '../drawing-job.ts'
import { armTitle, type Findings } from '../findings.ts'

/** What charts are drawn from. */
export interface ChartSources {
  findings: Findings
  /** What only a run knows: its cases, their events, and what was drawn. Absent where a printed page is all there is. */
  run?: RunSources | undefined
}

/** A run's cases before and after the trial; rows do not leave this folder but as counts and means. */
export interface RunSources {
  inputs: Omit<AnalysisInputs, 'sample'> & { sample: readonly SampledCase[] }
  /** Absent where the outcomes are elsewhere. */
  set?: AnalysisSet | undefined
  drawn: DrawnAnalyses
  disclosure: Disclosure
  /** The protocol with the targets that the sampling drew. */
  protocol: Protocol
}

/** A chart that there is nothing to draw of, and why. */
export interface NotDrawn {
  why: string
}

export const notDrawn = (why: string): NotDrawn => ({ why })

export const isDrawn = (drawn: Chart | NotDrawn): drawn is Chart => 'spec' in drawn

/** Said of what needs the outcomes of cases in a run whose outcomes are elsewhere. */
export const needsOutcomes = notDrawn(
  'It needs the outcomes of single cases, which are in an engine and not in the run.',
)

/** Said of what needs the cases. */
export const needsRun = notDrawn('It needs the cases of a run, and the printed page does not have them.')

export type Series = RedrawnChart['series'][number]

/** Words of a chart. A run's data need not show what the report found, so only the page's charts have its headlines. */
export const wordsOf = ({ basis, notice }: Findings, { id, title, shows, subtitle, axis }: RedrawnChart) => ({
  id,
  title: basis === 'page' ? title : shows,
  subtitle,
  notice,
  axisTitle: axis,
})

/** "PWC first minus control" as the plan has it, else made of the titles of the arms. */
export function comparisonTitle(findings: Findings, { arm, against }: { arm: string; against: string }): string {
  const planned = findings.plan.contrasts.find(contrast => contrast.arm === arm && contrast.against === against)
  return planned?.title ?? `${armTitle(findings, arm)} minus ${armTitle(findings, against)}`
}
