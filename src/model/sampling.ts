import { z } from 'zod'
import { assumption, source } from './assumed.ts'
import { nounId } from './ids.ts'

const wholeCases = 'a whole number of cases of 1 or more'
const cases = z.int({ error: wholeCases }).min(1, { error: wholeCases })
const wholeOrNone = 'a whole number of 0 or more'
const count = z.int({ error: wholeOrNone }).min(0, { error: wholeOrNone })

/** A number of 0 or more as a whole number, or as text that keeps its decimals exactly. */
const decimal = (decimals: number) => {
  const error = `a number of 0 or more, in quotes where it has decimals (at most ${decimals})`
  return z.union([z.int().min(0), z.string().regex(new RegExp(`^(?:0|[1-9]\\d{0,11})(?:\\.\\d{1,${decimals}})?$`))], {
    error,
  })
}

const replacements = cases
  .optional()
  .describe('Length of the reserve list of each stratum: the next cases after the sample, to be used in their order.')
const size = cases.describe('Cases of the sample.')

const splitSchema = z
  .union(
    [
      z.enum(['proportional', 'equal']),
      z.strictObject({
        deviations: z
          .record(z.string(), decimal(6))
          .describe('Standard deviation of the outcome in each stratum, or numbers in their ratio (Neyman).'),
      }),
    ],
    { error: 'proportional, equal, or {deviations: {stratum: number}}' },
  )
  .describe(
    'How the size is split over the strata that have eligible cases: in proportion to them, equally, or in proportion to cases times deviation (Neyman).',
  )

const shared = { source, ...assumption }
const method = <Id extends string>(id: Id, text: string) => z.literal(id).describe(text)

/** How the sample is drawn from the eligible cases. */
export const samplingSchema = z
  .discriminatedUnion(
    'method',
    [
      z.strictObject({
        method: method('targets', 'As many of each stratum as the targets of the allocation add up to.'),
        replacements,
        ...shared,
      }),
      z.strictObject({ method: method('all', 'Every eligible case.'), ...shared }),
      z.strictObject({
        method: method('simple', 'A simple random sample, whatever the strata.'),
        size,
        replacements,
        ...shared,
      }),
      z.strictObject({
        method: method('stratified', 'A simple random sample of each stratum.'),
        size: size.optional(),
        split: splitSchema.optional(),
        sizes: z
          .record(z.string(), count)
          .optional()
          .describe('Cases of each stratum, in place of `size` and `split`.'),
        replacements,
        ...shared,
      }),
      z.strictObject({
        method: method('systematic', 'Cases at an even interval in a stated order, from a random start.'),
        size,
        orderBy: z
          .array(nounId)
          .min(1, { error: 'at least one field' })
          .describe('Caseload fields in which the cases are put in order; ties are broken by case id.'),
        ...shared,
      }),
      z.strictObject({
        method: method('cluster', 'A simple random sample of clusters, each with all its eligible cases.'),
        clusters: cases.describe('Clusters of the sample.'),
        ...shared,
      }),
      z.strictObject({
        method: method('stratified-cluster', 'A simple random sample of clusters in each stratum.'),
        clusters: z.record(z.string(), count).describe('Clusters of each stratum.'),
        ...shared,
      }),
      z.strictObject({
        method: method(
          'until-representative',
          'Cases are added at random to one group after the other, each until its strata are as in the eligible caseload.',
        ),
        order: z
          .array(nounId)
          .min(2, { error: 'every arm' })
          .describe('The arms, in the order in which they are filled.'),
        minimum: cases.describe('Least cases of each group.'),
        tolerance: decimal(2).describe(
          'Percentage points by which the share of a stratum in a group may miss its share in the eligible caseload.',
        ),
        most: cases
          .optional()
          .describe('Most cases of a group; it ends there, representative or not. As long as it takes where absent.'),
        replacements,
        ...shared,
      }),
    ],
    {
      error:
        'sampling with `method`: targets, all, simple, stratified, systematic, cluster, stratified-cluster or until-representative',
    },
  )
  .describe(
    'How the sample is drawn from the eligible cases. Where absent: as many of each stratum as the targets add up to, or every eligible case where the allocation has no targets.',
  )

/** How the sample is drawn. */
export type Sampling = z.output<typeof samplingSchema>
export type SamplingMethodId = Sampling['method']
/** The settings of one method. */
export type SamplingBy<M extends SamplingMethodId> = Extract<Sampling, { method: M }>
/** How a stratified sample is split. */
export type SampleSplit = z.output<typeof splitSchema>
