import type { AnyMethod, Computation, Result } from '../../src/model/method.ts'
import type { AnalysisColumn, AnalysisRow } from '../../src/summaries/index.ts'
import { armsTaken, binary, columnOf, contrast, row } from './analysis.ts'

/** Twelve cases an arm in two strata, clusters of up to two; fewer pay from arm to arm. */
export const standardRows: AnalysisRow[] = ['called', 'other', 'control'].flatMap((arm, index) =>
  Array.from({ length: 12 }, (_, i) =>
    row(
      arm,
      i % (index + 2) === 0 ? 100 * (i + 1 + index) : 0,
      i < 6 ? '1993' : '2003',
      i % 4 === 0 ? null : `${arm}-${Math.floor(i / 2)}`,
    ),
  ),
)

const readsMoney = (method: AnyMethod): boolean => method.requires !== 'counts'

/** The rows as the kind of outcome that the method reads. */
export function columnFor(
  method: AnyMethod,
  rows: readonly AnalysisRow[],
  changes: Partial<AnalysisColumn> = {},
): AnalysisColumn {
  const arms = armsTaken(method, ['called', 'other', 'control'])
  const setting = { arms, control: 'control', ...changes }
  if (readsMoney(method)) return columnOf(rows, setting)
  const taken = rows.filter(({ arm }) => arms.includes(arm))
  const bits = taken.map(each => ({ ...each, value: each.value === null ? null : Number(Number(each.value) > 0) }))
  return columnOf(bits, { ...binary, ...setting })
}

/** Every number anywhere in a result. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(numbersIn)
}

/** Whether every number is finite; those of a ratio may be infinite. */
export function numbersAreSound(computation: Computation<Result>): boolean {
  const measure = computation.status === 'computed' && 'measure' in computation.result && computation.result.measure
  const mayBeInfinite =
    measure === 'ratio' || measure === 'odds_ratio' || measure === 'number_needed' || measure === 'complier_difference'
  return numbersIn(computation).every(each => Number.isFinite(each) || (mayBeInfinite && !Number.isNaN(each)))
}

/** The reasons in a computation, its contrasts' and its arms' included. */
export function reasonsIn(computation: Computation<unknown>): string[] {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    if ('reason' in value && typeof value.reason === 'string' && 'detail' in value) found.push(value.reason)
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(computation)
  return found
}

/** A contrast that a method can be asked for on the standard rows. One that sets arms against each other in pairs is asked for two: called less control, and other less called. */
export const contrastsOf = ({ pairsArms }: AnyMethod) => [
  pairsArms ? contrast('called+other', 'control+called') : contrast('called', 'control'),
]
