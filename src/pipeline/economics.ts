import { parsePounds } from '../core/money.ts'
import { minimumDetectableDifference, minimumDetectableProportion } from '../design/power/index.ts'
import {
  type AdditionalAmount,
  type AdditionalPayers,
  type ArmCost,
  additionalAmount,
  type Cost,
  type CostMeasures,
  collectedLessCostOfInterval,
  costOfArm,
  costSetOfInterval,
  type FiellerSet,
} from '../economics/index.ts'
import type { Computation, Interval } from '../model/method.ts'
import type { Plan } from '../model/plan.ts'
import type { Protocol } from '../model/protocol.ts'
import type { Counts, Moments } from '../model/summary.ts'
import { meanOf } from '../statistics/index.ts'
import { type BenchmarkBeside, benchmarksBeside } from './economics-benchmarks.ts'
import { type BootstrapCurve, bootstrapCurve } from './economics-bootstrap.ts'
import {
  contrastOf,
  type EconomicsData,
  type EconomicsSources,
  economicsData,
  gainsOf,
  measuresOf,
  noMoments,
  type Pair,
  rangeOf,
} from './economics-data.ts'
import { type Frontiers, frontiersOf } from './economics-frontier.ts'
import type { PlannedBenchmark } from './trial-folder.ts'

/** What an arm cost and brought in beside its comparator. Money in pence. */
export interface ArmEconomics extends CostMeasures {
  arm: string
  against: string
  /** Cases of the arm, missing outcomes included. */
  cases: number
  /** What the arm cost in all, transfers included. */
  cost: number
  costs: { resource: number; transfer: number }
  additional: Computation<AdditionalAmount>
  additionalPayers: Computation<AdditionalPayers> | null
  /** The measures with resource costs alone. Null where neither arm bears a transfer, so that they are the same. */
  resourceOnly: CostMeasures | null
  /** By the value of an additional pound, from the replicates of the plan's bootstrap. Null where there are none. */
  bootstrap: BootstrapCurve | null
  /** By the intervals of the sensitivity analyses that the plan names; none where the cost varies. */
  byAnalysis: readonly IntervalEconomics[]
  /** Least effects that the arm's size could have detected, at the plan's power and alpha, two-sided and unadjusted. */
  minimumDetectable: { amount: Computation<number>; share: Computation<number> | null; controlShare: number | null }
}

/** What the interval of an analysis says of the cost. */
export interface IntervalEconomics {
  analysis: string
  title: string
  method: string
  /** What was additional. */
  of: 'pounds' | 'payers'
  costSet: Computation<FiellerSet>
  /** Of pounds only. */
  collectedLessCost: Interval | null
}

/** The economics of every arm that has a cost, and of every two such arms that the plan compares. */
export interface Economics {
  schema: 'equipoise/economics/2'
  trial: string
  notice: string | null
  level: number
  comparisons: readonly ArmEconomics[]
  frontier: Frontiers
  /** Prices beside the arms, where the plan names some: not randomised, and never arms. */
  benchmarks?: readonly BenchmarkBeside[]
  /** Costs and consequences that are left out, in the plan's words. */
  notCounted: readonly string[]
}

/** What the protocol says was spent. */
export function protocolCosts({ costs }: Pick<Protocol, 'costs'>): Cost[] {
  return costs.map(({ id, nature = 'resource', kind = 'fixed', amount, standardError = '0', ...cost }): Cost => {
    const arms = cost.arms ?? (cost.arm === undefined ? [] : [cost.arm])
    const base = { id, nature, arms, amount: pence(amount) }
    return kind === 'per_case'
      ? { ...base, kind, standardError: pence(standardError) }
      : { ...base, kind, split: cost.split ?? 'equally' }
  })
}

/** The protocol was checked when it was read, so its pounds can be read. */
const pence = (pounds: string): number => parsePounds(pounds) ?? 0

/** What the economics are worked out from. */
export interface EconomicsInput extends EconomicsSources {
  protocol: Pick<Protocol, 'id'>
  notice: string | null
  benchmarks?: readonly PlannedBenchmark[] | undefined
}

/** The economics of a trial. Null where the plan asks for none. */
export function evaluateEconomics({ protocol, notice, benchmarks = [], ...sources }: EconomicsInput): Economics | null {
  const { plan, costs } = sources
  const data = economicsData(sources)
  if (data === undefined) return null
  const { arms, control, amounts, asked } = data
  const bearers = arms.filter(arm => costs.some(cost => cost.arms.includes(arm)))
  const pairs = pairsOf(plan, bearers, control)
  const beside = benchmarksBeside(benchmarks, sources.source)
  return {
    schema: 'equipoise/economics/2',
    trial: protocol.id,
    notice,
    level: plan.confidenceLevel,
    comparisons: pairs
      .filter(({ arm, against }) => amounts.has(arm) && amounts.has(against))
      .map(pair => compareArms(data, pair)),
    frontier: frontiersOf(data, [...new Set([...bearers, control])]),
    ...(beside.length === 0 ? {} : { benchmarks: beside }),
    notCounted: asked.notCounted ?? [],
  }
}

