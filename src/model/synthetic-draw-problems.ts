import { isCivilDate } from '../core/civil-date.ts'
import { quote } from '../core/errors.ts'
import { parsePounds } from '../core/money.ts'
import { unknownId } from './problems.ts'
import type { CaseField, FieldType } from './protocol.ts'
import type { Draw } from './synthetic-draw.ts'
import type { Problem } from './validate.ts'

type Path = Problem['path']

/** Types of field that each simple draw can fill. */
const drawTypes: Readonly<Record<string, FieldType>> = {
  shares: 'category',
  probability: 'boolean',
  lognormal: 'money',
  wholeNormal: 'integer',
  daysBefore: 'date',
}

/** Every reason why a draw cannot fill a field of the caseload, given the fields drawn before it. */
export function drawProblems(draw: Draw, field: CaseField, earlier: readonly CaseField[], path: Path): Problem[] {
  if ('mixture' in draw) {
    return draw.mixture.flatMap((part, index) =>
      drawProblems(part.draw, field, earlier, [...path, 'mixture', index, 'draw']),
    )
  }
  if ('by' in draw) return dependentProblems(draw, field, earlier, path)
  if ('missing' in draw) {
    return field.optional ? [] : [{ path, expected: `a value, as ${field.id} is never missing`, received: 'missing' }]
  }
  if ('value' in draw) {
    const expected = `a value of ${field.id} (${field.type}) as a caseload file holds it`
    return holds(field, draw.value) ? [] : [{ path: [...path, 'value'], expected, received: quote(draw.value) }]
  }
  const name = Object.keys(draw)[0] ?? ''
  if (drawTypes[name] !== field.type) {
    return [{ path: [...path, name], expected: `a draw for ${field.id} (${field.type})`, received: name }]
  }
  return 'shares' in draw ? levelProblems([...path, 'shares'], Object.keys(draw.shares), field) : []
}

function dependentProblems(
  { by, when, otherwise }: Extract<Draw, { by: string }>,
  field: CaseField,
  earlier: readonly CaseField[],
  path: Path,
): Problem[] {
  const deciding = earlier.filter(each => levelsOf(each).length > 0)
  const decides = deciding.find(({ id }) => id === by)
  if (decides === undefined) {
    const known = deciding.map(({ id }) => id)
    return [unknownId([...path, 'by'], 'category or yes-or-no field drawn before', by, known)]
  }
  const uncovered = levelsOf(decides).filter(level => when[level] === undefined)
  return [
    ...levelProblems([...path, 'when'], Object.keys(when), decides),
    ...(otherwise === undefined && uncovered.length > 0
      ? [{ path, expected: `\`otherwise\`, or a draw for ${uncovered.join(', ')}` }]
      : []),
    ...Object.entries(when).flatMap(([level, draw]) => drawProblems(draw, field, earlier, [...path, 'when', level])),
    ...(otherwise === undefined ? [] : drawProblems(otherwise, field, earlier, [...path, 'otherwise'])),
  ]
}

/** The texts that a category or a yes-or-no field can have in a file. */
const levelsOf = ({ type, levels = [] }: CaseField): readonly string[] =>
  type === 'boolean' ? ['true', 'false'] : levels

function levelProblems(path: Path, named: readonly string[], field: CaseField): Problem[] {
  const levels = levelsOf(field)
  return named
    .filter(level => !levels.includes(level))
    .map(level => unknownId([...path, level], 'level', level, levels))
}

function holds({ type, levels = [] }: CaseField, text: string): boolean {
  switch (type) {
    case 'money':
      return parsePounds(text) !== undefined
    case 'integer':
      return /^-?\d+$/.test(text)
    case 'boolean':
      return text === 'true' || text === 'false'
    case 'date':
      return isCivilDate(text)
    case 'category':
      return levels.includes(text)
    case 'text':
      return true
  }
}
