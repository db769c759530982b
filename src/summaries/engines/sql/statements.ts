import { canonicalJson } from '../../../core/canonical-json.ts'
import type { PlannedSet } from '../../../model/analysis-sets.ts'
import type { ColumnHead } from '../../column.ts'
import { type ClusterSum, type PairSum, sumsAcross, sumsWithin, uptakeAcross, uptakeWithin } from './cluster-sums.ts'
import type { Dialect } from './dialect.ts'
import { caseColumns, type TableSql } from './table.ts'

/** A column as a statement asks for it. */
export interface AskedColumn {
  head: ColumnHead
  /** The set of the plan that its head names. */
  set?: PlannedSet | undefined
}

/** One statement and the names of the columns of its answer, which are all text. */
export interface Statement {
  id: StatementId
  title: string
  sql: string
  columns: readonly string[]
  /** How many columns, from the first, say what a row is about; the others are numbers. */
  keys: number
  /** The statements that its rows answer, where shards are asked for what one engine would add up. */
  answers?: readonly Statement[]
}

export type StatementId =
  | 'checks'
  | 'cells'
  | 'split-clusters'
  | 'by-cluster'
  | 'clusters'
  | 'across'
  | 'cluster-counts'
  | 'ranks'
  | 'frequencies'
  | 'units'

/** An aggregate with the name of its column. */
type Aggregate = readonly [name: string, expression: string]

/** Writes the statements that summarise columns of a table. Columns are numbered from 1 in their order. */
export class StatementWriter {
  readonly #dialect: Dialect
  readonly #table: TableSql
  readonly #columns: readonly AskedColumn[]

  constructor(dialect: Dialect, table: TableSql, columns: readonly AskedColumn[]) {
    this.#dialect = dialect
    this.#table = table
    this.#columns = columns
  }

  /** Counts, sums and squares of every column by arm and stratum, and how many cases are there: one pass over the table. */
  cells(): Statement {
    const sums = this.#columns.flatMap(({ head }, at) => this.#cellSums(head, at + 1))
    const aggregates: Aggregate[] = [['cases', 'COUNT(*)'], ...sums]
    const inner = this.#select(['arm', 'stratum'], aggregates, this.#cases(), ['arm', 'stratum'])
    return this.#statement('cells', 'cells of arm and stratum', ['arm', 'stratum'], aggregates, inner)
  }

  /** What one engine is asked about clusters. */
  ofClusters(): Statement[] {
    return [this.splitClusters(), this.clusters(), this.across(), this.clusterCounts()]
  }

