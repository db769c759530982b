import { quote } from '../core/errors.ts'
import type { MethodTraits } from './method.ts'
import type { Plan, PlannedAnalysis } from './plan.ts'
import { armsOfSide, hasPooledSide, isPooled } from './pooled-arms.ts'
import { named, repeatedIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'

type Path = Problem['path']
type PlannedContrast = Plan['contrasts'][number]

const idsOf = (parts: readonly { id: string }[]): string[] => parts.map(({ id }) => id)

/** What is wrong with the contrasts between the arms of a protocol. */
export function contrastProblems(
  contrasts: Plan['contrasts'],
  protocol: Pick<Protocol, 'arms' | 'allocation'>,
): Problem[] {
  return [
    ...repeatedIds(['contrasts'], 'contrast', idsOf(contrasts)),
    ...contrasts.flatMap((contrast, index) => {
      const path = ['contrasts', index]
      const sides = [
        ...sideProblems([...path, 'arm'], contrast.arm, protocol),
        ...againstProblems(path, contrast, protocol),
      ]
      return sides.length > 0 ? sides : marginProblems(path, contrast, protocol)
    }),
  ]
}

/** Arms of one side that are not declared, or named twice. */
function sideProblems(path: Path, side: string, { arms }: Pick<Protocol, 'arms'>): Problem[] {
  const given = armsOfSide(side)
  return given.flatMap((arm, at) => {
    const place = isPooled(side) ? [...path, at] : path
    return given.indexOf(arm) < at
      ? [{ path: place, expected: 'each arm once', received: quote(arm) }]
      : named(place, 'arm', arm, idsOf(arms))
  })
}

function againstProblems(path: Path, { arm, against }: PlannedContrast, protocol: Pick<Protocol, 'arms'>): Problem[] {
  const [own, others] = [armsOfSide(arm), armsOfSide(against)]
  const both = others.flatMap((other, at): Problem[] =>
    own.includes(other)
      ? [
          {
            path: isPooled(against) ? [...path, 'against', at] : [...path, 'against'],
            expected: hasPooledSide({ arm, against }) ? 'an arm that is not on the other side' : 'another arm',
            received: quote(other),
          },
        ]
      : [],
  )
  return [...sideProblems([...path, 'against'], against, protocol), ...both]
}

/**
 * Arms of a factorial taken together so that the sides differ in more than one factor: the effect of one factor would be mixed with
 * that of another. One arm against all others is a question of its own.
 */
function marginProblems(
  path: Path,
  { arm, against }: PlannedContrast,
  { arms, allocation }: Pick<Protocol, 'arms' | 'allocation'>,
): Problem[] {
  const [own, others] = [armsOfSide(arm), armsOfSide(against)]
  const againstAll = Math.min(own.length, others.length) === 1 && own.length + others.length === arms.length
  if (allocation.method !== 'factorial' || !hasPooledSide({ arm, against }) || againstAll) return []
  const { factors } = allocation
  if (own.length === others.length && factors.some(factor => isMargin(factor, own, others, factors))) return []
  return [
    {
      path: [...path, 'against'],
      expected: 'for each arm of the other side, in the same order, the one that differs from it in one factor only',
      received: others.join(', '),
      action: `The factors are ${idsOf(factors).join(' and ')}; take together all arms of one level, and those of another.`,
    },
  ]
}

type Factor = Extract<Protocol['allocation'], { method: 'factorial' }>['factors'][number]

const levelOf = ({ levels }: Factor, arm: string): string | undefined =>
  Object.keys(levels).find(level => levels[level]?.includes(arm))

/** Whether all arms of a side have one level of a factor, those of the other side another, and nothing else sets a pair apart. */
function isMargin(
  factor: Factor,
  own: readonly string[],
  others: readonly string[],
  factors: readonly Factor[],
): boolean {
  const [level, other] = [own, others].map(side => new Set(side.map(arm => levelOf(factor, arm))))
  const rest = factors.filter(({ id }) => id !== factor.id)
  return (
    level?.size === 1 &&
    other?.size === 1 &&
    own.every((arm, at) => rest.every(each => levelOf(each, arm) === levelOf(each, others[at] ?? '')))
  )
}

/** Contrasts of an analysis that its method cannot be asked for: of arms taken together, or of others than such. */
export function pooledContrastProblems(
  path: Path,
  { contrasts: wanted }: Pick<PlannedAnalysis, 'contrasts'>,
  contrasts: Plan['contrasts'],
  method: MethodTraits,
): Problem[] {
  const asked = contrasts.filter(({ id }) => wanted?.includes(id) ?? true)
  const place: Path = wanted === undefined ? path : [...path, 'contrasts']
  const problem = (expected: string, of: readonly PlannedContrast[], action: string): Problem[] =>
    of.length === 0 ? [] : [{ path: place, expected, received: idsOf(of).join(', '), action }]
  if (method.pairsArms) {
    return problem(
      `contrasts of two arms against two, which ${method.id} sets against each other in pairs`,
      asked.filter(({ arm, against }) => [arm, against].some(side => armsOfSide(side).length !== 2)),
      'Name the contrasts in `contrasts`.',
    )
  }
  return problem(
    `contrasts of single arms, as ${method.id} judges all of them together`,
    method.simultaneous ? asked.filter(hasPooledSide) : [],
    'Name others in `contrasts`, or give a method that takes each contrast alone.',
  )
}
