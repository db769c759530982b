import { quote } from '../core/errors.ts'
import type { CaseField, EventField, Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

type Path = Problem['path']

const mostListed = 60

/** An id that names nothing declared. */
export function unknownId(path: Path, noun: string, id: string, known: readonly string[]): Problem {
  const listed = known.length <= mostListed ? `: ${known.join(', ')}` : ''
  return {
    path,
    expected: `a declared ${noun}${listed}`,
    received: quote(id),
    action: 'Correct the name, or declare it.',
  }
}

/** A problem unless the id is known. */
export const named = (path: Path, noun: string, id: string, known: readonly string[]): Problem[] =>
  known.includes(id) ? [] : [unknownId(path, noun, id, known)]

/** `unknownId` for each id of a list that is not among the known. `path` leads to the list. */
export function unknownIds(path: Path, noun: string, ids: readonly string[], known: readonly string[]): Problem[] {
  return ids.flatMap((id, index) => (known.includes(id) ? [] : [unknownId([...path, index], noun, id, known)]))
}

/** Every entry of a list whose id an earlier entry has. */
export function repeatedIds(path: Path, noun: string, ids: readonly string[], key = 'id'): Problem[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [
          {
            path: [...path, index, key],
            expected: `an id that no other ${noun} has`,
            received: `${quote(id)} a second time`,
          },
        ],
  )
}

/** Problems of a part, with paths from the whole. */
export const under = (path: Path, problems: readonly Problem[]): Problem[] =>
  problems.map(problem => ({ ...problem, path: [...path, ...problem.path] }))

/** Fields of cases or events: an id each, and levels for a category only. */
export function fieldProblems(path: Path, fields: readonly (CaseField | EventField)[]): Problem[] {
  const ids = fields.map(field => field.id)
  const levels = fields.flatMap((field, index): Problem[] => {
    const hasLevels = field.levels !== undefined
    if (hasLevels === (field.type === 'category')) return []
    const expected = hasLevels ? '`levels` on a category only' : '`levels` for a category'
    return [{ path: [...path, index], expected, received: `${field.type} ${quote(field.id)}` }]
  })
  return [...repeatedIds(path, 'field', ids), ...levels]
}

/** That a file of a trial names the trial in whose folder it is. */
export const isOfTrial =
  ({ id }: Pick<Protocol, 'id'>): CrossCheck<{ trial: string }> =>
  ({ trial }) =>
    trial === undefined || trial === id ? [] : [{ path: ['trial'], expected: quote(id), received: quote(trial) }]
