import type { FiellerSet } from '../../economics/index.ts'
import type { PriceRange } from '../../model/benchmark.ts'
import { type NamedNumber, quotedNumbers, type RatioSet, type Results, type Unit } from '../../report/index.ts'
import type { ArmEconomics, Economics } from '../economics.ts'
import { comparisonRows, type EconomicsRow, payerTerm, poundTerm, ratioRow } from '../tidy-economics.ts'

/** Two arms that are compared. */
type Pair = Pick<ArmEconomics, 'arm' | 'against'>

/** `all`: every cost; `resource`: without transfers. */
export type CostView = 'all' | 'resource'

/** Id of what an arm cost, as `economics.pwc_first.cost_per_case`. */
export const costId = (arm: string, of: string): string => `economics.${arm}.${of}`

/** Id of a number of a comparison, as `economics.pwc_first.control.break_even.estimate`. */
export const pairId = ({ arm, against }: Pair, of: string, view: CostView = 'all'): string =>
  `economics.${arm}.${against}.${view === 'all' ? '' : 'resource.'}${of}`

/** Id of a number of an arm, or of a step, on the frontier of pounds or of payers. */
export const frontierId = (unit: 'pound' | 'payer', of: string): string => `economics.frontier.${unit}.${of}`

/** Id of a number of a benchmark, as `economics.benchmark.debt-sale.control.per_case.from`. */
export const benchmarkId = (benchmark: string, of: string): string => `economics.benchmark.${benchmark}.${of}`

/** Every number of the economics, and those in the sentences that say why there is none. */
export function economicsNumbers(economics: Economics | null): NamedNumber[] {
  if (economics === null) return []
  return [
    ...economics.comparisons.flatMap(comparisonNumbers),
    ...frontierNumbers(economics),
    ...benchmarkNumbers(economics),
    ...gainCautions(economics).flatMap(({ id, detail }) => quotedNumbers(id, detail)),
  ]
}

/** That a gain takes cases as independent where they were allocated in clusters, each sentence with its id. */
export const gainCautions = ({ comparisons }: Economics): { id: string; detail: string }[] =>
  comparisons.flatMap(comparison =>
    Object.entries({ amount: comparison.additional, payers: comparison.additionalPayers }).flatMap(([of, gain]) =>
      (gain?.status === 'computed' ? gain.cautions : [])
        .filter(({ code }) => code === 'independence_assumed_with_clusters')
        .map(({ detail }, at) => ({ id: pairId(comparison, `additional_${of}.caution_${at + 1}`), detail })),
    ),
  )

function comparisonNumbers(comparison: ArmEconomics): NamedNumber[] {
  const { arm, cost, costs, cases, additionalCost } = comparison
  const pence = (id: string, value: number, decimals?: number): NamedNumber => ({ id, value, unit: 'pence', decimals })
  return [
    pence(costId(arm, 'cost'), cost, 0),
    pence(costId(arm, 'cost.resource'), costs.resource, 0),
    pence(costId(arm, 'cost.transfer'), costs.transfer, 0),
    pence(costId(arm, 'cost_per_case'), cost / cases),
    ...(additionalCost.status === 'computed'
      ? [pence(pairId(comparison, 'additional_cost_per_case'), additionalCost.result.total / cases)]
      : []),
    ...keyedRows(comparisonRows(comparison)).flatMap(([key, row]) => rowNumbers(pairId(comparison, key), row)),
    ...detectableNumbers(comparison),
    ...bootstrapNumbers(comparison),
  ]
}

/** Each row with the part of its id that follows the arms; points of a curve are numbered from 1, the last is its limit. */
function keyedRows(rows: readonly EconomicsRow[]): [key: string, row: EconomicsRow][] {
  const points = new Map<string, number>()
  return rows
    .filter(({ term }) => term !== 'cost')
    .map(row => {
      const { term, view, method, willingness } = row
      const key = [...(view === 'resource' ? [view] : []), term, ...(method === undefined ? [] : [method])].join('.')
      if (willingness === undefined) return [key, row]
      if (willingness === Infinity) return [`${key}.limit`, row]
      const at = (points.get(key) ?? 0) + 1
      points.set(key, at)
      return [`${key}.${at}`, row]
    })
}

type Column = keyof EconomicsRow
type Written = Pick<NamedNumber, 'unit' | 'decimals'>

const wholePounds: Written = { unit: 'pence', decimals: 0 }
const errors: Written = { unit: 'number', decimals: 1 }
const curve = { estimate: { unit: 'probability' }, 'net.benefit': wholePounds } as const

/** How the columns of each term are written. */
const termUnits: Readonly<Record<string, Partial<Record<Column, Written>>>> = {
  additional_amount: { estimate: { unit: 'pence' }, 'std.error': { unit: 'pence' } },
  additional_payers: { estimate: { unit: 'share_difference' }, 'std.error': { unit: 'share_difference' } },
  additional_cost: { estimate: wholePounds },
  [poundTerm]: ratioUnits({ unit: 'pounds' }),
  [payerTerm]: ratioUnits(wholePounds),
  collected_less_cost: { ...ratioUnits(wholePounds), 'std.error': wholePounds },
  break_even: {
    estimate: { unit: 'pence' },
    'p.value': { unit: 'probability' },
    'errors.short': errors,
    'upper.limit': { unit: 'pence' },
    'upper.limit.share': { unit: 'share', decimals: 0 },
  },
  acceptability_pound: { willingness: { unit: 'pounds' }, ...curve },
  acceptability_payer: { willingness: wholePounds, ...curve },
}

