import { type Chart, enrolmentAgainstPlan, type Theme } from '../../charts/index.ts'
import { declaredTargets } from '../../model/allocation.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { roundCount } from '../disclosure/rounding.ts'
import { baseOf, type DisclosureRules } from '../disclosure/rules.ts'
import { armTitle } from '../findings.ts'
import { flowId } from '../results/flow-numbers.ts'
import { type ChartSources, type NotDrawn, needsRun, notDrawn, wordsOf } from './sources.ts'

/** Allocated cases beside those that were planned: by arm and stratum where the protocol has targets, else in all. */
export function enrolmentChart({ findings, run }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  if (run === undefined) return needsRun
  const rows = rowsOf(findings, run)
  if (rows.length === 0) return notDrawn('The protocol plans no number of cases.')
  return enrolmentAgainstPlan.draw({ ...wordsOf(findings, chart), rows }, theme)
}

function rowsOf(
  findings: ChartSources['findings'],
  { inputs, protocol, disclosure }: NonNullable<ChartSources['run']>,
) {
  const { allocation } = inputs
  const planned = protocol.enrolment?.cases
  if (planned !== undefined) {
    return [{ id: 'all', arm: 'All groups', stratum: null, allocated: rounded(allocation.length, disclosure), planned }]
  }
  const targets = Object.entries(declaredTargets(protocol.allocation) ?? {})
  const isStratified = targets.length > 1
  const allocated = (stratum: string, arm: string): number =>
    allocation.filter(each => each.arm === arm && each.stratum === stratum).length
  const isHeld = ([stratum]: (typeof targets)[number]): boolean =>
    protocol.arms.some(({ id }) => disclosure.held.has(flowId('allocated', stratum, id)))
  const shown = targets.filter(target => !isHeld(target))
  return protocol.arms.flatMap(({ id }) =>
    shown.map(([stratum, cases]) => ({
      id: `${id}-${stratum}`,
      arm: armTitle(findings, id),
      stratum: isStratified ? stratum.replaceAll('|', ', ') : null,
      allocated: rounded(allocated(stratum, id), disclosure),
      planned: cases[id] ?? 0,
    })),
  )
}

function rounded(count: number, rules: DisclosureRules): number {
  const base = baseOf(rules)
  return base === null ? count : roundCount(count, base)
}
