import { sumOf } from '../../core/lists.ts'
import type { Published } from '../../model/published.ts'
import type { Moments, Summary } from '../../model/summary.ts'
import type { NamedNumber } from '../../report/index.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { casesIn, countsIn, type Findings } from '../findings.ts'
import type { OverRounding, PageFindings } from '../page/page-findings.ts'

/** The decimals that a number has, as it is written in a file. */
const decimalsOf = (value: number): number => (String(value).split('.')[1] ?? '').length

/** What the plan fixes. */
export function planNumbers({ plan }: Pick<Findings, 'plan'>): NamedNumber[] {
  const { alpha, confidenceLevel, power } = plan
  return [
    { id: 'plan.alpha', value: alpha, unit: 'number', decimals: decimalsOf(alpha) },
    { id: 'plan.confidence_level', value: confidenceLevel, unit: 'level' },
    { id: 'plan.power', value: power, unit: 'share', decimals: 0 },
  ]
}

/** Cases of each arm and of all arms. */
export function caseNumbers(findings: Findings): NamedNumber[] {
  const { arms } = findings.protocol
  const count = (of: string, value: number): NamedNumber => ({ id: `cases.${of}`, value, unit: 'count' })
  const each = arms.map(({ id }) => count(id, casesIn(findings, id) ?? 0))
  return [...each, count('all', sumOf(each.map(({ value }) => value))), count('arms', arms.length)]
}

/** Id of how many cases of an arm have a value of an outcome. */
export const observedId = (outcome: string, arm: string): string => `observed.${outcome}.${arm}`

/** Id of how many cases of an arm have a level of an outcome. */
export const countId = (outcome: string, arm: string, level: string): string => `counts.${outcome}.${arm}.${level}`

/** Id of the share of the observed cases of an arm that have a level of an outcome. */
export const shareId = (outcome: string, arm: string, level: string): string => `shares.${outcome}.${arm}.${level}`

/** Every outcome in each arm: its counts, or its total and mean. */
export function outcomeNumbers(findings: Findings): NamedNumber[] {
  const { arms, outcomes } = findings.protocol
  return outcomes.flatMap(({ id, type }) =>
    type === 'money' ? amountNumbers(findings, id) : arms.flatMap(arm => countNumbers(findings, id, arm.id)),
  )
}

/** How many cases of an arm have each level of an outcome. */
export function countNumbers(findings: Findings, outcome: string, arm: string): NamedNumber[] {
  const counts = countsIn(findings, outcome, arm)
  if (counts === undefined || counts.n === null) return []
  const { n, missing, events } = counts
  const levels = Object.entries(events).flatMap(([level, value]) => (value === null ? [] : [[level, value] as const]))
  const shares = n === 0 ? [] : levels
  return [
    { id: observedId(outcome, arm), value: n, unit: 'count' },
    { id: `missing.${outcome}.${arm}`, value: missing, unit: 'count' },
    ...levels.map(([level, value]): NamedNumber => ({ id: countId(outcome, arm, level), value, unit: 'count' })),
    ...shares.map(([level, value]): NamedNumber => {
      return { id: shareId(outcome, arm, level), value: value / n, unit: 'share' }
    }),
  ]
}

function amountNumbers({ summaries }: Findings, outcome: string): NamedNumber[] {
  const summary = summaries(outcome, 'moments') as Summary<'moments'> | undefined
  const cells = summary === undefined ? [] : collapseStrata(summary).cells
  return cells.flatMap(({ arm, data }) => amountsOf(`amounts.${outcome}.${arm}`, data))
}

const amountsOf = (id: string, { n, missing, sum }: Moments): NamedNumber[] => [
  { id: `${id}.n`, value: n, unit: 'count' },
  { id: `${id}.missing`, value: missing, unit: 'count' },
  { id: `${id}.total`, value: Number(sum), unit: 'pence', decimals: 0 },
  ...(n === 0 ? [] : [{ id: `${id}.mean`, value: Number(sum) / n, unit: 'pence' as const }]),
]

/** Id of what is left of a count when another is taken from it. */
export const impliedId = (outcome: string, less: string, arm: string): string =>
  `implied.${outcome}.less.${less}.${arm}`

/** What is left when one count of the printed report is taken from another. */
export function impliedNumbers(findings: Findings, { implied }: Published): NamedNumber[] {
  return implied.flatMap(({ arms, outcome, less }) =>
    arms.flatMap((arm): NamedNumber[] => {
      const [whole, part] = [countsIn(findings, outcome, arm), countsIn(findings, less, arm)]
      if (whole === undefined || part === undefined) return []
      if (whole.events.yes === null || part.events.yes === null) return []
      const value = (whole.events.yes ?? 0) - (part.events.yes ?? 0)
      return [{ id: impliedId(outcome, less, arm), value, unit: 'count' }]
    }),
  )
}

/** Id of the lowest or highest value of a contrast within the rounding of the print. */
export const roundingId = (analysis: string, contrast: string, end: 'low' | 'high'): string =>
  `${analysis}.${contrast}.rounding.${end}`

/** What the rounding of the print leaves open of each contrast. `unitOf` gives the unit of a contrast's estimate. */
export function roundingNumbers(
  { overRounding }: Pick<PageFindings, 'overRounding'>,
  unitOf: (analysis: string, contrast: string) => Pick<NamedNumber, 'unit' | 'decimals'> | undefined,
): NamedNumber[] {
  const numbers = (analysis: string, contrast: string, { estimate }: OverRounding): NamedNumber[] => {
    const unit = unitOf(analysis, contrast)
    if (unit === undefined) return []
    return [
      { id: roundingId(analysis, contrast, 'low'), value: estimate.lower, ...unit },
      { id: roundingId(analysis, contrast, 'high'), value: estimate.upper, ...unit },
    ]
  }
  return [...overRounding].flatMap(([analysis, contrasts]) =>
    [...contrasts].flatMap(([contrast, over]) => numbers(analysis, contrast, over)),
  )
}
