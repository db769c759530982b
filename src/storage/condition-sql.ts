import type { CivilDate } from '../core/civil-date.ts'
import { InternalError } from '../core/errors.ts'
import { type Comparison, type Condition, isComparison } from '../model/condition.ts'
import { fieldTest } from '../model/condition-comparison.ts'
import type { ConditionField, StoredValue } from '../model/condition-field.ts'
import { sqlName, sqlText } from './sql-text.ts'

/** How an engine is asked for the values that a rule compares. */
export interface RuleSql {
  fields: readonly ConditionField[]
  /** The date that `withinLast` counts back from. */
  asOf?: CivilDate | undefined
  /** The expression of a field. */
  column(field: string): string
  literal(value: StoredValue): string
  /** Whether an expression is true, of an engine in which false and NULL are NULL. */
  isTrue?: ((expression: string) => string) | undefined
  /** A rule about linked cases; absent where there are none to look at. */
  linked?: (linked: LinkedRule) => string
}

export type LinkedRule = Extract<Condition, { linked: unknown }>['linked']

/** A rule as a boolean SQL expression, never NULL: a comparison with a missing value is false. It must pass `conditionProblems`. */
export function ruleSql(condition: Condition, sql: RuleSql): string {
  const visit = (rule: Condition): string => {
    if (isComparison(rule)) return comparisonSql(rule, sql)
    if ('linked' in rule) {
      if (sql.linked === undefined)
        throw new InternalError('a linked rule was compiled where there are no linked cases')
      return sql.linked(rule.linked)
    }
    if ('not' in rule) return `(NOT ${visit(rule.not)})`
    return 'all' in rule ? joined(rule.all.map(visit), 'AND') : joined(rule.any.map(visit), 'OR')
  }
  return visit(condition)
}

const joined = (parts: readonly string[], connective: 'AND' | 'OR'): string => `(${parts.join(` ${connective} `)})`

function comparisonSql(comparison: Comparison, sql: RuleSql): string {
  const { fields, asOf, column: columnOf, literal, isTrue = (expression: string) => expression } = sql
  const column = columnOf(comparison.field)
  const test = fieldTest(comparison, fields, asOf)
  switch (test.kind) {
    case 'missing':
      return `(${column} IS NULL)`
    case 'among':
      return `(${column} IS NOT NULL AND ${column} IN (${test.values.map(literal).join(', ')}))`
    case 'within': {
      const bounds = test.bounds.map(({ operator, value }) => `${column} ${operator} ${literal(value)}`)
      return isTrue(joined([`${column} IS NOT NULL`, ...bounds], 'AND'))
    }
  }
}

/** Where a rule is asked of a caseload in DuckDB. */
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
export const conditionSql = (condition: Condition, context: ConditionSqlContext): string =>
  ruleSql(condition, {
    fields: context.fields,
    asOf: context.asOf,
    column: field => columnSql(context.alias, field),
    literal: literalSql,
    linked: linked => linkedSql(linked, context),
  })

function linkedSql({ through, some, none }: LinkedRule, context: ConditionSqlContext): string {
  const inner = some ?? none
  if (inner === undefined) throw new InternalError('a linked rule without some and none was compiled')
  const other = `${context.alias}_linked`
  const shares = `${columnSql(other, through)} = ${columnSql(context.alias, through)}`
  const isAnother = `${columnSql(other, context.caseId)} <> ${columnSql(context.alias, context.caseId)}`
  const rule = conditionSql(inner, { ...context, alias: other })
  const from = `${sqlName(context.table)} AS ${sqlName(other)}`
  return `(${some === undefined ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${from} WHERE ${shares} AND ${isAnother} AND ${rule}))`
}

const columnSql = (alias: string, field: string): string => `${sqlName(alias)}.${sqlName(field)}`

function literalSql(value: StoredValue): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return typeof value === 'number' ? String(value) : textSql(value)
}

/** Text in single quotes, doubled inside. A NUL would end the query text, so it is spelled `chr(0)`. */
function textSql(text: string): string {
  const pieces = text.split('\0').map(sqlText)
  return pieces.length === 1 ? pieces.join('') : `(${pieces.join(' || chr(0) || ')})`
}
