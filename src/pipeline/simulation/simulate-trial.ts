import { refuseIfAny } from '../../core/errors.ts'
import { additionalCost } from '../../economics/index.ts'
import type { Measure } from '../../model/method.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { isPooled } from '../../model/pooled-arms.ts'
import type { Sizing } from '../../model/sizing.ts'
import { methodOf } from '../analyse-plan.ts'
import type { Drawing } from '../drawing.ts'
import { protocolCosts } from '../economics.ts'
import { type Trial, trialFiles } from '../trial-folder.ts'
import { adjustedFamilies, type FamilyPower } from './family-power.ts'
import { nothingToSimulate, simulationMissing } from './issues.ts'
import { meanOf, type Simulated, shareOf } from './monte-carlo.ts'
import { type Performance, performanceOf } from './performance.ts'
import type { Recorded } from './recorder.ts'
import { nameOf } from './replicates.ts'
import { runReplicates } from './run-replicates.ts'
import {
  type LeftOut,
  needsRows,
  type SimulatedEconomics,
  type SimulatedMethod,
  type SimulationJob,
  simulatedMethods,
} from './simulation-job.ts'
import { observedArms } from './summary-head.ts'
import { casesIn, meanPerCase, payingShare, type Scenario, type TrialModel, trialModel } from './trial-model.ts'
import { levelIn, truthOfContrast } from './truth.ts'

/** What is simulated, and how often. */
export interface SimulationAsked {
  scenario: Scenario
  replicates: number
  seed: string
  /** The analyses; the primary ones and those as reported where absent. */
  analyses?: readonly PlannedAnalysis[] | undefined
}

/** What a trial would do if it were run again and again. Shares from 0 to 1, amounts in pence. */
export interface TrialSimulation {
  schema: 'equipoise/simulation/1'
  trial: string
  scenario: Scenario
  seed: string
  replicates: number
  alpha: number
  level: number
  /** Whether cases were drawn one by one, or what adds up of them. */
  drawn: 'summaries' | 'rows'
  arms: readonly SimulatedArm[]
  analyses: readonly SimulatedAnalysis[]
  families: readonly FamilyPower[]
  economics: readonly EconomicsPerformance[]
  leftOut: readonly LeftOut[]
  assumptions: readonly string[]
}

/** An arm: how many cases of it come how far. */
export interface SimulatedArm {
  arm: string
  cases: number
  /** What holds in the model. */
  payingShare: number
  meanPerCase: number | null
  stages: readonly { id: string; title: string; cases: Simulated | null }[]
}

/** An analysis of the plan with how each of its parts did. */
export interface SimulatedAnalysis {
  id: string
  title: string
  outcome: string
  unit: 'share' | 'pence' | 'days'
  role: PlannedAnalysis['role']
  method: string
  /** Of contrasts. */
  measure: Measure | null
  parts: readonly (Performance & { part: string | null; title: string })[]
}

/** What an arm costs and brings, over the replicates. Pence, for all cases of the arm. */
export interface EconomicsPerformance {
  contrast: string
  title: string
  /** What the arm costs over its comparator, by the protocol. */
  cost: number
  /** What is collected over the comparator, less that cost. */
  truth: number
  net: Simulated | null
  /** What is collected over the comparator. */
  additional: Simulated | null
  coverage: Simulated | null
  /** Share of replicates whose interval of collected less cost is all below zero, and all above. */
  shownToLose: Simulated | null
  shownToPay: Simulated | null
  failures: Readonly<Record<string, number>>
}

/**
 * Simulates a whole trial: draws its outcomes again and again by the model of sizing.yaml, runs the plan's methods and the economics on
 * each, and tells how they do. The same seed gives the same numbers, whatever the number of workers.
 *
 * Throws `TrialError` where there is no model, nothing to simulate, or nothing worth finding in that scenario.
 *
 * @example await simulateTrial(trial, sizingOf(trial, {}), { scenario: 'model', replicates: 1000, seed: '7' })
 */
export async function simulateTrial(
  trial: Trial,
  sizing: Sizing,
  asked: SimulationAsked,
  drawing?: Drawing,
): Promise<TrialSimulation> {
  const planned = simulationJob(trial, sizing, asked)
  const recorded = await runReplicates(planned.job, { from: 0, to: asked.replicates }, drawing)
  return simulationOf(trial, sizing, asked, planned, recorded)
}

