import { z } from 'zod'
import { levelId, nounId } from './ids.ts'
import { pounds } from './scalars.ts'

/** How one value of a synthetic case is drawn, in the form in which a caseload file holds it. */
export type Draw =
  | { value: string }
  | { missing: true }
  | { shares: Record<string, number> }
  | { probability: number }
  | { lognormal: Lognormal }
  | { wholeNormal: { mean: number; sd: number; from: number; to: number } }
  | { daysBefore: { from: number; to: number } }
  | { mixture: { share: number; draw: Draw }[] }
  | { by: string; when: Record<string, Draw>; otherwise?: Draw | undefined }

export const weight = z
  .number({ error: 'a weight of 0 or more' })
  .min(0, { error: 'a weight of 0 or more' })
  .describe('A weight of 0 or more; weights are divided by their sum.')
export const weights = z
  .array(weight)
  .min(1)
  .refine(all => all.some(one => one > 0), { error: 'at least one weight above 0' })

/** A range of whole numbers, both ends included. */
export const wholeRange = z
  .strictObject({ from: z.int().describe('Smallest.'), to: z.int().describe('Largest.') })
  .refine(({ from, to }) => from <= to, { error: 'from at or below to' })
  .describe('Whole numbers, evenly, both ends included.')

/** A range of shares of an amount. */
export const shareRange = z
  .strictObject({
    from: z.number().gt(0).max(1).describe('Smallest share.'),
    to: z.number().gt(0).max(1).describe('Largest share.'),
  })
  .refine(({ from, to }) => from <= to, { error: 'from at or below to' })
  .describe('Shares of an amount, evenly, between 0 and 1.')

export const lognormalSchema = z
  .strictObject({
    median: pounds.describe('Median before truncation, pounds.'),
    sigma: z.number().positive().describe('Standard deviation of the natural logarithm.'),
    from: pounds.describe('Smallest amount, pounds.'),
    to: pounds.describe('Largest amount, pounds.'),
  })
  .refine(({ median, from }) => Number(median) > 0 && Number(from) > 0, { error: 'amounts above 0' })
  .refine(({ from, to }) => Number(from) < Number(to), { error: 'from below to' })
  .describe('Money whose logarithm is normal, cut off at both ends.')

export type Lognormal = z.output<typeof lognormalSchema>

/** Zod schema of a `Draw`. */
export const drawSchema: z.ZodType<Draw> = z.lazy(() => draw)

const draw = z
  .union(
    [
      z.strictObject({ value: z.string().describe('Always this text.') }),
      z.strictObject({ missing: z.literal(true).describe('An empty cell.') }),
      z.strictObject({
        shares: z
          .record(levelId, weight)
          .refine(all => Object.values(all).some(one => one > 0), { error: 'at least one weight above 0' })
          .describe('A level of a category, with these weights.'),
      }),
      z.strictObject({ probability: z.number().min(0).max(1).describe('true with this probability, else false.') }),
      z.strictObject({ lognormal: lognormalSchema }),
      z.strictObject({
        wholeNormal: z
          .strictObject({
            mean: z.number().describe('Mean before truncation.'),
            sd: z.number().positive().describe('Standard deviation before truncation.'),
            from: z.int().describe('Smallest number.'),
            to: z.int().describe('Largest number.'),
          })
          .refine(({ from, to }) => from < to, { error: 'from below to' })
          .describe('A whole number, normal before rounding, cut off half a unit outside both ends.'),
      }),
      z.strictObject({ daysBefore: wholeRange.describe('A date this many days before the date of eligibility.') }),
      z.strictObject({
        mixture: z
          .array(z.strictObject({ share: weight, draw: drawSchema.describe('One of the draws.') }))
          .min(2)
          .describe('One of several draws, with these weights.'),
      }),
      z.strictObject({
        by: nounId.describe('Field drawn before this one.'),
        when: z.record(levelId, drawSchema).describe('How to draw at each of its levels.'),
        otherwise: drawSchema.optional().describe('How to draw at its other levels.'),
      }),
    ],
    {
      error: 'one of value, missing, shares, probability, lognormal, wholeNormal, daysBefore, mixture, or by and when',
    },
  )
  .meta({ id: 'Draw', description: 'How one value of a synthetic case is drawn.' })
