import { InternalError, TrialError } from '../../core/errors.ts'
import type { IntegerSource, StreamFor } from '../../core/random.ts'
import { defineRegistry } from '../../core/registry.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { Redraw } from '../../model/redraw.ts'
import { caseProbabilities } from './case-probabilities.ts'
import { complete } from './complete.ts'
import { factorial } from './factorial.ts'
import { fixedCounts } from './fixed-counts.ts'
import { matchedTuples } from './matched-tuples.ts'
import type { AllocationMethod, AllocationUnit, Dealer, DesignProtocol } from './method.ts'
import { minimisation } from './minimisation.ts'
import { permutedBlocks } from './permuted-blocks.ts'
import { rerandomised } from './rerandomised.ts'
import { stratified } from './stratified.ts'

/** The allocation methods that a protocol can name. */
export const allocationMethods = defineRegistry<AllocationMethod>('allocation method', [
  fixedCounts,
  complete,
  stratified,
  permutedBlocks,
  factorial,
  caseProbabilities,
  matchedTuples,
  minimisation,
  rerandomised,
])

/** The method that a protocol names. */
export function allocationMethod({ allocation }: Pick<DesignProtocol, 'allocation'>): AllocationMethod {
  const method = allocationMethods.find(allocation.method)
  if (method === undefined) throw new InternalError(`no allocation method is called ${allocation.method}`)
  return method
}

/**
 * Allocates the sample by the protocol's method. The result is in byte order of id and does not depend on the
 * order of the sample; each case carries the probability that the mechanism gave it for its arm.
 */
export function allocate(
  sample: readonly AllocationUnit[],
  protocol: DesignProtocol,
  streamFor: StreamFor,
): AllocatedCase[] {
  const method = allocationMethod(protocol)
  return method.allocate(withBaseline(sample, method.baselineFields(protocol)), protocol, streamFor)
}

/** Draws the allocation of the sample by the protocol's method, again and again: the arms alone, as `allocate` gives them. */
export function dealerOf(sample: readonly AllocationUnit[], protocol: DesignProtocol): Dealer {
  const method = allocationMethod(protocol)
  const units = withBaseline(sample, method.baselineFields(protocol))
  const own = method.dealer?.(units, protocol)
  if (own !== undefined) return own
  const indexOf = new Map(protocol.arms.map(({ id }, index) => [id, index]))
  return streamFor => method.allocate(units, protocol, streamFor).map(({ arm }) => indexOf.get(arm) ?? 0)
}

const mostAttempts = 1000

/** Deals once more; a method that may find no allocation (rerandomisation) found the recorded one, so tries again. */
export function dealUntilFound(dealer: Dealer, source: IntegerSource): ArrayLike<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return dealer(() => source)
    } catch (error) {
      if (!(error instanceof TrialError) || attempt === mostAttempts) throw error
    }
  }
}

/** How the allocation of the sample by the protocol's method is drawn again, as randomisation tests take it. */
export function redrawOf(sample: readonly AllocationUnit[], protocol: DesignProtocol): Redraw {
  const method = allocationMethod(protocol)
  const redraw = method.redraw(sample, protocol)
  if (redraw.given !== 'artefacts') return redraw
  const arms = protocol.arms.map(({ id }) => id)
  const units = withBaseline(sample, method.baselineFields(protocol))
  return { ...redraw, arms, chances: method.chances(units, protocol), deal: redealing(sample, protocol) }
}

/** Draws the arms of the sample again at each call; made ready at the first. */
export function redealing(sample: readonly AllocationUnit[], protocol: DesignProtocol) {
  let dealer: Dealer | undefined
  return (source: IntegerSource): ArrayLike<number> => {
    dealer ??= dealerOf(sample, protocol)
    return dealUntilFound(dealer, source)
  }
}

/** The sample with the baseline fields that the method names and no others. */
function withBaseline(sample: readonly AllocationUnit[], fields: readonly string[]): readonly AllocationUnit[] {
  if (fields.length === 0) return sample.map(({ id, stratum, cluster }) => ({ id, stratum, cluster, baseline: {} }))
  return sample.map(({ id, stratum, cluster, baseline }) => ({
    id,
    stratum,
    cluster,
    baseline: Object.fromEntries(fields.map(field => [field, baseline[field] ?? null])),
  }))
}
