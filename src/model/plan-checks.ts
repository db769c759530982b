import { quote } from '../core/errors.ts'
import { eventConditionFields } from './condition-field.ts'
import { conditionProblems } from './condition-problems.ts'
import { interimProblems } from './interim-checks.ts'
import type { MethodTraits } from './method.ts'
import type { Plan } from './plan.ts'
import { analysisProblems, type Declared, idsOf } from './plan-analysis-checks.ts'
import { contrastProblems } from './plan-contrast-checks.ts'
import { familyProblems } from './plan-family-checks.ts'
import { laterSetMembers, setProblems } from './plan-set-checks.ts'
import { subgroupingProblems } from './plan-subgroup-checks.ts'
import { named, repeatedIds, under, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

/** The rules between a plan, its protocol and the registered methods. */
export function planChecks(protocol: Protocol, methods: readonly MethodTraits[]): readonly CrossCheck<Plan>[] {
  return [
    ({ trial }) => (trial === undefined || trial === protocol.id ? [] : [otherTrial(trial, protocol.id)]),
    ({ contrasts }) => (contrasts === undefined ? [] : contrastProblems(contrasts, protocol)),
    ({ analysisSets }) => setProblems(analysisSets ?? [], protocol),
    ({ subgroups }) => subgroupingProblems(subgroups ?? [], protocol),
    ({ analyses, contrasts, estimands, analysisSets: sets = [], subgroups = [] }) =>
      analyses === undefined
        ? []
        : analysesProblems(analyses, { protocol, methods, contrasts, estimands, sets, subgroups }),
    plan => laterSetMembers(plan, protocol),
    ({ estimands }) => estimandProblems(estimands ?? [], protocol),
    ({ families, analyses, contrasts }) =>
      families === undefined || analyses === undefined || contrasts === undefined
        ? []
        : familyProblems(families, { analyses, contrasts }, methods),
    ({ interim, analyses }) => (interim === undefined ? [] : interimProblems(interim, analyses, methods)),
    ({ deviations }) => repeatedIds(['deviations'], 'deviation', idsOf(deviations ?? [])),
    ({ economics, analyses }) =>
      economics === undefined ? [] : economicsProblems(economics, protocol.outcomes, analyses),
  ]
}

function estimandProblems(estimands: Plan['estimands'], { outcomes, process }: Protocol): Problem[] {
  const fields = eventConditionFields(process.events)
  return [
    ...repeatedIds(['estimands'], 'estimand', idsOf(estimands)),
    ...estimands.flatMap(({ outcome, intercurrentEvents }, index) => [
      ...named(['estimands', index, 'outcome'], 'outcome', outcome, idsOf(outcomes)),
      ...intercurrentEvents.flatMap(({ event }, at) =>
        under(['estimands', index, 'intercurrentEvents', at, 'event'], conditionProblems(event, fields, 'event')),
      ),
    ]),
  ]
}

/** What is wrong with a list of analyses, ids given twice included. */
export function analysesProblems(analyses: Plan['analyses'], declared: Declared): Problem[] {
  return [
    ...analyses.flatMap((analysis, index) => analysisProblems(['analyses', index], analysis, declared)),
    ...repeatedIds(['analyses'], 'analysis', idsOf(analyses)),
  ]
}

export function otherTrial(received: string, expected: string): Problem {
  return { path: ['trial'], expected: `the trial of the protocol, ${expected}`, received: quote(received) }
}

function economicsProblems(
  { outcome, events, benchmarks = [], ...by }: NonNullable<Plan['economics']>,
  declared: Protocol['outcomes'],
  analyses: Plan['analyses'] | undefined,
): Problem[] {
  const outcomes = idsOf(declared)
  const owed = declared.filter(each => each.type === 'money' && each.field !== undefined)
  const known = (key: string, noun: string, id: string | undefined, ids: readonly string[] | undefined) =>
    id === undefined || ids === undefined ? [] : named(['economics', key], noun, id, ids)
  // Of every allocated case: the cost is theirs too.
  const whole = analyses?.filter(
    ({ set, by: groups, settings }) => set === undefined && groups === undefined && settings?.uptake === undefined,
  )
  const of = (wanted: string | undefined) => whole && idsOf(whole.filter(analysis => analysis.outcome === wanted))
  return [
    ...known('outcome', 'outcome', outcome, outcomes),
    ...known('events', 'outcome', events, outcomes),
    ...known('analysis', `analysis of ${outcome}`, by.analysis, of(outcome)),
    ...known('eventsAnalysis', `analysis of ${events}`, by.eventsAnalysis, of(events)),
    ...unknownIds(
      ['economics', 'sensitivity'],
      'analysis of these outcomes',
      analyses === undefined ? [] : (by.sensitivity ?? []),
      [...(of(outcome) ?? []), ...(of(events) ?? [])],
    ),
    ...known('bootstrap', `analysis of ${outcome}`, by.bootstrap, of(outcome)),
    ...benchmarks.flatMap(({ owed: id }, index) =>
      named(['economics', 'benchmarks', index, 'owed'], 'money outcome made of a baseline field', id, idsOf(owed)),
    ),
    ...repeatedIds(
      ['economics', 'benchmarks'],
      'benchmark',
      benchmarks.map(({ benchmark }) => benchmark),
      'benchmark',
    ),
  ]
}
