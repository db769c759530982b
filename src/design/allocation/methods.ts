import { InternalError } from '../../core/errors.ts'
import type { StreamFor } from '../../core/random.ts'
import { defineRegistry } from '../../core/registry.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { Redraw } from '../../model/redraw.ts'
import type { TargetProtocol } from '../targets.ts'
import { fixedCounts } from './fixed-counts.ts'
import type { AllocationMethod, AllocationUnit, Dealer } from './method.ts'

/** The allocation methods that a protocol can name. */
export const allocationMethods = defineRegistry<AllocationMethod>('allocation method', [fixedCounts])

/** The method that a protocol names. */
export function allocationMethod({ allocation }: Pick<TargetProtocol, 'allocation'>): AllocationMethod {
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
  protocol: TargetProtocol,
  streamFor: StreamFor,
): AllocatedCase[] {
  return allocationMethod(protocol).allocate(sample, protocol, streamFor)
}

/** Draws the allocation of the sample by the protocol's method, again and again: the arms alone, as `allocate` gives them. */
export function dealerOf(sample: readonly AllocationUnit[], protocol: TargetProtocol): Dealer {
  const method = allocationMethod(protocol)
  const own = method.dealer?.(sample, protocol)
  if (own !== undefined) return own
  const indexOf = new Map(protocol.arms.map(({ id }, index) => [id, index]))
  return streamFor => method.allocate(sample, protocol, streamFor).map(({ arm }) => indexOf.get(arm) ?? 0)
}

/** How the allocation of the sample by the protocol's method is drawn again, as randomisation tests take it. */
export function redrawOf(sample: readonly AllocationUnit[], protocol: TargetProtocol): Redraw {
  return allocationMethod(protocol).redraw(sample, protocol)
}
