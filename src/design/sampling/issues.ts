import { issueKind, quote } from '../../core/errors.ts'

const listed = (names: readonly string[], most = 6): string =>
  `${names.slice(0, most).map(quote).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`

export const sizeAboveEligible = issueKind(
  'design.size_above_eligible',
  'design',
  'A sample is to be larger than the eligible cases that it is drawn from.',
  (field: string, wanted: number, eligible: number) => ({
    place: { field },
    expected: `at most ${eligible}, the eligible cases`,
    received: String(wanted),
    action: `Lower it to ${eligible} or less, or widen eligibility.`,
  }),
)

export const sizeAboveStratum = issueKind(
  'design.size_above_stratum',
  'design',
  'The part of a sample that a stratum would get is larger than its eligible cases.',
  ({
    stratum,
    wanted,
    eligible,
    possible,
  }: {
    stratum: string
    wanted: number
    eligible: number
    /** The largest size of the sample that fits all strata. */
    possible: number
  }) => ({
    place: { field: 'sampling.size' },
    expected: `at most ${eligible} cases of stratum ${quote(stratum)}, all that are eligible`,
    received: `up to ${wanted} by the split`,
    action: `Lower the size to ${possible} or less, or state \`sizes\` of the strata.`,
  }),
)

export const noDeviation = issueKind(
  'design.no_deviation',
  'design',
  'A sample is to be split by deviations, and no stratum with eligible cases has one above zero.',
  (strata: readonly string[]) => ({
    place: { field: 'sampling.split.deviations' },
    expected: `a deviation above 0 for at least one stratum with eligible cases: ${listed(strata)}`,
    received: '0 for all',
    action: 'Give the deviations, or split proportionally.',
  }),
)

export const deviationsTooFine = issueKind(
  'design.deviations_too_fine',
  'design',
  'Deviations have more digits than an exact draw of the sizes can take.',
  (decimals: number) => ({
    place: { field: 'sampling.split.deviations' },
    expected: 'deviations whose products with the eligible cases, in units of the last decimal, add up to at most 2^32',
    received: `more, with ${decimals} decimals`,
    action: 'Round the deviations to three or four digits: the split hardly changes.',
  }),
)

export const clustersAboveEligible = issueKind(
  'design.clusters_above_eligible',
  'design',
  'More clusters are to be sampled than there are with eligible cases.',
  (field: string, wanted: number, clusters: number) => ({
    place: { field },
    expected: `at most ${clusters}, the clusters with eligible cases`,
    received: String(wanted),
    action: `Lower it to ${clusters} or less, or widen eligibility.`,
  }),
)

export const clusterAcrossStrata = issueKind(
  'design.cluster_across_strata',
  'design',
  'Clusters are to be sampled within strata, and some have cases in several.',
  (field: string, clusters: readonly string[]) => ({
    place: { field },
    expected: 'every cluster with its eligible cases in one stratum',
    received: `${clusters.length} with cases in several: ${listed(clusters)}`,
    action: 'Take strata that do not cut through clusters, or `method: cluster` without strata.',
  }),
)

export const groupsAboveEligible = issueKind(
  'design.groups_above_eligible',
  'design',
  'Groups are to be filled until they are representative, and their least sizes exceed the eligible cases.',
  (minimum: number, groups: number, eligible: number) => ({
    place: { field: 'sampling.minimum' },
    expected: `at most ${Math.floor(eligible / groups)}, as ${eligible} eligible cases allow for ${groups} groups`,
    received: String(minimum),
    action: 'Lower the minimum, or widen eligibility.',
  }),
)

export const neverRepresentative = issueKind(
  'design.never_representative',
  'design',
  'No group of the eligible cases can be as near to the strata of the caseload as the tolerance asks.',
  ({
    tolerance,
    minimum,
    limit,
    groups,
    least,
  }: {
    tolerance: string
    minimum: number
    /** The largest group that the eligible cases, or `most`, allow. */
    limit: number
    groups: number
    /** The least size that can be representative, where there is one. */
    least: number | undefined
  }) => ({
    place: { field: 'sampling.tolerance' },
    expected: `a tolerance that some ${groups === 1 ? 'group' : `${groups} groups`} of ${minimum} to ${limit} cases can meet`,
    received: `${tolerance} percentage points, which ${least === undefined ? 'none meets' : `need at least ${least} cases each`}`,
    action: 'Widen the tolerance: 100 / minimum percentage points can be met by whole cases. Or lower the minimum.',
  }),
)

export const ranOutOfCases = issueKind(
  'design.ran_out_of_cases',
  'design',
  'However often cases were drawn, none were left before all groups were representative.',
  (attempts: number) => ({
    place: { field: 'sampling.tolerance' },
    expected: 'enough eligible cases until every group is representative',
    received: `too few in each of ${attempts} attempts`,
    action: 'Widen the tolerance, lower the minimum, or set `most`, at which a group ends in any case.',
  }),
)
