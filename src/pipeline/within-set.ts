import type { SetFacts } from '../model/analysis-sets.ts'
import type { AnyMethod, Caution, Computation, ContrastEstimates, ContrastSpec, Result } from '../model/method.ts'
import { undefinedBecause } from '../model/method.ts'
import { armsOfSide } from '../model/pooled-arms.ts'
import type { Redraw } from '../model/redraw.ts'
import { withCautions } from '../statistics/inference.ts'

/**
 * Why a method that rests on the design's chances cannot be used in a set: the set was formed after allocation, or the cases
 * of a subgroup are not alike. Where they were allocated singly by type, all divisions of a stratum with the subgroup's
 * numbers in each arm are equally likely, and are what is drawn from.
 */
export function unfitForSet(
  { designBased }: AnyMethod,
  set: SetFacts | undefined,
  { redraw, largestCluster = 1 }: { redraw?: Redraw | undefined; largestCluster?: number | undefined },
): Computation<never> | undefined {
  if (set === undefined || !designBased) return undefined
  if (set.formed === 'after_allocation') {
    return undefinedBecause(
      'set_formed_after_allocation',
      `The set "${set.title}" was formed by what happened after allocation, so that no chance of the draw put its cases into their arms.`,
    )
  }
  const reason =
    redraw?.given === 'artefacts' ? redraw.reason : largestCluster > 1 ? 'linked cases were dealt together' : undefined
  if (reason === undefined) return undefined
  return undefinedBecause(
    'design_cannot_be_redrawn',
    `The set "${set.title}" is a part of the sample, which cannot be dealt again by itself: ${reason}.`,
  )
}

/** The first arm of a contrast in which a set is not defined. */
export const unobservedArm = ({ arm, against }: ContrastSpec, { arms }: SetFacts): string | undefined =>
  [arm, against].flatMap(armsOfSide).find(each => !arms.includes(each))

/**
 * What a method gave in a set: contrasts with an arm in which the set is not defined put back in, with that reason, and the
 * caution that a set formed after allocation only describes.
 */
export function readInSet(
  computation: Computation<Result>,
  set: SetFacts,
  contrasts: readonly ContrastSpec[],
): Computation<Result> {
  const described = set.formed === 'after_allocation' ? withCautions(computation, [descriptive(set)]) : computation
  if (described.status === 'undefined' || described.result.kind !== 'contrasts') return described
  const { result } = described
  return { ...described, result: { ...result, contrasts: contrasts.map(spec => contrastIn(set, spec, result)) } }
}

function contrastIn(
  set: SetFacts,
  { id, arm, against }: ContrastSpec,
  { contrasts }: ContrastEstimates,
): ContrastEstimates['contrasts'][number] {
  const computed = contrasts.find(each => each.id === id)
  if (computed !== undefined) return computed
  const unobserved = unobservedArm({ id, arm, against }, set)
  const detail = `What defines the set "${set.title}" is not observed in ${unobserved}.`
  return { id, arm, against, computation: undefinedBecause('not_observed_in_arm', detail) }
}

const descriptive = ({ title }: SetFacts): Caution => ({
  code: 'descriptive',
  detail: `The set "${title}" was formed by what happened after allocation: its numbers describe these cases, and a difference between arms is no effect of an arm, since different cases may have come into the set in each.`,
})
