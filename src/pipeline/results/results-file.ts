import { heldSign, plainText, type Results, referable, units, written } from '../../report/index.ts'
import { csvText } from '../case-files.ts'

/** A result that a text may refer to. */
export interface ListedResult {
  id: string
  /** Null where it is held back. */
  value: number | null
  unit: string
  /** As it is written without a format. */
  text: string
}

/** Every result that a text may refer to, in order of id. */
export function listedResults(results: Results): ListedResult[] {
  return referable(results)
    .map(number => {
      const { id, value, unit, held } = number
      return { id, value: held ? null : value, unit: units[unit].title, text: plainText([written(number)]) }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

const columns = ['id', 'value', 'unit', 'text', 'note'] as const

/** 11-report/results.csv: every number that a text may refer to. */
export function resultsFile(results: Results, notice: string | null): string {
  const bounded = (value: number | null): string | number => {
    if (value === null) return heldSign
    return Number.isFinite(value) ? value : value > 0 ? 'Inf' : '-Inf'
  }
  return csvText(
    columns,
    listedResults(results).map(({ id, value, unit, text }) => [id, bounded(value), unit, text, notice ?? undefined]),
  )
}
