import { independentRows, solveLower } from '../../numerics/index.ts'
import type { Covariate } from './covariates.ts'

/** A column that the test leaves out, and why. */
export interface DroppedColumn {
  column: string
  because: 'constant_within_strata' | 'determined_by_the_others'
}

/** Columns turned so that within strata they have mean 0, variance 1 and no covariance. */
export interface WhitenedColumns {
  kept: readonly string[]
  dropped: readonly DroppedColumn[]
  /** `values[case * kept.length + column]`. */
  values: Float64Array
}

/** What a column must leave of its variance beside those before it; rounding leaves some 1e-15. */
const dependent = 1e-9

interface Column {
  term: string
  values: Float64Array
}

/**
 * The columns of the omnibus test: covariates with the last level of each category left out, a missing value replaced by
 * the mean (beside its column of missing ones any number gives the same test), centred within strata. S is their
 * covariance within strata, over cases less strata; with S = L L' the whitened columns are L^-1 x. Columns that do not
 * vary within strata, or that those before them determine, are dropped and named.
 */
export function whitenedColumns(covariates: readonly Covariate[], strata: readonly string[]): WhitenedColumns {
  const centred = codedCovariates(covariates).map(each => ({ term: each.term, values: centre(each.values, strata) }))
  const varying = centred.filter(({ values }) => values.some(value => value !== 0)).map(scaled)
  const products = varying.map(a => varying.map(b => product(a.values, b.values)))
  const { kept, factor } = independentRows(products, dependent)
  const because = (term: string): DroppedColumn['because'] =>
    varying.some(column => column.term === term) ? 'determined_by_the_others' : 'constant_within_strata'
  const names = kept.map(index => varying[index]?.term ?? '')
  const scale = Math.sqrt(strata.length - new Set(strata).size)
  const columns = kept.map(index => varying[index]?.values ?? new Float64Array())
  const values = new Float64Array(strata.length * kept.length)
  for (let row = 0; row < strata.length; row += 1) {
    const whitened = solveLower(
      factor,
      columns.map(column => column[row] ?? 0),
    )
    whitened.forEach((value, column) => {
      values[row * kept.length + column] = value * scale
    })
  }
  const dropped = centred.flatMap(({ term }) =>
    names.includes(term) ? [] : [{ column: term, because: because(term) }],
  )
  return { kept: names, dropped, values }
}

/** One level of each category says nothing that the others do not. */
function codedCovariates(covariates: readonly Covariate[]): Covariate[] {
  const lastOf = new Map(covariates.flatMap(each => (each.of === 'level' ? [[each.field, each.term]] : [])))
  const levels = (field: string) => covariates.filter(each => each.field === field && each.of === 'level').length
  return covariates.filter(({ field, term }) => levels(field) < 2 || lastOf.get(field) !== term)
}

/** Deviations from the mean of the stratum, exactly 0 in a stratum of equal values. */
function centre(values: Covariate['values'], strata: readonly string[]): Float64Array {
  const present = values.filter(value => value !== null)
  const fill = Math.round(present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length))
  const shifted = Float64Array.from(values, value => (value ?? fill) - fill)
  const sums = new Map<string, { n: number; sum: number; low: number; high: number }>()
  strata.forEach((stratum, row) => {
    const value = shifted[row] as number
    const { n, sum, low, high } = sums.get(stratum) ?? { n: 0, sum: 0, low: value, high: value }
    sums.set(stratum, { n: n + 1, sum: sum + value, low: Math.min(low, value), high: Math.max(high, value) })
  })
  return shifted.map((value, row) => {
    const { n = 1, sum = 0, low = 0, high = 0 } = sums.get(strata[row] ?? '') ?? {}
    return low === high ? 0 : value - sum / n
  })
}

function scaled({ term, values }: Column): Column {
  const length = Math.sqrt(product(values, values))
  return { term, values: values.map(value => value / length) }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let row = 0; row < a.length; row += 1) sum += (a[row] as number) * (b[row] as number)
  return sum
}
