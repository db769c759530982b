import type { CivilDate } from '../core/civil-date.ts'
import { InternalError } from '../core/errors.ts'
import { firstRows } from '../core/first-rows.ts'
import type { CaseColumn, CaseTable } from './case.ts'
import { type Comparison, type Condition, isComparison } from './condition.ts'
import { type Bound, type FieldTest, fieldTest } from './condition-comparison.ts'
import type { ConditionField, StoredValue } from './condition-field.ts'
import type { FieldValue } from './event.ts'

/** What a rule about cases is asked of. `linked` looks at every case of the table, so it must be the whole caseload. */
export interface CaseloadContext {
  table: CaseTable
  fields: readonly ConditionField[]
  /** The date that `withinLast` counts back from. */
  asOf: CivilDate
}

export type RowPredicate = (row: number) => boolean

/** A record of named values, as an event with its kind, amount and fields. An absent name is a missing value. */
export type FieldRecord = Readonly<Record<string, FieldValue | undefined>>

/**
 * A rule as a function of a row of the caseload. A comparison with a missing value is false, so `not` of it is true.
 * The rule must pass `conditionProblems`. Linked rules are settled here, in one pass over the table for each.
 */
export function compilePredicate(condition: Condition, context: CaseloadContext): RowPredicate {
  const { table, fields, asOf } = context
  return compile<number>(
    condition,
    comparison => {
      const column = columnOf(table, comparison.field)
      const holds = valuePredicate(fieldTest(comparison, fields, asOf))
      return row => holds(column.at(row) ?? null)
    },
    linked => linkedPredicate(linked, context),
  )
}

/** A rule as a function of one record. `linked` and `withinLast` have no meaning there: `conditionProblems(…, 'event')` refuses them. */
export function compileRecordPredicate(
  condition: Condition,
  fields: readonly ConditionField[],
): (record: FieldRecord) => boolean {
  return compile<FieldRecord>(
    condition,
    comparison => {
      const holds = valuePredicate(fieldTest(comparison, fields, undefined))
      return record => holds(record[comparison.field] ?? null)
    },
    () => {
      throw new InternalError('a linked rule was compiled for records')
    },
  )
}

type Predicate<Subject> = (subject: Subject) => boolean
type Linked = Extract<Condition, { linked: unknown }>['linked']

function compile<Subject>(
  condition: Condition,
  compare: (comparison: Comparison) => Predicate<Subject>,
  link: (linked: Linked) => Predicate<Subject>,
): Predicate<Subject> {
  const visit = (rule: Condition): Predicate<Subject> => {
    if (isComparison(rule)) return compare(rule)
    if ('linked' in rule) return link(rule.linked)
    if ('not' in rule) {
      const negated = visit(rule.not)
      return subject => !negated(subject)
    }
    const parts = ('all' in rule ? rule.all : rule.any).map(visit)
    return 'all' in rule ? subject => parts.every(part => part(subject)) : subject => parts.some(part => part(subject))
  }
  return visit(condition)
}

/** Whether a value, `null` where it is missing, passes a test. */
function valuePredicate(test: FieldTest): (value: FieldValue) => boolean {
  switch (test.kind) {
    case 'missing':
      return value => value === null
    case 'among': {
      const values = new Set<StoredValue | null>(test.values)
      return value => values.has(value)
    }
    case 'within': {
      const bounds = test.bounds.map(boundPredicate)
      return value => value !== null && bounds.every(holds => holds(value))
    }
  }
}

function boundPredicate({ operator, value: limit }: Bound): (value: StoredValue) => boolean {
  switch (operator) {
    case '>=':
      return value => value >= limit
    case '<=':
      return value => value <= limit
    case '>':
      return value => value > limit
    case '<':
      return value => value < limit
  }
}

/** Counts, for each value of the linking field, the cases that meet the inner rule; a case then leaves itself out. */
function linkedPredicate({ through, some, none }: Linked, context: CaseloadContext): RowPredicate {
  const inner = some ?? none
  if (inner === undefined) throw new InternalError('a linked rule without some and none was compiled')
  const column = columnOf(context.table, through)
  const holds = compilePredicate(inner, context)
  const meeting = firstRows(column)
  const own = new Uint8Array(column.length)
  /** At the first row that meets the rule, how many with its value do. */
  const counts = new Int32Array(column.length)
  for (let row = 0; row < column.length; row += 1) {
    if (!holds(row) || (column.at(row) ?? null) === null) continue
    own[row] = 1
    counts[meeting.add(row)]! += 1
  }
  const wanted = some !== undefined
  return row => {
    const first = meeting.find(row)
    const others = first === undefined ? 0 : counts[first]! - own[row]!
    return others > 0 === wanted
  }
}

function columnOf(table: CaseTable, field: string): CaseColumn {
  const column = table.columns.get(field)
  if (column === undefined) throw new InternalError(`the caseload has no column "${field}"`)
  return column
}
