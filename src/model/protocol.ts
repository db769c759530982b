import { z } from 'zod'
import { allocationSchema } from './allocation.ts'
import { assumption, description, source, title } from './assumed.ts'
import { conditionSchema, periodSchema } from './condition.ts'
import { fieldBase } from './field.ts'
import { levelId, nounId } from './ids.ts'
import { ledgerSchema } from './ledger.ts'
import { monitoringSchema } from './monitoring.ts'
import { processSchema } from './process.ts'
import { profileSchema } from './profile.ts'
import { registerSchema } from './register.ts'
import { samplingSchema } from './sampling.ts'
import { civilDate, pounds } from './scalars.ts'

export type { FieldType } from './field.ts'
export type { EventField, EventKind, ProcessRule } from './process.ts'

const armSchema = z.strictObject({
  id: nounId,
  title,
  description,
  control: z.literal(true).optional().describe('True for the one arm that the others are compared with.'),
})

const caseFieldSchema = z.strictObject({
  ...fieldBase,
  baseline: z
    .literal(true)
    .optional()
    .describe('True for a field that passes from the caseload to the sample and the analysis set.'),
  cases: z
    .array(z.strictObject({ level: levelId, when: conditionSchema.describe('Rule about the fields above this one.') }))
    .min(1)
    .optional()
    .describe('For a category that no file holds: the level is the first in this list whose rule the case meets.'),
  otherwise: levelId
    .optional()
    .describe('Level where no line of `cases` holds; `optional: true` where it is missing then.'),
})

export const caseloadSchema = z
  .strictObject({
    caseId: nounId.describe('Column that holds the case id.'),
    asOf: z
      .strictObject({
        date: civilDate.describe(
          'Date on which eligibility is judged. With sequential enrolment the first day on which a case may arrive: each is judged on its own day.',
        ),
        source,
        ...assumption,
      })
      .describe('The date that `withinLast` counts back from.'),
    fields: z.array(caseFieldSchema).min(1).describe('The columns, beside the case id.'),
  })
  .describe('The columns that a caseload file must hold. Others are ignored.')

const criterionSchema = z.strictObject({
  id: nounId,
  title,
  rule: conditionSchema.describe('What must hold for a case to be eligible.'),
  source,
  ...assumption,
})

const clustersSchema = z
  .strictObject({
    field: nounId.describe('Caseload field that linked cases share.'),
    title,
    source,
    ...assumption,
  })
  .describe('Linked cases that must stay in one arm.')

const enrolmentSchema = z
  .strictObject({
    kind: z
      .literal('sequential', { error: 'sequential' })
      .describe('Cases arrive one by one and are allocated as they arrive.'),
    until: civilDate.describe('Last day on which a case may arrive; the first is the date of `asOf`.'),
    cases: z
      .int({ error: 'a whole number of cases of 1 or more' })
      .min(1, { error: 'a whole number of cases of 1 or more' })
      .optional()
      .describe('Cases that are planned to be allocated by then. Arrivals are set against it; it ends nothing.'),
    source,
    ...assumption,
  })
  .describe('How cases come into the trial; all at once, from one caseload, where absent.')

const outcomeBase = {
  id: nounId,
  title,
  description,
  missingWhen: conditionSchema
    .optional()
    .describe('The outcome of a case is missing where some event of it meets this rule, as a withdrawal of its data.'),
  observed: z
    .strictObject({
      arms: z.array(nounId).min(1).optional().describe('Arms in which it applies; all where absent.'),
      outcome: nounId.optional().describe('Category outcome, earlier in the list, that decides.'),
      levels: z.array(levelId).min(1).optional().describe('Levels of that outcome at which this one applies.'),
    })
    .optional()
    .describe('Where the outcome applies; everywhere if absent. Elsewhere it is neither zero nor missing.'),
  source,
  ...assumption,
}

const outcomeSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      ...outcomeBase,
      type: z.literal('binary').describe('Yes or no.'),
      when: conditionSchema.describe('The case counts as yes when some event of it meets this rule.'),
    }),
    z.strictObject({
      ...outcomeBase,
      type: z.literal('money').describe('An amount; a case without one counts as £0.'),
      sumOf: conditionSchema.optional().describe('Amounts of the events that meet this rule are added; none is zero.'),
      field: nounId.optional().describe('Baseline money field of the case, in place of `sumOf`.'),
    }),
    z.strictObject({
      ...outcomeBase,
      type: z
        .literal('time')
        .describe('Days until something first happens, counted in the window of the case: its first day is day 1.'),
      until: conditionSchema.describe('Rule about the event that is waited for.'),
      competing: z
        .array(
          z.strictObject({
            id: nounId.describe('What ends the waiting in another way, as written_off.'),
            title,
            when: conditionSchema.describe('Rule about its event.'),
          }),
        )
        .min(1)
        .optional()
        .describe('Ends after which the event cannot happen any more. The first end of a case counts.'),
      censoredWhen: conditionSchema
        .optional()
        .describe('From the day of an event that meets this rule the case is followed no longer.'),
    }),
    z.strictObject({
      ...outcomeBase,
      type: z.literal('category').describe('One of several levels.'),
      levels: z.array(levelId).min(1).describe('The levels, in the order in which they are shown.'),
      levelTitles: z
        .record(levelId, title)
        .optional()
        .describe('What readers are shown for a level, where its id in words would not do.'),
      first: z
        .strictObject({ of: conditionSchema.describe('Which event.'), field: nounId.describe('Its field.') })
        .optional()
        .describe('The level is this field of the first event that meets the rule; missing where there is none.'),
      cases: z
        .array(z.strictObject({ level: levelId, when: conditionSchema.describe('Rule about an event.') }))
        .min(1)
        .optional()
        .describe('The level is the first in this list of which some event meets the rule.'),
      otherwise: levelId.optional().describe('Level where no line of `cases` holds; missing if absent.'),
    }),
  ],
  { error: 'an outcome with `type`: binary, money, time or category' },
)

