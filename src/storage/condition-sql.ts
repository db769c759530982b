import type { CivilDate } from '../core/civil-date.ts'
import { InternalError } from '../core/errors.ts'
import { type Comparison, type Condition, isComparison } from '../model/condition.ts'
import { fieldTest } from '../model/condition-comparison.ts'
import type { ConditionField, StoredValue } from '../model/condition-field.ts'

/** Where a rule is asked in SQL. */
export interface ConditionSqlContext {
  /** The table that holds the whole caseload, and the alias under which the query selects from it. */
  table: string
  alias: string
  /** Column of the case id, which tells a case from its linked cases. */
  caseId: string
  fields: readonly ConditionField[]
  /** The date that `withinLast` counts back from. */
  asOf: CivilDate
}

/**
 * A rule as a boolean SQL expression (DuckDB), never NULL: what `compilePredicate` says of the same rows.
 * Columns: integers and pence BIGINT, booleans BOOLEAN, everything else VARCHAR, dates as ISO text (whose byte order
 * is the order of days). The rule must pass `conditionProblems`.
 */
export function conditionSql(condition: Condition, context: ConditionSqlContext): string {
  const visit = (rule: Condition): string => {
    if (isComparison(rule)) return comparisonSql(rule, context)
    if ('linked' in rule) return linkedSql(rule.linked, context)
    if ('not' in rule) return `(NOT ${visit(rule.not)})`
    return 'all' in rule ? joined(rule.all.map(visit), 'AND') : joined(rule.any.map(visit), 'OR')
  }
  return visit(condition)
}

const joined = (parts: readonly string[], connective: 'AND' | 'OR'): string => `(${parts.join(` ${connective} `)})`

function comparisonSql(comparison: Comparison, { alias, fields, asOf }: ConditionSqlContext): string {
  const column = columnSql(alias, comparison.field)
  const test = fieldTest(comparison, fields, asOf)
  switch (test.kind) {
    case 'missing':
      return `(${column} IS NULL)`
    case 'among':
      return `(${column} IS NOT NULL AND ${column} IN (${test.values.map(literalSql).join(', ')}))`
    case 'within': {
      const bounds = test.bounds.map(({ operator, value }) => `${column} ${operator} ${literalSql(value)}`)
      return joined([`${column} IS NOT NULL`, ...bounds], 'AND')
    }
  }
}

function linkedSql(
  { through, some, none }: Extract<Condition, { linked: unknown }>['linked'],
  context: ConditionSqlContext,
): string {
  const inner = some ?? none
  if (inner === undefined) throw new InternalError('a linked rule without some and none was compiled')
  const other = `${context.alias}_linked`
  const shares = `${columnSql(other, through)} = ${columnSql(context.alias, through)}`
  const isAnother = `${columnSql(other, context.caseId)} <> ${columnSql(context.alias, context.caseId)}`
  const rule = conditionSql(inner, { ...context, alias: other })
  const from = `${identifierSql(context.table)} AS ${identifierSql(other)}`
  return `(${some === undefined ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${from} WHERE ${shares} AND ${isAnother} AND ${rule}))`
}

const columnSql = (alias: string, field: string): string => `${identifierSql(alias)}.${identifierSql(field)}`

/** A name in double quotes, which the SQL standard and DuckDB double inside. */
const identifierSql = (name: string): string => `"${name.replaceAll('"', '""')}"`

function literalSql(value: StoredValue): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return typeof value === 'number' ? String(value) : textSql(value)
}

/** Text in single quotes, doubled inside. A NUL would end the query text, so it is spelled `chr(0)`. */
function textSql(text: string): string {
  const pieces = text.split('\0').map(piece => `'${piece.replaceAll("'", "''")}'`)
  return pieces.length === 1 ? pieces.join('') : `(${pieces.join(' || chr(0) || ')})`
}
