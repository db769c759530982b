import { sumOf } from '../../core/lists.ts'
import { parsePounds } from '../../core/money.ts'
import { declaredCases } from '../../model/allocation.ts'
import type { Computation } from '../../model/method.ts'
import type { Plan } from '../../model/plan.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { NamedNumber } from '../../report/index.ts'
import type { OutcomePower, TrialPower } from '../power/index.ts'
import { planNumbers } from '../results/trial-numbers.ts'

/** Ids of what the power of a contrast says. */
export const powerId = (outcome: string, contrast: string, what: string): string =>
  `power.${outcome}.${contrast}.${what}`
/** Ids of what is expected of an outcome: `rate` or `worth`. */
export const expectedId = (outcome: string, what: string): string => `expected.${outcome}.${what}`
export const costId = (cost: string): string => `costs.${cost}`
export const lookId = (at: number): string => `interim.look_${at + 1}`

/** Every number that a registration names. */
export function registrationNumbers(protocol: Protocol, plan: Plan, power: TrialPower | null): NamedNumber[] {
  const looks = plan.interim?.looks ?? []
  const count = (id: string, value: number): NamedNumber => ({ id, value, unit: 'count' })
  return [
    ...caseNumbers(protocol),
    ...planNumbers({ plan }),
    count('plan.analyses', plan.analyses.length),
    count('plan.contrasts', plan.contrasts.length),
    ...protocol.costs.map(({ id, amount }): NamedNumber => {
      return { id: costId(id), value: parsePounds(amount) ?? 0, unit: 'pence', decimals: amount.includes('.') ? 2 : 0 }
    }),
    ...looks.map(({ share }, at): NamedNumber => ({ id: lookId(at), value: share, unit: 'share', decimals: 0 })),
    ...(power === null ? [] : powerNumbers(power)),
  ]
}

/** Cases of each arm where the protocol fixes them; of a trial whose cases arrive, how many are planned. */
function caseNumbers({ arms, allocation, enrolment }: Protocol): NamedNumber[] {
  const count = (of: string, value: number): NamedNumber => ({ id: `cases.${of}`, value, unit: 'count' })
  const each = arms.flatMap(({ id }) => {
    const cases = declaredCases(allocation, id)
    return cases === undefined ? [] : [count(id, cases)]
  })
  const planned = enrolment?.cases
  return [
    count('arms', arms.length),
    ...each,
    ...(each.length === arms.length ? [count('all', sumOf(each.map(({ value }) => value)))] : []),
    ...(planned === undefined ? [] : [count('planned', planned)]),
  ]
}

function powerNumbers({ designEffect, outcomes }: TrialPower): NamedNumber[] {
  return [{ id: 'power.design_effect', value: designEffect, unit: 'number' }, ...outcomes.flatMap(ofOutcome)]
}

function ofOutcome({ outcome, type, rate, worth, contrasts }: OutcomePower): NamedNumber[] {
  const unit = type === 'money' ? 'pence' : 'share_difference'
  return [
    ...(rate === null ? [] : [{ id: expectedId(outcome, 'rate'), value: rate, unit: 'share' as const }]),
    ...(worth === null ? [] : [{ id: expectedId(outcome, 'worth'), value: worth, unit } as const]),
    ...contrasts.flatMap((each): NamedNumber[] => {
      const id = (what: string): string => powerId(outcome, each.contrast, what)
      const needed = each.casesNeeded
      return [
        ...found(id('detectable'), each.detectable, unit),
        ...found(id('detectable_together'), each.detectableTogether, unit),
        { id: id('half_width'), value: each.halfWidth, unit },
        ...(each.power === null ? [] : [{ id: id('power'), value: each.power, unit: 'probability' as const }]),
        ...(needed === null ? [] : found(id('cases_needed'), needed, 'count')),
      ]
    }),
  ]
}

const found = (id: string, computation: Computation<number>, unit: NamedNumber['unit']): NamedNumber[] =>
  computation.status === 'computed' ? [{ id, value: computation.result, unit }] : []