const perCaseSchema = z
  .strictObject({
    from: nounId.describe('allocation, or the baseline date field that holds the first day.'),
    ...periodSchema.shape,
  })
  .refine(({ days = 0, months = 0 }) => days + months > 0, { error: '`days` or `months` above 0' })
  .describe(
    'A window of each case: from its first day to the day so long after it, both included. Events outside it do not count; ' +
      'where the follow-up does not hold all of it, outcomes made from events are missing.',
  )

const followUpSchema = z
  .strictObject({
    from: civilDate.describe('First day.'),
    to: civilDate.describe('Last day.'),
    perCase: perCaseSchema.optional(),
    source,
    ...assumption,
  })
  .describe('First and last day on which an event counts, both included, in the time zone of the protocol.')

const weight = z.int({ error: 'a whole number of 1 or more' }).min(1, { error: 'a whole number of 1 or more' })

const costSchema = z.strictObject({
  id: nounId,
  title,
  arm: nounId.optional().describe('The arm that bears it; `arms` where several do.'),
  arms: z.array(nounId).min(2, { error: 'at least two arms' }).optional().describe('Arms that bear it together.'),
  kind: z
    .enum(['fixed', 'per_case'], { error: 'fixed or per_case' })
    .optional()
    .describe('fixed: the amount in all. per_case: the amount for each case of the arms. Fixed where absent.'),
  nature: z
    .enum(['resource', 'transfer'], { error: 'resource or transfer' })
    .optional()
    .describe('resource: uses up labour or goods. transfer: only moves money between parties. Resource where absent.'),
  amount: pounds,
  standardError: pounds.optional().describe('Of a cost per case that was measured; none for a price.'),
  split: z
    .union(
      [z.enum(['by_cases', 'equally']), z.record(nounId, weight).refine(weights => Object.keys(weights).length > 0)],
      { error: 'by_cases, equally, or a whole weight of each arm' },
    )
    .optional()
    .describe('How `arms` share a fixed cost: by_cases, equally, or by whole weights, as { letters: 60, calls: 40 }.'),
  source,
  ...assumption,
})

/** protocol.yaml: what was promised before the data. Nothing in it is code, and the code knows no trial. */
export const protocolSchema = z.strictObject({
  schema: z.literal('equipoise/protocol/1', { error: 'equipoise/protocol/1' }).describe('Form of this file.'),
  id: nounId,
  title,
  description,
  kind: z
    .enum(['trial', 'service change'], { error: 'trial or service change' })
    .describe('trial: planned as one. service change: no trial by its source, evaluated as one if it is run again.'),
  timeZone: z.string().min(1).describe('IANA time zone in which days are counted, as Europe/London.'),
  arms: z.array(armSchema).min(2, { error: 'at least two arms' }).describe('The groups; exactly one is the control.'),
  caseload: caseloadSchema,
  register: registerSchema.optional(),
  eligibility: z
    .array(criterionSchema)
    .min(1)
    .describe('Every criterion must hold; every one that fails is kept as a reason.'),
  strata: z.array(nounId).describe('Baseline category fields that form the strata; an empty list for none.'),
  clusters: clustersSchema.optional(),
  profile: profileSchema.optional(),
  sampling: samplingSchema.optional(),
  enrolment: enrolmentSchema.optional(),
  allocation: allocationSchema,
  process: processSchema,
  ledgers: z.array(ledgerSchema).default([]).describe('Files of other systems that payments are taken from.'),
  outcomes: z.array(outcomeSchema).min(1).describe('What is measured on a case, made from its events or baseline.'),
  followUp: followUpSchema,
  costs: z.array(costSchema).default([]).describe('What was spent, and on which arms.'),
  monitoring: monitoringSchema.optional(),
})

/** A checked protocol.yaml. */
export type Protocol = z.output<typeof protocolSchema>
/** A group to which cases are allocated. */
export type Arm = z.output<typeof armSchema>
export type CaseField = z.output<typeof caseFieldSchema>
/** A rule that a case must meet to be eligible. */
export type Criterion = z.output<typeof criterionSchema>
/** What was spent, and on which arms. */
export type ProtocolCost = Protocol['costs'][number]
/** What is measured on a case, and how it is made from events or baseline. */
export type Outcome = z.output<typeof outcomeSchema>

/** Where a window of each case starts that is counted from its allocation. */
export const fromAllocation = 'allocation'

/** The control arm. A checked protocol has exactly one. */
export function controlArm(protocol: Pick<Protocol, 'arms'>): string {
  return protocol.arms.find(arm => arm.control)?.id ?? ''
}
