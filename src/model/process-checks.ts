import { quote } from '../core/errors.ts'
import type { Condition } from './condition.ts'
import { type ConditionField, eventConditionFields } from './condition-field.ts'
import { conditionProblems } from './condition-problems.ts'
import { eventParts, reservedEventFields, voidKind } from './event.ts'
import { fieldProblems, repeatedIds, under, unknownId, unknownIds } from './problems.ts'
import type { EventField, Outcome, Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'
import { awaited, censored } from './waiting.ts'

type Sections = Partial<Protocol>
type Path = Problem['path']

/** The rules of the events that may be recorded. */
export function eventProblems({ process, arms }: Sections): Problem[] {
  if (process === undefined) return []
  const { events } = process
  const path = ['process', 'events']
  const fields = eventConditionFields(events)
  return [
    ...repeatedIds(
      path,
      'event kind',
      events.map(({ kind }) => kind),
      'kind',
    ),
    ...events.flatMap((event, index) => [
      ...builtInProblems([...path, index, 'kind'], event.kind),
      ...fieldProblems([...path, index, 'fields'], event.fields),
      ...event.fields.flatMap((field, at) => fieldNameProblems([...path, index, 'fields', at], field, fields)),
      ...(event.after === undefined ? [] : ruleProblems([...path, index, 'after'], event.after, fields)),
      ...(arms === undefined
        ? []
        : unknownIds(
            [...path, index, 'arms'],
            'arm',
            event.arms ?? [],
            arms.map(({ id }) => id),
          )),
    ]),
  ]
}

const builtInProblems = (path: Path, kind: string): Problem[] =>
  kind === voidKind
    ? [{ path, expected: `a kind other than ${voidKind}, which every trial has`, received: quote(kind) }]
    : []

function fieldNameProblems(path: Path, field: EventField, fields: readonly ConditionField[]): Problem[] {
  const taken = [...eventParts, ...reservedEventFields]
  if (taken.includes(field.id)) {
    return [{ path: [...path, 'id'], expected: `a name other than ${taken.join(', ')}`, received: quote(field.id) }]
  }
  const type = fields.find(({ id }) => id === field.id)?.type
  if (type === field.type) return []
  return [
    {
      path: [...path, 'type'],
      expected: `one type for ${field.id} in all events`,
      received: `${field.type} and ${type}`,
    },
  ]
}

const ruleProblems = (path: Path, rule: Condition, fields: readonly ConditionField[]): Problem[] =>
  under(path, conditionProblems(rule, fields, 'event'))

/** The rules of outcomes: what they are made from, where they apply. */
export function outcomeProblems({ outcomes, process, caseload, arms }: Sections): Problem[] {
  if (outcomes === undefined) return []
  const path = ['outcomes']
  const fields = process === undefined ? undefined : eventConditionFields(process.events)
  return [
    ...repeatedIds(
      path,
      'outcome',
      outcomes.map(({ id }) => id),
    ),
    ...outcomes.flatMap((outcome, index) => [
      ...(fields === undefined ? [] : outcomeRuleProblems([...path, index], outcome, fields)),
      ...definitionProblems([...path, index], outcome, caseload),
      ...observedProblems([...path, index, 'observed'], outcome, outcomes.slice(0, index), arms),
    ]),
  ]
}

function outcomeRuleProblems(path: Path, outcome: Outcome, fields: readonly ConditionField[]): Problem[] {
  const { missingWhen } = outcome
  const missing = missingWhen === undefined ? [] : ruleProblems([...path, 'missingWhen'], missingWhen, fields)
  return [...missing, ...valueRuleProblems(path, outcome, fields)]
}

function valueRuleProblems(path: Path, outcome: Outcome, fields: readonly ConditionField[]): Problem[] {
  if (outcome.type === 'binary') return ruleProblems([...path, 'when'], outcome.when, fields)
  if (outcome.type === 'money') {
    return outcome.sumOf === undefined ? [] : ruleProblems([...path, 'sumOf'], outcome.sumOf, fields)
  }
  if (outcome.type === 'time') return waitingRuleProblems(path, outcome, fields)
  const { first, cases = [] } = outcome
  const known = fields.map(({ id }) => id)
  return [
    ...(first === undefined ? [] : ruleProblems([...path, 'first', 'of'], first.of, fields)),
    ...(first === undefined || known.includes(first.field)
      ? []
      : [unknownId([...path, 'first', 'field'], 'event field', first.field, known)]),
    ...cases.flatMap(({ when }, index) => ruleProblems([...path, 'cases', index, 'when'], when, fields)),
  ]
}

function waitingRuleProblems(
  path: Path,
  { until, competing = [], censoredWhen }: Extract<Outcome, { type: 'time' }>,
  fields: readonly ConditionField[],
): Problem[] {
  const censoring = censoredWhen === undefined ? [] : ruleProblems([...path, 'censoredWhen'], censoredWhen, fields)
  return [
    ...ruleProblems([...path, 'until'], until, fields),
    ...competing.flatMap(({ when }, index) => ruleProblems([...path, 'competing', index, 'when'], when, fields)),
    ...censoring,
  ]
}

/** Ends that compete have ids of their own: none is called as what is waited for, or as what is neither. */
function competingProblems(path: Path, { competing = [] }: Extract<Outcome, { type: 'time' }>): Problem[] {
  const ids = competing.map(({ id }) => id)
  const taken = ids.flatMap((id, index): Problem[] =>
    id === awaited || id === censored
      ? [
          {
            path: [...path, 'competing', index, 'id'],
            expected: `another id than ${awaited} and ${censored}`,
            received: quote(id),
          },
        ]
      : [],
  )
  return [...taken, ...repeatedIds([...path, 'competing'], 'competing end', ids)]
}

function definitionProblems(path: Path, outcome: Outcome, caseload: Sections['caseload']): Problem[] {
  if (outcome.type === 'money') return moneyDefinitionProblems(path, outcome, caseload)
  if (outcome.type === 'time') return competingProblems(path, outcome)
  if (outcome.type !== 'category') return []
  const { first, cases, otherwise, levels, levelTitles = {} } = outcome
  const one = { path, expected: 'exactly one of `first` and `cases`' }
  const used = [
    ...(cases ?? []).map(({ level }) => level),
    ...(otherwise === undefined ? [] : [otherwise]),
    ...Object.keys(levelTitles),
  ]
  return [
    ...((first === undefined) === (cases === undefined) ? [one] : []),
    ...used
      .filter(level => !levels.includes(level))
      .map(level => unknownId([...path, 'levels'], 'level', level, levels)),
  ]
}

function moneyDefinitionProblems(
  path: Path,
  { sumOf, field }: Extract<Outcome, { type: 'money' }>,
  caseload: Sections['caseload'],
): Problem[] {
  if ((sumOf === undefined) === (field === undefined)) return [{ path, expected: 'exactly one of `sumOf` and `field`' }]
  if (field === undefined || caseload === undefined) return []
  const declared = caseload.fields.find(({ id }) => id === field)
  return declared?.type === 'money' && declared.baseline
    ? []
    : [{ path: [...path, 'field'], expected: 'a baseline money field of the caseload', received: quote(field) }]
}

function observedProblems(
  path: Path,
  { observed }: Outcome,
  earlier: readonly Outcome[],
  arms: Sections['arms'],
): Problem[] {
  if (observed === undefined) return []
  const categories = earlier.filter(outcome => outcome.type === 'category')
  const decides = categories.find(({ id }) => id === observed.outcome)
  const unknown =
    observed.outcome !== undefined && decides === undefined
      ? [
          unknownId(
            [...path, 'outcome'],
            'category outcome earlier in the list',
            observed.outcome,
            categories.map(({ id }) => id),
          ),
        ]
      : []
  const pair =
    (observed.outcome === undefined) === (observed.levels === undefined)
      ? []
      : [{ path, expected: '`outcome` and `levels` together' }]
  return [
    ...unknown,
    ...pair,
    ...(decides === undefined ? [] : unknownIds([...path, 'levels'], 'level', observed.levels ?? [], decides.levels)),
    ...(arms === undefined
      ? []
      : unknownIds(
          [...path, 'arms'],
          'arm',
          observed.arms ?? [],
          arms.map(({ id }) => id),
        )),
  ]
}
