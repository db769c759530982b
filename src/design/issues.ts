import { issueKind, quote } from '../core/errors.ts'

const targetsOf = (stratum: string, arm?: string) => ({
  field: ['allocation.targets', stratum, ...(arm === undefined ? [] : [arm])].join('.'),
})

const count = (cases: number, noun = 'case') => `${cases} ${noun}${cases === 1 ? '' : 's'}`

export const unknownStratum = issueKind(
  'design.unknown_stratum',
  'design',
  'The targets name a stratum that the levels of the strata fields cannot form.',
  (stratum: string, known: readonly string[]) => ({
    place: targetsOf(stratum),
    expected: `a stratum of the protocol: ${known.slice(0, 12).map(quote).join(', ')}${known.length > 12 ? ', …' : ''}`,
    received: quote(stratum),
    action: 'Write the levels of the strata fields in their order, joined by |.',
  }),
)

export const unknownArm = issueKind(
  'design.unknown_arm',
  'design',
  'The targets name an arm that the protocol does not declare.',
  (stratum: string, arm: string, known: readonly string[]) => ({
    place: targetsOf(stratum, arm),
    expected: `an arm of the protocol: ${known.join(', ')}`,
    received: quote(arm),
    action: 'Declare the arm, or correct its name.',
  }),
)

export const armWithoutCases = issueKind(
  'design.arm_without_cases',
  'design',
  'An arm has no target above zero in any stratum.',
  (arm: string) => ({
    place: { field: 'allocation.targets' },
    expected: `at least one case for arm ${quote(arm)}`,
    received: '0 in every stratum',
    action: 'Give the arm a target, or remove it from the protocol.',
  }),
)

export const stratumWithoutTargets = issueKind(
  'design.stratum_without_targets',
  'design',
  'Cases belong to a stratum for which the protocol has no targets.',
  (stratum: string, cases: number) => ({
    place: targetsOf(stratum),
    expected: `targets for stratum ${quote(stratum)}, which holds ${count(cases)}`,
    received: 'none',
    action: 'Add targets for it (0 for each arm to draw none of its cases).',
  }),
)

export const tooFewEligible = issueKind(
  'design.too_few_eligible',
  'design',
  'The targets of a stratum exceed its eligible cases.',
  (stratum: string, wanted: number, eligible: number) => ({
    place: targetsOf(stratum),
    expected: `at least ${count(wanted, 'eligible case')} in stratum ${quote(stratum)}, the sum of its targets`,
    received: `${eligible}: ${wanted - eligible} short`,
    action: 'Lower the targets of the stratum, or widen eligibility.',
  }),
)

export const stratumValueMissing = issueKind(
  'design.stratum_value_missing',
  'design',
  'Eligible cases lack the value of a field that forms the strata.',
  (field: string, cases: number, example: string) => ({
    place: { field },
    expected: 'a value for every eligible case, because the field forms the strata',
    received: `${count(cases)} without one, ${quote(example)} first`,
    action: `Complete the caseload, or add the criterion {not: {field: ${field}, is: null}}.`,
  }),
)

export const clusterNameClash = issueKind(
  'design.cluster_name_clash',
  'design',
  'A sampled case without a cluster has the id that other cases carry as their cluster.',
  (id: string, field: string) => ({
    place: { field },
    expected: 'cluster values that are no ids of cases without a cluster',
    received: quote(id),
    action: 'Prefix the values of the cluster field, so that they cannot be taken for case ids.',
  }),
)

export const duplicateCase = issueKind(
  'design.duplicate_case',
  'input',
  'A case stands twice among the cases to be drawn from or allocated.',
  (id: string) => ({
    place: { field: id },
    expected: 'every case once',
    received: 'the same id twice',
    action: 'Remove the repeated rows.',
  }),
)

export const allocationOfOtherCases = issueKind(
  'design.allocation_of_other_cases',
  'input',
  'A sample and an allocation are not about the same cases.',
  (cases: number, example: string) => ({
    place: {},
    expected: 'an allocation of every sampled case and of no other',
    received: `${count(cases)} in one of the two only, ${quote(example)} first`,
    action: 'Give the allocation of this sample.',
  }),
)

export const sampleDiffersFromTargets = issueKind(
  'design.sample_differs_from_targets',
  'design',
  'The sampled cases of a stratum are not as many as its targets add up to.',
  (stratum: string, sampled: number, wanted: number) => ({
    place: targetsOf(stratum),
    expected: `${count(wanted, 'sampled case')} in stratum ${quote(stratum)}, the sum of its targets`,
    received: String(sampled),
    action: 'Draw the sample again under this protocol.',
  }),
)

export interface LinkedExcess {
  stratum: string
  arm: string
  target: number
  /** Linked cases of the stratum that the draw gives the arm: in the luckiest and in the unluckiest draw. */
  fewest: number
  most: number
}

export const linkedCasesExceedTarget = issueKind(
  'design.linked_cases_exceed_target',
  'design',
  'Linked cases, dealt at the overall shares of the arms, can outnumber the target of an arm in a stratum.',
  ({ stratum, arm, target, fewest, most }: LinkedExcess) => ({
    place: targetsOf(stratum, arm),
    expected: `room for the linked cases of stratum ${quote(stratum)}, of which ${fewest === most ? '' : 'up to '}${most} fall to arm ${quote(arm)}`,
    received: `a target of ${target}, too small in ${fewest > target ? 'every draw' : 'some draws'}`,
    action: `Raise this target to about ${most} (an arm's share of each stratum should be near its share of the trial), or let eligibility admit fewer linked cases.`,
  }),
)

