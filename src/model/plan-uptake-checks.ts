import { quote } from '../core/errors.ts'
import { named, unknownId } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { Uptake } from './summary.ts'
import type { Problem } from './validate.ts'

type Path = Problem['path']

/** What is wrong with the uptake of an analysis whose method reads it: none, or one that does not say yes or no of every case. */
export function uptakeProblems(
  path: Path,
  uptake: Uptake | undefined,
  { outcomes }: Pick<Protocol, 'outcomes'>,
): Problem[] {
  if (uptake === undefined) {
    return [{ path, expected: 'the outcome that says who took up what the arm offered', received: 'nothing' }]
  }
  const outcome = outcomes.find(({ id }) => id === uptake.outcome)
  if (outcome === undefined) {
    return named(
      [...path, 'outcome'],
      'outcome',
      uptake.outcome,
      outcomes.map(({ id }) => id),
    )
  }
  const problem = (expected: string, received: string): Problem => ({ path: [...path, 'outcome'], expected, received })
  if (outcome.type === 'money' || outcome.type === 'time') {
    return [problem('a binary outcome, or a category with a level', `${outcome.id}, a ${outcome.type} outcome`)]
  }
  if (outcome.observed?.outcome !== undefined) {
    return [
      problem(
        'an outcome that applies to every case of its arms',
        `${outcome.id}, which applies by ${outcome.observed.outcome}`,
      ),
    ]
  }
  const levels = outcome.type === 'category' ? outcome.levels : []
  if (uptake.level !== undefined) {
    return levels.includes(uptake.level) ? [] : [unknownId([...path, 'level'], 'level', uptake.level, levels)]
  }
  return levels.length === 0
    ? []
    : [{ path, expected: `\`level\`: one of ${levels.map(quote).join(', ')}`, received: 'nothing' }]
}
