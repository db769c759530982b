import { InternalError, TrialError } from '../../core/errors.ts'
import type { IntegerSource, StreamFor } from '../../core/random.ts'
import { defineRegistry } from '../../core/registry.ts'
import type { AllocatedCase, Rows } from '../../model/case.ts'
import type { Redraw } from '../../model/redraw.ts'
import { sampleTable } from '../sample-table.ts'
import { caseProbabilities } from './case-probabilities.ts'
import { complete } from './complete.ts'
import type { AllocationRecord } from './dealt.ts'
import { factorial } from './factorial.ts'
import { fixedCounts } from './fixed-counts.ts'
import { matchedTuples } from './matched-tuples.ts'
import type { AllocationMethod, AllocationUnit, ArrivalDealer, Dealer, DesignProtocol } from './method.ts'
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
 * order of the sample; each case carries the probability that the mechanism gave it for its arm. An array of objects, a
 * quarter of a kilobyte each: `drawAllocation` makes the object of a case only when it is asked for.
 */
export function allocate(
  sample: Rows<AllocationUnit>,
  protocol: DesignProtocol,
  streamFor: StreamFor,
): AllocatedCase[] {
  return [...drawAllocation(sample, protocol, streamFor)]
}

/** What `allocate` gives, as columns: for samples of millions. */
export function drawAllocation(
  sample: Rows<AllocationUnit>,
  protocol: DesignProtocol,
  streamFor: StreamFor,
): AllocationRecord {
  const method = allocationMethod(protocol)
  return method.allocate(sampleTable(sample, method.baselineFields(protocol)), protocol, streamFor)
}

/** Deals cases that arrive one by one, in the order of the calls, by the protocol's method. */
export function arrivalDealer(protocol: DesignProtocol, streamFor: StreamFor): ArrivalDealer {
  const method = allocationMethod(protocol)
  const deal = method.arrivals?.(protocol, streamFor)
  if (deal === undefined) throw new InternalError(`${method.id} cannot deal cases as they arrive`)
  const fields = method.baselineFields(protocol)
  return unit => deal(withBaseline(unit, fields))
}

/** A unit of an allocated sample: with sequential enrolment its position tells when it arrived. */
type PlacedUnit = AllocationUnit & { position?: number }

/**
 * Draws the allocation of the sample by the protocol's method, again and again: the arms alone, as `allocate` gives them.
 * Cases that arrived one by one are dealt in the order in which they did.
 */
export function dealerOf(sample: readonly PlacedUnit[], protocol: DesignProtocol): Dealer {
  if (protocol.enrolment !== undefined) return dealerOfArrivals(sample, protocol)
  const method = allocationMethod(protocol)
  const cases = sampleTable(sample, method.baselineFields(protocol))
  const own = method.dealer?.(cases, protocol)
  if (own !== undefined) return own
  const indexOf = new Map(protocol.arms.map(({ id }, index) => [id, index]))
  return streamFor => {
    const record = method.allocate(cases, protocol, streamFor)
    const indices = record.values.map(({ arm }) => indexOf.get(arm) ?? 0)
    return Int32Array.from({ length: cases.length }, (_, row) => indices[record.codeAt(row)]!)
  }
}

function dealerOfArrivals(sample: readonly PlacedUnit[], protocol: DesignProtocol): Dealer {
  const placeOf = (row: number): number => sample[row]?.position ?? 0
  const order = [...sample.keys()].sort((a, b) => placeOf(a) - placeOf(b))
  const indexOf = new Map(protocol.arms.map(({ id }, index) => [id, index]))
  return streamFor => {
    const deal = arrivalDealer(protocol, streamFor)
    const arms = new Int32Array(sample.length)
    for (const row of order) arms[row] = indexOf.get(deal(sample[row] as PlacedUnit).arm) ?? 0
    return arms
  }
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

/** Why units of one type were not all alike, so that an allocation is drawn again case by case; undefined where they were. */
export function whyCaseByCase(
  sample: readonly Pick<AllocationUnit, 'stratum' | 'cluster'>[],
  protocol: DesignProtocol,
): string | undefined {
  if (protocol.enrolment !== undefined) return 'cases were allocated as they arrived'
  const method = allocationMethod(protocol)
  return method.caseByCase?.(protocol) ?? (method.redraw === undefined ? whyNotByType(sample) : undefined)
}

/** How the allocation of the sample by the protocol's method is drawn again, as randomisation tests take it. */
export function redrawOf(sample: readonly PlacedUnit[], protocol: DesignProtocol): Redraw {
  const method = allocationMethod(protocol)
  const reason = whyCaseByCase(sample, protocol)
  if (reason === undefined) return method.redraw?.(sample, protocol) ?? { given: 'realised_counts' }
  const arms = protocol.arms.map(({ id }) => id)
  return {
    given: 'artefacts',
    reason,
    arms,
    chances: method.chances(sample, protocol),
    deal: redealing(sample, protocol),
  }
}

/**
 * Why units cannot be drawn again within their types: clusters of a stratum were dealt alike whatever their sizes. Where few are of
 * one size, to deal each size by itself would leave nearly all where they are.
 */
function whyNotByType(sample: readonly Pick<AllocationUnit, 'stratum' | 'cluster'>[]): string | undefined {
  const sizes = new Map<string, { stratum: string; cases: number }>()
  sample.forEach(({ stratum, cluster }, row) => {
    const unit = cluster === null ? `case ${row}` : `cluster ${cluster}`
    const known = sizes.get(unit)
    sizes.set(unit, { stratum: known?.stratum ?? stratum, cases: (known?.cases ?? 0) + 1 })
  })
  const sizeIn = new Map<string, number>()
  for (const { stratum, cases } of sizes.values()) {
    if ((sizeIn.get(stratum) ?? cases) !== cases) return 'clusters of different sizes were dealt alike'
    sizeIn.set(stratum, cases)
  }
  return undefined
}

/** Draws the arms of the sample again at each call; made ready at the first. */
export function redealing(sample: readonly PlacedUnit[], protocol: DesignProtocol) {
  let dealer: Dealer | undefined
  return (source: IntegerSource): ArrayLike<number> => {
    dealer ??= dealerOf(sample, protocol)
    return dealUntilFound(dealer, source)
  }
}

/** A unit with the baseline fields that the method names and no others. */
const withBaseline = (
  { id, stratum, cluster, baseline }: AllocationUnit,
  fields: readonly string[],
): AllocationUnit => ({
  id,
  stratum,
  cluster,
  baseline: Object.fromEntries(fields.map(field => [field, baseline[field] ?? null])),
})
