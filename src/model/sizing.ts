import { z } from 'zod'
import { sumOf } from '../core/lists.ts'
import { parsePounds } from '../core/money.ts'
import { declaredTargets } from './allocation.ts'
import { assumption, source } from './assumed.ts'
import { levelId, nounId } from './ids.ts'
import { isOfTrial, named, unknownId, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import { pounds } from './scalars.ts'
import { simulationProblems, simulationSchema } from './simulation.ts'
import { declaredStrata } from './strata.ts'
import type { CrossCheck, Problem } from './validate.ts'

const share = z
  .number({ error: 'a number above 0 and below 1' })
  .gt(0, { error: 'a number above 0 and below 1' })
  .lt(1, { error: 'a number above 0 and below 1' })

const positivePounds = pounds.refine(text => (parsePounds(text) ?? 0) > 0, { error: 'pounds above 0, as "412.50"' })

const expectedSchema = z.strictObject({
  outcome: nounId.describe('A binary outcome, one in money, or a category.'),
  level: levelId.optional().describe('Level of a category whose share is expected.'),
  rate: share.optional().describe('Share of the control cases that will have a binary outcome.'),
  sd: z
    .union([positivePounds, z.record(nounId, positivePounds)], {
      error: 'pounds above 0 in quotes, or pounds of each arm',
    })
    .optional()
    .describe('Standard deviation of an amount over the cases: one for all arms, or one for each.'),
  worth: z
    .union([share, positivePounds], { error: 'a share above 0 and below 1, or pounds above 0 in quotes' })
    .optional()
    .describe('The least difference from control that is worth finding: a share, or pounds per case.'),
  prior: z
    .strictObject({
      mean: z
        .union([z.number(), pounds], { error: 'a share, or pounds in quotes' })
        .describe('Most probable difference.'),
      sd: z
        .union([share, positivePounds], { error: 'a share above 0 and below 1, or pounds above 0 in quotes' })
        .describe('Standard deviation of what is thought possible.'),
      source,
      ...assumption,
    })
    .optional()
    .describe('What is believed of the difference from control before the trial, as a normal distribution.'),
  source,
  ...assumption,
})

/** sizing.yaml: what is expected of the outcomes, for the power of a trial. */
export const sizingSchema = z.strictObject({
  schema: z.literal('equipoise/sizing/1', { error: 'equipoise/sizing/1' }).describe('Form of this file.'),
  trial: nounId,
  cases: z
    .record(
      nounId,
      z.int({ error: 'a whole number of cases above 1' }).min(2, { error: 'a whole number of cases above 1' }),
    )
    .optional()
    .describe('Cases of each arm, where the protocol does not fix them.'),
  strata: z
    .record(z.string(), share)
    .optional()
    .describe(
      'Share of the cases in each stratum, for `simulate` where the protocol does not fix the cases of strata.',
    ),
  outcomes: z.array(expectedSchema).min(1).describe('What is expected of each outcome that power is to be told of.'),
  population: z
    .int({ error: 'a whole number of cases above 0' })
    .min(1, { error: 'a whole number of cases above 0' })
    .optional()
    .describe('Cases to which the answer of the trial will be applied; with a prior it says what the trial is worth.'),
  clusters: z
    .strictObject({
      meanSize: z.number().min(1, { error: 'a number of 1 or more' }).describe('Mean number of cases of a cluster.'),
      variationOfSizes: z
        .number()
        .min(0, { error: 'a number of 0 or more' })
        .describe('Standard deviation of the sizes over their mean.'),
      correlation: z
        .number()
        .min(0, { error: 'a number from 0 to 1' })
        .max(1, { error: 'a number from 0 to 1' })
        .describe('Intracluster correlation: how alike the cases of a cluster are.'),
      source,
      ...assumption,
    })
    .optional()
    .describe('How alike cases are that are allocated together.'),
  simulation: simulationSchema.optional().describe('How outcomes come about, for `simulate`.'),
})

/** A checked sizing.yaml. */
export type Sizing = z.output<typeof sizingSchema>
/** What is expected of an outcome. */
export type ExpectedOutcome = Sizing['outcomes'][number]

/** The rules between what is expected and the protocol. */
export function sizingChecks(protocol: Protocol): readonly CrossCheck<Sizing>[] {
  const arms = protocol.arms.map(({ id }) => id)
  return [
    isOfTrial(protocol),
    ({ cases }) => (cases === undefined ? [] : armProblems(['cases'], cases, arms)),
    ({ strata }) => (strata === undefined ? [] : strataProblems(strata, protocol)),
    ({ outcomes = [] }) => outcomes.flatMap((expected, at) => outcomeProblems(['outcomes', at], expected, protocol)),
    ({ simulation, clusters }, isMalformed) =>
      simulation === undefined
        ? []
        : simulationProblems(simulation, protocol, { clusters: isMalformed('clusters') ? 'malformed' : clusters }),
  ]
}

type Path = Problem['path']

const armProblems = (path: Path, byArm: Readonly<Record<string, unknown>>, arms: readonly string[]): Problem[] => [
  ...unknownIds(path, 'arm', Object.keys(byArm), arms),
  ...arms
    .filter(arm => !(arm in byArm))
    .map(arm => ({ path, expected: `a value of every arm, ${arm} too`, action: 'Add it.' })),
]

const noticed = 1e-9

function strataProblems(shares: Readonly<Record<string, number>>, protocol: Protocol): Problem[] {
  const path: Path = ['strata']
  if (declaredTargets(protocol.allocation) !== undefined)
    return [
      { path, expected: 'no shares, as the protocol fixes the cases of each stratum', action: 'Remove `strata`.' },
    ]
  const declared = declaredStrata(protocol)
  const total = sumOf(Object.values(shares))
  return [
    ...Object.keys(shares)
      .filter(stratum => !declared.includes(stratum))
      .map((stratum): Problem => ({ ...unknownId([...path, stratum], 'stratum', stratum, declared), at: 'key' })),
    ...(Math.abs(total - 1) > noticed
      ? [{ path, expected: 'shares that add up to 1', received: String(total), action: 'Change them.' }]
      : []),
  ]
}

function outcomeProblems(path: Path, expected: ExpectedOutcome, protocol: Protocol): Problem[] {
  const { outcome, level, rate, sd, worth } = expected
  const found = protocol.outcomes.find(({ id }) => id === outcome)
  const known = protocol.outcomes.filter(({ type }) => type !== 'time').map(({ id }) => id)
  if (found === undefined || found.type === 'time')
    return named([...path, 'outcome'], 'binary outcome, outcome in money or category', outcome, known)
  const levels = found.type === 'category' ? found.levels : []
  if (level === undefined && found.type === 'category')
    return [{ path, expected: `level: which of ${levels.join(', ')} is expected`, action: 'Add level.' }]
  if (level !== undefined && found.type !== 'category')
    return [{ path: [...path, 'level'], expected: 'no level of an outcome that is no category', action: 'Remove it.' }]
  const unknown = level === undefined ? [] : named([...path, 'level'], 'level', level, levels)
  const needed: Problem[] =
    found.type === 'money'
      ? [
          ...(sd === undefined
            ? [{ path, expected: 'sd: an amount has a standard deviation', action: 'Add sd.' }]
            : []),
          ...(rate === undefined
            ? []
            : [{ path: [...path, 'rate'], expected: 'no rate of an amount', action: 'Remove it.' }]),
        ]
      : [
          ...(rate === undefined
            ? [{ path, expected: 'rate: the share of control cases that will have it', action: 'Add rate.' }]
            : []),
          ...(sd === undefined
            ? []
            : [{ path: [...path, 'sd'], expected: 'no sd of a binary outcome', action: 'Remove it.' }]),
        ]
  const isShare = typeof worth === 'number'
  const wrongKind: Problem[] =
    worth === undefined || isShare === (found.type !== 'money')
      ? []
      : [
          {
            path: [...path, 'worth'],
            expected: isShare ? 'pounds in quotes' : 'a share, as 0.005',
            received: String(worth),
          },
        ]
  const tooHigh: Problem[] =
    isShare && rate !== undefined && rate + worth >= 1
      ? [
          {
            path: [...path, 'worth'],
            expected: `a share that leaves ${rate} plus it below 1`,
            received: String(worth),
            action: 'Lower it, or the rate.',
          },
        ]
      : []
  const prior = expected.prior
  const priorKind: Problem[] = (['mean', 'sd'] as const).flatMap(key =>
    prior === undefined || (typeof prior[key] === 'number') === (found.type !== 'money')
      ? []
      : [
          {
            path: [...path, 'prior', key],
            expected: found.type === 'money' ? 'pounds in quotes' : 'a share, as 0.005',
            received: String(prior[key]),
          },
        ],
  )
  const bySd =
    sd !== undefined && typeof sd !== 'string'
      ? armProblems(
          [...path, 'sd'],
          sd,
          protocol.arms.map(({ id }) => id),
        )
      : []
  return [...unknown, ...needed, ...wrongKind, ...tooHigh, ...priorKind, ...bySd]
}
