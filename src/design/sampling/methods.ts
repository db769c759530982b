import { InternalError } from '../../core/errors.ts'
import { defineRegistry } from '../../core/registry.ts'
import { declaredTargets } from '../../model/allocation.ts'
import type { Sampling } from '../../model/sampling.ts'
import { allSampling } from './all.ts'
import { clusterSampling } from './cluster.ts'
import type { SamplingProtocol } from './frame.ts'
import type { AnySamplingMethod, SamplingMethod } from './method.ts'
import { simpleSampling } from './simple.ts'
import { stratifiedSampling } from './stratified.ts'
import { stratifiedClusterSampling } from './stratified-cluster.ts'
import { systematicSampling } from './systematic.ts'
import { targetsSampling } from './targets.ts'
import { untilRepresentative } from './until-representative.ts'

/** The methods by which a protocol can draw its sample. */
export const samplingMethods = defineRegistry<AnySamplingMethod>('sampling method', [
  targetsSampling,
  allSampling,
  simpleSampling,
  stratifiedSampling,
  systematicSampling,
  clusterSampling,
  stratifiedClusterSampling,
  untilRepresentative,
])

/** The protocol's sampling: where it states none, as many as the targets add up to, or every eligible case without targets. */
export function samplingOf({ sampling, allocation }: Pick<SamplingProtocol, 'sampling' | 'allocation'>): Sampling {
  return sampling ?? { method: declaredTargets(allocation) === undefined ? 'all' : 'targets' }
}

/** The method of a protocol's sampling. */
export function samplingMethod(protocol: Pick<SamplingProtocol, 'sampling' | 'allocation'>): SamplingMethod {
  const { method: id } = samplingOf(protocol)
  const method = samplingMethods.find(id)
  if (method === undefined) throw new InternalError(`no sampling method is called ${id}`)
  // Settings and method are found by one id, so that the settings are the method's.
  return method as unknown as SamplingMethod
}
