import { InternalError } from '../../../core/errors.ts'
import { type PlannedSet, type SetProtocol, setFacts, setFields } from '../../../model/analysis-sets.ts'
import type { StoredValue } from '../../../model/condition-field.ts'
import type { Outcome } from '../../../model/protocol.ts'
import type { Uptake } from '../../../model/summary.ts'
import { censored, endsOf } from '../../../model/waiting.ts'
import { ruleSql } from '../../../storage/condition-sql.ts'
import type { EngineType } from '../../../storage/engines/engine.ts'
import { baselineColumn, outcomeColumn, outcomeColumns } from '../../analysis-columns.ts'
import type { ColumnHead } from '../../column.ts'
import type { Dialect } from './dialect.ts'

/** A table with a row for every allocated case, and the columns of 06-analysis-set.csv that a plan needs. */
export interface AnalysisTable {
  /** What stands after FROM. */
  relation: string
  /** What each column holds, where the engine was asked. */
  types?: ReadonlyMap<string, EngineType> | undefined
  /** Set where the columns are text as in 06-analysis-set.csv: an empty cell is missing, `NA` does not apply. */
  isCsv?: boolean | undefined
}

type TimeOutcome = Extract<Outcome, { type: 'time' }>

/** Columns of a case. */
export const caseColumns = {
  id: 'case_id',
  arm: 'arm',
  stratum: 'stratum',
  cluster: 'cluster',
  linked: 'linked',
} as const

/** As a CSV holds one: no plus, no exponent, no point. */
const wholeNumber = '-?(0|[1-9][0-9]*)'

/** Expressions over a table of cases: the values of outcomes, and which cases an outcome, a set or an uptake applies to. */
export class TableSql {
  readonly #protocol: SetProtocol
  readonly #dialect: Dialect
  readonly #table: AnalysisTable

  constructor(protocol: SetProtocol, dialect: Dialect, table: AnalysisTable) {
    this.#protocol = protocol
    this.#dialect = dialect
    this.#table = table
  }

  get relation(): string {
    return this.#table.relation
  }

  /** A column as text, NULL where it is empty in a CSV. */
  text(column: string): string {
    const { identifier, text } = this.#dialect
    return this.#unlessEmpty(text(identifier(column)))
  }

  /** The allocation cluster of a case; NULL where it was allocated singly. */
  cluster(): string {
    return `CASE WHEN ${this.isLinked()} THEN ${this.text(caseColumns.cluster)} END`
  }

