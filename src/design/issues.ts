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
