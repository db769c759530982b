import { groupBy } from '../../core/lists.ts'
import { sampleRatios } from '../../design/balance/sample-ratios.ts'
import { allocationMethod, joinCases, type SampleRatio } from '../../design/index.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { RatioEvidence } from '../../outcomes/index.ts'
import { arrivalRatio } from '../../statistics/index.ts'
import type { Situation } from './situation.ts'

/** The counts of arms against the mechanism: of a batch stratum by stratum, of arrivals one after the other. */
export function ratioEvidence(situation: Situation, allocation: readonly AllocatedCase[]): RatioEvidence[] {
  if (allocation.length === 0) return []
  return situation.trial.protocol.enrolment === undefined
    ? ofStrata(situation, allocation)
    : [ofArrivals(situation, allocation), ...withinBounds(situation, allocation)]
}

function ofStrata({ trial, sample }: Situation, allocation: readonly AllocatedCase[]): RatioEvidence[] {
  const allocated = new Set(allocation.map(({ id }) => id))
  const sampled = new Set(sample.map(({ id }) => id))
  // Cases of one file alone are for the flow to report.
  const joined = joinCases(
    sample.filter(({ id }) => allocated.has(id)),
    allocation.filter(({ id }) => sampled.has(id)),
  )
  return sampleRatios(joined, trial.protocol).strata.map(evidenceOf)
}

function evidenceOf({ group, finding }: SampleRatio): RatioEvidence {
  switch (finding.kind) {
    case 'fixed': {
      const [first] = finding.differences
      return first === undefined
        ? { group, pValue: 1, detail: 'the counts are those that every draw gives' }
        : {
            group,
            pValue: 0,
            detail: `${first.observed} cases in ${first.arm}, and every draw gives ${first.expected}`,
          }
    }
    case 'tested':
      return { group, pValue: finding.pValue, detail: `X² = ${finding.statistic.toFixed(2)}, P by ${finding.by}` }
    case 'not_tested':
      return { group, pValue: null, detail: finding.detail }
  }
}

const concealed =
  'The chance of each arm is not recorded while enrolment is open, as it would help to foresee arms; `verify` derives every arm once it is closed.'

function ofArrivals({ trial, sample, conditional }: Situation, allocation: readonly AllocatedCase[]): RatioEvidence {
  const { protocol } = trial
  const arms = protocol.arms.map(({ id }) => id)
  const units = new Map(sample.map(unit => [unit.id, unit]))
  const ordered = allocation.flatMap(({ id, arm }) => {
    const unit = units.get(id)
    return unit === undefined ? [] : [{ unit, arm, chance: conditional.get(id) }]
  })
  const planned = allocationMethod(protocol).chances(
    ordered.map(({ unit }) => unit),
    protocol,
  )
  const draws = ordered.flatMap(({ arm, chance }, at) =>
    chance === undefined ? [] : [{ arm: arms.indexOf(arm), planned: planned[at] ?? [], chance }],
  )
  if (draws.length < ordered.length) return { group: 'arrivals', pValue: null, detail: concealed }
  const { pValue, arrivals, largestEvidence } = arrivalRatio(draws)
  const evidence = largestEvidence < 1000 ? largestEvidence.toFixed(2) : largestEvidence.toExponential(1)
  return { group: 'arrivals', pValue, detail: `${arrivals} arrivals, largest evidence ${evidence}` }
}

/** Where every draw keeps the arms of a stratum close to their shares: whether they are, which needs no secret. */
function withinBounds({ trial, sample }: Situation, allocation: readonly AllocatedCase[]): RatioEvidence[] {
  const { protocol } = trial
  const method = allocationMethod(protocol)
  const most = method.mostOff?.(protocol)
  const [shares] = method.chances(sample, protocol)
  if (most === undefined || shares === undefined) return []
  return [...groupBy(allocation, ({ stratum }) => stratum)].map(([group, cases]) => {
    const off = protocol.arms.flatMap(({ id, title }, at) => {
      const distance = cases.filter(({ arm }) => arm === id).length - cases.length * (shares[at] ?? 0)
      return Math.abs(distance) > (most[at] ?? 0) + rounding
        ? [`${title} is off its share by ${distance.toFixed(1)} cases`]
        : []
    })
    return off.length === 0
      ? { group, pValue: 1, detail: 'the counts are within what every draw gives' }
      : { group, pValue: 0, detail: `${off.join(', ')}, and no draw gives more than ${Math.max(...most).toFixed(1)}` }
  })
}

const rounding = 1e-9
