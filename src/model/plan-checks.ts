import { quote } from '../core/errors.ts'
import type { Plan } from './plan.ts'
import { repeatedIds, unknownId, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

/** The rules between a plan, its protocol and the registered methods. */
export function planChecks(protocol: Protocol, methods: readonly string[]): readonly CrossCheck<Plan>[] {
  const arms = protocol.arms.map(({ id }) => id)
  const outcomes = protocol.outcomes.map(({ id }) => id)
  return [
    ({ trial }) => (trial === undefined || trial === protocol.id ? [] : [otherTrial(trial, protocol.id)]),
    ({ contrasts }) => (contrasts === undefined ? [] : contrastProblems(contrasts, arms)),
    ({ analyses, contrasts, estimands }) =>
      (analyses ?? []).flatMap((analysis, index): Problem[] => {
        const path = ['analyses', index]
        const outcome = protocol.outcomes.find(({ id }) => id === analysis.outcome)
        const levels = outcome?.type === 'category' ? outcome.levels : []
        return [
          ...named([...path, 'outcome'], 'outcome', analysis.outcome, outcomes),
          ...named([...path, 'method'], 'method', analysis.method, methods).map(problem => ({
            ...problem,
            expected: 'the id of a method',
            action: `Give one of ${methods.join(', ')}.`,
          })),
          ...(analysis.level === undefined ? [] : named([...path, 'level'], 'level', analysis.level, levels)),
          ...(contrasts === undefined
            ? []
            : unknownIds(
                [...path, 'contrasts'],
                'contrast',
                analysis.contrasts ?? [],
                contrasts.map(({ id }) => id),
              )),
          ...(estimands === undefined || analysis.estimand === undefined
            ? []
            : named(
                [...path, 'estimand'],
                'estimand',
                analysis.estimand,
                estimands.map(({ id }) => id),
              )),
        ]
      }),
    ({ analyses }) =>
      analyses === undefined
        ? []
        : repeatedIds(
            ['analyses'],
            'analysis',
            analyses.map(({ id }) => id),
          ),
    ({ estimands }) =>
      (estimands ?? []).flatMap(({ outcome }, index) =>
        named(['estimands', index, 'outcome'], 'outcome', outcome, outcomes),
      ),
    ({ economics, analyses }) => {
      if (economics === undefined) return []
      const known = (analyses ?? []).map(({ id }) => id)
      return [
        ...named(['economics', 'outcome'], 'outcome', economics.outcome, outcomes),
        ...(economics.events === undefined
          ? []
          : named(['economics', 'events'], 'outcome', economics.events, outcomes)),
        ...(analyses === undefined ? [] : named(['economics', 'analysis'], 'analysis', economics.analysis, known)),
      ]
    },
  ]
}

export function otherTrial(received: string, expected: string): Problem {
  return { path: ['trial'], expected: `the trial of the protocol, ${expected}`, received: quote(received) }
}

function contrastProblems(contrasts: Plan['contrasts'], arms: readonly string[]): Problem[] {
  return [
    ...repeatedIds(
      ['contrasts'],
      'contrast',
      contrasts.map(({ id }) => id),
    ),
    ...contrasts.flatMap(({ arm, against }, index) => [
      ...named(['contrasts', index, 'arm'], 'arm', arm, arms),
      ...named(['contrasts', index, 'against'], 'arm', against, arms),
      ...(arm === against
        ? [{ path: ['contrasts', index, 'against'], expected: 'another arm', received: quote(against) }]
        : []),
    ]),
  ]
}

/** A problem unless the id is known. */
export const named = (path: Problem['path'], noun: string, id: string, known: readonly string[]): Problem[] =>
  known.includes(id) ? [] : [unknownId(path, noun, id, known)]
