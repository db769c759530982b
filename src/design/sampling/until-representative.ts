import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import type { IntegerSource, StreamFor } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import type { SamplingBy } from '../../model/sampling.ts'
import { decimalUnits } from './decimal-units.ts'
import type { SamplingFrame } from './frame.ts'
import { groupsAboveEligible, neverRepresentative, ranOutOfCases } from './issues.ts'
import type { DrawnTargets, SamplingMethod } from './method.ts'
import {
  type DrawnGroup,
  leastRepresentativeSize,
  representativeCounts,
  type StoppingRule,
} from './representative-counts.ts'
import { drawWithinStrata, shareOf } from './within-strata.ts'

/**
 * Cases added at random to one group after the other, each until it is representative of the strata, as the part payment
 * trial says that it did. Stopping depends on labels of strata only: the numbers are drawn first, and only then do cases
 * take the places, all orders within a stratum being equally likely. So, given the numbers, every set of a stratum's
 * eligible cases is equally likely; how likely the numbers were depends on the stopping, so that an analysis takes them
 * as given.
 */
export const untilRepresentative: SamplingMethod<'until-representative'> = {
  id: 'until-representative',
  title: 'Cases added at random to each group until it is representative of the strata',
  algorithm: { name: 'until-representative', version: 1 },
  exactPromises: [
    'Every group has its minimum of cases, and the share of every stratum in it is within the tolerance of its share in the eligible caseload, unless it ended at the most that it may have, which is recorded.',
    'Stopping depends on the strata of the cases drawn, and on nothing else of them; so does drawing again where the eligible cases did not last for all groups.',
  ],
  probabilityPromises: [
    'Given the numbers of each stratum in each arm, all sets of that many eligible cases of a stratum are equally likely: an eligible case is sampled with the sum of its numbers / eligible.',
    'Which of them is in which arm the allocation draws, at these numbers: without linked cases all divisions are equally likely.',
    'Probabilities over the numbers themselves are not known: they depend on where the drawing stops.',
  ],
  inclusion: 'given_the_sizes_of_strata',
  draw(frame, settings, _protocol, streamFor) {
    const targets = drawTargets(frame, settings, streamFor)
    const sizes = new Map(frame.strata.map(stratum => [stratum, sumOf(Object.values(targets.table[stratum] ?? {}))]))
    return {
      ...drawWithinStrata(frame, sizes, streamFor),
      inclusion: stratum => shareOf(sizes.get(stratum) ?? 0, frame.rowsOf(stratum).length),
      targets,
    }
  },
}

/** Numbers of each stratum in each arm, drawn from the numbers of eligible cases alone. */
function drawTargets(
  { strata, rowsOf }: Pick<SamplingFrame, 'strata' | 'rowsOf'>,
  settings: SamplingBy<'until-representative'>,
  streamFor: StreamFor,
): DrawnTargets {
  const { order, minimum, most } = settings
  const eligible = strata.map(stratum => rowsOf(stratum).length)
  const rule: StoppingRule = { minimum, most, tolerance: percentagePoints(settings.tolerance) }
  refuseIfAny(impossible(eligible, settings, rule))
  const { drawn, attempts } = drawAllGroups(eligible, settings, rule, streamFor('labels', wholeSample))
  const rows = strata.map((stratum, s) => {
    return [stratum, Object.fromEntries(order.map((arm, group) => [arm, drawn[group]?.counts[s] ?? 0]))] as const
  })
  return {
    table: Object.fromEntries(rows),
    groups: order.map((arm, group) => {
      const { counts = [], representative = false } = drawn[group] ?? {}
      return { arm, cases: sumOf(counts), representative }
    }),
    attempts,
  }
}

/** Attempts after which the design is refused. */
const mostAttempts = 100

/** Draws labels until the eligible cases last for all groups. That they did not depends on labels, so that it changes nothing given the numbers. */
function drawAllGroups(
  eligible: readonly number[],
  { order, most }: SamplingBy<'until-representative'>,
  rule: StoppingRule,
  source: IntegerSource,
): { drawn: readonly DrawnGroup[]; attempts: number } {
  for (let attempts = 1; attempts <= mostAttempts; attempts += 1) {
    const drawn = representativeCounts(eligible, order.length, rule, source)
    const lasted = drawn.every(({ counts, representative }) => representative || sumOf(counts) === most)
    if (lasted) return { drawn, attempts }
  }
  throw new TrialError([ranOutOfCases(mostAttempts)])
}

/** Percentage points as an exact ratio. */
function percentagePoints(tolerance: number | string): StoppingRule['tolerance'] {
  const { units, decimals } = decimalUnits([tolerance])
  return { numerator: units[0] ?? 0n, denominator: 10n ** BigInt(decimals + 2) }
}

/** What no draw can meet, whatever the seed. */
function impossible(
  eligible: readonly number[],
  { order, minimum, most, tolerance }: SamplingBy<'until-representative'>,
  rule: StoppingRule,
): Issue[] {
  const total = sumOf(eligible)
  const groups = order.length
  if (minimum * groups > total) return [groupsAboveEligible(minimum, groups, total)]
  const limit = Math.min(most ?? total, total - minimum * (groups - 1))
  const least = leastRepresentativeSize(eligible, rule, limit)
  if (least !== undefined && least * groups <= total) return []
  return [neverRepresentative({ tolerance: String(tolerance), minimum, limit, groups, least })]
}
