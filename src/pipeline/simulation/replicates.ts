import { InternalError } from '../../core/errors.ts'
import { simulationStream } from '../../core/simulation-random.ts'
import { additionalAmount, collectedLessCost } from '../../economics/index.ts'
import type { LevelId } from '../../model/ids.ts'
import type { AnyMethod, Computation, Interval, Result } from '../../model/method.ts'
import type { AnySummary, Moments, Summary, SummaryKind } from '../../model/summary.ts'
import { applyMethod } from '../../statistics/define-method.ts'
import { methods } from '../../statistics/registry.ts'
import { collapseStrata, restrictToLevel } from '../../summaries/index.ts'
import { type CellKind, summaryOfCells } from './cell-summaries.ts'
import { drawRows } from './draw-rows.ts'
import { drawCells } from './draw-summaries.ts'
import { type Recorded, Recorder } from './recorder.ts'
import type { SimulatedEconomics, SimulationJob } from './simulation-job.ts'

/** Draws some replicates of a job and takes down what its analyses make of each. Every replicate has a stream of its own. */
export function replicatesOf(job: SimulationJob): (from: number, to: number) => Recorded {
  const { seed, model, economics } = job
  const drawer = drawerOf(job)
  const planned = job.methods.map(each => {
    const applied = methodCalled(each.method)
    return { ...each, applied, addsUp: !(applied.withinStrata || applied.redraws || applied.designBased) }
  })
  return (from, to) => {
    const recorder = new Recorder({ from, to })
    for (let replicate = from; replicate < to; replicate += 1) {
      drawer.draw(simulationStream({ purpose: 'simulation', seed, replicate }))
      recordReach(recorder, replicate, model, drawer.reached)
      const made = summariesOnce(drawer.summary)
      for (const { id, applied, addsUp, outcome, level, kind, options } of planned)
        recordResult(
          recorder,
          replicate,
          id,
          applyMethod(applied, atLevel(made(outcome, kind, addsUp), level), options),
        )
      if (economics !== null)
        recordEconomics(recorder, replicate, economics, made(economics.outcome, 'moments', true) as Summary<'moments'>)
    }
    return recorder.recorded
  }
}

/** One level of a category, which has counts and nothing else. */
const atLevel = (summary: AnySummary, level: LevelId | null): AnySummary =>
  level === null ? summary : restrictToLevel(summary as Summary<'counts'>, level)

function drawerOf({ model, rows }: SimulationJob) {
  if (rows) return drawRows(model)
  const { cells, ...drawer } = drawCells(model)
  const summary = (outcome: string, kind: SummaryKind): Summary<SummaryKind> =>
    summaryOfCells(model, cells, outcome, kind as CellKind)
  return { ...drawer, summary }
}

/** The summaries of a replicate, each made once; with strata added up once for all methods that add them up. */
function summariesOnce(make: (outcome: string, kind: SummaryKind) => Summary<SummaryKind>) {
  const made = new Map<string, Summary<SummaryKind>>()
  const once = (key: string, summary: () => Summary<SummaryKind>): Summary<SummaryKind> => {
    const known = made.get(key) ?? summary()
    made.set(key, known)
    return known
  }
  return (outcome: string, kind: SummaryKind, addedUp: boolean): AnySummary => {
    const whole = (): Summary<SummaryKind> => once(`${outcome} ${kind}`, () => make(outcome, kind))
    const found = addedUp ? once(`${outcome} ${kind} added up`, () => collapseStrata(whole())) : whole()
    return found as AnySummary
  }
}

function methodCalled(id: string): AnyMethod {
  const method = methods.find(id)
  if (method === undefined) throw new InternalError(`no method is called ${id}`)
  return method
}

/** Names of what is recorded. */
export const nameOf = {
  stage: (arm: string, stage: string) => `stage ${arm} ${stage}`,
  /** A P over all arms has no part, an estimate that of its arm or contrast. */
  part: (analysis: string, part: string | null) => `analysis ${analysis} ${part ?? ''}`,
  economics: (contrast: string) => `economics ${contrast}`,
  number: (name: string, number: 'estimate' | 'lower' | 'upper' | 'p') => `${name} ${number}`,
}

/** Why there is no P beside an estimate. */
export const noP = 'no_p_value'

function recordReach(
  recorder: Recorder,
  replicate: number,
  { arms, stages }: SimulationJob['model'],
  reached: readonly Float64Array[],
): void {
  arms.forEach(({ arm }, at) => {
    stages.forEach(({ id }, stage) => {
      const cases = reached[at]?.[stage]
      if (cases !== undefined) recorder.number(nameOf.stage(arm, id), replicate, cases)
    })
  })
}

function recordResult(recorder: Recorder, replicate: number, id: string, computation: Computation<Result>): void {
  if (computation.status === 'undefined') {
    recorder.failure(nameOf.part(id, null), computation.reason)
    return
  }
  const { result } = computation
  recorder.kind(id, result.kind === 'contrasts' ? result.measure : result.kind)
  if (result.kind === 'test') {
    recorder.number(nameOf.number(nameOf.part(id, null), 'p'), replicate, result.pValue)
  } else if (result.kind === 'arms') {
    for (const estimate of result.estimates)
      recordEstimate(recorder, replicate, nameOf.part(id, estimate.arm), estimate)
    for (const { arm, reason } of result.notEstimated) recorder.failure(nameOf.part(id, arm), reason)
  } else {
    for (const { id: contrast, computation: own } of result.contrasts) {
      const name = nameOf.part(id, contrast)
      if (own.status === 'undefined') {
        recorder.failure(name, own.reason)
        continue
      }
      recordEstimate(recorder, replicate, name, own.result)
      if (own.result.pValue === undefined) recorder.failure(name, noP)
      else recorder.number(nameOf.number(name, 'p'), replicate, own.result.pValue)
    }
  }
}

function recordEstimate(
  recorder: Recorder,
  replicate: number,
  name: string,
  { estimate, interval }: { estimate: number; interval: Pick<Interval, 'lower' | 'upper'> },
): void {
  recorder.number(nameOf.number(name, 'estimate'), replicate, estimate)
  recorder.number(nameOf.number(name, 'lower'), replicate, interval.lower)
  recorder.number(nameOf.number(name, 'upper'), replicate, interval.upper)
}

function recordEconomics(
  recorder: Recorder,
  replicate: number,
  { contrasts, level }: SimulatedEconomics,
  summary: Summary<'moments'>,
): void {
  const momentsOf = (arm: string): Moments => summary.cells.find(cell => cell.arm === arm)?.data ?? noMoments
  for (const { id, arm, against, cost } of contrasts) {
    const name = nameOf.economics(id)
    const gain = additionalAmount(momentsOf(arm), momentsOf(against))
    const net = gain.status === 'undefined' ? gain : collectedLessCost(gain.result, cost, level)
    if (net.status === 'undefined') recorder.failure(name, net.reason)
    else recordEstimate(recorder, replicate, name, net.result)
  }
}

const noMoments: Moments = { n: 0, missing: 0, sum: 0n, sumSquares: 0n }
