import { compareBytes } from '../../../core/byte-order.ts'
import { InternalError } from '../../../core/errors.ts'
import { groupBy, sumOf } from '../../../core/lists.ts'
import type { ArmId, StratumId } from '../../../model/ids.ts'
import type {
  AcrossStrata,
  AmountSigns,
  AnySummary,
  Cell,
  ClusterMoments,
  Counts,
  CrossProducts,
  Frequencies,
  Moments,
  Ranks,
  Summary,
  SummaryByKind,
  SummaryKind,
} from '../../../model/summary.ts'
import { awaited } from '../../../model/waiting.ts'
import type { EngineRow } from '../../../storage/engines/engine.ts'
import type { AnalysisRow, ColumnHead } from '../../column.ts'
import { eventTimes } from '../../event-times.ts'
import { summarise } from '../memory.ts'
import type { Statement, StatementId } from './statements.ts'

/** What the engine answered to each statement that it was asked. */
export type Answers = ReadonlyMap<StatementId, Answer>

export interface Answer {
  statement: Statement
  rows: readonly EngineRow[]
}

/** Numbers of one row by the name of its column; a sum over nothing is 0. */
type NamedNumbers = (name: string) => bigint

/** The answers to the statements about one column. */
export class ColumnAnswers {
  readonly #head: ColumnHead
  readonly #k: number
  readonly #answers: AnswerIndex

  constructor(head: ColumnHead, k: number, answers: AnswerIndex) {
    this.#head = head
    this.#k = k
    this.#answers = answers
  }

