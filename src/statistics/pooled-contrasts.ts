import { canonicalJson } from '../core/canonical-json.ts'
import {
  type Caution,
  type Computation,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type Method,
  type MethodOptions,
  type Resampling,
  type Result,
  type Tally,
  undefinedBecause,
} from '../model/method.ts'
import { armsOfSide, isPooled, type Pooling, poolingOf } from '../model/pooled-arms.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'
import { poolArms } from '../summaries/index.ts'
import { observedIn } from './cells.ts'
import { noCasesIn } from './inference.ts'
import { poolRedraw } from './pooled-redraw.ts'

/** What a method is asked at once: contrasts for which it reads one and the same summary. */
interface Part<K extends SummaryKind> {
  summary: Summary<K>
  options: MethodOptions
  pooling?: Pooling | undefined
}

/**
 * Lets a method be asked for contrasts of arms taken together: each is computed from the summary in which these arms are one, as if they
 * had been from the start. Contrasts of single arms, and methods that look at all arms, are as they were.
 */
export function poolingContrasts<Id extends string, K extends SummaryKind, R extends Result>(
  method: Method<Id, K, R>,
): Method<Id, K, R> {
  const { resampling, fromMomentsAndCounts, secondOpinion } = method
  return {
    ...method,
    compute: (summary, options) =>
      inParts(partsOf(summary, options), options.contrasts, part => method.compute(part.summary, part.options)),
    resampling: resampling && poolingResampling(resampling),
    ...(secondOpinion && {
      secondOpinion: (result, summary) =>
        splitResult(result, summary).flatMap(part => secondOpinion(part.result as R, part.summary)),
    }),
    ...(fromMomentsAndCounts && {
      fromMomentsAndCounts: {
        ...fromMomentsAndCounts,
        compute: (moments, counts, options) =>
          inParts(partsOf(moments, options), options.contrasts, ({ summary, options: own, pooling }) =>
            fromMomentsAndCounts.compute(summary, pooling === undefined ? counts : poolArms(counts, pooling), own),
          ),
      },
    }),
  }
}

/** Tallies name what they hold by contrast, so that those of all parts go together. */
function poolingResampling<K extends SummaryKind, R extends Result>(resampling: Resampling<K, R>): Resampling<K, R> {
  const { defaultDraws } = resampling
  return {
    ...resampling,
    defaultDraws:
      typeof defaultDraws === 'number'
        ? defaultDraws
        : (summary, options) =>
            Math.min(...partsOf(summary, options).map(part => defaultDraws(part.summary, part.options))),
    chunk: (summary, options, from, to) => {
      const drawn = partsOf(summary, options).map(part => resampling.chunk(part.summary, part.options, from, to))
      const [first] = drawn
      if (first?.status === 'undefined') return first
      const tallies = drawn.map((each): Tally => (each.status === 'computed' ? each.result : {}))
      return computed(Object.assign({}, ...tallies) as Tally)
    },
    finish: (summary, options, tally) =>
      inParts(partsOf(summary, options), options.contrasts, part =>
        resampling.finish(part.summary, part.options, tally),
      ),
  }
}

/** Parts by summary and options, so that a method that remembers what it was last asked is asked with the same again. */
const known = new WeakMap<object, { options: MethodOptions; parts: readonly Part<SummaryKind>[] }>()

/** Whether a contrast takes arms together that are not one in the summary. */
const isToPool = ({ arm, against }: ContrastSpec, { arms }: Summary<SummaryKind>): boolean =>
  [arm, against].some(side => isPooled(side) && !arms.includes(side))

/** The contrasts of single arms, then each of arms taken together by itself. */
function partsOf<K extends SummaryKind>(summary: Summary<K>, options: MethodOptions): readonly Part<K>[] {
  const pooled = options.contrasts.filter(spec => isToPool(spec, summary))
  if (pooled.length === 0) return [{ summary, options }]
  const last = known.get(summary)
  if (last?.options === options) return last.parts as unknown as readonly Part<K>[]
  const parts = [
    { summary, options: { ...options, contrasts: options.contrasts.filter(spec => !pooled.includes(spec)) } },
    ...pooled.map((spec): Part<K> => {
      const pooling = poolingOf(summary.arms, [spec.arm, spec.against])
      return { summary: poolArms(summary, pooling), options: optionsOf(options, spec, pooling), pooling }
    }),
  ]
  known.set(summary, { options, parts: parts as unknown as readonly Part<SummaryKind>[] })
  return parts
}

const optionsOf = (options: MethodOptions, spec: ContrastSpec, pooling: Pooling): MethodOptions => ({
  ...options,
  contrasts: [spec],
  ...(options.redraw && { redraw: poolRedraw(options.redraw, pooling) }),
})

/** The answers of all parts as one, contrasts in the order in which they were asked for. */
function inParts<K extends SummaryKind, R extends Result>(
  [first, ...pooled]: readonly Part<K>[],
  asked: readonly ContrastSpec[],
  answer: (part: Part<K>) => Computation<R>,
): Computation<R> {
  const single = answer(first as Part<K>)
  if (pooled.length === 0 || single.status === 'undefined' || single.result.kind !== 'contrasts') return single
  const answers = pooled.map(part => ({ part, own: lackingArm(first as Part<K>, part) ?? answer(part) }))
  const found = new Map(single.result.contrasts.map(each => [each.id, each]))
  const cautions: Caution[] = [...single.cautions]
  for (const { part, own } of answers) {
    for (const spec of part.options.contrasts) found.set(spec.id, contrastIn(own, spec))
    if (own.status === 'computed') cautions.push(...own.cautions)
  }
  const contrasts = asked.flatMap(({ id }) => found.get(id) ?? [])
  return computed({ ...single.result, contrasts } as ContrastEstimates as R, saidOnce(cautions))
}

/** An arm without cases would leave a side to the others, which are not what was asked for. */
function lackingArm<K extends SummaryKind>(whole: Part<K>, { options }: Part<K>): Computation<never> | undefined {
  const lacking = options.contrasts
    .flatMap(({ arm, against }) => [arm, against])
    .filter(isPooled)
    .flatMap(armsOfSide)
    .find(arm => observedIn(whole.summary, arm) === undefined)
  return lacking === undefined ? undefined : noCasesIn(lacking)
}

function contrastIn(own: Computation<Result>, spec: ContrastSpec): ContrastEstimates['contrasts'][number] {
  if (own.status === 'undefined') return { ...spec, computation: own }
  const found = own.result.kind === 'contrasts' ? own.result.contrasts.find(({ id }) => id === spec.id) : undefined
  return found ?? { ...spec, computation: undefinedBecause('too_few_arms', 'There is no such contrast.') }
}

const saidOnce = (cautions: readonly Caution[]): Caution[] => [
  ...new Map(cautions.map(caution => [canonicalJson([caution.code, caution.detail]), caution])).values(),
]

/** A result in parts, each with the summary that it was computed from. */
function splitResult<K extends SummaryKind>(
  result: Result,
  summary: Summary<K>,
): { result: Result; summary: Summary<K> }[] {
  if (result.kind !== 'contrasts') return [{ result, summary }]
  const pooled = result.contrasts.filter(each => isToPool(each, summary))
  if (pooled.length === 0) return [{ result, summary }]
  const single = result.contrasts.filter(each => !pooled.includes(each))
  return [
    { result: { ...result, contrasts: single }, summary },
    ...pooled.map(each => ({
      result: { ...result, contrasts: [each] },
      summary: poolArms(summary, poolingOf(summary.arms, [each.arm, each.against])),
    })),
  ]
}