function ratioUnits(written: Written): Partial<Record<Column, Written>> {
  return { estimate: written, 'conf.low': written, 'conf.high': written }
}

function rowNumbers(id: string, row: EconomicsRow): NamedNumber[] {
  const numbers = Object.entries(termUnits[row.term ?? ''] ?? {}).flatMap(([column, units]): NamedNumber[] => {
    const value = row[column as Column]
    const isLimit = column === 'willingness' && value === Infinity
    return typeof value === 'number' && !isLimit ? [{ id: `${id}.${column}`, value, ...units }] : []
  })
  const why = (of: string, note: string | number | undefined): NamedNumber[] =>
    typeof note === 'string' ? quotedNumbers(`${id}.${of}`, note) : []
  return [...numbers, ...why('reason', row.note), ...why('set_reason', row['set.note'])]
}

function detectableNumbers(comparison: ArmEconomics): NamedNumber[] {
  const { amount, share, controlShare } = comparison.minimumDetectable
  const of = (what: string, value: number, unit: Unit): NamedNumber => ({
    id: pairId(comparison, `detectable.${what}`),
    value,
    unit,
  })
  return [
    ...(amount.status === 'computed' ? [of('amount', amount.result, 'pence')] : []),
    ...(controlShare === null ? [] : [of('from_share', controlShare, 'share')]),
    ...(share?.status === 'computed' ? [of('to_share', share.result, 'share')] : []),
    ...(share?.status === 'computed' && controlShare !== null
      ? [of('rise', share.result - controlShare, 'share_difference')]
      : []),
  ]
}

/** How far the bootstrap's curve is from the normal one, and by how many replicates and values. */
function bootstrapNumbers(comparison: ArmEconomics): NamedNumber[] {
  const { acceptability, bootstrap } = comparison
  if (bootstrap?.curve.status !== 'computed' || acceptability?.status !== 'computed') return []
  const { points: theirs, asymptote } = bootstrap.curve.result
  const { points: own, asymptote: limit } = acceptability.result
  const apart = own.map(({ probability: ours }, index) => Math.abs(ours - (theirs[index]?.probability ?? ours)))
  const most = 100 * Math.max(...apart, Math.abs(limit - asymptote))
  return [
    { id: pairId(comparison, 'bootstrap.draws'), value: bootstrap.draws, unit: 'count' },
    { id: pairId(comparison, 'bootstrap.values'), value: own.length, unit: 'count' },
    { id: pairId(comparison, 'bootstrap.apart'), value: most, unit: 'points', decimals: 1 },
  ]
}

function frontierNumbers({ frontier: { pounds, payers } }: Economics): NamedNumber[] {
  const of = (unit: 'pound' | 'payer', found: typeof pounds, effect: Unit): NamedNumber[] => [
    ...found.alternatives.flatMap((own): NamedNumber[] => [
      { id: frontierId(unit, `${own.arm}.cost_per_case`), value: own.costPerCase, unit: 'pence' },
      { id: frontierId(unit, `${own.arm}.effect`), value: own.effect, unit: effect },
    ]),
    ...found.steps.flatMap(({ arm, against, costPerAdditional, costSet }) =>
      rowNumbers(
        frontierId(unit, `${arm}.${against}`),
        ratioRow(unit === 'pound' ? poundTerm : payerTerm, costPerAdditional, costSet),
      ),
    ),
  ]
  return [...of('pound', pounds, 'pence'), ...(payers === null ? [] : of('payer', payers, 'share'))]
}

/** A price, what it would give for the debts of each arm, and what each arm with a cost collected over control in all. */
function benchmarkNumbers({ benchmarks = [], comparisons }: Economics): NamedNumber[] {
  return benchmarks.flatMap(({ benchmark, price, arms }): NamedNumber[] => {
    const of = (what: string, value: number, unit: Unit, decimals?: number): NamedNumber => ({
      ...{ id: benchmarkId(benchmark, what), value, unit, decimals },
    })
    const range = (what: string, { from, to }: PriceRange, decimals?: number) => [
      of(`${what}.from`, from, 'pence', decimals),
      of(`${what}.to`, to, 'pence', decimals),
    ]
    const offers = arms.flatMap(({ arm, offer }): NamedNumber[] => {
      if (offer.status === 'undefined') return []
      const { cases, owed, perCase, inAll } = offer.result
      return [
        of(`${arm}.owed_per_case`, owed / cases, 'pence'),
        ...range(`${arm}.per_case`, perCase),
        ...range(`${arm}.in_all`, inAll, 0),
      ]
    })
    const additional = comparisons.flatMap(({ arm, against, cases, additional: gain }) =>
      gain.status === 'computed'
        ? [of(`${arm}.${against}.additional_in_all`, gain.result.difference * cases, 'pence', 0)]
        : [],
    )
    return [of('price.from', price.from, 'pounds'), of('price.to', price.to, 'pounds'), ...offers, ...additional]
  })
}

/** A set with its limits, which are under `<id>.conf.low` and `<id>.conf.high`. */
export function setOf(results: Results, id: string, set: FiellerSet): RatioSet {
  if (set.type === 'whole_line') return set
  const [low, high] = [results.number(`${id}.conf.low`), results.number(`${id}.conf.high`)]
  return set.type === 'interval'
    ? { type: 'interval', lower: low, upper: high }
    : { type: 'two_rays', below: low, above: high }
}
