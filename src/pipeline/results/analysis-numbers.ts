import { type Caution, type Computation, isInUnit, type Measure, type UnitMeasure } from '../../model/method.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { SubgroupEstimates } from '../../model/subgroup-results.ts'
import { type NamedNumber, quotedNumbers, type Unit } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { type ResultRow, resultRows } from '../tidy-results.ts'

/** Id of a number of an analysis, as `payers_difference.order_of_calling.conf.low`; `of` is an arm, a contrast or nothing. */
export const analysisId = (analysis: string, of: string | null, column: string): string =>
  [analysis, ...(of === null ? [] : [of]), column].join('.')

/** Id of a part of a contrast. */
export const partOf = (contrast: string, part: string): string => `${contrast}.${part}`

/** Every number of an analysis, and those in the sentences that its method wrote of it. */
export function analysisNumbers(protocol: Pick<Protocol, 'outcomes'>, result: AnalysisResult): NamedNumber[] {
  return [...resultRows(result).flatMap(row => rowNumbers(protocol, result, row)), ...sentenceNumbers(result)]
}

/** How the columns of a result are written; `own`: in the unit of what was estimated. */
const columnUnits = {
  n: 'count',
  estimate: 'own',
  'std.error': 'own',
  'half.width': 'own',
  'conf.low': 'own',
  'conf.high': 'own',
  'conf.level': 'level',
  statistic: 'statistic',
  parameter: 'degrees',
  'den.df': 'degrees',
  'p.value': 'p',
  'adj.p.value': 'p',
  comparisons: 'count',
  'simultaneous.p.value': 'p',
  'simultaneous.conf.low': 'own',
  'simultaneous.conf.high': 'own',
  'simultaneous.comparisons': 'count',
  draws: 'count',
  'mc.std.error': 'figures',
} as const satisfies Partial<Record<keyof ResultRow, Unit | 'own'>>

function rowNumbers(protocol: Pick<Protocol, 'outcomes'>, result: AnalysisResult, row: ResultRow): NamedNumber[] {
  // A test is of all arms; its row is named by the symbol of its statistic.
  const of = row.arm === undefined ? null : String(row.term).replace(':', '.')
  const own = ownUnit(protocol, result.outcome, row.measure as Measure | 'time' | undefined)
  return Object.entries(columnUnits).flatMap(([column, unit]): NamedNumber[] => {
    const value = row[column as keyof typeof columnUnits]
    if (typeof value !== 'number') return []
    return [{ id: analysisId(result.id, of, column), value, ...(unit === 'own' ? own : { unit }) }]
  })
}

type Written = Pick<NamedNumber, 'unit' | 'decimals'>

/** Measures whose numbers do not depend on the outcome's unit. */
const measureUnits: Readonly<Record<Exclude<Measure, UnitMeasure>, Written>> = {
  time_difference: { unit: 'number', decimals: 1 },
  rank_difference: { unit: 'number', decimals: 1 },
  hazard_ratio: { unit: 'number' },
  ratio: { unit: 'number' },
  odds_ratio: { unit: 'number' },
  number_needed: { unit: 'number', decimals: 0 },
  probability: { unit: 'number', decimals: 4 },
}

/** The unit of an estimate of an arm, or of a contrast where a measure is given. */
function ownUnit(
  { outcomes }: Pick<Protocol, 'outcomes'>,
  outcome: string,
  measure: Measure | 'time' | undefined,
): Written {
  if (measure === 'time') return measureUnits.time_difference
  if (measure !== undefined && !isInUnit(measure)) return measureUnits[measure]
  if (outcomes.find(({ id }) => id === outcome)?.type === 'money') return { unit: 'pence' }
  return { unit: measure === undefined ? 'share' : 'share_difference' }
}

/** Id of the reason why an analysis, an arm or a contrast has no answer. */
export const reasonId = (analysis: string, of: string | null): string => analysisId(analysis, of, 'reason')
/** Id of a caution, by its position. */
export const cautionId = (analysis: string, of: string | null, at: number): string =>
  analysisId(analysis, of, `caution_${at + 1}`)
export const nullHypothesisId = (analysis: string): string => analysisId(analysis, null, 'null_hypothesis')

function sentenceNumbers({ id, computation }: AnalysisResult): NamedNumber[] {
  if (computation.status === 'undefined') return quotedNumbers(reasonId(id, null), computation.detail)
  const { result, cautions } = computation
  return [
    ...cautionNumbers(id, null, cautions),
    ...(result.kind === 'test' ? quotedNumbers(nullHypothesisId(id), result.nullHypothesis) : []),
    ...(result.kind === 'arms'
      ? result.notEstimated.flatMap(({ arm, detail }) => quotedNumbers(reasonId(id, arm), detail))
      : []),
    ...(result.kind === 'subgroups' ? subgroupSentences(id, result) : []),
    ...(result.kind === 'contrasts'
      ? result.contrasts.flatMap(contrast => contrastSentences(id, contrast.id, contrast.computation))
      : []),
  ]
}

const subgroupSentences = (analysis: string, { groups, interactions }: SubgroupEstimates): NamedNumber[] => [
  ...groups.flatMap(group => [
    ...cautionNumbers(analysis, group.id, group.cautions),
    ...group.contrasts.flatMap(({ id, computation }) => contrastSentences(analysis, partOf(id, group.id), computation)),
  ]),
  ...interactions.flatMap(({ id, computation }) => contrastSentences(analysis, id, computation)),
]

const contrastSentences = (analysis: string, contrast: string, computation: Computation<unknown>): NamedNumber[] =>
  computation.status === 'undefined'
    ? quotedNumbers(reasonId(analysis, contrast), computation.detail)
    : cautionNumbers(analysis, contrast, computation.cautions)

const cautionNumbers = (analysis: string, of: string | null, cautions: readonly Caution[]): NamedNumber[] =>
  cautions.flatMap(({ detail }, at) => quotedNumbers(cautionId(analysis, of, at), detail))