  /** The summary of a kind, as `summarise` makes it of the same rows. */
  summary(kind: SummaryKind): AnySummary {
    switch (kind) {
      case 'counts':
        return this.#of<'counts'>(kind, numbers => this.#counts(numbers))
      case 'moments':
        return this.#of<'moments'>(
          kind,
          (numbers): Moments => ({
            ...this.#observed(numbers),
            sum: numbers(`sum_${this.#k}`),
            sumSquares: numbers(`squares_${this.#k}`),
          }),
        )
      case 'ranks':
        return this.#ranks()
      case 'frequencies':
        return this.#of<'frequencies'>(
          kind,
          (numbers, arm, stratum): Frequencies => ({
            ...this.#observed(numbers),
            values: this.#answers.frequencies(this.#k, arm, stratum),
          }),
        )
      case 'clusterMoments':
        return { ...this.#of<'clusterMoments'>(kind, (...cell) => this.#clusterMoments(...cell)), ...this.#joined() }
      case 'crossProducts':
        return { ...this.#of<'crossProducts'>(kind, (...cell) => this.#crossProducts(...cell)), ...this.#joined() }
      case 'units':
        return this.#units()
      case 'eventTimes':
        return {
          ...this.#of<'eventTimes'>(kind, (numbers, arm, stratum) => ({
            ...this.#observed(numbers),
            times: eventTimes(new Map(this.#answers.frequencies(this.#k, arm, stratum)), this.#head.levels),
          })),
          event: awaited,
        }
    }
  }

  /** The cases at 0 and at 1 of a binary outcome, which its cells tell without asking for values. */
  binaryValues(): Summary<'frequencies'> {
    return this.#of<'frequencies'>('frequencies', (numbers): Frequencies => {
      const observed = this.#observed(numbers)
      const yes = Number(numbers(`sum_${this.#k}`))
      const values = [[0, observed.n - yes] as const, [1, yes] as const]
      return { ...observed, values: values.filter(([, cases]) => cases > 0) }
    })
  }

  /** The signs of its amounts, as `amountSigns` finds them in frequencies. */
  signs(): AmountSigns[] {
    const strata = this.#strata()
    if (strata.length === 0) return []
    return this.#head.arms.map(arm => {
      const total = (name: string): number =>
        sumOf(strata.map(stratum => Number(this.#answers.numbers('cells', [arm, stratum])(`${name}_${this.#k}`))))
      return { arm, n: total('n'), nonZero: total('non_zero'), negative: total('negative') }
    })
  }

  #of<K extends SummaryKind>(
    kind: K,
    data: (numbers: NamedNumbers, arm: ArmId, stratum: StratumId) => SummaryByKind[K],
  ): Summary<K> {
    const { outcome, set, unit, arms, control, sampling, uptake } = this.#head
    const cells = this.#strata().flatMap(stratum =>
      arms.map((arm): Cell<SummaryByKind[K]> => {
        const numbers = this.#answers.numbers('cells', [arm, stratum])
        return { arm, stratum, data: data(numbers, arm, stratum) }
      }),
    )
    return {
      ...{ kind, outcome },
      ...(set === undefined ? {} : { set }),
      ...{ unit, arms, control, largestCluster: this.#largestCluster() },
      ...(sampling === undefined ? {} : { sampling }),
      ...(kind === 'crossProducts' ? { uptake } : {}),
      cells,
    }
  }

  #largestCluster(): number {
    const { set, arms } = this.#head
    const name = set === undefined ? 'largest' : `largest_${this.#k}`
    // Of all cases the largest cluster counts in whatever arm it is, of a set only in those where it is defined.
    const rows = set === undefined ? this.#answers.arms : arms
    return Math.max(1, ...rows.map(arm => Number(this.#answers.numbers('cluster-counts', [arm])(name))))
  }

  #units(): AnySummary {
    const head = { ...this.#head, largestCluster: this.#largestCluster() }
    const [units] = summarise({ ...head, rows: this.#answers.rowsOf(this.#k) }, ['units'])
    if (units === undefined) throw new InternalError(`no units of ${head.outcome}`)
    return units
  }

  /** Strata in which a case of some arm is one of the column's. */
  #strata(): StratumId[] {
    return this.#answers.strata.filter(stratum =>
      this.#head.arms.some(arm => {
        const { n, missing } = this.#observed(this.#answers.numbers('cells', [arm, stratum]))
        return n + missing > 0
      }),
    )
  }

  #observed(numbers: NamedNumbers): { n: number; missing: number } {
    return { n: Number(numbers(`n_${this.#k}`)), missing: Number(numbers(`missing_${this.#k}`)) }
  }

  #counts(numbers: NamedNumbers): Counts {
    const { kind, levels } = this.#head
    const events =
      kind === 'category' || kind === 'time'
        ? Object.fromEntries(levels.map((level, at) => [level, Number(numbers(`level_${this.#k}_${at + 1}`))]))
        : { yes: Number(numbers(`sum_${this.#k}`)) }
    return { ...this.#observed(numbers), events }
  }

  #ranks(): Summary<'ranks'> {
    const ranks = this.#of<'ranks'>(
      'ranks',
      (numbers, arm, stratum): Ranks => ({
        ...this.#observed(numbers),
        doubledRankSum: this.#answers.rank(this.#k, arm, stratum).value,
      }),
    )
    return { ...ranks, tieTerm: this.#answers.rank(this.#k, null, null).value }
  }

  /** Clusters of the cell and, as a cluster each, the cases allocated singly: those of the cell that no cluster has. */
  #clusterMoments(numbers: NamedNumbers, arm: ArmId, stratum: StratumId): ClusterMoments {
    const k = this.#k
    const observed = this.#observed(numbers)
    const inClusters = this.#answers.numbers('clusters', [arm, stratum])
    const of = (name: string): bigint => inClusters(`${name}_${k}`)
    const singles = BigInt(observed.n) - of('size')
    const theirTotal = numbers(`sum_${k}`) - of('total')
    return {
      ...observed,
      clusters: Number(of('clusters') + singles),
      size: of('size') + singles,
      sizeSquared: of('size_squared') + singles,
      total: of('total') + theirTotal,
      totalSquared: of('total_squared') + numbers(`squares_${k}`) - of('squares'),
      sizeTotal: of('size_total') + theirTotal,
    }
  }

  #crossProducts(numbers: NamedNumbers, arm: ArmId, stratum: StratumId): CrossProducts {
    const k = this.#k
    const inClusters = this.#answers.numbers('clusters', [arm, stratum])
    const of = (name: string): bigint => inClusters(`${name}_${k}`)
    const theirTakers = numbers(`takers_${k}`) - of('takers')
    return {
      ...this.#clusterMoments(numbers, arm, stratum),
      takers: of('takers') + theirTakers,
      takersSquared: of('takers_squared') + theirTakers,
      sizeTakers: of('size_takers') + theirTakers,
      totalTakers: of('total_takers') + numbers(`taken_${k}`) - of('taken'),
    }
  }

  /** What a summary of clusters has beside its cells where some have cases in two strata. */
  #joined(): Pick<Summary<'clusterMoments'>, 'across' | 'distinctClusters'> {
    const { arms, uptake } = this.#head
    const k = this.#k
    const across = this.#answers.pairs(arms).flatMap(({ arm, strata, numbers }): AcrossStrata[] => {
      const of = (name: string): bigint => numbers(`${name}_${k}`)
      const clusters = Number(of('clusters'))
      if (clusters === 0) return []
      const own = {
        ...{ arm, strata, clusters },
        ...{ sizeSize: of('size_size'), sizeTotal: of('size_total') },
        ...{ totalSize: of('total_size'), totalTotal: of('total_total') },
      }
      if (uptake === undefined) return [own]
      const takers = {
        ...{ sizeTakers: of('size_takers'), takersSize: of('takers_size'), takersTakers: of('takers_takers') },
        totalTakers: of('total_takers') + of('takers_total'),
      }
      return [{ ...own, uptake: takers }]
    })
    if (across.length === 0) return {}
    const distinct = arms.map(arm => [arm, this.#distinctClusters(arm)] as const)
    return { across, distinctClusters: Object.fromEntries(distinct) }
  }

  #distinctClusters(arm: ArmId): number {
    const k = this.#k
    const clusters = this.#answers.numbers('cluster-counts', [arm])(`clusters_${k}`)
    const singles = this.#answers.strata.reduce((sum, stratum) => {
      const { n } = this.#observed(this.#answers.numbers('cells', [arm, stratum]))
      return sum + BigInt(n) - this.#answers.numbers('clusters', [arm, stratum])(`size_${k}`)
    }, 0n)
    return Number(clusters + singles)
  }
}

