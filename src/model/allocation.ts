import { z } from 'zod'
import { sumOf } from '../core/lists.ts'
import { assumption, source } from './assumed.ts'
import { type ArmId, nounId } from './ids.ts'
import { fromSampling, type TargetTable, targetsSchema } from './targets.ts'

const count = z
  .int({ error: 'a whole number of cases of 0 or more' })
  .min(0, { error: 'a whole number of cases of 0 or more' })
const weight = z.int({ error: 'a whole number of 1 or more' }).min(1, { error: 'a whole number of 1 or more' })

const ratio = z
  .record(nounId, weight)
  .optional()
  .describe('Whole shares of the arms, as { control: 1, letters: 2 }. Equal shares where absent.')

const misfits = z
  .enum(['balanced', 'independent', 'refuse'], { error: 'balanced, independent or refuse' })
  .default('balanced')
  .describe(
    'What becomes of units left over where the ratio does not fit a stratum. balanced: dealt so that the arms of the trial come out within one as well. independent: drawn in each stratum by itself. refuse: such a design is an error.',
  )

const orderBy = z
  .array(nounId)
  .min(1)
  .optional()
  .describe('Baseline fields by which units come in; ties by case id. A random order where absent.')

const fieldNames = z.array(nounId).min(1, { error: 'at least one baseline field' })

const chance = z
  .string({ error: 'a probability in quotes, as "0.8"' })
  .regex(/^(0\.\d{1,6}|1)$/, {
    error: 'a probability above 0 and up to 1 with at most 6 decimals, in quotes, as "0.8"',
  })
  .refine(text => Number(text) > 0, { error: 'a probability above 0' })

const noted = { source, ...assumption }

const fixedCounts = z.strictObject({
  method: z.literal('fixed-counts').describe('Fixed counts in every stratum, linked cases dealt first.'),
  targets: targetsSchema,
  ...noted,
})

const complete = z.strictObject({
  method: z
    .literal('complete')
    .describe('All units at once, whatever their stratum. Units are the clusters where the protocol has them.'),
  ratio,
  counts: z.record(nounId, count).optional().describe('Units of each arm, in place of a ratio.'),
  ...noted,
})

const stratified = z.strictObject({
  method: z.literal('stratified').describe('Every stratum at the ratio, rounded down or up.'),
  ratio,
  misfits,
  ...noted,
})

const permutedBlocks = z.strictObject({
  method: z.literal('permuted-blocks').describe('In every stratum, one block after the other with the exact ratio.'),
  ratio,
  blocks: z
    .array(weight)
    .min(1)
    .describe('Block sizes, each a multiple of the sum of the ratio. Of several, one is drawn for each block.'),
  orderBy,
  ...noted,
})

const factorial = z.strictObject({
  method: z
    .literal('factorial')
    .describe('Arms are the combinations of several factors: the levels of each are balanced too.'),
  factors: z
    .array(
      z.strictObject({
        id: nounId,
        levels: z.record(nounId, z.array(nounId).min(1)).describe('The arms in which the factor has each level.'),
      }),
    )
    .min(2, { error: 'at least two factors' })
    .describe('The factors; every combination of their levels is one arm.'),
  ...noted,
})

const caseProbabilities = z.strictObject({
  method: z.literal('case-probabilities').describe('Every unit by itself, with its own probabilities.'),
  weights: z
    .record(nounId, z.union([nounId, weight], { error: 'a baseline field, or a whole number of 1 or more' }))
    .describe(
      'For each arm the baseline integer field that holds its weight, or the weight itself; probability is weight over their sum.',
    ),
  ...noted,
})

const matchedTuples = z.strictObject({
  method: z
    .literal('matched-tuples')
    .describe(
      'In every stratum, cases alike in their baseline are put together, and each tuple is split at the ratio.',
    ),
  ratio,
  on: fieldNames.describe(
    'Baseline fields of amounts, integers or dates in which cases of a tuple are alike, by rank.',
  ),
  ...noted,
})

const minimisation = z.strictObject({
  method: z
    .literal('minimisation')
    .describe('One unit after the other, mostly to the arm that leaves the factors most alike (Pocock and Simon).'),
  ratio,
  factors: z
    .array(
      z.strictObject({
        field: nounId.describe('A baseline category or boolean.'),
        weight: weight.default(1).describe('How much its imbalance counts.'),
      }),
    )
    .min(1)
    .describe('Baseline fields whose levels are kept alike in the arms.'),
  imbalance: z
    .enum(['range', 'variance'], { error: 'range or variance' })
    .default('range')
    .describe('How imbalance of one level is measured over the arms.'),
  probability: chance.describe(
    'Of taking a preferred arm, as "0.8". "1" leaves only ties to chance, and can be foreseen.',
  ),
  orderBy,
  ...noted,
})

const rerandomised = z.strictObject({
  method: z
    .literal('rerandomised')
    .describe('Stratified allocations are drawn until one is balanced enough on the baseline.'),
  on: fieldNames.describe('Baseline fields of amounts, integers, dates or booleans that must be balanced.'),
  largestDifference: chance.describe(
    'A draw is accepted where no two arms differ in a mean by more than this many standard deviations of the sample, as "0.1".',
  ),
  mostDraws: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1000)
    .describe('Draws after which the design is refused as impossible.'),
  ...noted,
})

/** How sampled cases are split into arms. */
export const allocationSchema = z
  .discriminatedUnion(
    'method',
    [
      fixedCounts,
      complete,
      stratified,
      permutedBlocks,
      factorial,
      caseProbabilities,
      matchedTuples,
      minimisation,
      rerandomised,
    ],
    {
      error:
        'an allocation with `method`: fixed-counts, complete, stratified, permuted-blocks, factorial, case-probabilities, matched-tuples, minimisation or rerandomised',
    },
  )
  .describe('How sampled cases are split into arms.')

/** The allocation section of a protocol. */
export type Allocation = z.output<typeof allocationSchema>
/** Id of an allocation method. */
export type AllocationMethodId = Allocation['method']
/** The section of one method. */
export type AllocationBy<M extends AllocationMethodId> = Extract<Allocation, { method: M }>

/** Cases of each arm that the protocol itself fixes, stratum by stratum; undefined where they follow from the sample. */
export const declaredTargets = (allocation: Allocation): TargetTable | undefined =>
  'targets' in allocation && allocation.targets !== fromSampling ? allocation.targets : undefined

/** A protocol with targets that the sampling drew; as it is where none were drawn. */
export function withTargets<P extends { allocation: Allocation }>(protocol: P, drawn: TargetTable | undefined): P {
  const { allocation } = protocol
  if (drawn === undefined || allocation.method !== 'fixed-counts') return protocol
  return { ...protocol, allocation: { ...allocation, targets: drawn } }
}

/** Cases of an arm that the protocol itself fixes. */
export function declaredCases(allocation: Allocation, arm: ArmId): number | undefined {
  const targets = declaredTargets(allocation)
  return targets && sumOf(Object.values(targets).map(row => row[arm] ?? 0))
}

/** Methods that cannot deal cases as they arrive, each with the reason. */
export const batchOnly: Readonly<Partial<Record<AllocationMethodId, string>>> = {
  'fixed-counts': 'deals a whole sample to its targets',
  complete: 'divides the units of a whole sample',
  stratified: 'divides the units of whole strata',
  factorial: 'divides the units of whole strata',
  'matched-tuples': 'puts alike cases of a whole sample together',
  rerandomised: 'compares whole allocations before it takes one',
}
