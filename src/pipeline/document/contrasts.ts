import type { Computation, ContrastEstimate } from '../../model/method.ts'
import { points } from '../../report/format.ts'
import { type Block, pounds, pValue, range, type Table } from '../../report/index.ts'
import type { AnalysisResult } from '../analyse-plan.ts'
import type { Findings } from '../findings.ts'
import type { OverRounding, PageFindings } from '../page/page-findings.ts'
import { cautionsOf, withArmTitles } from './cautions.ts'

/** How an outcome's differences are written: percentage points or pounds per case. */
export interface DifferenceStyle {
  scale: number
  unit: string
  format(value: number, decimals?: number): string
}

export function differenceStyle({ protocol }: Pick<Findings, 'protocol'>, outcome: string): DifferenceStyle {
  const money = protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money'
  return money
    ? { scale: 0.01, unit: '£ per case', format: (value, decimals = 2) => pounds(value, decimals) }
    : { scale: 100, unit: 'percentage points', format: (value, decimals = 2) => points(value, decimals) }
}

/** A table of each analysis of the plan that estimates contrasts. */
export function contrastTables(findings: Findings | PageFindings): Block[] {
  return findings.analyses
    .filter(({ computation }) => computation.status === 'computed' && computation.result.kind === 'contrasts')
    .map(result => contrastTable(findings, result))
}

function contrastTable(findings: Findings | PageFindings, result: AnalysisResult): Table {
  const style = differenceStyle(findings, result.outcome)
  const rounding = 'overRounding' in findings ? findings.overRounding.get(result.id) : undefined
  const open = [...(rounding?.values() ?? [])].some(({ estimate }) => estimate.lower !== estimate.upper)
  const contrasts =
    result.computation.status === 'computed' && result.computation.result.kind === 'contrasts'
      ? result.computation.result.contrasts
      : []
  const level = Math.round(100 * findings.plan.confidenceLevel)
  return {
    kind: 'table',
    id: `contrasts-${result.id.replaceAll('_', '-')}`,
    caption: `${result.title}, ${style.unit} (${result.methodTitle}; ${result.role.replaceAll('_', ' ')})`,
    columns: [
      { title: 'Contrast', kind: 'heading' },
      { title: 'Estimate', kind: 'number' },
      { title: `${level}% interval`, kind: 'number' },
      { title: 'P', kind: 'number' },
      ...(open ? [{ title: 'Estimate over the rounding of the print', kind: 'number' as const }] : []),
    ],
    rows: contrasts.map(({ id, computation }) => [
      contrastTitle(findings, id),
      ...estimateCells(computation, style),
      ...(open ? [roundingCell(rounding?.get(id), style)] : []),
    ]),
    notes: [...contrasts.flatMap(contrast => reasonOf(findings, contrast)), ...cautionsOf(findings, result)],
  }
}

const contrastTitle = ({ plan }: Findings, id: string): string =>
  plan.contrasts.find(contrast => contrast.id === id)?.title ?? id

function reasonOf(
  findings: Findings,
  { id, computation }: { id: string; computation: Computation<ContrastEstimate> },
): string[] {
  return computation.status === 'undefined'
    ? [`${contrastTitle(findings, id)} is not computable: ${withArmTitles(findings, computation.detail)}`]
    : []
}

function estimateCells(computation: Computation<ContrastEstimate>, { scale, format }: DifferenceStyle): string[] {
  if (computation.status === 'undefined') return ['not computable', '', '']
  const { estimate, interval, pValue: p } = computation.result
  return [
    format(scale * estimate),
    range(scale * interval.lower, scale * interval.upper, format),
    p === undefined ? '' : pValue(p).replace(/^= /, ''),
  ]
}

function roundingCell(over: OverRounding | undefined, { scale, format }: DifferenceStyle): string {
  return over === undefined ? '' : range(scale * over.estimate.lower, scale * over.estimate.upper, format)
}
