import { type Chart, enrolmentAgainstPlan, type Theme } from '../../charts/index.ts'
import { declaredTargets } from '../../model/allocation.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { armTitle } from '../findings.ts'
import { type ChartSources, type NotDrawn, needsRun, notDrawn, wordsOf } from './sources.ts'

/** Allocated cases beside those that were planned: by arm and stratum where the protocol has targets, else in all. */
export function enrolmentChart({ findings, run }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  if (run === undefined) return needsRun
  const rows = rowsOf(findings, run)
  if (rows.length === 0) return notDrawn('The protocol plans no number of cases.')
  return enrolmentAgainstPlan.draw({ ...wordsOf(findings, chart), rows }, theme)
}

function rowsOf(findings: ChartSources['findings'], { inputs, protocol }: NonNullable<ChartSources['run']>) {
  const { allocation } = inputs
  const planned = protocol.enrolment?.cases
  if (planned !== undefined) {
    return [{ id: 'all', arm: 'All groups', stratum: null, allocated: allocation.length, planned }]
  }
  const targets = Object.entries(declaredTargets(protocol.allocation) ?? {})
  const isStratified = targets.length > 1
  return protocol.arms.flatMap(({ id }) =>
    targets.map(([stratum, cases]) => ({
      id: `${id}-${stratum}`,
      arm: armTitle(findings, id),
      stratum: isStratified ? stratum.replaceAll('|', ', ') : null,
      allocated: allocation.filter(each => each.arm === id && each.stratum === stratum).length,
      planned: cases[id] ?? 0,
    })),
  )
}