/** What all replicates of a simulation tell. */
export function simulationOf(
  trial: Trial,
  sizing: Sizing,
  asked: SimulationAsked,
  { job, leftOut }: PlannedSimulation,
  recorded: Recorded,
): TrialSimulation {
  const { plan, protocol } = trial
  const { model, methods, economics } = job
  const simulated = methods.map(({ id }) => id)
  const { families, adjusted } = adjustedFamilies(plan, simulated, recorded)
  return {
    schema: 'equipoise/simulation/1',
    trial: protocol.id,
    ...{ scenario: asked.scenario, seed: asked.seed, replicates: asked.replicates },
    ...{ alpha: plan.alpha, level: plan.confidenceLevel, drawn: job.rows ? 'rows' : 'summaries' },
    arms: armsOf(model, recorded),
    analyses: methods.map(method => analysisOf(trial, model, method, { recorded, adjusted })),
    families,
    economics: economics === null ? [] : economicsOf(trial, model, economics, recorded),
    leftOut,
    assumptions: assumptionsOf(sizing, asked.scenario, model),
  }
}

/** What workers need for the replicates of a trial, and the analyses that are left out. */
export interface PlannedSimulation {
  job: SimulationJob
  leftOut: readonly LeftOut[]
}

/** Plans the replicates of a trial. */
export function simulationJob(
  { folder, protocol, plan }: Pick<Trial, 'folder' | 'protocol' | 'plan'>,
  sizing: Sizing,
  { scenario, seed, analyses = mainAnalyses(plan) }: SimulationAsked,
): PlannedSimulation {
  const { simulation } = sizing
  if (simulation === undefined) refuseIfAny([simulationMissing(`${folder}/${trialFiles.sizing}`)])
  const model = trialModel(protocol, sizing, simulation as NonNullable<typeof simulation>, scenario)
  const { methods, leftOut } = simulatedMethods(plan, analyses, model)
  if (methods.length === 0)
    refuseIfAny([nothingToSimulate([...new Set(leftOut.map(({ analysis, why }) => `${analysis}: ${why}`))])])
  const rows = needsRows(model, methods)
  return { job: { seed, model, methods, economics: economicsAsked({ protocol, plan }, model), rows }, leftOut }
}

/** The analyses that are simulated where none are named. */
export const mainAnalyses = ({ analyses }: Trial['plan']): PlannedAnalysis[] =>
  analyses.filter(({ role }) => role === 'primary' || role === 'as_reported')

/** Contrasts with control of an arm that bears a cost, where the plan sets amounts against costs. */
function economicsAsked(
  { protocol, plan }: Pick<Trial, 'protocol' | 'plan'>,
  model: TrialModel,
): SimulatedEconomics | null {
  if (plan.economics === undefined || plan.economics.outcome !== model.amount) return null
  const costs = protocolCosts(protocol)
  const contrasts = plan.contrasts
    .filter(({ arm, against }) => against === model.control && !isPooled(arm))
    .flatMap(({ id, arm, against }) => {
      const cost = additionalCost(costs, { arm, against }, casesIn(model))
      return cost.status === 'computed' && cost.result.total > 0 ? [{ id, arm, against, cost: cost.result }] : []
    })
  return contrasts.length === 0 ? null : { outcome: model.amount, contrasts, level: plan.confidenceLevel }
}

function armsOf(model: TrialModel, { numbers }: Recorded): SimulatedArm[] {
  const cases = casesIn(model)
  return model.arms.map(own => ({
    ...{ arm: own.arm, cases: cases.get(own.arm) ?? 0, payingShare: payingShare(own) },
    meanPerCase: model.amount === null ? null : meanPerCase(own),
    stages:
      own.reach.length === 0
        ? []
        : model.stages.map(({ id, title }) => ({
            ...{ id, title },
            cases: meanOf([...(numbers[nameOf.stage(own.arm, id)] ?? [])]),
          })),
  }))
}

