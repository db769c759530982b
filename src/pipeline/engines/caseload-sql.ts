import { type Condition, comparisonsIn } from '../../model/condition.ts'
import { type DerivedField, isDerived } from '../../model/derived-field.ts'
import { wholeSample } from '../../model/ids.ts'
import type { CaseField, Protocol } from '../../model/protocol.ts'
import { type LinkedRule, ruleSql } from '../../storage/condition-sql.ts'
import type { EngineColumn } from '../../storage/engines/engine.ts'
import type { Dialect } from '../../summaries/engines/sql/dialect.ts'

/** A caseload as a table of an engine. */
export interface CaseloadTable {
  relation: string
  columns: readonly EngineColumn[]
  /** Set where every column is text, an empty cell being missing. */
  isCsv: boolean
}

type CaseloadProtocol = Pick<Protocol, 'caseload' | 'eligibility' | 'strata'>

/** The table that the numbers of a draw are loaded into where no name is given. */
export const numbersTable = 'equipoise_numbers'

/** Fields that eligibility and strata read, and those that derived ones are made of, in the protocol's order: the others stay unseen. */
export function fieldsRead({ caseload, eligibility, strata }: CaseloadProtocol): CaseField[] {
  const named = new Set([...strata, ...eligibility.flatMap(({ rule }) => namedIn(rule))])
  // A derived field is made of fields above it.
  for (const { id, cases } of caseload.fields.filter(isDerived).reverse()) {
    if (named.has(id)) for (const { when } of cases) for (const field of namedIn(when)) named.add(field)
  }
  return caseload.fields.filter(({ id }) => named.has(id))
}

function namedIn(rule: Condition): string[] {
  const linked = linkedIn(rule)
  return [
    ...comparisonsIn(rule).map(({ field }) => field),
    ...linked.flatMap(({ through, some, none }) => [
      through,
      ...((some ?? none) ? namedIn((some ?? none) as Condition) : []),
    ]),
  ]
}

function linkedIn(rule: Condition): LinkedRule[] {
  if ('linked' in rule) return [rule.linked]
  if ('not' in rule) return linkedIn(rule.not)
  if ('all' in rule) return rule.all.flatMap(linkedIn)
  return 'any' in rule ? rule.any.flatMap(linkedIn) : []
}

/** Statements about a caseload where it is: what is wrong with it, how many cases of each stratum are eligible, and their numbers. */
export class CaseloadSql {
  readonly #protocol: CaseloadProtocol
  readonly #dialect: Dialect
  readonly #table: CaseloadTable

  constructor(protocol: CaseloadProtocol, dialect: Dialect, table: CaseloadTable) {
    this.#protocol = protocol
    this.#dialect = dialect
    this.#table = table
  }

