import { z } from 'zod'
import { assumption, description, source, title } from './assumed.ts'
import { conditionSchema } from './condition.ts'
import { voidKind } from './event.ts'
import { fieldBase } from './field.ts'
import { nounId } from './ids.ts'
import { pounds } from './scalars.ts'

const eventFieldSchema = z.strictObject(fieldBase)

const eventKindSchema = z.strictObject({
  kind: nounId,
  title,
  description,
  arms: z.array(nounId).min(1).optional().describe('Arms in which the event may happen; all arms where absent.'),
  amount: z.enum(['required', 'none']).default('none').describe('Whether the event carries an amount in pounds.'),
  fields: z.array(eventFieldSchema).default([]).describe('Further values that the event carries.'),
  harm: z
    .literal(true, { error: 'true; left out where the event is no harm' })
    .optional()
    .describe('The event is a harm: the report counts it, and the cases with it, by arm.'),
  after: conditionSchema
    .optional()
    .describe(
      'Some other event of the case, not later, must meet this. Fields are `kind`, `amount`, `deviation`, `override` and the event fields.',
    ),
  source,
  ...assumption,
})

const wholeNumber = z.int({ error: 'a whole number of 1 or more' }).min(1, { error: 'a whole number of 1 or more' })

const withinSchema = z
  .union(
    [
      z.strictObject({ hours: wholeNumber.describe('Hours.') }),
      z.strictObject({ days: wholeNumber.describe('Days.') }),
    ],
    { error: 'hours or days' },
  )
  .describe('Longest time from the first of the events to the last. Hours are elapsed time, of bare dates whole days.')

const limitSchema = z.strictObject({
  count: wholeNumber.describe('The most events of these kinds.'),
  within: withinSchema.optional(),
  per: nounId.optional().describe('Event field: the limit holds for each of its values.'),
  until: conditionSchema
    .optional()
    .describe('The limit is lifted by an earlier event that meets this; with `per`, for the value that it has.'),
})

const termSchema = z
  .strictObject({
    pounds: pounds.optional(),
    of: conditionSchema.optional().describe('The amount of the latest earlier event that meets this.'),
    percent: z
      .int({ error: 'a whole number of per cent' })
      .min(1)
      .max(1000)
      .optional()
      .describe('So much of the amount of `of`; all of it where absent.'),
    less: conditionSchema
      .optional()
      .describe('Taken off: the amounts of earlier events that meet this; beside `of`, of those since that event.'),
  })
  .refine(({ pounds: fixed, of }) => (fixed === undefined) !== (of === undefined), {
    error: 'exactly one of `pounds` and `of`',
  })
  .refine(({ of, percent }) => percent === undefined || of !== undefined, { error: '`percent` beside `of` only' })

const amountSchema = z
  .union(
    [
      z.strictObject({ atLeast: termSchema.describe('The least.') }),
      z.strictObject({ atMost: termSchema.describe('The most.') }),
      z.strictObject({ equals: termSchema.describe('The amount itself, to the penny.') }),
    ],
    { error: 'one of atLeast, atMost and equals, with an amount' },
  )
  .describe('What the amount of the event must be. To compare with an event that there is not is to break the rule.')

/** What a rule may demand, in the order in which it is shown; a rule demands one of these. */
export const demandNames = ['after', 'notAfter', 'must', 'limit', 'amount'] as const

const ruleSchema = z
  .strictObject({
    id: nounId,
    title,
    of: z.array(nounId).min(1).describe('Kinds of event that it is about.'),
    arms: z.array(nounId).min(1).optional().describe('Arms in which it holds; all where absent.'),
    when: conditionSchema.optional().describe('It is about those of the events only that meet this.'),
    after: conditionSchema.optional().describe('Some other event of the case, not later, must meet this.'),
    notAfter: conditionSchema.optional().describe('No earlier event of the case may meet this.'),
    must: conditionSchema.optional().describe('The event itself must meet this.'),
    limit: limitSchema.optional().describe('How many of the events there may be, and within which time.'),
    amount: amountSchema.optional(),
    override: z
      .enum(['allowed', 'deviation'], { error: 'allowed or deviation' })
      .optional()
      .describe(
        'What an event may do that names the rule and gives a reason. allowed: depart from it, as the protocol provides. deviation: depart from it and be recorded as a deviation. Neither where absent.',
      ),
    source,
    ...assumption,
  })
  .refine(rule => demandNames.filter(name => rule[name] !== undefined).length === 1, {
    error: `exactly one demand: ${demandNames.join(', ')}`,
  })

/** The `process` section of a protocol. */
export const processSchema = z
  .strictObject({
    events: z.array(eventKindSchema).min(1).describe('Kinds of event.'),
    rules: z.array(ruleSchema).default([]).describe('What holds between the events of a case.'),
  })
  .describe('The events that may be recorded, and the rules that they keep.')

/** The kinds of event of a protocol and the rules between them. */
export type Process = z.output<typeof processSchema>
/** A kind of event that may be recorded, and what it carries. */
export type EventKind = z.output<typeof eventKindSchema>
export type EventField = z.output<typeof eventFieldSchema>

/** The kind of event that every trial has: it takes another away. */
export const voiding: EventKind = { kind: voidKind, title: 'Event taken away', amount: 'none', fields: [] }

/** A rule between the events of a case. */
export type ProcessRule = z.output<typeof ruleSchema>
/** How many events there may be, and within which time. */
export type Limit = z.output<typeof limitSchema>
/** What an amount is compared with. */
export type Term = z.output<typeof termSchema>
/** How an amount compares with a term. */
export type AmountDemand = z.output<typeof amountSchema>

/** The kinds of event of which the protocol asks in which arm a case is: those of some arms only, and of rules by arm. */
export function kindsByArm({ events, rules }: Process): string[] {
  const ruled = new Set(rules.filter(({ arms }) => arms !== undefined).flatMap(({ of }) => of))
  return events.filter(({ kind, arms }) => arms !== undefined || ruled.has(kind)).map(({ kind }) => kind)
}

/** The kinds of event that the protocol calls a harm. */
export const harmfulKinds = ({ events }: Pick<Process, 'events'>): EventKind[] =>
  events.filter(({ harm }) => harm === true)