const listed = (names: readonly string[]): string =>
  names.slice(0, 5).map(quote).join(', ') + (names.length > 5 ? `, … (${names.length} in all)` : '')

export const clusterInSeveralStrata = issueKind(
  'design.cluster_in_several_strata',
  'design',
  'Cases of one cluster lie in several strata, and the method deals every stratum by itself.',
  (clusters: readonly string[]) => ({
    place: { field: 'allocation.method' },
    expected: 'every cluster in one stratum',
    received: `clusters in several: ${listed(clusters)}`,
    action:
      'Use fixed-counts, which deals such clusters first, or complete, which knows no strata; or form strata of values that a cluster shares.',
  }),
)

export const countsDifferFromSample = issueKind(
  'design.counts_differ_from_sample',
  'design',
  'The counts of the arms do not add up to the units of the sample.',
  (counts: number, units: number) => ({
    place: { field: 'allocation.counts' },
    expected: `counts that add up to the ${count(units, 'unit')} of the sample`,
    received: String(counts),
    action: 'Correct the counts, or give a ratio instead, which fits any sample.',
  }),
)

export const stratumSmallerThanArms = issueKind(
  'design.stratum_smaller_than_arms',
  'design',
  'A stratum has fewer units than there are arms.',
  (stratum: string, units: number, arms: number) => ({
    place: { field: 'strata' },
    expected: `at least ${count(arms, 'unit')} in stratum ${quote(stratum)}, one for each arm`,
    received: String(units),
    action:
      'Sample more cases of it, merge it with another stratum, or use permuted-blocks, which may leave a block open.',
  }),
)

export const stratumSmallerThanTuple = issueKind(
  'design.stratum_smaller_than_tuple',
  'design',
  'A stratum has fewer cases than a tuple.',
  (stratum: string, cases: number, size: number) => ({
    place: { field: 'allocation.ratio' },
    expected: `at least ${count(size)} in stratum ${quote(stratum)}, one tuple at the ratio`,
    received: String(cases),
    action: 'Sample more cases of it, merge it with another stratum, or lower the numbers of the ratio.',
  }),
)

export const clusterLargerThanArm = issueKind(
  'design.cluster_larger_than_arm',
  'design',
  'A cluster has more cases than an arm should have of the cases that it is dealt with.',
  (cluster: string, cases: number, room: number) => ({
    place: { field: 'clusters' },
    expected: `at most ${count(room)} in cluster ${quote(cluster)}, the share of the largest arm`,
    received: String(cases),
    action:
      'Let eligibility leave out such clusters, merge strata, or split the cluster where its cases need not share an arm.',
  }),
)

export const ratioDoesNotFit = issueKind(
  'design.ratio_does_not_fit',
  'design',
  'A stratum has a number of units that the ratio does not divide, and misfits are refused.',
  (stratum: string, units: number, step: number) => ({
    place: { field: 'allocation.misfits' },
    expected: `a multiple of ${step} units in stratum ${quote(stratum)}`,
    received: String(units),
    action: `Sample ${units - (units % step)} or ${units - (units % step) + step} of it, or let misfits be balanced or independent.`,
  }),
)

export const weightInvalid = issueKind(
  'design.weight_invalid',
  'design',
  'A weight from which a case gets its probabilities is negative or missing.',
  (id: string, field: string, value: string | number | boolean | null) => ({
    place: { field: `allocation.weights (${field})` },
    expected: `a whole weight of 0 or more for case ${quote(id)}`,
    received: value === null ? 'none' : String(value),
    action: 'Correct the caseload, or exclude the case by a criterion.',
  }),
)

export const weightsAllZero = issueKind(
  'design.weights_all_zero',
  'design',
  'All weights of a case are 0, so that it could be in no arm.',
  (id: string) => ({
    place: { field: 'allocation.weights' },
    expected: `a weight above 0 in some arm for case ${quote(id)}`,
    received: '0 in every arm',
    action: 'Correct the caseload, or exclude the case by a criterion.',
  }),
)

export const clusterWeightsDiffer = issueKind(
  'design.cluster_weights_differ',
  'design',
  'Cases of one cluster have different weights, but are dealt as one.',
  (cluster: string) => ({
    place: { field: 'allocation.weights' },
    expected: `the same weights for all cases of cluster ${quote(cluster)}`,
    received: 'different ones',
    action: 'Give the cases of a cluster the same weights.',
  }),
)

export const noBalancedDraw = issueKind(
  'design.no_balanced_draw',
  'design',
  'None of the draws was balanced enough.',
  (draws: number, largestDifference: string) => ({
    place: { field: 'allocation.largestDifference' },
    expected: `a draw in which no two arms differ by more than ${largestDifference} standard deviations`,
    received: `none in ${draws.toLocaleString('en-GB')} draws`,
    action: 'Raise largestDifference or mostDraws, name fewer fields, or match cases in tuples instead.',
  }),
)
