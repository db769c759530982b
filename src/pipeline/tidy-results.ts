import type { ArmEstimate, NotEstimated } from '../model/method.ts'
import type { AnalysisResult } from './analyse-plan.ts'
import { csvText } from './case-files.ts'
import type { Findings } from './findings.ts'

const columns = [
  'analysis',
  'outcome',
  'method',
  'role',
  'term',
  'arm',
  'against',
  'n',
  'estimate',
  'std.error',
  'statistic',
  'parameter',
  'p.value',
  'conf.low',
  'conf.high',
  'conf.level',
  'status',
  'note',
] as const

type Row = Partial<Record<(typeof columns)[number], string | number | undefined>>

/** Every result as one row with broom's column names: proportions from 0 to 1, amounts in pence. */
export function tidyResults({ analyses, notice }: Pick<Findings, 'analyses' | 'notice'>): string {
  const rows = analyses.flatMap(result => resultRows(result).map(row => ({ ...head(result), ...row })))
  const noted = rows.map(row => ({ ...row, note: [row.note, notice].filter(Boolean).join(' ') }))
  return csvText(
    columns,
    noted.map(row => columns.map(column => row[column])),
  )
}

const head = ({ id, outcome, method, role }: AnalysisResult): Row => ({ analysis: id, outcome, method, role })

const estimateRow = ({ arm, n, estimate, standardError, interval }: ArmEstimate): Row => ({
  term: arm,
  arm,
  n,
  estimate,
  'std.error': standardError,
  'conf.low': interval.lower,
  'conf.high': interval.upper,
  'conf.level': interval.level,
  status: 'computed',
})

const notEstimatedRow = ({ arm, reason, detail }: NotEstimated): Row => ({
  term: arm,
  arm,
  status: reason,
  note: detail,
})

function resultRows({ computation }: AnalysisResult): Row[] {
  if (computation.status === 'undefined') return [{ status: computation.reason, note: computation.detail }]
  const { result } = computation
  switch (result.kind) {
    case 'test':
      return [
        {
          term: result.statistic.symbol,
          statistic: result.statistic.value,
          parameter: result.degreesOfFreedom,
          'p.value': result.pValue,
          status: 'computed',
        },
      ]
    case 'arms':
      return [...result.estimates.map(estimateRow), ...result.notEstimated.map(notEstimatedRow)]
    case 'contrasts':
      return result.contrasts.map(({ id, arm, against, computation: contrast }): Row => {
        const named: Row = { term: id, arm, against }
        if (contrast.status === 'undefined') return { ...named, status: contrast.reason, note: contrast.detail }
        const { estimate, standardError, statistic, degreesOfFreedom, pValue, interval } = contrast.result
        return {
          ...named,
          estimate,
          'std.error': standardError,
          statistic: statistic?.value,
          parameter: degreesOfFreedom,
          'p.value': pValue,
          'conf.low': interval.lower,
          'conf.high': interval.upper,
          'conf.level': interval.level,
          status: 'computed',
        }
      })
  }
}
