import { compareBytes } from '../../core/byte-order.ts'
import { refuseIfAny } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { roundedParts } from '../../core/rounded-parts.ts'
import { declaredTargets } from '../../model/allocation.ts'
import type { ArmId, LevelId, OutcomeId, StratumId } from '../../model/ids.ts'
import { controlArm, type Protocol } from '../../model/protocol.ts'
import type { Simulation } from '../../model/simulation.ts'
import type { Sizing } from '../../model/sizing.ts'
import { endsOf } from '../../model/waiting.ts'
import { worthOf } from '../power/expected.ts'
import { type AmountModel, amountModel, meanAmount } from './amounts.ts'
import { nothingWorth, worthTooHigh } from './issues.ts'

/** What is taken to hold: the model of sizing.yaml, no effect, or the least difference that is worth finding. */
export type Scenario = 'model' | 'null' | 'worth'

/** How the outcomes of an arm come about. */
export interface ArmModel {
  arm: ArmId
  /** Share of its cases that pay whether or not they are treated. */
  rate: number
  /** Share of its cases that come to each stage; none where nobody is treated. */
  reach: readonly number[]
  /** What is paid without and after the stages. */
  amounts: { ordinary: AmountModel; afterStages: AmountModel } | null
  attrition: number
  /** Share of its cases at each level of the category; none where there is no such outcome. */
  choice: readonly number[]
}

/** Cases of an arm in a stratum. */
export interface ModelCell {
  /** Index of the arm. */
  arm: number
  stratum: StratumId
  cases: number
}

/** What replicates are drawn from: data that workers can be sent. */
export interface TrialModel {
  payers: OutcomeId
  amount: OutcomeId | null
  afterStages: OutcomeId | null
  /** The category, its levels in the protocol's order and the arms in which it is observed; null where none comes about in this scenario. */
  choice: { outcome: OutcomeId; levels: readonly LevelId[]; arms: readonly ArmId[] } | null
  /** The outcome of time and the days over which payments come at an even pace; null where no time comes about. */
  waiting: { outcome: OutcomeId; days: number; ends: readonly LevelId[] } | null
  /** Arms in which `afterStages` is observed. */
  observedAfter: readonly ArmId[]
  arms: readonly ArmModel[]
  control: ArmId
  stages: readonly { id: string; title: string }[]
  cells: readonly ModelCell[]
  /** Whether the cells are those of the protocol's strata. */
  stratified: boolean
  clusters: { sizes: readonly number[]; correlation: number } | null
}

/** The model of a trial in a scenario, from its protocol and the section `simulation` of its sizing.yaml. */
export function trialModel(protocol: Protocol, sizing: Sizing, simulation: Simulation, scenario: Scenario): TrialModel {
  const { payers, amount = null, stages = [] } = simulation
  const control = controlArm(protocol)
  const stated = choiceOf(protocol, simulation)
  // What is worth finding is a difference in one share, from which no others follow; and no arm can be as a control that has none.
  const isKnown = scenario === 'model' || (scenario === 'null' && stated?.arms.includes(control))
  const choice = isKnown ? stated : null
  const modelled = protocol.arms.map(({ id }) => armModel(simulation, choice, id))
  const arms = scenario === 'model' ? modelled : alikeControl(modelled, control, { sizing, simulation, scenario })
  const staged = arms.some(({ reach }) => reach.length > 0)
  const afterStages = staged ? (simulation.afterStages ?? null) : null
  const observed = protocol.outcomes.find(({ id }) => id === afterStages)?.observed?.arms
  return {
    ...{ payers, amount, afterStages, choice, arms, control },
    waiting: waitingOf(protocol, simulation),
    observedAfter: observed ?? arms.map(({ arm }) => arm),
    stages: staged ? stages.map(({ id, title }) => ({ id, title })) : [],
    ...cellsOf(protocol, sizing),
    clusters:
      sizing.clusters === undefined
        ? null
        : { sizes: simulation.clusterSizes ?? [1], correlation: sizing.clusters.correlation },
  }
}

/** The cells of the protocol's targets, by stratum in byte order as summaries have them; else by the shares of strata, or one stratum. */
function cellsOf(
  { arms, allocation, strata }: Protocol,
  { cases, strata: shares }: Sizing,
): Pick<TrialModel, 'cells' | 'stratified'> {
  const targets = declaredTargets(allocation)
  if (targets === undefined && shares !== undefined) {
    const rows = Object.entries(shares).sort(([a], [b]) => compareBytes(a, b))
    const split = arms.map(({ id }) => {
      const own = cases?.[id] ?? 0
      return roundedParts(
        own,
        rows.map(([, part]) => own * part),
        0,
      )
    })
    const cells = rows.flatMap(([stratum], row) =>
      arms.map((_, arm) => ({ arm, stratum, cases: split[arm]?.[row] ?? 0 })),
    )
    return { cells, stratified: true }
  }
  if (targets === undefined) {
    const sizes = arms.map(({ id }, arm) => ({ arm, stratum: 'all', cases: cases?.[id] ?? 0 }))
    return { cells: sizes, stratified: strata.length === 0 }
  }
  const rows = Object.entries(targets).sort(([a], [b]) => compareBytes(a, b))
  return {
    cells: rows.flatMap(([stratum, row]) => arms.map(({ id }, arm) => ({ arm, stratum, cases: row[id] ?? 0 }))),
    stratified: true,
  }
}

