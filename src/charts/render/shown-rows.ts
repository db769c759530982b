import type { Mark, Spec } from 'vega'
import type { TopLevelSpec } from 'vega-lite'
import type { DataRow } from '../own-spec.ts'
import { withView } from './render-svg.ts'

/** The rows of the data that the marks of a spec are drawn from, after its transforms: those of its first mark that has any. */
export function shownRows(spec: TopLevelSpec): Promise<DataRow[]> {
  return withView(spec, (view, compiled) => {
    for (const name of dataOfMarks(compiled.marks ?? [])) {
      const rows = view.data(name) as DataRow[]
      if (rows.length > 0) return rows.map(plainRow)
    }
    return []
  })
}

function dataOfMarks(marks: NonNullable<Spec['marks']>): string[] {
  return marks.flatMap((mark: Mark) => {
    const { from } = mark
    const own = from !== undefined && 'data' in from && from.data !== undefined ? [from.data] : []
    return [...own, ...(mark.type === 'group' ? dataOfMarks(mark.marks ?? []) : [])]
  })
}

/** Without what Vega adds of its own. */
function plainRow(row: DataRow): DataRow {
  const plain = ([key, value]: [string, unknown]): boolean =>
    !key.startsWith('__') && (typeof value !== 'object' || value === null)
  return Object.fromEntries(Object.entries(row).filter(plain))
}
