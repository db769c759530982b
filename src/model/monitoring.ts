import { z } from 'zod'
import { parsePounds } from '../core/money.ts'
import { assumption, source, title } from './assumed.ts'
import { conditionSchema } from './condition.ts'
import { nounId } from './ids.ts'

const pounds = z
  .string({ error: 'pounds in quotes, as "412.50"' })
  .refine(text => (parsePounds(text) ?? -1) >= 0, { error: 'pounds of 0 or more with at most 2 decimals, as "412.50"' })
  .describe('Pounds in quotes, with at most 2 decimals.')

const lossSchema = z.strictObject({
  id: nounId,
  title,
  when: conditionSchema.describe('A case is lost once some event of it meets this rule.'),
  source,
  ...assumption,
})

const spendSchema = z.strictObject({
  id: nounId,
  title,
  each: z
    .union([z.literal('case'), conditionSchema], { error: 'case, or a rule about events' })
    .describe('What is paid for: `case` for every allocated case, or a rule for every event that meets it.'),
  arms: z.array(nounId).min(1).optional().describe('Arms whose cases or events are paid for; all where absent.'),
  amount: pounds.describe('Price of each, in pounds.'),
  source,
  ...assumption,
})

const budgetSchema = z
  .strictObject({
    amount: pounds.describe('What may be spent in all, in pounds.'),
    spend: z
      .array(spendSchema)
      .optional()
      .describe('What has been spent so far, as prices of what is recorded; not known where absent.'),
    source,
    ...assumption,
  })
  .describe('What may be spent, and how spending so far is told. It is not part of the economics.')

/** How a value is set against the limit of an alarm: the alarm is on where it holds. */
export const alarmLimits = ['atLeast', 'atMost', 'above', 'below'] as const
export type AlarmLimit = (typeof alarmLimits)[number]

const limit = z.number({ error: 'a number' }).optional()

const alarmSchema = z
  .strictObject({
    id: nounId,
    title,
    measure: nounId.describe('Id of a registered measure of trial health: docs/trial-health.md lists them.'),
    atLeast: limit.describe('On where the measure is at least this.'),
    atMost: limit.describe('On where it is at most this.'),
    above: limit.describe('On where it is above this.'),
    below: limit.describe('On where it is below this.'),
    per: z
      .enum(['arm', 'stratum'], { error: 'arm or stratum' })
      .optional()
      .describe('Judged in each arm, or in each stratum; over the whole trial where absent.'),
    days: z.int().min(0).optional().describe('For a measure that waits: so many days.'),
    step: nounId.optional().describe('For a measure of a step: the kind of event.'),
    outcome: nounId.optional().describe('For a measure of an outcome: which; the primary ones where absent.'),
    source,
    ...assumption,
  })
  .refine(alarm => alarmLimits.filter(name => alarm[name] !== undefined).length === 1, {
    error: `exactly one of ${alarmLimits.join(', ')}`,
  })

/** What is watched while a trial runs. */
export const monitoringSchema = z
  .strictObject({
    losses: z.array(lossSchema).default([]).describe("What ends a case's part in the trial, as a withdrawal."),
    budget: budgetSchema.optional(),
    alarms: z.array(alarmSchema).default([]).describe('Limits at which somebody has to look; `status` exits with 1.'),
  })
  .describe('What is watched while the trial runs, and when somebody has to look.')

/** What is watched while a trial runs. */
export type Monitoring = z.output<typeof monitoringSchema>
/** A limit at which somebody has to look. */
export type Alarm = Monitoring['alarms'][number]
/** What ends a case's part in the trial. */
export type Loss = Monitoring['losses'][number]
/** A price of something that is recorded. */
export type SpendItem = NonNullable<NonNullable<Monitoring['budget']>['spend']>[number]

/** What an alarm may set beside its limit. */
export type AlarmSetting = 'days' | 'step' | 'outcome'
/** How a measure may be split. */
export type MeasureSplit = 'arm' | 'stratum'

/** What a check of a protocol knows of a measure. */
export interface MeasureTraits {
  id: string
  /** Settings that it reads. */
  settings: readonly AlarmSetting[]
  /** How it may be split, beside over the whole trial. */
  per: readonly MeasureSplit[]
}