  /** One row: cases, cases without an id, distinct ids, cells that cannot be and missing ones by field, and cases that fail each criterion. */
  checks(): { sql: string; columns: readonly string[] } {
    const id = this.#id()
    const count = (condition: string): string => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`
    const rules = this.#protocol.eligibility.map(({ rule }) => this.#rule(rule))
    const counts: readonly (readonly [string, string])[] = [
      ['cases', 'COUNT(*)'],
      ['without_id', count(`(${id} IS NULL OR ${id} = '')`)],
      ['ids', `COUNT(DISTINCT ${id})`],
      ...fieldsRead(this.#protocol).flatMap((field, at) => [
        [`bad_${at + 1}`, count(this.#isBad(field))] as const,
        [`missing_${at + 1}`, count(`${isDerived(field) ? this.#derived(field) : this.#raw(field)} IS NULL`)] as const,
      ]),
      ...rules.flatMap((rule, at) => [
        [`failed_${at + 1}`, count(`NOT ${rule}`)] as const,
        [`first_${at + 1}`, count([...rules.slice(0, at), `(NOT ${rule})`].join(' AND '))] as const,
      ]),
    ]
    const names = counts.map(([name]) => name)
    const inner = `SELECT ${counts.map(([name, expression]) => `${expression} AS ${name}`).join(', ')} FROM ${this.#table.relation}`
    const shown = names.map(name => `${this.#dialect.text(name)} AS ${name}`).join(', ')
    return { sql: `SELECT ${shown} FROM (${inner}) AS counted`, columns: names }
  }

  /** Each stratum that has eligible cases, and how many. */
  strata(): string {
    const { text } = this.#dialect
    return `SELECT stratum, ${text('cases')} AS cases FROM (SELECT stratum, COUNT(*) AS cases FROM (${this.#eligible()}) AS eligible GROUP BY stratum) AS counted`
  }

  /** Every eligible case with its stratum and its number there, from 1 in byte order of id. */
  numbered(): string {
    const order = this.#dialect.inByteOrder('case_id')
    const number = this.#dialect.integer(`ROW_NUMBER() OVER (PARTITION BY stratum ORDER BY ${order})`)
    return `SELECT case_id, stratum, ${number} AS number FROM (${this.#eligible()}) AS eligible`
  }

  /** The cases that were drawn, with the columns of 04-allocation.csv, once the numbers are loaded into a table. */
  joined(numbers: string): string {
    const { inByteOrder, integer, join } = this.#dialect
    const drawn = ['probability', 'probability_numerator', 'probability_denominator', 'position']
    const columns = [
      'n.case_id AS case_id',
      'n.stratum AS stratum',
      'n.case_id AS cluster',
      ...['arm', ...drawn].map(name => `d.${name} AS ${name}`),
    ]
    return `SELECT ${columns.join(', ')} FROM (${this.numbered()}) AS n ${join} ${numbers} AS d ON n.stratum = d.stratum AND n.number = ${integer('d.number')} ORDER BY ${inByteOrder('n.case_id')}`
  }

  #eligible(): string {
    const rules = this.#protocol.eligibility.map(({ rule }) => this.#rule(rule))
    return `SELECT ${this.#id()} AS case_id, ${this.#stratum()} AS stratum FROM ${this.#table.relation} WHERE ${rules.join(' AND ')}`
  }

  #id(): string {
    return this.#dialect.text(this.#dialect.identifier(this.#protocol.caseload.caseId))
  }

  /** The levels joined as in the id of a stratum. */
  #stratum(): string {
    const { strata, caseload } = this.#protocol
    if (strata.length === 0) return this.#dialect.literal(wholeSample)
    const fields = strata.flatMap(id => caseload.fields.filter(field => field.id === id))
    return fields.map(field => this.#value(field)).join(` || ${this.#dialect.literal('|')} || `)
  }

  #rule(rule: Condition): string {
    const { fields, asOf } = this.#protocol.caseload
    return ruleSql(rule, {
      fields,
      asOf: asOf.date,
      column: id => `(${this.#value(this.#field(id))})`,
      literal: value =>
        typeof value === 'boolean'
          ? String(Number(value))
          : typeof value === 'number'
            ? String(value)
            : this.#dialect.literal(value),
      linked: linked => this.#linked(linked),
    })
  }

  /** Whether another case with the same value meets the rule, without a query for each case: that of the case itself is taken off. */
  #linked({ through, some, none }: LinkedRule): string {
    const shared = this.#value(this.#field(through))
    const rule = this.#rule((some ?? none) as Condition)
    const values = (least: number): string =>
      `SELECT ${shared} FROM ${this.#table.relation} WHERE ${rule} AND ${shared} IS NOT NULL GROUP BY ${shared} HAVING COUNT(*) >= ${least}`
    const found = `(${shared} IS NOT NULL AND ((NOT ${rule} AND ${shared} IN (${values(1)})) OR ${shared} IN (${values(2)})))`
    return some === undefined ? `(NOT ${found})` : found
  }

  #field(id: string): CaseField {
    return this.#protocol.caseload.fields.find(field => field.id === id) as CaseField
  }

  #typeOf({ id }: CaseField): EngineColumn['type'] | undefined {
    return this.#table.columns.find(({ name }) => name === id)?.type
  }

  /** A cell, NULL where it is empty. */
  #raw({ id }: CaseField): string {
    const name = this.#dialect.identifier(id)
    return this.#table.isCsv ? `nullif(${name}, '')` : name
  }

  /** A value as rules compare it: text, dates as ISO text, whole numbers, pence, and 0 or 1. */
  #value(field: CaseField): string {
    if (isDerived(field)) return this.#derived(field)
    const raw = this.#raw(field)
    const { integer, text } = this.#dialect
    switch (field.type) {
      case 'text':
      case 'category':
      case 'date':
        return text(raw)
      case 'boolean':
        return this.#typeOf(field) === 'boolean'
          ? `CASE WHEN ${raw} THEN 1 WHEN NOT ${raw} THEN 0 END`
          : `CASE WHEN lower(${text(raw)}) IN ('true', '1') THEN 1 WHEN lower(${text(raw)}) IN ('false', '0') THEN 0 END`
      case 'integer':
        return this.#table.isCsv ? `TRY_CAST(${raw} AS BIGINT)` : integer(raw)
      case 'money':
        return this.#table.isCsv
          ? `TRY_CAST(TRY_CAST(${raw} AS DECIMAL(18, 2)) * 100 AS BIGINT)`
          : integer(`${raw} * 100`)
    }
  }

  /** The level of a derived field; NULL where it is missing. */
  #derived({ cases, otherwise }: DerivedField): string {
    const { literal } = this.#dialect
    const levels = cases.map(({ level, when }) => `WHEN ${this.#rule(when)} THEN ${literal(level)}`)
    return `(CASE ${levels.join(' ')}${otherwise === undefined ? '' : ` ELSE ${literal(otherwise)}`} END)`
  }

  /** Whether a cell holds what the field cannot; never NULL. */
  #isBad(field: CaseField): string {
    if (isDerived(field)) return '1 = 0'
    const raw = this.#raw(field)
    const { text, literal } = this.#dialect
    const isWrong = (): string => {
      if (field.type === 'category') return `${text(raw)} NOT IN (${(field.levels ?? []).map(literal).join(', ')})`
      if (field.type === 'date') return `${text(raw)} NOT LIKE '____-__-__'`
      if (field.type === 'text') return `${text(raw)} = ''`
      if (field.type === 'boolean') return `${this.#value(field)} IS NULL`
      const decimals = field.type === 'money' ? '(\\.[0-9]{1,2})?' : ''
      if (this.#table.isCsv) return `NOT regexp_full_match(${raw}, '-?[0-9]+${decimals}')`
      const scaled = field.type === 'money' ? `(${raw} * 100)` : raw
      return `${scaled} <> floor(${scaled})`
    }
    return `(${raw} IS NOT NULL AND ${isWrong()})`
  }
}
