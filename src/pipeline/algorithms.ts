import { streamVersion } from '../core/random.ts'
import { allocationMethod, samplingMethod } from '../design/index.ts'
import type { Protocol } from '../model/protocol.ts'

export const eligibilityAlgorithm = { name: 'eligibility', version: 1 } as const

/** Everything that decides a draw beside its inputs. A version never changes what it draws. */
export const algorithmsOf = (protocol: Protocol) => ({
  stream: { name: 'arc4-sha256', version: streamVersion },
  eligibility: eligibilityAlgorithm,
  sampling: samplingMethod(protocol).algorithm,
  allocation: allocationMethod(protocol).algorithm,
})

/** The same where cases arrive one by one and none is sampled. */
export const arrivalAlgorithms = (protocol: Protocol) => {
  const { stream, eligibility, allocation } = algorithmsOf(protocol)
  return { stream, eligibility, allocation }
}

/** Every eligible case is in the sample. */
export const arrivalSampling = { name: 'every-eligible-arrival', version: 1 } as const
