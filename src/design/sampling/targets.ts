import { InternalError, type Issue, refuseIfAny } from '../../core/errors.ts'
import { stratumWithoutTargets, tooFewEligible } from '../issues.ts'
import { readTargets, type Targets } from '../targets.ts'
import type { SamplingFrame } from './frame.ts'
import type { SamplingMethod } from './method.ts'
import { drawWithinStrata, shareOf } from './within-strata.ts'

/** As many of each stratum as the targets of the allocation add up to. */
export const targetsSampling: SamplingMethod<'targets'> = {
  id: 'targets',
  title: 'Simple random sample of each stratum, as many as its targets add up to',
  algorithm: { name: 'stratified-simple-random-sample', version: 1 },
  exactPromises: ['Every stratum has as many sampled cases as its targets add up to.'],
  probabilityPromises: [
    'All sets of that many eligible cases of a stratum are equally likely; strata are independent.',
  ],
  inclusion: 'over_all_draws',
  withinStrata: true,
  draw(frame, _settings, protocol, streamFor) {
    const { allocation } = protocol
    if (allocation.method !== 'fixed-counts') throw new InternalError('a sample by targets has none')
    const targets = readTargets({ ...protocol, allocation })
    refuseIfAny(targetIssues(frame, targets))
    const sizes = new Map(targets.strata.map((stratum, index) => [stratum, targets.ofStratum[index] ?? 0]))
    return {
      ...drawWithinStrata(frame, sizes, streamFor),
      inclusion: stratum => shareOf(sizes.get(stratum) ?? 0, frame.rowsOf(stratum).length),
    }
  },
}

function targetIssues(frame: SamplingFrame, targets: Targets): Issue[] {
  const known = new Set(targets.strata)
  return [
    ...frame.strata.flatMap(stratum => {
      const cases = frame.rowsOf(stratum).length
      return known.has(stratum) || cases === 0 ? [] : [stratumWithoutTargets(stratum, cases)]
    }),
    ...targets.strata.flatMap((stratum, index) => {
      const [wanted = 0, eligible] = [targets.ofStratum[index], frame.rowsOf(stratum).length]
      return wanted > eligible ? [tooFewEligible(stratum, wanted, eligible)] : []
    }),
  ]
}
