import { z } from 'zod'
import { assumption, description, source, title } from './assumed.ts'
import { type Condition, comparisonsIn, conditionSchema } from './condition.ts'
import type { ConditionField } from './condition-field.ts'
import { type ArmId, nounId } from './ids.ts'
import type { Outcome, Protocol } from './protocol.ts'

/** Id of the set of every allocated case: what an analysis looks at that names no other. */
export const allAllocated = 'all_allocated'

export const analysisSetSchema = z.strictObject({
  id: nounId,
  title: title.describe('Name of the set, as "Cases suitable for a call".'),
  description,
  where: conditionSchema.describe('What holds for a case of the set: a rule about its outcomes and baseline fields.'),
  source,
  ...assumption,
})

/** A set of cases that analyses of the plan may look at in place of all allocated ones. */
export type PlannedSet = z.output<typeof analysisSetSchema>

/** What of a protocol says where sets are defined. */
export type SetProtocol = Pick<Protocol, 'arms' | 'caseload' | 'outcomes' | 'process'>

/** Where a set is defined, and whether randomisation still holds in it. */
export interface SetFacts {
  id: string
  title: string
  /** Arms in which everything that defines the set is observed, in the protocol's order. */
  arms: readonly ArmId[]
  /** `at_baseline`: from what was known before allocation, a subgroup; its arms are still alike but for chance. */
  formed: 'at_baseline' | 'after_allocation'
}

/** Fields that the rule of a set may name: outcomes but times (a binary one is true or false) and baseline fields, an outcome first. */
export function setFields({ caseload, outcomes }: Pick<SetProtocol, 'caseload' | 'outcomes'>): ConditionField[] {
  const measured = outcomes.flatMap((outcome): ConditionField[] => {
    const { id, type } = outcome
    // What a waiting was cannot be said by one value.
    if (type === 'time') return []
    if (type === 'category') return [{ id, type, levels: outcome.levels }]
    return [{ id, type: type === 'binary' ? 'boolean' : type }]
  })
  const fields = caseload.fields.filter(({ id, baseline }) => baseline && outcomes.every(outcome => outcome.id !== id))
  return [...measured, ...fields]
}

/** Ids of the outcomes and baseline fields that a rule names, each once. */
export const namedIn = (where: Condition): string[] => [...new Set(comparisonsIn(where).map(({ field }) => field))]

/** Where the set is defined: in the arms in which every outcome of its rule is observed. */
export function setFacts({ id, title: name, where }: PlannedSet, protocol: SetProtocol): SetFacts {
  const fields = new Set(namedIn(where))
  const outcomes = protocol.outcomes.filter(outcome => fields.has(outcome.id))
  const observed = outcomes.map(outcome => armsObserved(outcome, protocol))
  return {
    id,
    title: name,
    arms: protocol.arms.map(arm => arm.id).filter(arm => observed.every(arms => arms.includes(arm))),
    formed: outcomes.every(isOfBaseline) ? 'at_baseline' : 'after_allocation',
  }
}

/** Whether an outcome is known before allocation. */
export const isOfBaseline = (outcome: Outcome): boolean =>
  outcome.type === 'money' &&
  outcome.field !== undefined &&
  outcome.observed === undefined &&
  outcome.missingWhen === undefined

/**
 * The arms in which an outcome is observed: those that it declares, else those in which every kind of event that it names may
 * happen; of an outcome that another decides, only those in which that one is.
 */
export function armsObserved(outcome: Outcome, protocol: Pick<SetProtocol, 'arms' | 'outcomes' | 'process'>): ArmId[] {
  const { observed } = outcome
  const deciding = protocol.outcomes.find(({ id }) => id === observed?.outcome)
  const arms = deciding === undefined ? protocol.arms.map(({ id }) => id) : armsObserved(deciding, protocol)
  const own = observed?.arms
  if (own !== undefined) return arms.filter(arm => own.includes(arm))
  const kinds = new Set(rulesOf(outcome).flatMap(kindsNamed))
  const happening = protocol.process.events.filter(({ kind }) => kinds.has(kind))
  return arms.filter(arm => happening.every(event => event.arms?.includes(arm) ?? true))
}

/** The rules about events that an outcome is made by. */
export function rulesOf(outcome: Outcome): Condition[] {
  if (outcome.type === 'binary') return [outcome.when]
  if (outcome.type === 'money') return outcome.sumOf === undefined ? [] : [outcome.sumOf]
  if (outcome.type === 'time') {
    const { until, competing = [], censoredWhen } = outcome
    return [until, ...competing.map(({ when }) => when), ...(censoredWhen === undefined ? [] : [censoredWhen])]
  }
  return [...(outcome.first === undefined ? [] : [outcome.first.of]), ...(outcome.cases ?? []).map(({ when }) => when)]
}

const kindsNamed = (rule: Condition): unknown[] =>
  comparisonsIn(rule).flatMap(comparison => {
    if (comparison.field !== 'kind') return []
    if ('is' in comparison) return [comparison.is]
    return 'oneOf' in comparison ? comparison.oneOf : []
  })
