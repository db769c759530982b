import { compareBytes } from '../../../core/byte-order.ts'
import { InternalError } from '../../../core/errors.ts'
import { groupBy } from '../../../core/lists.ts'
import type { EngineRow } from '../../../storage/engines/engine.ts'
import type { Answer } from './answers.ts'
import { sumsAcross, sumsWithin, uptakeAcross, uptakeWithin } from './cluster-sums.ts'
import { ruleOf } from './merge.ts'
import type { Statement } from './statements.ts'

/** What the statements about clusters answer of some whole clusters, of each of which `by-cluster` has a row for every stratum. */
export function clusterAnswers(byCluster: Answer, asked: readonly Statement[]): (Answer & { statement: Statement })[] {
  const { columns } = byCluster.statement
  const tallies = asked.map(statement => new Tally(statement, columns))
  for (const rows of groupBy(byCluster.rows, ([, , unit]) => unit ?? '').values()) {
    const arms = groupBy(rows, ([arm]) => arm ?? '')
    const cluster = [...arms].map(([arm, parts]) => ({ arm, parts: parts.map(partOf) }))
    for (const tally of tallies) tally.add(cluster)
  }
  return tallies.map(tally => ({ statement: tally.statement, rows: tally.rows() }))
}

/** Numbers of a cluster in a stratum, or in all of them, by the places of their columns. */
type Facts = readonly bigint[]
interface Part {
  stratum: string
  facts: Facts
}
/** A cluster by arm: one, as it should be. */
type Cluster = readonly { arm: string; parts: readonly Part[] }[]

const partOf = ([, stratum, , ...numbers]: EngineRow): Part => ({
  stratum: stratum ?? '',
  facts: numbers.map(text => BigInt(text ?? 0)),
})

/** The answer to one statement, cluster by cluster. */
class Tally {
  readonly statement: Statement
  readonly #groups: Kind['groups']
  readonly #numbers: readonly NumberOf[]
  readonly #isMost: readonly boolean[]
  readonly #rows = new Map<string, { keys: readonly string[]; numbers: bigint[] }>()

  constructor(statement: Statement, columns: readonly string[]) {
    const kind = kinds[statement.id]
    if (kind === undefined) throw new InternalError(`${statement.id} is not answered from clusters`)
    const places = new Map(columns.slice(3).map((name, at) => [name, at]))
    const names = statement.columns.slice(statement.keys)
    this.statement = statement
    this.#groups = kind.groups
    this.#numbers = names.map(name => {
      const { what, k } = /^(?<what>.*?)_?(?<k>\d*)$/.exec(name)?.groups ?? {}
      return kind.numberOf(what ?? '', fact => placeOf(places, `${fact}${k}`), k !== '')
    })
    this.#isMost = names.map(name => ruleOf(name) === 'most')
  }

  add(cluster: Cluster): void {
    for (const { keys, of } of this.#groups(cluster)) {
      const key = JSON.stringify(keys)
      const row = this.#rows.get(key) ?? { keys, numbers: this.#numbers.map(() => 0n) }
      this.#rows.set(key, row)
      this.#numbers.forEach((numberOf, at) => {
        const [known, number] = [row.numbers[at] ?? 0n, numberOf(...of)]
        if (this.#isMost[at] !== true) row.numbers[at] = known + number
        else if (number > known) row.numbers[at] = number
      })
    }
  }

  rows(): EngineRow[] {
    return [...this.#rows.values()].map(({ keys, numbers }) => [...keys, ...numbers.map(String)])
  }
}

type NumberOf = (...of: readonly Facts[]) => bigint
type PlaceOf = (fact: string) => number

/** A statement about clusters: the rows to which a cluster adds, and what it adds to a column. */
interface Kind {
  groups(cluster: Cluster): readonly { keys: readonly string[]; of: readonly Facts[] }[]
  numberOf(what: string, place: PlaceOf, isOfColumn: boolean): NumberOf
}

function placeOf(places: ReadonlyMap<string, number>, column: string): number {
  const place = places.get(column)
  if (place === undefined) throw new InternalError(`clusters have no column ${column}`)
  return place
}

const at = (facts: Facts | undefined, place: number): bigint => facts?.[place] ?? 0n
const sumOf = (place: number) => (facts: Facts | undefined) => at(facts, place)
/** 1 for a cluster that has an observed case. */
const count = (size: number) => (facts: Facts | undefined) => (at(facts, size) > 0n ? 1n : 0n)
const product = (places: readonly number[]) => (facts: Facts | undefined) =>
  places.reduce((sofar, place) => sofar * at(facts, place), 1n)

function named<T extends readonly [string, ...string[]]>(sums: readonly T[], what: string): T {
  const found = sums.find(([name]) => name === what)
  if (found === undefined) throw new InternalError(`no sum over clusters is called ${what}`)
  return found
}

const kinds: Readonly<Partial<Record<Statement['id'], Kind>>> = {
  'split-clusters': {
    groups: cluster => (cluster.length > 1 ? [{ keys: [], of: [] }] : []),
    numberOf: () => () => 1n,
  },
  clusters: {
    groups: cluster =>
      cluster.flatMap(({ arm, parts }) => parts.map(({ stratum, facts }) => ({ keys: [arm, stratum], of: [facts] }))),
    numberOf(what, place) {
      if (what === 'cases') return sumOf(place('its_cases'))
      if (what === 'clusters') return count(place('m'))
      const [, ...factors] = named([...sumsWithin, ...uptakeWithin], what)
      return product(factors.map(place))
    },
  },
  across: {
    groups: cluster =>
      cluster.flatMap(({ arm, parts }) =>
        pairsOf(parts).map(([one, other]) => ({
          keys: [arm, one.stratum, other.stratum],
          of: [one.facts, other.facts],
        })),
      ),
    numberOf(what, place) {
      const isObserved = count(place('m'))
      const both: NumberOf = (one, other) => isObserved(one) * isObserved(other)
      if (what === 'clusters') return both
      const [, first, second] = named([...sumsAcross, ...uptakeAcross], what)
      const [ofOne, ofOther] = [sumOf(place(first)), sumOf(place(second))]
      return (one, other) => both(one, other) * ofOne(one) * ofOther(other)
    },
  },
  'cluster-counts': {
    groups: cluster =>
      cluster.map(({ arm, parts: [first, ...others] }) => {
        const whole = (first?.facts ?? []).map((number, place) =>
          others.reduce((sum, { facts }) => sum + at(facts, place), number),
        )
        return { keys: [arm], of: [whole] }
      }),
    numberOf(what, place, isOfColumn) {
      if (what === 'largest') return sumOf(place(isOfColumn ? 's' : 'its_cases'))
      if (what === 'clusters') return count(place('m'))
      const [, ...factors] = named(sumsWithin, what)
      return product(factors.map(place))
    },
  },
}

/** Pairs of strata, the first before the second in byte order. */
const pairsOf = (parts: readonly Part[]): (readonly [Part, Part])[] =>
  parts.flatMap(one =>
    parts.filter(other => compareBytes(one.stratum, other.stratum) < 0).map(other => [one, other] as const),
  )
