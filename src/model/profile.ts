import { z } from 'zod'
import { assumption, source, title } from './assumed.ts'
import { conditionSchema } from './condition.ts'
import { levelId, nounId } from './ids.ts'

const statedSchema = z
  .strictObject({
    level: levelId.describe('Level of the field of `by`.'),
    is: z.enum(['lower', 'higher'], { error: 'lower or higher' }).describe('What it is said to be.'),
    than: levelId.describe('Level that it is compared with.'),
  })
  .describe(
    'What the source document says of two parts of the caseload; the profile says whether this caseload bears it out.',
  )

const measureSchema = z
  .strictObject({
    id: nounId,
    title,
    mean: nounId.optional().describe('Caseload field of amounts or integers; cases without a value are left out.'),
    share: conditionSchema.optional().describe('In place of `mean`: the share of cases that meet this rule.'),
    stated: statedSchema.optional(),
    source,
    ...assumption,
  })
  .describe('One comparison: a mean, or a share.')

/** What the sample is set beside. */
export const profileSchema = z
  .strictObject({
    cases: conditionSchema
      .optional()
      .describe('Cases of the caseload that the sample is set beside; every case where absent.'),
    by: z
      .strictObject({
        field: nounId.describe('A category of the caseload.'),
        levels: z.array(levelId).min(2).optional().describe('Levels that are shown; all where absent.'),
      })
      .optional()
      .describe('A field that divides these cases into parts.'),
    measures: z.array(measureSchema).min(1).describe('What is compared.'),
  })
  .describe(
    'The caseload beside the sample, for `equipoise profile`. Where absent: every field that has a mean or levels.',
  )

/** The profile section of a protocol. */
export type Profile = z.output<typeof profileSchema>
export type ProfileMeasure = Profile['measures'][number]