  /** Sums over the allocation clusters of each cell. Cases allocated singly are not among them: the cells have them. */
  clusters(): Statement {
    const sums = this.#numeric().flatMap(({ head, k }): Aggregate[] => [
      [`clusters_${k}`, `SUM(CASE WHEN m${k} > 0 THEN 1 ELSE 0 END)`],
      ...sumsWithin.map(sum => this.#sumWithin(sum, k)),
      ...(head.uptake === undefined ? [] : uptakeWithin.map(sum => this.#sumWithin(sum, k))),
    ])
    const aggregates: Aggregate[] = [['cases', 'SUM(its_cases)'], ...sums]
    const inner = this.#select(['arm', 'stratum'], aggregates, this.#perCluster(), ['arm', 'stratum'])
    return this.#statement('clusters', 'sums over clusters, by arm and stratum', ['arm', 'stratum'], aggregates, inner)
  }

  /**
   * The clusters themselves in one of several parts, for shards that may each hold some of the cases of one: what they know of every
   * cluster in a stratum, and how many of its cases are in each set.
   */
  byCluster(part: number, parts: number): Statement {
    const keys = ['arm', 'stratum', 'unit']
    const aggregates: Aggregate[] = [...this.#clusterFacts(), ...this.#setSizes()]
    const here = parts === 1 ? '' : ` AND ${this.#dialect.fingerprint('unit')} % ${parts} = ${part}`
    const inner = this.#select(keys, aggregates, `${this.#cases()} WHERE unit IS NOT NULL${here}`, keys)
    const title = `what each cluster has in a stratum${parts === 1 ? '' : `, part ${part + 1} of ${parts}`}`
    return { ...this.#statement('by-cluster', title, keys, aggregates, inner), answers: this.ofClusters() }
  }

  /** Products over the clusters that have cases in two strata, for both orders of the two. */
  across(): Statement {
    const aggregates = this.#numeric().flatMap(({ head, k }): Aggregate[] => {
      const both = `one.m${k} > 0 AND other.m${k} > 0`
      const product = ([name, first, second]: PairSum): Aggregate => [
        `${name}_${k}`,
        `SUM(CASE WHEN ${both} THEN ${this.#exact(`one.${first}${k}`)} * ${this.#exact(`other.${second}${k}`)} END)`,
      ]
      return [
        [`clusters_${k}`, `SUM(CASE WHEN ${both} THEN 1 ELSE 0 END)`],
        ...sumsAcross.map(product),
        ...(head.uptake === undefined ? [] : uptakeAcross.map(product)),
      ]
    })
    const joined = `${this.#perCluster('one')} ${this.#dialect.join} ${this.#perCluster('other')} ON one.arm = other.arm AND one.unit = other.unit WHERE one.stratum <> other.stratum`
    const selected = ['one.arm AS arm', 'one.stratum AS first_stratum', 'other.stratum AS second_stratum']
    const keys = ['arm', 'first_stratum', 'second_stratum']
    const inner = this.#select(selected, aggregates, joined, ['one.arm', 'one.stratum', 'other.stratum'])
    return this.#statement('across', 'products over clusters with cases in two strata', keys, aggregates, inner)
  }

  /** Clusters of each arm with an observed case and the squares of their sizes, and the largest cluster: of all cases, and of each set. */
  clusterCounts(): Statement {
    const counted = this.#numeric()
    const inSets = this.#setSizes()
    const sizes: Aggregate[] = [
      ['its_cases', 'COUNT(*)'],
      ...counted.map(({ k }): Aggregate => [`m${k}`, `SUM(CASE WHEN k${k} = 1 THEN 1 ELSE 0 END)`]),
      ...inSets,
    ]
    const inner = this.#select(['arm', 'unit'], sizes, `${this.#cases()} WHERE unit IS NOT NULL`, ['arm', 'unit'])
    const aggregates: Aggregate[] = [
      ['largest', 'MAX(its_cases)'],
      ...counted.flatMap(({ k }): Aggregate[] => [
        [`clusters_${k}`, `SUM(CASE WHEN m${k} > 0 THEN 1 ELSE 0 END)`],
        [`size_squared_${k}`, `SUM(${this.#exact(`m${k}`)} * ${this.#exact(`m${k}`)})`],
      ]),
      ...inSets.map(([name]): Aggregate => [`largest_${name.slice(1)}`, `MAX(${name})`]),
    ]
    const outer = this.#select(['arm'], aggregates, `(${inner}) AS by_cluster`, ['arm'])
    return this.#statement('cluster-counts', 'clusters of each arm', ['arm'], aggregates, outer)
  }

  /** Cases in the set of each column that has one. */
  #setSizes(): Aggregate[] {
    return this.#columns.flatMap(({ set }, at) =>
      set === undefined ? [] : [[`s${at + 1}`, `SUM(i${at + 1})`] as const],
    )
  }

  /** How many clusters have cases in two arms. */
  splitClusters(): Statement {
    const arms: Aggregate[] = [
      ['first_arm', 'MIN(arm)'],
      ['last_arm', 'MAX(arm)'],
    ]
    const inner = this.#select(['unit'], arms, `${this.#cases([])} WHERE unit IS NOT NULL`, ['unit'])
    const { text } = this.#dialect
    return {
      ...{ id: 'split-clusters', title: 'clusters with cases in two arms', columns: ['clusters'], keys: 0 },
      sql: `SELECT ${text('COUNT(*)')} AS clusters FROM (${inner}) AS by_cluster WHERE first_arm <> last_arm`,
    }
  }

  /** Doubled sums of mid-ranks over all cells of the columns at some places, and their ties: a row without arm and stratum. */
  ranks(of: readonly number[]): Statement {
    const { exact, text, integer, ranksRows } = this.#dialect
    const pooled = ranksRows
      ? of.map(at => this.#valuesOf(at, ['k', 'v'], 't')).join(' UNION ALL ')
      : 'SELECT k, v, SUM(c) AS t FROM frequencies GROUP BY k, v'
    const sofar = 'SUM(t) OVER (PARTITION BY k ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)'
    const ranked = `SELECT k, v, t, ${integer(`2 * ${sofar} - t + 1`)} AS doubled FROM pooled`
    const tied = exact(integer('t'))
    const ties = `SELECT ${text('k')} AS k, NULL AS arm, NULL AS stratum, ${text(`SUM(${tied} * ${tied} * ${tied} - ${tied})`)} AS value, ${text('SUM(t)')} AS cases FROM ranked GROUP BY k`
    const values = of.map(at => this.#valuesOf(at, ['k', 'arm', 'stratum', 'v'], 'c')).join(' UNION ALL ')
    const named = `${ranksRows ? '' : `frequencies AS (${values}), `}pooled AS (${pooled}), ranked AS (${ranked})`
    const sums = ranksRows ? of.map(at => this.#rankedRows(at)).join(' UNION ALL ') : this.#rankedValues()
    const columns = ['k', 'arm', 'stratum', 'value', 'cases']
    return {
      ...{ id: 'ranks', title: 'ranks of each column', columns, keys: 3 },
      sql: `WITH ${named} ${sums} UNION ALL ${ties}`,
    }
  }

  /** Rank sums of one column, over its cases. */
  #rankedRows(at: number): string {
    const { text } = this.#dialect
    const k = at + 1
    return `SELECT '${k}' AS k, arm, stratum, ${text('SUM(doubled)')} AS value, ${text('COUNT(*)')} AS cases FROM ${this.#cases([at])} INNER JOIN ranked ON ranked.k = ${k} AND ranked.v = v${k} GROUP BY arm, stratum`
  }

  /** Rank sums of all ranked columns, over the values of each cell. */
  #rankedValues(): string {
    const { exact, text, integer } = this.#dialect
    const sum = `SUM(${exact(integer('f.c'))} * ${exact('r.doubled')})`
    return `SELECT ${text('f.k')} AS k, f.arm AS arm, f.stratum AS stratum, ${text(sum)} AS value, ${text('SUM(f.c)')} AS cases FROM frequencies AS f INNER JOIN ranked AS r ON f.k = r.k AND f.v = r.v GROUP BY f.k, f.arm, f.stratum`
  }

  /** How many cases of each cell have each value of the columns at some places. As disclosive as rows. */
  frequencies(of: readonly number[]): Statement {
    const { text } = this.#dialect
    const all = of.map(at => this.#valuesOf(at, ['k', 'arm', 'stratum', 'v'], 'c')).join(' UNION ALL ')
    const sql = `SELECT ${text('k')} AS item, arm, stratum, ${text('v')} AS value, ${text('c')} AS cases FROM (${all}) AS counted`
    return {
      ...{ id: 'frequencies', title: 'cases at each value', sql },
      ...{ columns: ['item', 'arm', 'stratum', 'value', 'cases'], keys: 4 },
    }
  }

  /** How many cases of each cluster, and of those without one, have each value or none. As disclosive as rows. */
  units(of: readonly number[]): Statement {
    const { text } = this.#dialect
    const all = of.map(at => {
      const k = at + 1
      return `SELECT ${k} AS k, arm, stratum, unit, v${k} AS v, COUNT(*) AS c FROM ${this.#cases([at])} WHERE k${k} IS NOT NULL GROUP BY arm, stratum, unit, v${k}`
    })
    const sql = `SELECT ${text('k')} AS item, arm, stratum, unit, ${text('v')} AS value, ${text('c')} AS cases FROM (${all.join(' UNION ALL ')}) AS counted`
    return {
      ...{ id: 'units', title: 'cases at each value, by cluster', sql },
      ...{ columns: ['item', 'arm', 'stratum', 'unit', 'value', 'cases'], keys: 5 },
    }
  }

  /** Columns that can be added up, with their number. */
  #numeric(): { head: ColumnHead; k: number }[] {
    return this.#columns.flatMap(({ head }, at) =>
      head.kind === 'category' || head.kind === 'time' ? [] : [{ head, k: at + 1 }],
    )
  }

  /**
   * A row for every case: arm, stratum, unit (the cluster) and of column k whether it is known (k), its value (v), its uptake (d) and
   * whether it is in the set (i).
   */
  #cases(places: readonly number[] = [...this.#columns.keys()]): string {
    const columns = places.flatMap(at => {
      const column = this.#columns[at]
      return column === undefined ? [] : [{ ...column, k: at + 1 }]
    })
    const selected = columns.flatMap(column => this.#valueOf(column))
    return `(SELECT ${['arm', 'stratum', 'unit', ...selected].join(', ')} FROM ${this.#rows(columns)}) AS cases`
  }

  /**
   * The table with what columns are made from, each once: outcomes, to whom they apply, uptakes and sets. No column of a table can
   * have their names, which begin with an underscore.
   */
  #rows(columns: readonly AskedColumn[]): string {
    const table = this.#table
    const flag = (condition: string): string => `CASE WHEN ${condition} THEN 1 ELSE 0 END`
    const made = columns.flatMap(({ head, set }): [string, string][] => {
      const outcome = table.outcomeOf(head)
      const { value, applies, taken, isIn } = this.#names(head)
      return [
        [value, table.raw(outcome)],
        [applies, flag(table.applies(outcome))],
        ...(head.uptake === undefined ? [] : [[taken, table.taken(head.uptake)] satisfies [string, string]]),
        ...(set === undefined ? [] : [[isIn, flag(table.isIn(set))] satisfies [string, string]]),
      ]
    })
    const selected = [
      `${table.text(caseColumns.arm)} AS arm`,
      `${table.text(caseColumns.stratum)} AS stratum`,
      `${table.cluster()} AS unit`,
      ...[...new Map(made)].map(([name, expression]) => `${expression} AS ${name}`),
    ]
    return `(SELECT ${selected.join(', ')} FROM ${table.relation}) AS table_rows`
  }

  /** What the outcome, the uptake and the set of a column are called among the rows, by their first mention. */
  #names({ outcome, set, uptake }: ColumnHead) {
    const place = (isSame: (head: ColumnHead) => boolean): number =>
      this.#columns.findIndex(({ head }) => isSame(head)) + 1
    const o = place(head => head.outcome === outcome)
    const key = canonicalJson(uptake ?? null)
    return {
      value: `_value_${o}`,
      applies: `_applies_${o}`,
      taken: `_taken_${place(head => canonicalJson(head.uptake ?? null) === key)}`,
      isIn: `_in_${place(head => head.set === set)}`,
    }
  }

  #valueOf({ head, set, k }: AskedColumn & { k: number }): string[] {
    const { value, applies, taken, isIn } = this.#names(head)
    const isOf = set === undefined ? `${applies} = 1` : `${applies} = 1 AND ${isIn} = 1`
    const isKnown = head.uptake === undefined ? `${value} IS NOT NULL` : `${value} IS NOT NULL AND ${taken} IS NOT NULL`
    return [
      `CASE WHEN NOT (${isOf}) THEN NULL WHEN ${isKnown} THEN 1 ELSE 0 END AS k${k}`,
      `CASE WHEN ${isOf} AND ${isKnown} THEN ${value} END AS v${k}`,
      ...(head.uptake === undefined ? [] : [`CASE WHEN ${isOf} AND ${isKnown} THEN ${taken} END AS d${k}`]),
      ...(set === undefined ? [] : [`${isIn} AS i${k}`]),
    ]
  }

  #cellSums(head: ColumnHead, k: number): Aggregate[] {
    const counts: Aggregate[] = [
      [`n_${k}`, `SUM(CASE WHEN k${k} = 1 THEN 1 ELSE 0 END)`],
      [`missing_${k}`, `SUM(CASE WHEN k${k} = 0 THEN 1 ELSE 0 END)`],
    ]
    if (head.kind === 'category' || head.kind === 'time') {
      // What ended a waiting is what its code leaves when it is divided, from 1 in the order of the ends.
      const isAt = (level: string, at: number): string =>
        head.kind === 'time'
          ? `v${k} % ${head.levels.length + 1} = ${at + 1}`
          : `v${k} = ${this.#dialect.literal(level)}`
      const levels = head.levels.map(
        (level, at): Aggregate => [`level_${k}_${at + 1}`, `SUM(CASE WHEN ${isAt(level, at)} THEN 1 ELSE 0 END)`],
      )
      return [...counts, ...levels]
    }
    const value = this.#exact(`v${k}`)
    const { sum = (expression: string) => `SUM(${this.#exact(expression)})` } = this.#dialect
    const total = sum(`v${k}`)
    const sums: Aggregate[] = [
      [`sum_${k}`, total],
      // 0 and 1 are their own squares.
      [`squares_${k}`, head.kind === 'binary' ? total : `SUM(${value} * ${value})`],
    ]
    const count = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`
    const signs: Aggregate[] = [
      [`non_zero_${k}`, count(`v${k} <> 0`)],
      [`negative_${k}`, count(`v${k} < 0`)],
    ]
    if (head.uptake === undefined) return [...counts, ...sums, ...(head.kind === 'money' ? signs : [])]
    return [
      ...counts,
      ...sums,
      [`takers_${k}`, `SUM(d${k})`],
      [`taken_${k}`, `SUM(${value} * ${this.#exact(`d${k}`)})`],
    ]
  }

  #perCluster(alias = 'by_cluster'): string {
    const keys = ['arm', 'stratum', 'unit']
    return `(${this.#select(keys, this.#clusterFacts(), `${this.#cases()} WHERE unit IS NOT NULL`, keys)}) AS ${alias}`
  }

  /** What a row for a cluster in a stratum says: see `ClusterFact`. */
  #clusterFacts(): Aggregate[] {
    const aggregates = this.#numeric().flatMap(({ head, k }): Aggregate[] => {
      const value = this.#exact(`v${k}`)
      const own: Aggregate[] = [
        [`m${k}`, `SUM(CASE WHEN k${k} = 1 THEN 1 ELSE 0 END)`],
        [`t${k}`, `SUM(${value})`],
        [`q${k}`, `SUM(${value} * ${value})`],
      ]
      if (head.uptake === undefined) return own
      return [...own, [`e${k}`, `SUM(d${k})`], [`w${k}`, `SUM(${value} * ${this.#exact(`d${k}`)})`]]
    })
    return [['its_cases', 'COUNT(*)'], ...aggregates]
  }

  #sumWithin([name, ...facts]: ClusterSum, k: number): Aggregate {
    return [`${name}_${k}`, `SUM(${facts.map(fact => this.#exact(`${fact}${k}`)).join(' * ')})`]
  }

  /** How many cases have each value of a column, in each cell where arm and stratum are among the keys. */
  #valuesOf(at: number, keys: readonly ('k' | 'arm' | 'stratum' | 'v')[], count: string): string {
    const own: Readonly<Record<string, string>> = { k: `${at + 1}`, v: `v${at + 1}` }
    const selected = keys.map(key => (own[key] === undefined ? key : `${own[key]} AS ${key}`))
    const by = keys.filter(key => key !== 'k').map(key => own[key] ?? key)
    return `SELECT ${selected.join(', ')}, COUNT(*) AS ${count} FROM ${this.#cases([at])} WHERE k${at + 1} = 1 GROUP BY ${by.join(', ')}`
  }

  #exact(expression: string): string {
    return this.#dialect.exact(expression)
  }

  #select(keys: readonly string[], aggregates: readonly Aggregate[], from: string, by: readonly string[]): string {
    const all = [...keys, ...aggregates.map(([name, expression]) => `${expression} AS ${name}`)]
    return `SELECT ${all.join(', ')} FROM ${from} GROUP BY ${by.join(', ')}`
  }

  /** The aggregates as text, so that no driver turns an integer into a double. */
  #statement(
    id: StatementId,
    title: string,
    keys: readonly string[],
    aggregates: readonly Aggregate[],
    inner: string,
  ): Statement {
    const names = aggregates.map(([name]) => name)
    const { text, sumText = text } = this.#dialect
    const texts = names.map(name => `${sumText(name)} AS ${name}`)
    const sql = `SELECT ${[...keys, ...texts].join(', ')} FROM (${inner}) AS summed`
    return { id, title, sql, columns: [...keys, ...names], keys: keys.length }
  }
}
