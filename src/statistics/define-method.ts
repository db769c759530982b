import { InternalError } from '../core/errors.ts'
import type {
  AnyMethod,
  Caution,
  Citation,
  Computation,
  Method,
  MethodOptions,
  Resampling,
  Result,
  ResultOpinion,
} from '../model/method.ts'
import { undefinedBecause } from '../model/method.ts'
import type { AnySummary, Summary, SummaryKind } from '../model/summary.ts'
import { withCautions } from './inference.ts'
import { negativeCaution } from './negative-amounts.ts'
import { poolingContrasts } from './pooled-contrasts.ts'
import type { ReferenceKey } from './references.ts'
import { drawAll } from './replicates.ts'
import { withoutUnequalMixes } from './stratum-mix.ts'

type Cited = Citation & { key: ReferenceKey }

/** A method as its file states it: the citations must be among the references. */
type MethodDefinition<Id extends string, K extends SummaryKind, R extends Result> = Method<Id, K, R> & {
  citations: readonly [Cited, ...Cited[]]
}

/**
 * Completes a method with the cautions that hold for every method: cases taken as independent, outcomes missing, refunds
 * among the amounts, and strata added up of which one lacks an arm; and lets it be asked for contrasts of arms taken together.
 */
export function defineMethod<const Id extends string, K extends SummaryKind, R extends Result>(
  method: MethodDefinition<Id, K, R>,
): Method<Id, K, R> {
  const addsStrataUp = !method.withinStrata && !method.redraws
  const complete = (summary: Summary<SummaryKind>, answer: () => Computation<R>): Computation<R> => {
    if (method.withinStrata && summary.strataAddedUp) {
      return undefinedBecause('data_not_printed', 'It looks within strata, which were added up before.')
    }
    const general = [
      ...clusterCaution(summary, method.assumesIndependence),
      ...missingCaution(summary),
      ...negativeCaution(summary),
      ...(method.withinStrata ? [] : lackingCaution(summary)),
    ]
    return withCautions(addsStrataUp ? withoutUnequalMixes(answer(), summary) : answer(), general)
  }
  const { resampling, fromMomentsAndCounts } = method
  const completed: Method<Id, K, R> = {
    ...method,
    compute: (summary, options) => complete(summary, () => method.compute(summary, options)),
    resampling: resampling && {
      ...resampling,
      finish: (summary, options, tally) => complete(summary, () => resampling.finish(summary, options, tally)),
    },
    fromMomentsAndCounts: fromMomentsAndCounts && {
      ...fromMomentsAndCounts,
      compute: (moments, counts, options) =>
        complete(moments, () => fromMomentsAndCounts.compute(moments, counts, options)),
    },
  }
  return method.pairsArms ? completed : poolingContrasts(completed)
}

/** A method that draws: `compute` draws all its replicates by itself. */
export function defineResamplingMethod<const Id extends string, K extends SummaryKind, R extends Result>(
  method: Omit<MethodDefinition<Id, K, R>, 'compute'> & { resampling: Resampling<K, R> },
): Method<Id, K, R> {
  return defineMethod({ ...method, compute: (summary, options) => drawAll(method.resampling, summary, options) })
}

/** Applies a method found by id to a summary; a summary of another kind than it requires is a fault of the caller. */
export function applyMethod(method: AnyMethod, summary: AnySummary, options: MethodOptions): Computation<Result> {
  if (method.requires !== summary.kind) {
    throw new InternalError(`${method.id} reads ${method.requires}, and was given ${summary.kind}`)
  }
  return (method as Method<string, SummaryKind, Result>).compute(summary, options)
}

/** What another program makes of every P and limit that a method computed on a summary. */
export function opinionsOn(
  computation: Computation<Result>,
  method: AnyMethod,
  summary: AnySummary,
): readonly ResultOpinion[] {
  if (computation.status === 'undefined') return []
  return (method as Method<string, SummaryKind, Result>).secondOpinion?.(computation.result, summary) ?? []
}

function clusterCaution({ largestCluster }: Summary<SummaryKind>, assumesIndependence: boolean): Caution[] {
  if (!assumesIndependence || largestCluster <= 1) return []
  const detail =
    `The formula treats cases as independent, but cases were allocated in clusters of up to ${largestCluster}: ` +
    'it takes no account of cases of one cluster being alike.'
  return [{ code: 'independence_assumed_with_clusters', detail }]
}

/** Where strata are added up though an arm has no observed case in one of them. */
function lackingCaution({ arms, cells }: Summary<SummaryKind>): Caution[] {
  const observed = cells.filter(cell => cell.data.n > 0)
  const seen = new Set(observed.map(cell => `${cell.arm} ${cell.stratum}`))
  const strata = new Set(cells.filter(({ data }) => data.n + data.missing > 0).map(cell => cell.stratum))
  const present = arms.filter(arm => observed.some(cell => cell.arm === arm))
  const lacking = [...strata].flatMap(stratum =>
    present.filter(arm => !seen.has(`${arm} ${stratum}`)).map(arm => ({ arm, stratum })),
  )
  const [first, ...others] = lacking
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` (and ${others.length} more such gap${others.length === 1 ? '' : 's'})`
  const detail =
    `Strata are added up, but stratum ${first.stratum} has no case with a recorded outcome in ${first.arm}${more}: ` +
    'the arms are not alike in their mix of strata.'
  return [{ code: 'stratum_not_in_every_arm', detail }]
}

function missingCaution({ cells }: Summary<SummaryKind>): Caution[] {
  const missing = cells.reduce((sum, cell) => sum + cell.data.missing, 0)
  if (missing === 0) return []
  const observed = cells.reduce((sum, cell) => sum + cell.data.n, 0)
  const detail = `${missing} of ${missing + observed} cases have no recorded outcome and are left out of the formula.`
  return [{ code: 'missing_outcomes', detail }]
}