/** The answers, found by their keys. */
export class AnswerIndex {
  /** Arms of clusters in the table. */
  readonly arms: readonly ArmId[]
  /** Strata of the table, in byte order. */
  readonly strata: readonly StratumId[]
  readonly #rows = new Map<StatementId, ReadonlyMap<string, NamedNumbers>>()
  readonly #pairs: readonly { arm: ArmId; strata: readonly [StratumId, StratumId]; numbers: NamedNumbers }[]
  readonly #values = new Map<string, [value: number, count: number][]>()
  readonly #ranks = new Map<string, { value: bigint; cases: bigint }>()

  readonly #units: ReadonlyMap<string, readonly EngineRow[]>

  constructor(answers: Answers) {
    const rowsOf = (id: StatementId) => answers.get(id)?.rows ?? []
    for (const [id, keys] of [
      ['cells', 2],
      ['clusters', 2],
      ['cluster-counts', 1],
    ] as const) {
      const columns = answers.get(id)?.statement.columns ?? []
      const index = rowsOf(id).map(row => [keyOf(row.slice(0, keys)), namedNumbers(columns, row)] as const)
      this.#rows.set(id, new Map(index))
    }
    this.arms = rowsOf('cluster-counts').map(row => row[0] ?? '')
    this.strata = [...new Set(rowsOf('cells').map(row => row[1] ?? ''))].sort(compareBytes)
    this.#units = groupBy(rowsOf('units'), ([k]) => k ?? '')
    const pairColumns = answers.get('across')?.statement.columns ?? []
    this.#pairs = rowsOf('across')
      .map(row => {
        const [arm = '', first = '', second = ''] = row.map(text => text ?? '')
        return { arm, strata: [first, second] as const, numbers: namedNumbers(pairColumns, row) }
      })
      .filter(({ strata: [first, second] }) => compareBytes(first, second) < 0)
    for (const [k, arm = null, stratum = null, value, cases] of rowsOf('ranks')) {
      this.#ranks.set(keyOf([k ?? '', arm, stratum]), { value: BigInt(value ?? 0), cases: BigInt(cases ?? 0) })
    }
    for (const [k, arm = null, stratum = null, value, count] of rowsOf('frequencies')) {
      const key = keyOf([k ?? '', arm, stratum])
      const list = this.#values.get(key) ?? []
      this.#values.set(key, list)
      list.push([Number(value), Number(count)])
    }
    for (const list of this.#values.values()) list.sort(([a], [b]) => a - b)
  }

  /** The cases of a column, as many as have each value in each cluster. */
  rowsOf(k: number): Iterable<AnalysisRow> {
    const groups = this.#units.get(String(k)) ?? []
    return {
      *[Symbol.iterator]() {
        for (const [, arm, stratum, cluster, value, cases] of groups) {
          const row = {
            arm: arm ?? '',
            stratum: stratum ?? '',
            cluster: cluster ?? null,
            value: numberOrMissing(value),
          }
          for (let count = Number(cases); count > 0; count -= 1) yield row
        }
      },
    }
  }

  /** The numbers of a row; all 0 where the engine has none with these keys. */
  numbers(id: StatementId, keys: readonly string[]): NamedNumbers {
    return this.#rows.get(id)?.get(keyOf(keys)) ?? (() => 0n)
  }

  /** Pairs of strata that share clusters, in byte order of the two and of the arm. */
  pairs(arms: readonly ArmId[]) {
    const keyed = this.#pairs
      .filter(({ arm }) => arms.includes(arm))
      .map(pair => [JSON.stringify([...pair.strata, pair.arm]), pair] as const)
    return keyed.sort(([a], [b]) => compareBytes(a, b)).map(([, pair]) => pair)
  }

  /** The doubled rank sum of a cell, or the tie term where it is asked without one; and how many cases it is of. */
  rank(k: number, arm: ArmId | null, stratum: StratumId | null): { value: bigint; cases: bigint } {
    return this.#ranks.get(keyOf([String(k), arm, stratum])) ?? { value: 0n, cases: 0n }
  }

  frequencies(k: number, arm: ArmId, stratum: StratumId): Frequencies['values'] {
    return this.#values.get(keyOf([String(k), arm, stratum])) ?? []
  }
}

const numberOrMissing = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Number(text)

const keyOf = (parts: readonly (string | null)[]): string => JSON.stringify(parts)

function namedNumbers(columns: readonly string[], row: EngineRow): NamedNumbers {
  const places = new Map(columns.map((name, at) => [name, at]))
  return name => {
    const at = places.get(name)
    return at === undefined ? 0n : BigInt(row[at] ?? 0)
  }
}
