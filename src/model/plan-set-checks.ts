import { quote } from '../core/errors.ts'
import {
  allAllocated,
  isOfBaseline,
  namedIn,
  type PlannedSet,
  type SetProtocol,
  setFacts,
  setFields,
} from './analysis-sets.ts'
import { conditionProblems } from './condition-problems.ts'
import type { Plan, PlannedAnalysis } from './plan.ts'
import { named, repeatedIds, under } from './problems.ts'
import type { Problem } from './validate.ts'

type Path = Problem['path']

/** What is wrong with the sets of a plan: ids, rules, and sets that no arm can have. */
export function setProblems(sets: readonly PlannedSet[], protocol: SetProtocol): Problem[] {
  const path = ['analysisSets']
  const ids = sets.map(({ id }) => id)
  return [
    ...repeatedIds(path, 'analysis set', ids),
    ...sets.flatMap((set, index) => [
      ...(set.id === allAllocated ? [reserved([...path, index, 'id'])] : []),
      ...definitionProblems([...path, index, 'where'], set, protocol),
    ]),
  ]
}

function definitionProblems(path: Path, set: PlannedSet, protocol: SetProtocol): Problem[] {
  const rule = under(path, conditionProblems(set.where, setFields(protocol), 'analysed'))
  if (rule.length > 0) return rule
  const unclear = ambiguous(set, protocol)
  if (unclear.length > 0) {
    return [
      { path, expected: 'names that are either of an outcome or of a baseline field', received: unclear.join(', ') },
    ]
  }
  if (setFacts(set, protocol).arms.length > 0) return []
  return [
    {
      path,
      expected: 'outcomes that are all observed in one arm at least',
      received: `${namedIn(set.where).join(', ')}, which no arm has all of`,
      action: 'Give the outcomes `observed: { arms }`, or make several sets.',
    },
  ]
}

/** Names of a rule that mean an outcome and, with other values, a baseline field. */
function ambiguous({ where }: PlannedSet, { caseload, outcomes }: SetProtocol): string[] {
  const fields = new Set(caseload.fields.filter(({ baseline }) => baseline).map(({ id }) => id))
  return namedIn(where).filter(name => {
    const outcome = outcomes.find(({ id }) => id === name)
    const same = outcome?.type === 'money' && outcome.field === name && isOfBaseline(outcome)
    return outcome !== undefined && fields.has(name) && !same
  })
}

const reserved = (path: Path): Problem => ({
  path,
  expected: 'another id than that of the set of every allocated case',
  received: quote(allAllocated),
})

/** What is wrong with the set of an analysis: none of that id, or one that is formed too late for what the analysis is for. */
export function namedSetProblems(
  path: Path,
  { set: id, role }: Pick<PlannedAnalysis, 'set' | 'role'>,
  sets: readonly PlannedSet[],
  protocol: SetProtocol,
): Problem[] {
  if (id === undefined) return []
  const set = sets.find(each => each.id === id)
  if (set === undefined) {
    return named(
      [...path, 'set'],
      'analysis set',
      id,
      sets.map(each => each.id),
    )
  }
  if (role !== 'primary' || setFacts(set, protocol).formed === 'at_baseline') return []
  return [
    {
      path: [...path, 'role'],
      expected: 'another role, as a set formed after allocation only describes',
      received: quote(role),
      action: 'Make it secondary or exploratory, or look at every allocated case.',
    },
  ]
}

/** Members of families that look at a set formed after allocation: their P says nothing of what an arm brought about. */
export function laterSetMembers(
  { families = [], analyses = [], analysisSets = [] }: Partial<Plan>,
  protocol: SetProtocol,
): Problem[] {
  const later = new Set(
    analysisSets.filter(set => setFacts(set, protocol).formed === 'after_allocation').map(({ id }) => id),
  )
  return families.flatMap(({ members }, index) =>
    members.flatMap(({ analysis }, position): Problem[] => {
      const set = analyses.find(({ id }) => id === analysis)?.set
      if (set === undefined || !later.has(set)) return []
      return [
        {
          path: ['families', index, 'members', position, 'analysis'],
          expected: 'an analysis of every allocated case or of a subgroup at baseline',
          received: `${quote(analysis)}, which is of the set ${set}`,
          action: 'Take it out of the family: a set formed after allocation only describes.',
        },
      ]
    }),
  )
}
