import type { Balance, BalanceQuantity, CovariateBalance } from '../design/index.ts'
import { csvText } from './case-files.ts'

const columns = [
  'term',
  'field',
  'level',
  'unit',
  'weighting',
  'arm',
  'against',
  'n.arm',
  'n.against',
  'mean.arm',
  'mean.against',
  'sd.arm',
  'sd.against',
  'estimate',
  'std.difference',
  'variance.ratio',
  'status',
  'note',
] as const

type Row = Partial<Record<(typeof columns)[number], string | number | null | undefined>>

/**
 * A row for each covariate, pair of arms and weighting: what a love plot draws, `std.difference` against `term`. Shares from 0
 * to 1, amounts in pence, dates in days since 1970-01-01; empty where there is no such number.
 */
export function tidyBalance({ covariates }: Pick<Balance, 'covariates'>, notice: string | null): string {
  const rows = covariates.flatMap(covariate => rowsOf(covariate))
  return csvText(
    columns,
    rows.map(row => {
      const noted = { ...row, note: [row.note, notice].filter(Boolean).join(' ') }
      return columns.map(column => noted[column])
    }),
  )
}

function rowsOf({ term, field, level, unit, views }: CovariateBalance): Row[] {
  return views.flatMap(({ weighting, arms, contrasts }) =>
    contrasts.map(({ arm, against, difference, standardisedDifference, varianceRatio }): Row => {
      const [first, second] = [arm, against].map(id => arms.find(each => each.arm === id))
      return {
        ...{ term, field, level, unit, weighting, arm, against },
        ...{ 'n.arm': first?.n, 'n.against': second?.n },
        ...{ 'mean.arm': first?.mean, 'mean.against': second?.mean, 'sd.arm': first?.sd, 'sd.against': second?.sd },
        estimate: numberIn(difference),
        'std.difference': numberIn(standardisedDifference),
        'variance.ratio': numberIn(varianceRatio),
        ...stateOf(standardisedDifference),
      }
    }),
  )
}

const numberIn = (quantity: BalanceQuantity | null): number | null =>
  quantity?.status === 'computed' ? quantity.value : null

const stateOf = (quantity: BalanceQuantity): Row =>
  quantity.status === 'computed' ? { status: 'computed' } : { status: quantity.reason, note: quantity.detail }