/** Every arm with a cost against control, then the plan's other contrasts of arms with a cost. */
function pairsOf({ contrasts }: Plan, bearers: readonly string[], control: string): Pair[] {
  const treated = bearers.filter(arm => arm !== control)
  const planned = contrasts.filter(({ arm, against }) => treated.includes(arm) && treated.includes(against))
  return [...treated.map(arm => ({ arm, against: control })), ...planned.map(({ arm, against }) => ({ arm, against }))]
}

function compareArms(data: EconomicsData, pair: Pair): ArmEconomics {
  const { costs, cases } = data
  const gains = gainsOf(data, pair)
  const { resource, transfer, total } = costOfArm(costs, pair.arm, cases)
  const resources = costs.filter(({ nature }) => nature === 'resource')
  const measures = measuresOf(data, pair, gains, costs)
  return {
    ...pair,
    cases: cases.get(pair.arm) ?? 0,
    cost: total,
    costs: { resource, transfer },
    additional: gains.amount,
    additionalPayers: gains.payers,
    ...measures,
    resourceOnly: transfersIn(costs, pair) ? measuresOf(data, pair, gains, resources) : null,
    bootstrap: bootstrapOf(data, pair, { gain: gains.amount, cost: measures.additionalCost }),
    byAnalysis: byEachAnalysis(data, pair, measures),
    minimumDetectable: detectable(data, pair),
  }
}

function bootstrapOf(
  { plan, asked, replicates }: EconomicsData,
  { arm, against }: Pair,
  known: { gain: Computation<AdditionalAmount>; cost: Computation<ArmCost> },
): BootstrapCurve | null {
  const contrast = plan.contrasts.find(planned => planned.arm === arm && planned.against === against)
  return bootstrapCurve(replicates, contrast?.id, { ...known, range: rangeOf(asked.willingness?.pound, 100) })
}

const transfersIn = (costs: readonly Cost[], { arm, against }: Pair): boolean =>
  costs.some(({ nature, arms }) => nature === 'transfer' && (arms.includes(arm) || arms.includes(against)))

function byEachAnalysis({ asked, analyses, cases }: EconomicsData, pair: Pair, measures: CostMeasures) {
  const cost = measures.additionalCost
  if (cost.status === 'undefined' || cost.result.standardError !== 0) return []
  const size = cases.get(pair.arm) ?? 0
  return analyses
    .filter(({ id }) => asked.sensitivity?.includes(id))
    .flatMap((analysis): IntervalEconomics[] => {
      const contrast = contrastOf(analysis, pair)
      if (contrast?.status !== 'computed') return []
      const { interval } = contrast.result
      const pounds = analysis.outcome === asked.outcome
      return [
        {
          analysis: analysis.id,
          title: analysis.title,
          method: analysis.methodTitle,
          of: pounds ? 'pounds' : 'payers',
          costSet: costSetOfInterval(cost.result.total / size, interval),
          collectedLessCost: pounds ? collectedLessCostOfInterval(interval, size, cost.result) : null,
        },
      ]
    })
}

function detectable(
  { plan, amounts, counts }: EconomicsData,
  { arm, against }: Pair,
): ArmEconomics['minimumDetectable'] {
  const [own, other] = [amounts.get(arm) ?? noMoments, amounts.get(against) ?? noMoments]
  const comparable = additionalAmount(own, other)
  return {
    amount:
      comparable.status === 'undefined' ? comparable : minimumDetectableDifference(spread(own), spread(other), plan),
    share: detectableShare(plan, counts?.get(arm), counts?.get(against)),
    controlShare: shareOf(counts?.get(against)),
  }
}

const spread = (data: Moments) => ({ n: data.n, standardDeviation: Math.sqrt(meanOf(data).variance) })

const shareOf = (counts: Counts | undefined): number | null =>
  counts === undefined || counts.n === 0 ? null : (counts.events.yes ?? 0) / counts.n

function detectableShare(plan: Plan, own: Counts | undefined, control: Counts | undefined): Computation<number> | null {
  const probability = shareOf(control)
  if (own === undefined || control === undefined || probability === null) return null
  return minimumDetectableProportion({ n: own.n }, { n: control.n, probability }, plan)
}
