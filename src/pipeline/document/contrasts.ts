import type { Computation, ContrastEstimate, ContrastEstimates } from '../../model/method.ts'
import { type Block, literal, type Table, type Text, text, written, writtenParts } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { analysisId, partOf } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { roundingId } from '../results/trial-numbers.ts'
import { adjustedP, familyNotes, methodNotes, pCell } from './adjusted-p.ts'
import { absentText, absentWords, cautionsOf, contrastTitle, reasonText } from './cautions.ts'
import { type EstimateStyle, intervalText, limitsOf, styleOf } from './estimate-style.ts'
import { setWords } from './method-name.ts'

/** The contrasts of a result, where it has any. */
export function contrastsOf({ computation }: Pick<AnalysisResult, 'computation'>): ContrastEstimates | undefined {
  return computation.status === 'computed' && computation.result.kind === 'contrasts' ? computation.result : undefined
}

/** A table of each analysis that estimates contrasts. */
export function contrastTables(findings: Reported, analyses = findings.analyses): Block[] {
  return analyses.flatMap(result => {
    const estimates = contrastsOf(result)
    return estimates === undefined ? [] : [contrastTable(findings, result, estimates)]
  })
}

function contrastTable(findings: Reported, result: AnalysisResult, { contrasts, measure }: ContrastEstimates): Table {
  const style = styleOf(findings, result.outcome, measure)
  const columns = columnsOf(findings, result, contrasts, style)
  const alone = contrasts.some(each => simultaneousOf(each.computation) !== undefined) ? ', each alone' : ''
  return {
    kind: 'table',
    id: `contrasts-${result.id.replaceAll('_', '-')}`,
    caption: text`${literal(result.title)}, ${style.unit} (${literal(result.methodTitle)}${setWords(result)}; ${roleWords(result.role)})`,
    columns: [
      { title: 'Contrast', kind: 'heading' },
      { title: 'Estimate', kind: 'number' },
      { title: text`${levelText(findings)} interval${alone}`, kind: 'number' },
      ...columns.map(({ title }) => ({ title, kind: 'number' as const })),
    ],
    rows: contrasts.flatMap(({ id, computation }) => {
      const title = contrastTitle(findings, id)
      if (computation.status === 'undefined')
        return [[title, absentText(computation.reason), '', ...columns.map(() => '')]]
      return [
        [
          title,
          ...estimateCells(findings, analysisId(result.id, id, ''), computation.result, style),
          ...columns.map(({ cell }) => cell(id, computation.result)),
        ],
        ...partCells(findings, result.id, computation.result, style).map(([part, ...cells]) => [
          text`${title}: ${part}`,
          ...cells,
          ...columns.map(() => ''),
        ]),
      ]
    }),
    notes: [
      ...contrasts.flatMap(contrast => reasonOf(findings, result, contrast)),
      ...familyNotes(findings, result),
      ...methodNotes(findings, result),
      ...cautionsOf(findings, result),
    ],
  }
}

/** Estimate and interval of what is under an id. */
export function estimateCells(
  { results }: Reported,
  id: string,
  { interval }: Pick<ContrastEstimate, 'interval'>,
  style: EstimateStyle,
): [estimate: Text, interval: Text] {
  return [[results.write(`${id}estimate`)], intervalText(limitsOf(results, id, interval), style)]
}

/** The interval that holds for all contrasts of a result together. */
export const simultaneousText = (
  { results }: Reported,
  analysis: string,
  { id, simultaneous }: ContrastEstimate,
  style: EstimateStyle,
): Text =>
  simultaneous === undefined
    ? ''
    : intervalText(limitsOf(results, analysisId(analysis, id, 'simultaneous.'), simultaneous.interval), style)

interface ContrastColumn {
  title: Text
  cell(id: string, estimate: ContrastEstimate): Text
}

/** What a table of contrasts shows beside estimate and interval: only what some contrast has. */
function columnsOf(
  findings: Reported,
  result: AnalysisResult,
  contrasts: ContrastEstimates['contrasts'],
  style: EstimateStyle,
): ContrastColumn[] {
  const { results } = findings
  const estimates = contrasts.flatMap(({ computation }) =>
    computation.status === 'computed' ? [computation.result] : [],
  )
  const simultaneous = estimates.flatMap(estimate => estimate.simultaneous ?? [])[0]
  const found = (id: string, column: string) => results.find(analysisId(result.id, id, column))
  const open = contrasts.some(({ id }) => roundingOf(findings, result, id)?.isOpen)
  const columns: (ContrastColumn | false)[] = [
    estimates.some(({ pValue }) => pValue !== undefined) && {
      title: simultaneous === undefined ? 'P' : 'P, each alone',
      cell: id => pCell(found(id, 'p.value')),
    },
    result.adjusted.length > 0 && {
      title: 'Adjusted P',
      cell: id => pCell(adjustedP(findings, result, id)),
    },
    simultaneous !== undefined && {
      title: text`Simultaneous ${levelText(findings)} interval (${literal(simultaneous.method)})`,
      cell: (_, estimate) => simultaneousText(findings, result.id, estimate, style),
    },
    simultaneous !== undefined && {
      title: text`P (${literal(simultaneous.method)})`,
      cell: id => pCell(found(id, 'simultaneous.p.value')),
    },
    open && {
      title: 'Estimate over the rounding of the print',
      cell: id => roundingOf(findings, result, id)?.words ?? '',
    },
  ]
  return columns.filter(column => column !== false)
}

const simultaneousOf = (computation: Computation<ContrastEstimate>) =>
  computation.status === 'computed' ? computation.result.simultaneous : undefined

/** Title, estimate and interval of the parts of a contrast, rounded so that they add up to it. */
export function partCells(
  findings: Reported,
  analysis: string,
  { id, parts = [] }: ContrastEstimate,
  style: EstimateStyle,
): [title: Text, estimate: Text, interval: Text][] {
  const { results } = findings
  const idOf = (part: string): string => analysisId(analysis, partOf(id, part), '')
  const sizes = writtenParts(
    results.number(analysisId(analysis, id, 'estimate')),
    parts.map(part => results.number(`${idOf(part.id)}estimate`)),
  )
  return parts.map(({ id: part, title, interval }, at) => [
    [literal(title)],
    sizes.slice(at, at + 1),
    intervalText(limitsOf(results, idOf(part), interval), style),
  ])
}

const levelText = ({ results }: Reported) => results.write('plan.confidence_level')

/** `as reported`, `primary`. */
export const roleWords = (role: string): string => role.replaceAll('_', ' ')

/** Why a contrast has no estimate. */
export function reasonOf(
  findings: Reported,
  result: AnalysisResult,
  { id, computation }: { id: string; computation: Computation<ContrastEstimate> },
): Text[] {
  return computation.status === 'undefined'
    ? [
        text`${contrastTitle(findings, id)} is ${absentWords(computation.reason)}: ${reasonText(findings, result.id, id, computation.detail)}`,
      ]
    : []
}

/** What the rounding of the print leaves open of a contrast; nothing where the numbers do not come from print. */
function roundingOf({ results }: Reported, { id }: AnalysisResult, contrast: string) {
  const [low, high] = [results.find(roundingId(id, contrast, 'low')), results.find(roundingId(id, contrast, 'high'))]
  if (low === undefined || high === undefined) return undefined
  return { isOpen: low.value !== high.value, words: text`${written(low)} to ${written(high)}` }
}
