import { quote } from '../core/errors.ts'
import type { PlannedSet } from './analysis-sets.ts'
import type { MethodTraits } from './method.ts'
import type { Plan, PlannedAnalysis } from './plan.ts'
import { pooledContrastProblems } from './plan-contrast-checks.ts'
import { namedSetProblems } from './plan-set-checks.ts'
import { byProblems } from './plan-subgroup-checks.ts'
import { uptakeProblems } from './plan-uptake-checks.ts'
import { named, unknownId, unknownIds } from './problems.ts'
import type { Outcome, Protocol } from './protocol.ts'
import type { Subgrouping } from './subgroups.ts'
import type { Problem } from './validate.ts'
import { endsOf } from './waiting.ts'

type Path = Problem['path']

/** What an analysis may name: `contrasts` and `estimands` are absent where those sections are not well formed. */
export interface Declared {
  protocol: Protocol
  methods: readonly MethodTraits[]
  contrasts?: Plan['contrasts'] | undefined
  estimands?: Plan['estimands'] | undefined
  sets: readonly PlannedSet[]
  subgroups: readonly Subgrouping[]
}

/** Ids of the parts of a document. */
export const idsOf = (parts: readonly { id: string }[]): string[] => parts.map(({ id }) => id)

/** What is wrong with one analysis: names of what is not declared, a method that is for something else, its settings. */
export function analysisProblems(path: Path, analysis: PlannedAnalysis, declared: Declared): Problem[] {
  const { protocol, methods, contrasts, estimands } = declared
  const outcome = protocol.outcomes.find(({ id }) => id === analysis.outcome)
  const method = methods.find(({ id }) => id === analysis.method)
  return [
    ...named([...path, 'outcome'], 'outcome', analysis.outcome, idsOf(protocol.outcomes)),
    ...(method === undefined ? [unknownMethod(path, analysis.method, methods)] : []),
    ...(contrasts === undefined
      ? []
      : unknownIds([...path, 'contrasts'], 'contrast', analysis.contrasts ?? [], idsOf(contrasts))),
    ...(estimands === undefined || analysis.estimand === undefined
      ? []
      : named([...path, 'estimand'], 'estimand', analysis.estimand, idsOf(estimands))),
    ...namedSetProblems(path, analysis, declared.sets, protocol),
    ...byProblems(path, analysis, method, declared.subgroups, idsOf(methods.filter(({ comparable }) => comparable))),
    ...levelProblems(path, analysis, outcome, method),
    ...(method === undefined || outcome === undefined ? [] : outcomeProblems(path, method, outcome)),
    ...(method === undefined || contrasts === undefined
      ? []
      : pooledContrastProblems(path, analysis, contrasts, method)),
    ...(method === undefined ? [] : settingProblems([...path, 'settings'], analysis, method, outcome, protocol)),
  ]
}

const unknownMethod = (path: Path, method: string, methods: readonly MethodTraits[]): Problem => ({
  path: [...path, 'method'],
  expected: 'the id of a method',
  received: quote(method),
  action: `Give one of ${idsOf(methods).join(', ')}.`,
})

function levelProblems(
  path: Path,
  { level }: PlannedAnalysis,
  outcome: Outcome | undefined,
  method: MethodTraits | undefined,
): Problem[] {
  const levels = outcome?.type === 'category' ? outcome.levels : outcome?.type === 'time' ? endsOf(outcome) : []
  if (level !== undefined) {
    return levels.includes(level) ? [] : [unknownId([...path, 'level'], 'level', level, levels)]
  }
  if (!method?.oneLevel || outcome?.type !== 'category') return []
  return [
    {
      path,
      expected: `a \`level\` of ${outcome.id} that counts as an event, for ${method.id}`,
      received: 'nothing',
      action: `Set level to one of ${levels.join(', ')}.`,
    },
  ]
}

function outcomeProblems(path: Path, method: MethodTraits, { id, type }: Outcome): Problem[] {
  if (method.outcomes.includes(type)) return []
  return [
    {
      path: [...path, 'method'],
      expected: `a method for a ${type} outcome, as ${id} is`,
      received: `${quote(method.id)}, which is for ${method.outcomes.join(' and ')} outcomes`,
      action: 'Give another method or another outcome.',
    },
  ]
}

function settingProblems(
  path: Path,
  { settings = {} }: PlannedAnalysis,
  method: MethodTraits,
  outcome: Outcome | undefined,
  protocol: Protocol,
): Problem[] {
  const allowed: readonly string[] = method.reads
  const unread = Object.keys(settings).filter(name => !allowed.includes(name))
  const { scores, statistic, uptake } = settings
  return [
    ...(allowed.includes('uptake') ? uptakeProblems([...path, 'uptake'], uptake, protocol) : []),
    ...unread.map(
      (name): Problem => ({
        path: [...path, name],
        at: 'key',
        expected: allowed.length === 0 ? `no setting, as ${method.id} reads none` : `a setting that ${method.id} reads`,
        received: quote(name),
        action: allowed.length === 0 ? 'Remove it.' : `Give ${allowed.join(' or ')}, or remove it.`,
      }),
    ),
    ...(statistic === undefined || method.statistics.length === 0
      ? []
      : named([...path, 'statistic'], 'statistic', statistic, method.statistics)),
    ...(scores === undefined ? [] : scoreProblems([...path, 'scores'], scores, outcome, protocol)),
  ]
}

function scoreProblems(
  path: Path,
  scores: Readonly<Record<string, number>>,
  outcome: Outcome | undefined,
  protocol: Protocol,
): Problem[] {
  const arms = idsOf(protocol.arms)
  const scored = arms.filter(arm => outcome?.observed?.arms?.includes(arm) ?? true)
  return [
    ...Object.keys(scores)
      .filter(arm => !arms.includes(arm))
      .map((arm): Problem => ({ ...unknownId([...path, arm], 'arm', arm, arms), at: 'key' })),
    ...scored
      .filter(arm => scores[arm] === undefined)
      .map(arm => ({ path, expected: `a score of ${arm}`, received: 'nothing', action: 'Give each arm a score.' })),
  ]
}
