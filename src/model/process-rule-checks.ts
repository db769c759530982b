import { quote } from '../core/errors.ts'
import type { Condition } from './condition.ts'
import { type ConditionField, eventConditionFields } from './condition-field.ts'
import { conditionProblems } from './condition-problems.ts'
import { named, repeatedIds, under, unknownIds } from './problems.ts'
import type { Process, ProcessRule, Term } from './process.ts'
import type { Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'

type Path = Problem['path']

/** What is wrong with the rules between events: kinds, arms and fields that they name, conditions that cannot be asked. */
export function processRuleProblems({ process, arms }: Partial<Protocol>): Problem[] {
  if (process === undefined) return []
  const path = ['process', 'rules']
  const fields = eventConditionFields(process.events)
  const knownArms = arms?.map(({ id }) => id)
  return [
    ...repeatedIds(
      path,
      'rule',
      process.rules.map(({ id }) => id),
    ),
    ...process.rules.flatMap((rule, index) => [
      ...kindProblems([...path, index], rule, process),
      ...(knownArms === undefined ? [] : unknownIds([...path, index, 'arms'], 'arm', rule.arms ?? [], knownArms)),
      ...conditionsOf(rule).flatMap(({ at, condition }) =>
        under([...path, index, ...at], conditionProblems(condition, fields, 'event')),
      ),
      ...perProblems([...path, index, 'limit', 'per'], rule, process, fields),
    ]),
  ]
}

/** The kinds that a rule is about must be declared, happen in its arms, and have an amount where it asks for one. */
function kindProblems(path: Path, { of, arms, amount }: ProcessRule, { events }: Process): Problem[] {
  const known = events.map(({ kind }) => kind)
  const about = events.filter(({ kind }) => of.includes(kind))
  return [
    ...unknownIds([...path, 'of'], 'event kind', of, known),
    ...about.flatMap(event => {
      const apart = (arms ?? []).filter(arm => event.arms?.includes(arm) === false)
      return apart.map(arm => ({
        path: [...path, 'arms'],
        expected: `arms in which ${event.kind} may happen`,
        received: quote(arm),
      }))
    }),
    ...(amount === undefined ? [] : about)
      .filter(event => event.amount === 'none')
      .map(({ kind }) => ({
        path: [...path, 'amount'],
        expected: 'kinds of event with an amount',
        received: quote(kind),
      })),
  ]
}

function perProblems(
  path: Path,
  { of, limit }: ProcessRule,
  { events }: Process,
  fields: readonly ConditionField[],
): Problem[] {
  const per = limit?.per
  if (per === undefined) return []
  const declared = fields.map(({ id }) => id)
  const without = events.filter(({ kind, fields: own }) => of.includes(kind) && !own.some(({ id }) => id === per))
  return [
    ...named(path, 'event field', per, declared),
    ...(declared.includes(per) ? without : []).map(({ kind }) => ({
      path,
      expected: `a field of every kind that the rule is about, ${kind} too`,
      received: quote(per),
    })),
  ]
}

function conditionsOf({
  when,
  after,
  notAfter,
  must,
  limit,
  amount,
}: ProcessRule): { at: Path; condition: Condition }[] {
  const terms: [string, Term][] = Object.entries(amount ?? {})
  const found: [Path, Condition | undefined][] = [
    [['when'], when],
    [['after'], after],
    [['notAfter'], notAfter],
    [['must'], must],
    [['limit', 'until'], limit?.until],
    ...terms.flatMap(([name, { of, less }]): [Path, Condition | undefined][] => [
      [['amount', name, 'of'], of],
      [['amount', name, 'less'], less],
    ]),
  ]
  return found.flatMap(([at, condition]) => (condition === undefined ? [] : [{ at, condition }]))
}
