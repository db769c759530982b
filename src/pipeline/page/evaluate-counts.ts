import { sumOf } from '../../core/lists.ts'
import type { AdmissibleCounts, Evaluation, Range } from '../../model/comparison.ts'
import { admits, type PrintedNumber } from '../../model/printed-number.ts'
import type { Figure } from '../../model/published.ts'
import type { RecoveredFamily } from '../../summaries/recover/count-families.ts'
import type { CountObservation, CountSolutions } from '../../summaries/recover/count-solver.ts'
import { asList } from '../../summaries/recover/page.ts'
import type { RecoveredPage } from './recovered-page.ts'

/** A figure that bears on the counts of one outcome in one arm: judged by what the other figures leave of them. */
export function shareOfFamily(
  { counts }: RecoveredPage,
  figure: Figure,
  printed: PrintedNumber,
  selector: { arm: string; outcome: string; level?: string | string[] | undefined },
): Evaluation | undefined {
  const family = counts.family(selector.arm, selector.outcome)
  const seen = family?.printed.find(candidate => candidate.figure === figure.id)
  if (family === undefined || seen === undefined) return undefined
  const nearest = family.nearest()
  const shared = {
    recomputed: nearest === undefined ? null : seen.value(nearest),
    range: valueRange(seen, family.solutions()),
    counts: family.contradicted.includes(figure.id) ? noCounts : admissibleCounts(family, asList(selector.level)),
    derivedFrom: family.printed.map(other => other.figure).filter(id => id !== figure.id),
  }
  const others = family.solutions(figure.id)
  if (others.status === 'unbounded') return { ...shared, status: 'input' }
  const fitting = others.solutions.filter(solution => admits(printed, seen.value(solution))).length
  const fits = fitting === 0 ? 'none' : fitting === others.solutions.length ? 'all' : 'some'
  return fits === 'some' && shared.derivedFrom.length === 0
    ? { ...shared, status: 'input' }
    : { ...shared, status: 'determined', fits }
}

/** From the least to the greatest value that the admissible counts give; null where there are none or too many to list. */
function valueRange(seen: CountObservation, found: CountSolutions): Range | null {
  if (found.status === 'unbounded') return null
  let lower = Number.POSITIVE_INFINITY
  let upper = Number.NEGATIVE_INFINITY
  for (const solution of found.solutions) {
    const value = seen.value(solution)
    if (!Number.isFinite(value)) continue
    lower = Math.min(lower, value)
    upper = Math.max(upper, value)
  }
  return lower > upper ? null : { lower, upper }
}

const noCounts: AdmissibleCounts = { status: 'none', ways: 0, least: null, most: null, values: [] }
const mostListed = 50

function admissibleCounts(family: RecoveredFamily, levels: readonly string[]): AdmissibleCounts | null {
  const found = family.solutions()
  if (found.status === 'unbounded') return null
  if (found.solutions.length === 0) return noCounts
  const chosen = levels.map(level => family.levels.indexOf(level))
  const values = [...new Set(found.solutions.map(({ counts }) => sumOf(chosen.map(at => counts[at] ?? 0))))].sort(
    (a, b) => a - b,
  )
  return {
    status: values.length === 1 ? 'unique' : 'several',
    ways: found.solutions.length,
    least: values[0] ?? null,
    most: values.at(-1) ?? null,
    values: values.length <= mostListed ? values : null,
  }
}
