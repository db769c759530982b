import { z } from 'zod'
import { sumOf } from '../core/lists.ts'
import { parsePounds } from '../core/money.ts'
import { assumption, source, title } from './assumed.ts'
import { levelId, nounId } from './ids.ts'
import { named, repeatedIds, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import { pounds } from './scalars.ts'
import { sizeShares } from './size-shares.ts'
import type { Problem } from './validate.ts'

const share = z
  .number({ error: 'a share from 0 to 1' })
  .min(0, { error: 'a share from 0 to 1' })
  .max(1, { error: 'a share from 0 to 1' })
const shareOfArms = z.union([share, z.record(nounId, share)], { error: 'a share from 0 to 1, or one for each arm' })

const positivePounds = pounds.refine(text => (parsePounds(text) ?? 0) > 0, { error: 'pounds above 0, as "412.50"' })

/** Beyond this a lognormal distribution is all tail: one case in a million would pay all there is. */
const widest = 4
const spread = z
  .number({ error: `a number above 0 and up to ${widest}` })
  .gt(0, { error: `a number above 0 and up to ${widest}` })
  .max(widest, { error: `a number above 0 and up to ${widest}` })

const amounts = z.union(
  [
    z.strictObject({
      lognormal: z.strictObject({
        mean: positivePounds.describe('Mean of those who pay, in pounds.'),
        sigma: spread.describe('Standard deviation of the logarithm.'),
      }),
    }),
    z.strictObject({
      table: z.array(positivePounds).min(1).describe('Amounts of payers, each as likely as the others.'),
    }),
  ],
  { error: 'lognormal: { mean, sigma }, or table: a list of pounds' },
)

const stage = z.strictObject({
  id: nounId,
  title,
  shares: z
    .record(nounId, share)
    .describe('For every arm that is treated: the share of those of the stage before who get so far.'),
  source,
  ...assumption,
})

/** How outcomes come about, for a simulation of the whole trial: the section `simulation` of sizing.yaml. */
export const simulationSchema = z.strictObject({
  payers: nounId.describe('The binary outcome of those who pay.'),
  amount: nounId.optional().describe('The outcome in money of what they pay.'),
  afterStages: nounId.optional().describe('The binary outcome of those who pay at the end of the stages.'),
  rate: shareOfArms.describe('Share of cases that pay whether or not they are treated: one for all arms, or each.'),
  amounts: amounts.optional().describe('What those pay.'),
  stages: z
    .array(stage)
    .optional()
    .describe('From allocation to payment, as suitable, contacted, agreed, paid. Who comes to the end pays.'),
  stageAmounts: amounts
    .optional()
    .describe('What those pay who come to the end of the stages; `amounts` where absent.'),
  amountFactor: z
    .record(
      nounId,
      z.number({ error: 'a number above 0' }).gt(0, { error: 'a number above 0' }).max(100, { error: 'at most 100' }),
    )
    .optional()
    .describe('By how much payers of an arm pay more than others would: 1.1 is a tenth more.'),
  choice: z
    .strictObject({
      outcome: nounId.describe('A category outcome.'),
      shares: z
        .record(nounId, z.record(levelId, share))
        .describe('For every arm in which it is observed the share of cases at each level; they add up to 1.'),
    })
    .optional()
    .describe('How a category comes about; of those who pay and of those who do not alike.'),
  waiting: z
    .strictObject({
      outcome: nounId.describe('An outcome of time that waits for what `payers` is about.'),
      days: z
        .int({ error: 'a whole number of days from 1' })
        .min(1, { error: 'a whole number of days from 1' })
        .describe(
          'Days over which payments come at an even pace: of those who still wait, as many on one day as on another.',
        ),
    })
    .optional()
    .describe('When those pay who pay. All others wait to the last of the days; nothing competes.'),
  attrition: shareOfArms.optional().describe('Share of cases whose outcome is lost at random; none where absent.'),
  clusterSizes: sizeShares(share, z.array(share).min(1))
    .optional()
    .describe(
      'Shares of the clusters with 1, 2, 3, … cases, or { "40": 0.5, "60": 0.5 } by number of cases, where sizing.yaml has clusters.',
    ),
  source,
  ...assumption,
})

/** The checked section. */
export type Simulation = z.output<typeof simulationSchema>
/** What payers pay. */
export type PayerAmounts = NonNullable<Simulation['amounts']>

type Path = Problem['path']

/** What of the rest of sizing.yaml it must agree with. */
interface Beside {
  clusters: { meanSize: number; variationOfSizes: number } | undefined | 'malformed'
}

/** What is wrong with the section, given the protocol and the clusters of the file. */
export function simulationProblems(
  simulation: Simulation,
  protocol: Pick<Protocol, 'arms' | 'outcomes'>,
  { clusters }: Beside,
): Problem[] {
  const path = ['simulation']
  const { rate, attrition, stages = [], amountFactor = {} } = simulation
  const arms = protocol.arms.map(({ id }) => id)
  const known = (at: Path, byArm: Readonly<Record<string, unknown>>): Problem[] =>
    unknownIds(at, 'arm', Object.keys(byArm), arms)
  const ofEach = (key: string, value: Simulation['rate'] | undefined): Problem[] =>
    typeof value === 'object' ? [...known([...path, key], value), ...lackingArms([...path, key], value, arms)] : []
  return [
    ...outcomeProblems(simulation, protocol),
    ...ofEach('rate', rate),
    ...ofEach('attrition', attrition),
    ...known([...path, 'amountFactor'], amountFactor),
    ...repeatedIds(
      [...path, 'stages'],
      'stage',
      stages.map(({ id }) => id),
    ),
    ...stages.flatMap(({ shares }, at) => [
      ...known([...path, 'stages', at, 'shares'], shares),
      ...lackingArms([...path, 'stages', at, 'shares'], shares, Object.keys(stages[0]?.shares ?? {})),
    ]),
    ...choiceProblems(simulation.choice, protocol),
    ...waitingProblems(simulation.waiting, protocol),
    ...clusterProblems(simulation.clusterSizes, clusters),
  ]
}

const lackingArms = (path: Path, byArm: Readonly<Record<string, unknown>>, arms: readonly string[]): Problem[] =>
  arms
    .filter(arm => !(arm in byArm))
    .map(arm => ({ path, expected: `a share of ${arm} too`, action: 'Add it, or give one share for all.' }))

function outcomeProblems(
  { payers, amount, afterStages, amounts: paid, stages, stageAmounts, amountFactor }: Simulation,
  { outcomes }: Pick<Protocol, 'outcomes'>,
): Problem[] {
  const of = (type: string): string[] => outcomes.filter(each => each.type === type).map(({ id }) => id)
  const needless = (key: string, present: boolean, expected: string): Problem[] =>
    present ? [{ path: ['simulation', key], expected, action: `Add what it belongs to, or remove ${key}.` }] : []
  return [
    ...named(['simulation', 'payers'], 'binary outcome', payers, of('binary')),
    ...(amount === undefined ? [] : named(['simulation', 'amount'], 'outcome in money', amount, of('money'))),
    ...(afterStages === undefined
      ? []
      : named(['simulation', 'afterStages'], 'binary outcome', afterStages, of('binary'))),
    ...(amount !== undefined && paid === undefined
      ? [{ path: ['simulation'], expected: 'amounts: what payers pay', action: 'Add amounts, or remove amount.' }]
      : []),
    ...needless('amounts', paid !== undefined && amount === undefined, 'amount, where there are amounts'),
    ...needless('afterStages', afterStages !== undefined && stages === undefined, 'stages, where something is after'),
    ...needless(
      'stageAmounts',
      stageAmounts !== undefined && (stages === undefined || amount === undefined),
      'stages and amount, where there are stageAmounts',
    ),
    ...needless('amountFactor', amountFactor !== undefined && amount === undefined, 'amount, where it has a factor'),
  ]
}

function choiceProblems(
  choice: Simulation['choice'],
  { arms, outcomes }: Pick<Protocol, 'arms' | 'outcomes'>,
): Problem[] {
  if (choice === undefined) return []
  const path = ['simulation', 'choice']
  // One that applies at levels of another only would need that one to be drawn before it.
  const categories = outcomes.filter(each => each.type === 'category' && each.observed?.outcome === undefined)
  const found = categories.find(({ id }) => id === choice.outcome)
  if (found?.type !== 'category')
    return named(
      [...path, 'outcome'],
      'category outcome',
      choice.outcome,
      categories.map(({ id }) => id),
    )
  const { levels } = found
  const known = found.observed?.arms ?? arms.map(({ id }) => id)
  return [
    ...unknownIds([...path, 'shares'], 'arm', Object.keys(choice.shares), known),
    ...lackingArms([...path, 'shares'], choice.shares, known),
    ...Object.entries(choice.shares).flatMap(([arm, shares]) => {
      const at = [...path, 'shares', arm]
      const total = sumOf(Object.values(shares))
      return [
        ...unknownIds(at, 'level', Object.keys(shares), levels),
        ...(Math.abs(total - 1) > 1e-9
          ? [{ path: at, expected: 'shares that add up to 1', received: String(total), action: 'Correct a share.' }]
          : []),
      ]
    }),
  ]
}

function waitingProblems(waiting: Simulation['waiting'], { outcomes }: Pick<Protocol, 'outcomes'>): Problem[] {
  const times = outcomes.filter(({ type, observed }) => type === 'time' && observed === undefined)
  return waiting === undefined
    ? []
    : named(
        ['simulation', 'waiting', 'outcome'],
        'outcome of time, which applies to every case',
        waiting.outcome,
        times.map(({ id }) => id),
      )
}

/** Printed means and variations are rounded; farther off than this is another distribution. */
const rounding = 0.01

function clusterProblems(sizes: Simulation['clusterSizes'], clusters: Beside['clusters']): Problem[] {
  const path = ['simulation', 'clusterSizes']
  if (clusters === 'malformed') return []
  if (clusters === undefined)
    return sizes === undefined ? [] : [{ path, expected: 'clusters beside clusterSizes', action: 'Add clusters.' }]
  if (sizes === undefined) {
    const action = 'Add clusterSizes: shares of clusters with 1, 2, 3, … cases.'
    return [{ path: ['simulation'], expected: 'clusterSizes, as there are clusters', action }]
  }
  const total = sumOf(sizes)
  if (Math.abs(total - 1) > 1e-9)
    return [{ path, expected: 'shares that add up to 1', received: String(total), action: 'Correct a share.' }]
  const mean = sumOf(sizes.map((of, at) => of * (at + 1)))
  const variation = Math.sqrt(sumOf(sizes.map((of, at) => of * (at + 1 - mean) ** 2))) / mean
  const far = (value: number, stated: number): boolean => Math.abs(value - stated) > rounding * Math.max(1, stated)
  if (!far(mean, clusters.meanSize) && !far(variation, clusters.variationOfSizes)) return []
  const expected = `sizes with the mean ${clusters.meanSize} and the variation ${clusters.variationOfSizes} of clusters`
  const received = `mean ${mean.toFixed(2)}, variation ${variation.toFixed(2)}`
  return [{ path, expected, received, action: 'Correct the sizes, or meanSize and variationOfSizes.' }]
}