/** The category that the simulation has, with its levels. */
function choiceOf({ outcomes, arms }: Protocol, { choice }: Simulation): TrialModel['choice'] {
  const found = outcomes.find(({ id }) => id === choice?.outcome)
  if (found?.type !== 'category') return null
  return { outcome: found.id, levels: found.levels, arms: found.observed?.arms ?? arms.map(({ id }) => id) }
}

/** The outcome of time that the simulation has. */
function waitingOf({ outcomes }: Protocol, { waiting }: Simulation): TrialModel['waiting'] {
  const found = outcomes.find(({ id }) => id === waiting?.outcome)
  return found?.type === 'time' && waiting !== undefined ? { ...waiting, ends: endsOf(found) } : null
}

function armModel(simulation: Simulation, choice: TrialModel['choice'], arm: ArmId): ArmModel {
  const { rate, attrition = 0, stages = [], amounts, stageAmounts = amounts, amountFactor } = simulation
  const of = (value: number | Readonly<Record<string, number>>): number =>
    typeof value === 'number' ? value : (value[arm] ?? 0)
  const shares = stages.flatMap(({ shares: byArm }) => byArm[arm] ?? [])
  const factor = amountFactor?.[arm] ?? 1
  return {
    ...{ arm, rate: of(rate), attrition: of(attrition) },
    choice: choice?.levels.map(level => simulation.choice?.shares[arm]?.[level] ?? 0) ?? [],
    reach: shares.map((_, at) => shares.slice(0, at + 1).reduce((product, each) => product * each, 1)),
    amounts:
      amounts === undefined || stageAmounts === undefined
        ? null
        : { ordinary: amountModel(amounts, factor), afterStages: amountModel(stageAmounts, factor) },
  }
}

/** Every arm as control; where something is worth finding, each other arm with so many more payers, or pounds, per case. */
function alikeControl(
  modelled: readonly ArmModel[],
  control: ArmId,
  { sizing, simulation, scenario }: { sizing: Sizing; simulation: Simulation; scenario: Scenario },
): ArmModel[] {
  const base = modelled.find(({ arm }) => arm === control) as ArmModel
  const alike = (own: ArmModel): ArmModel => ({ ...base, arm: own.arm, attrition: own.attrition })
  if (scenario === 'null') return modelled.map(alike)
  const worthIn = (id: string | undefined): number | null => {
    const expected = sizing.outcomes.find(({ outcome }) => outcome === id)
    return expected === undefined ? null : worthOf(expected)
  }
  const [more, pence] = [worthIn(simulation.payers), worthIn(simulation.amount)]
  const rate = payingShare(base)
  refuseIfAny([
    ...(more === null && pence === null ? [nothingWorth(simulation.payers)] : []),
    ...(rate + (more ?? 0) > 1 ? [worthTooHigh(simulation.payers, rate, more ?? 0)] : []),
  ])
  return modelled.map(own =>
    own.arm === control ? own : withMorePence(withMorePayers(alike(own), more ?? 0), base, pence),
  )
}

function withMorePayers(own: ArmModel, more: number): ArmModel {
  const reached = shareAfterStages(own)
  return more === 0 ? own : { ...own, rate: (payingShare(own) + more - reached) / (1 - reached) }
}

/** Payers pay so much more that the mean over cases is by `pence` above control's. */
function withMorePence(own: ArmModel, control: ArmModel, pence: number | null): ArmModel {
  const { amounts } = own
  if (amounts === null || pence === null) return own
  const times = (meanPerCase(control) + pence) / meanPerCase(own)
  const scaled = (of: AmountModel): AmountModel => ({ ...of, factor: of.factor * times })
  return { ...own, amounts: { ordinary: scaled(amounts.ordinary), afterStages: scaled(amounts.afterStages) } }
}

/** Cases of each arm. */
export const casesIn = ({ arms, cells }: TrialModel): Map<ArmId, number> =>
  new Map(arms.map(({ arm }, at) => [arm, sumOf(cells.map(cell => (cell.arm === at ? cell.cases : 0)))]))

/** Share of the cases of an arm that come to the end of the stages. */
export const shareAfterStages = ({ reach }: ArmModel): number => reach.at(-1) ?? 0

/** Share of the cases of an arm that pay: after the stages, or else all the same. */
export function payingShare(arm: ArmModel): number {
  const reached = shareAfterStages(arm)
  return reached + (1 - reached) * arm.rate
}

/** Mean of what is paid over all cases of an arm, in pence; 0 where amounts are not modelled. */
export function meanPerCase(arm: ArmModel): number {
  const { amounts, rate } = arm
  if (amounts === null) return 0
  const reached = shareAfterStages(arm)
  return reached * meanAmount(amounts.afterStages) + (1 - reached) * rate * meanAmount(amounts.ordinary)
}
