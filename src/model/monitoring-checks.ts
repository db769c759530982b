import { quote } from '../core/errors.ts'
import { eventConditionFields } from './condition-field.ts'
import { conditionProblems } from './condition-problems.ts'
import type { Alarm, AlarmSetting, MeasureTraits, Monitoring } from './monitoring.ts'
import { named, repeatedIds, under, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

type Path = Problem['path']
type Sections = Partial<Protocol>

const idsOf = (parts: readonly { id: string }[] | undefined): string[] => (parts ?? []).map(({ id }) => id)

/** The rules between what is watched, the rest of the protocol and the registered measures. */
export function monitoringChecks(measures: readonly MeasureTraits[]): readonly CrossCheck<Protocol>[] {
  return [
    sections => (sections.monitoring === undefined ? [] : eventRuleProblems(sections.monitoring, sections)),
    ({ monitoring, ...sections }) =>
      (monitoring?.alarms ?? []).flatMap((alarm, index) =>
        under(['monitoring', 'alarms', index], alarmProblems(alarm, sections, measures)),
      ),
    ({ monitoring }) => [
      ...repeatedIds(['monitoring', 'alarms'], 'alarm', idsOf(monitoring?.alarms)),
      ...repeatedIds(['monitoring', 'losses'], 'loss', idsOf(monitoring?.losses)),
      ...repeatedIds(['monitoring', 'budget', 'spend'], 'price', idsOf(monitoring?.budget?.spend)),
    ],
  ]
}

function eventRuleProblems({ losses, budget }: Monitoring, { process, arms }: Sections): Problem[] {
  const spend = budget?.spend ?? []
  const named = spend.flatMap((item, index) =>
    arms === undefined
      ? []
      : unknownIds(['monitoring', 'budget', 'spend', index, 'arms'], 'arm', item.arms ?? [], idsOf(arms)),
  )
  if (process === undefined) return named
  const fields = eventConditionFields(process.events)
  const rules = [
    ...losses.map(({ when }, index) => ({ path: ['monitoring', 'losses', index, 'when'] as Path, rule: when })),
    ...spend.flatMap(({ each }, index) =>
      each === 'case' ? [] : [{ path: ['monitoring', 'budget', 'spend', index, 'each'] as Path, rule: each }],
    ),
  ]
  return [...named, ...rules.flatMap(({ path, rule }) => under(path, conditionProblems(rule, fields, 'event')))]
}

function alarmProblems(
  alarm: Alarm,
  { process, outcomes, strata }: Sections,
  measures: readonly MeasureTraits[],
): Problem[] {
  const measure = measures.find(({ id }) => id === alarm.measure)
  if (measure === undefined) return named(['measure'], 'measure', alarm.measure, idsOf(measures))
  const { step, outcome, per } = alarm
  return [
    ...settingProblems(alarm, measure),
    ...splitProblems(per, measure, strata),
    ...(step === undefined || process === undefined
      ? []
      : named(
          ['step'],
          'event kind',
          step,
          process.events.map(({ kind }) => kind),
        )),
    ...(outcome === undefined || outcomes === undefined ? [] : named(['outcome'], 'outcome', outcome, idsOf(outcomes))),
  ]
}

const settings: readonly AlarmSetting[] = ['days', 'step', 'outcome']

function settingProblems(alarm: Alarm, measure: MeasureTraits): Problem[] {
  return settings
    .filter(name => alarm[name] !== undefined && !measure.settings.includes(name))
    .map(name => ({
      path: [name],
      at: 'key',
      expected:
        measure.settings.length === 0
          ? `no setting, as ${measure.id} reads none`
          : `${measure.settings.join(' or ')}, as ${measure.id} reads no other`,
      received: name,
      action: 'Remove it.',
    }))
}

function splitProblems(per: Alarm['per'], measure: MeasureTraits, strata: Sections['strata']): Problem[] {
  if (per === undefined) return []
  if (!measure.per.includes(per)) {
    const expected = measure.per.length === 0 ? 'no `per`' : `per ${measure.per.join(' or ')}`
    return [{ path: ['per'], expected: `${expected} for ${measure.id}`, received: quote(per) }]
  }
  if (per === 'stratum' && strata?.length === 0) {
    return [{ path: ['per'], expected: 'a trial with strata for `per: stratum`', received: quote(per) }]
  }
  return []
}