  /** Whether a case was allocated with its cluster. */
  isLinked(): string {
    const { linked } = caseColumns
    if (this.#table.types?.get(linked) === 'boolean') return this.#dialect.identifier(linked)
    return `lower(${this.text(linked)}) IN ('true', 't', '1')`
  }

  /** An outcome as the table holds it, whether or not it applies to the case: a whole number (of a time its `waitingCode`), of a category its level. */
  raw(outcome: Outcome): string {
    if (outcome.type === 'time') return this.#waiting(outcome)
    const column = outcomeColumn(outcome)
    if (outcome.type === 'category') return this.text(column)
    return this.#number(column)
  }

  /** Whether an outcome applies to a case; never NULL. */
  applies({ observed }: Outcome): string {
    const conditions: string[] = []
    if (observed?.arms !== undefined) conditions.push(this.#among(this.text(caseColumns.arm), observed.arms))
    if (observed?.outcome !== undefined) {
      const deciding = this.#outcome(observed.outcome)
      const value = this.value(deciding)
      conditions.push(`(${value} IS NOT NULL)`)
      if (observed.levels !== undefined) {
        conditions.push(this.#among(this.#dialect.text(value), observed.levels))
      }
    }
    return conditions.length === 0 ? '(1 = 1)' : `(${conditions.join(' AND ')})`
  }

  /** An outcome; NULL where it is missing or does not apply. */
  value(outcome: Outcome): string {
    const raw = this.raw(outcome)
    return outcome.observed === undefined ? raw : `CASE WHEN ${this.applies(outcome)} THEN ${raw} END`
  }

  /** 1 for a case that took up what its arm offered, 0 for another, NULL where that is missing. What does not apply it could not take up. */
  taken({ outcome: id, level }: Uptake): string {
    const outcome = this.#outcome(id)
    const raw = this.raw(outcome)
    const wanted = level === undefined ? '1' : this.#dialect.literal(level)
    return `CASE WHEN NOT ${this.applies(outcome)} THEN 0 WHEN ${raw} IS NULL THEN NULL WHEN ${raw} = ${wanted} THEN 1 ELSE 0 END`
  }

  /** Whether a table holds a value of an outcome that it cannot have; never NULL. */
  isBad(outcome: Outcome): string {
    if (outcome.type === 'time') return this.#isBadWaiting(outcome)
    const column = outcomeColumn(outcome)
    if (outcome.type === 'category') {
      return `(${this.text(column)} IS NOT NULL AND NOT ${this.#among(this.text(column), outcome.levels)})`
    }
    const range = outcome.type === 'binary' ? [`${this.raw(outcome)} NOT IN (0, 1)`] : []
    // Where the engine was not asked, an amount may be a decimal: a cast would drop its places without a word.
    const bad = [...this.#broken(column, outcome.type === 'money' ? 'decimal' : 'integer'), ...range]
    return bad.length === 0 ? '(1 = 0)' : `(NOT ${this.isEmpty(outcome)} AND (${bad.join(' OR ')}))`
  }

  /** Whether a table holds no value of an outcome. */
  isEmpty(outcome: Outcome): string {
    return `(${outcomeColumns(outcome)
      .map(column => `${this.#table.isCsv === true ? this.text(column) : this.#dialect.identifier(column)} IS NULL`)
      .join(' AND ')})`
  }

  /** What shows that a column holds no whole number, where it may not; its type is as given where the engine was not asked. */
  #broken(column: string, type: EngineType): string[] {
    if (this.#table.isCsv === true) return [`NOT regexp_full_match(${this.text(column)}, '${wholeNumber}')`]
    if ((this.#table.types?.get(column) ?? type) !== 'decimal') return []
    const number = this.#dialect.identifier(column)
    return [`${number} <> floor(${number})`]
  }

  #waiting(outcome: TimeOutcome): string {
    const [days = '', end = ''] = outcomeColumns(outcome)
    const ends = endsOf(outcome)
    // ClickHouse answers NULL to the short form of CASE where the text may be NULL.
    const places = [...ends, censored].map((each, at) => {
      const place = each === censored ? 0 : at + 1
      return `WHEN ${this.text(end)} = ${this.#dialect.literal(each)} THEN ${place}`
    })
    return `(${this.#number(days)} * ${ends.length + 1} + CASE ${places.join(' ')} END)`
  }

  /** A day without what ended the waiting or the other way round, a day before the first, and an end that is none. */
  #isBadWaiting(outcome: TimeOutcome): string {
    const [days = '', end = ''] = outcomeColumns(outcome)
    const known = this.#among(this.text(end), [...endsOf(outcome), censored])
    const day = this.#number(days)
    const bad = [`NOT ${known}`, `${day} IS NULL`, `${day} < 1`, ...this.#broken(days, 'integer')]
    return `(NOT ${this.isEmpty(outcome)} AND (${bad.join(' OR ')}))`
  }

  /** A number as the table holds it, before it is made one of 64 bits. */
  size(outcome: Outcome): string {
    const column = outcomeColumn(outcome)
    return this.#table.isCsv === true ? `TRY_CAST(${this.text(column)} AS HUGEINT)` : this.#dialect.identifier(column)
  }

  outcomeOf(head: ColumnHead): Outcome {
    return this.#outcome(head.outcome)
  }

  #outcome(id: string): Outcome {
    const found = this.#protocol.outcomes.find(outcome => outcome.id === id)
    if (found === undefined) throw new InternalError(`no outcome is called ${id}`)
    return found
  }

  /** Whether a case is in a set of the plan; never NULL. */
  isIn(set: PlannedSet): string {
    const { arms } = setFacts(set, this.#protocol)
    const fields = setFields(this.#protocol)
    const rule = ruleSql(set.where, {
      fields,
      column: field => this.#fieldOf(field),
      literal: value => this.#literal(value),
      isTrue: this.#dialect.isTrue,
    })
    return `(${this.#among(this.text(caseColumns.arm), arms)} AND ${rule})`
  }

  /** What a rule reads: an outcome, or a baseline field. */
  #fieldOf(id: string): string {
    const outcome = this.#protocol.outcomes.find(each => each.id === id)
    if (outcome !== undefined) return `(${this.value(outcome)})`
    const field = this.#protocol.caseload.fields.find(each => each.id === id)
    if (field === undefined) throw new InternalError(`no field is called ${id}`)
    const column = baselineColumn(field)
    return ['integer', 'money', 'boolean'].includes(field.type) ? `(${this.#number(column)})` : this.text(column)
  }

  /** A number or a truth value as a whole number. */
  #number(column: string): string {
    const { identifier, integer } = this.#dialect
    if (this.#table.types?.get(column) === 'boolean') {
      return `CASE WHEN ${identifier(column)} THEN 1 WHEN NOT ${identifier(column)} THEN 0 END`
    }
    if (this.#table.isCsv !== true) return integer(identifier(column))
    const text = this.text(column)
    return `CASE ${text} WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE TRY_CAST(${text} AS BIGINT) END`
  }

  #literal(value: StoredValue): string {
    if (typeof value === 'boolean') return value ? '1' : '0'
    return typeof value === 'number' ? String(value) : this.#dialect.literal(value)
  }

  #among(expression: string, values: readonly string[]): string {
    if (values.length === 0) return '(1 = 0)'
    const listed = values.map(value => this.#dialect.literal(value)).join(', ')
    return `(${expression} IS NOT NULL AND ${expression} IN (${listed}))`
  }

  #unlessEmpty(expression: string): string {
    return this.#table.isCsv === true ? `nullif(nullif(${expression}, ''), 'NA')` : expression
  }
}
