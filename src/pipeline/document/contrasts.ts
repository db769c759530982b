import { roundedParts } from '../../core/rounded-parts.ts'
import type { Computation, ContrastEstimate, ContrastEstimates, ContrastPart } from '../../model/method.ts'
import { type Block, range, type Table } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'
import type { OverRounding, PageFindings } from '../page/page-findings.ts'
import { adjustedOf, familyNotes, methodNotes, pText } from './adjusted-p.ts'
import { cautionsOf, contrastTitle, withArmTitles } from './cautions.ts'
import { type EstimateStyle, intervalText, styleOf } from './estimate-style.ts'
import { setWords } from './method-name.ts'

/** The contrasts of a result, where it has any. */
export function contrastsOf({ computation }: Pick<AnalysisResult, 'computation'>): ContrastEstimates | undefined {
  return computation.status === 'computed' && computation.result.kind === 'contrasts' ? computation.result : undefined
}

/** A table of each analysis that estimates contrasts. */
export function contrastTables(findings: Findings | PageFindings, analyses = findings.analyses): Block[] {
  return analyses.flatMap(result => {
    const estimates = contrastsOf(result)
    return estimates === undefined ? [] : [contrastTable(findings, result, estimates)]
  })
}

function contrastTable(
  findings: Findings | PageFindings,
  result: AnalysisResult,
  { contrasts, measure }: ContrastEstimates,
): Table {
  const style = styleOf(findings, result.outcome, measure)
  const columns = columnsOf(findings, result, contrasts)
  const alone = contrasts.some(each => simultaneousOf(each.computation) !== undefined) ? ', each alone' : ''
  return {
    kind: 'table',
    id: `contrasts-${result.id.replaceAll('_', '-')}`,
    caption: `${result.title}, ${style.unit} (${result.methodTitle}${setWords(result)}; ${roleWords(result.role)})`,
    columns: [
      { title: 'Contrast', kind: 'heading' },
      { title: 'Estimate', kind: 'number' },
      { title: `${levelPercent(findings)}% interval${alone}`, kind: 'number' },
      ...columns.map(({ title }) => ({ title, kind: 'number' as const })),
    ],
    rows: contrasts.flatMap(({ id, computation }) => {
      const title = contrastTitle(findings, id)
      if (computation.status === 'undefined') return [[title, 'not computable', '', ...columns.map(() => '')]]
      const { estimate, interval, parts = [] } = computation.result
      return [
        [
          title,
          style.format(style.scale * estimate),
          intervalText(interval, style),
          ...columns.map(({ cell }) => cell(id, computation.result, style)),
        ],
        ...partCells(estimate, parts, style).map(cells => [
          `${title}: ${cells[0]}`,
          ...cells.slice(1),
          ...columns.map(() => ''),
        ]),
      ]
    }),
    notes: [
      ...contrasts.flatMap(contrast => reasonOf(findings, contrast)),
      ...familyNotes(findings, result),
      ...methodNotes(result),
      ...cautionsOf(findings, result),
    ],
  }
}

interface ContrastColumn {
  title: string
  cell(id: string, estimate: ContrastEstimate, style: EstimateStyle): string
}

/** What a table of contrasts shows beside estimate and interval: only what some contrast has. */
function columnsOf(
  findings: Findings | PageFindings,
  result: AnalysisResult,
  contrasts: ContrastEstimates['contrasts'],
): ContrastColumn[] {
  const estimates = contrasts.flatMap(({ computation }) =>
    computation.status === 'computed' ? [computation.result] : [],
  )
  const simultaneous = estimates.flatMap(estimate => estimate.simultaneous ?? [])[0]
  const rounding = 'overRounding' in findings ? findings.overRounding.get(result.id) : undefined
  const open = [...(rounding?.values() ?? [])].some(({ estimate }) => estimate.lower !== estimate.upper)
  const columns: (ContrastColumn | false)[] = [
    estimates.some(({ pValue }) => pValue !== undefined) && {
      title: simultaneous === undefined ? 'P' : 'P, each alone',
      cell: (_, { pValue }) => pText(pValue),
    },
    result.adjusted.length > 0 && {
      title: 'Adjusted P',
      cell: id => pText(adjustedOf(result, id)?.pValue),
    },
    simultaneous !== undefined && {
      title: `Simultaneous ${levelPercent(findings)}% interval (${simultaneous.method})`,
      cell: (_, estimate, style) =>
        estimate.simultaneous === undefined ? '' : intervalText(estimate.simultaneous.interval, style),
    },
    simultaneous !== undefined && {
      title: `P (${simultaneous.method})`,
      cell: (_, estimate) => pText(estimate.simultaneous?.pValue),
    },
    open && {
      title: 'Estimate over the rounding of the print',
      cell: (id, _, style) => roundingCell(rounding?.get(id), style),
    },
  ]
  return columns.filter(column => column !== false)
}

const simultaneousOf = (computation: Computation<ContrastEstimate>) =>
  computation.status === 'computed' ? computation.result.simultaneous : undefined

/** Title, estimate and interval of the parts of a contrast, rounded so that they add up to it. */
export function partCells(
  estimate: number,
  parts: readonly ContrastPart[],
  style: EstimateStyle,
): [title: string, estimate: string, interval: string][] {
  const { scale, decimals, format } = style
  const own = parts.map(part => scale * part.estimate)
  const rounded = parts.length === 0 ? [] : roundedParts(scale * estimate, own, decimals)
  return parts.map(({ title, interval }, index) => [title, format(rounded[index] ?? 0), intervalText(interval, style)])
}

const levelPercent = ({ plan }: Findings): number => Math.round(100 * plan.confidenceLevel)

/** `as reported`, `primary`. */
export const roleWords = (role: string): string => role.replaceAll('_', ' ')

/** Why a contrast has no estimate. */
export function reasonOf(
  findings: Findings,
  { id, computation }: { id: string; computation: Computation<ContrastEstimate> },
): string[] {
  return computation.status === 'undefined'
    ? [`${contrastTitle(findings, id)} is not computable: ${withArmTitles(findings, computation.detail)}`]
    : []
}

function roundingCell(over: OverRounding | undefined, { scale, format }: EstimateStyle): string {
  return over === undefined ? '' : range(scale * over.estimate.lower, scale * over.estimate.upper, format)
}
