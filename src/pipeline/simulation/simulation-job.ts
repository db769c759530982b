import type { ArmCost } from '../../economics/index.ts'
import type { LevelId } from '../../model/ids.ts'
import type { ContrastSpec, MethodOptions } from '../../model/method.ts'
import type { Plan, PlannedAnalysis } from '../../model/plan.ts'
import type { SummaryKind } from '../../model/summary.ts'
import { awaited } from '../../model/waiting.ts'
import { methodOf, optionsOf } from '../analyse-plan.ts'
import { cellKinds } from './cell-summaries.ts'
import type { TrialModel } from './trial-model.ts'

/** An analysis that every replicate gets. */
export interface SimulatedMethod {
  /** Id of the analysis. */
  id: string
  method: string
  outcome: string
  /** Level of a category that counts as an event; null where all levels do. */
  level: LevelId | null
  kind: SummaryKind
  options: MethodOptions
}

/** What is computed of the costs of every replicate. */
export interface SimulatedEconomics {
  outcome: string
  /** With what the arm costs over its comparator. */
  contrasts: readonly (ContrastSpec & { cost: ArmCost })[]
  level: number
}

/** All that replicates need: data that workers can be sent. */
export interface SimulationJob {
  seed: string
  model: TrialModel
  methods: readonly SimulatedMethod[]
  economics: SimulatedEconomics | null
  /** Whether cases are drawn one by one; else what adds up of them. */
  rows: boolean
}

/** An analysis that is not simulated, and why. */
export interface LeftOut {
  analysis: string
  why: string
}

/** The analyses of a plan that replicates can have, of those asked for, and the others with the reason. */
export function simulatedMethods(
  plan: Plan,
  asked: readonly PlannedAnalysis[],
  model: TrialModel,
): { methods: SimulatedMethod[]; leftOut: LeftOut[] } {
  const methods: SimulatedMethod[] = []
  const leftOut: LeftOut[] = []
  for (const analysis of asked) {
    const why = whyNot(analysis, model)
    if (why !== undefined) leftOut.push({ analysis: analysis.id, why })
    else {
      const { id, requires } = methodOf(analysis)
      const options = optionsOf(plan, analysis, () => undefined)
      const { outcome, level = null } = analysis
      methods.push({ id: analysis.id, method: id, outcome, level, kind: requires, options })
    }
  }
  return { methods, leftOut }
}

function whyNot({ outcome, set, by, settings, ...analysis }: PlannedAnalysis, model: TrialModel): string | undefined {
  const { resampling, withinStrata, requires } = methodOf({ outcome, ...analysis })
  const known = [model.payers, model.amount, model.afterStages, model.choice?.outcome, model.waiting?.outcome]
  if (!known.includes(outcome)) return `nothing says how ${outcome} comes about in this scenario`
  if (outcome === model.waiting?.outcome && (analysis.level ?? awaited) !== awaited)
    return `nothing competes with what is waited for in this scenario`
  if (set !== undefined) return 'it looks at a set of cases that is formed after allocation'
  if (by !== undefined) return 'it looks at subgroups'
  if (settings?.uptake !== undefined || requires === 'crossProducts') return 'it looks at who took up what was offered'
  if (resampling !== undefined) return 'it draws by itself in every replicate'
  if (withinStrata && !model.stratified)
    return 'neither the protocol fixes the cases of each stratum nor does sizing.yaml say their shares'
  return undefined
}

/** Whether cases must be drawn one by one: for clusters, and for methods that read what no sum of cases holds. */
export const needsRows = ({ clusters }: TrialModel, methods: readonly SimulatedMethod[]): boolean =>
  clusters !== null || methods.some(({ kind }) => !cellKinds.includes(kind))