function analysisOf(
  { plan, protocol }: Trial,
  model: TrialModel,
  { id, options }: SimulatedMethod,
  { recorded, adjusted }: { recorded: Recorded; adjusted: ReadonlyMap<string, Float64Array> },
): SimulatedAnalysis {
  const analysis = plan.analyses.find(each => each.id === id) as PlannedAnalysis
  const { title, outcome, level, role } = analysis
  const kind = recorded.kinds[id] ?? 'test'
  const ask = (part: string | null, measure: Measure | null, truth: number | null): Performance =>
    performanceOf(recorded, {
      ...{ analysis: id, part, measure, truth, alpha: plan.alpha },
      adjusted: adjusted.get(nameOf.part(id, part)),
    })
  const isTime = outcome === model.waiting?.outcome
  const unit: SimulatedAnalysis['unit'] =
    outcome === model.amount ? 'pence' : isTime && kind !== 'difference' ? 'days' : 'share'
  const base = { id, title, outcome, unit, role, method: methodOf(analysis).id }
  if (kind === 'test') return { ...base, measure: null, parts: [{ part: null, title, ...ask(null, null, null) }] }
  if (kind === 'arms') {
    const parts = observedArms(model, outcome).map(arm => ({
      ...{ part: arm, title: protocol.arms.find(each => each.id === arm)?.title ?? arm },
      ...ask(arm, null, isTime ? null : levelIn(model, outcome, arm, level)),
    }))
    return { ...base, measure: null, parts }
  }
  const parts = options.contrasts.map(contrast => ({
    ...{ part: contrast.id, title: plan.contrasts.find(each => each.id === contrast.id)?.title ?? contrast.id },
    ...ask(contrast.id, kind, truthOfContrast(model, analysis, contrast, kind)),
  }))
  return { ...base, measure: kind, parts }
}

function economicsOf(
  { plan }: Trial,
  model: TrialModel,
  { contrasts, outcome }: SimulatedEconomics,
  { numbers, failures }: Recorded,
): EconomicsPerformance[] {
  const cases = casesIn(model)
  return contrasts.map(({ id, arm, against, cost }) => {
    const name = nameOf.economics(id)
    const difference = levelIn(model, outcome, arm) - levelIn(model, outcome, against)
    const truth = (cases.get(arm) ?? 0) * difference - cost.total
    const of = (number: 'estimate' | 'lower' | 'upper') =>
      [...(numbers[nameOf.number(name, number)] ?? [])].filter(value => !Number.isNaN(value))
    const [estimates, lower, upper] = [of('estimate'), of('lower'), of('upper')]
    return {
      ...{ contrast: id, title: plan.contrasts.find(each => each.id === id)?.title ?? id, cost: cost.total, truth },
      net: meanOf(estimates),
      additional: meanOf(estimates.map(estimate => estimate + cost.total)),
      coverage: shareOf(lower.map((least, at) => least <= truth && truth <= (upper[at] ?? 0))),
      shownToLose: shareOf(upper.map(most => most < 0)),
      shownToPay: shareOf(lower.map(least => least > 0)),
      failures: failures[name] ?? {},
    }
  })
}

const scenarioWords: Readonly<Record<Scenario, string>> = {
  model: 'outcomes come about as simulation of sizing.yaml says',
  null: 'no arm has an effect: all are as control',
  worth: 'every other arm is as control, with the difference that sizing.yaml calls worth finding',
}

function assumptionsOf(
  { simulation, clusters }: Sizing,
  scenario: Scenario,
  { stages, choice, waiting }: TrialModel,
): string[] {
  const of = (what: string, { source, reason }: { source?: string | undefined; reason?: string | undefined }): string =>
    [what, source, reason].filter(each => each !== undefined).join('; ')
  return [
    scenarioWords[scenario],
    of('rate and amounts are the same in all strata', simulation ?? {}),
    ...(choice === null ? [] : [`who pays and what becomes of ${choice.outcome} are drawn by themselves`]),
    ...(waiting === null
      ? []
      : [`of ${waiting.outcome} payments come at an even pace over ${waiting.days} days, and nothing competes`]),
    ...(stages.length === 0 ? [] : (simulation?.stages ?? []).map(stage => of(`${stage.title}`, stage))),
    ...((simulation?.attrition ?? 0) === 0 ? [] : ['outcomes are lost at random']),
    ...(clusters === undefined
      ? []
      : ['cases of a cluster lie in one stratum, and all their outcomes are alike to one degree']),
  ]
}
