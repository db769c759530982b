import type { Json } from '../core/canonical-json.ts'
import { InternalError } from '../core/errors.ts'

/** How a language writes the values of JSON in its source. */
interface Syntax {
  absent: string
  yes: string
  no: string
  member(key: string, value: string): string
  object: readonly [open: string, close: string]
  array(items: readonly Json[]): readonly [open: string, close: string]
}

const python: Syntax = {
  absent: 'None',
  yes: 'True',
  no: 'False',
  member: (key, value) => `${key}: ${value}`,
  object: ['{', '}'],
  array: () => ['[', ']'],
}

const isVector = ([first, ...rest]: readonly Json[]): boolean =>
  (typeof first === 'string' || typeof first === 'number') && rest.every(item => typeof item === typeof first)

const r: Syntax = {
  absent: 'NULL',
  yes: 'TRUE',
  no: 'FALSE',
  member: (key, value) => `${key} = ${value}`,
  object: ['list(', ')'],
  array: items => (isVector(items) ? ['c(', ')'] : ['list(', ')']),
}

/** A value of JSON as an expression of Python: dictionaries and lists. Pure ASCII, in lines that people can read. */
export const pythonLiteral = (value: Json): string => literal(value, python, 0)

/** The same for R: named lists; texts or numbers of an array are a vector, other arrays unnamed lists. */
export const rLiteral = (value: Json): string => literal(value, r, 0)

function literal(value: Json, syntax: Syntax, depth: number): string {
  if (value === null) return syntax.absent
  if (typeof value === 'boolean') return value ? syntax.yes : syntax.no
  if (typeof value === 'string') return textLiteral(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    return enclosed(
      items.map(item => literal(item, syntax, depth + 1)),
      syntax.array(items),
      depth,
    )
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : [syntax.member(keyLiteral(key), literal(inner, syntax, depth + 1))],
    )
    return enclosed(members, syntax.object, depth)
  }
  throw new InternalError(`no script can hold ${value}`)
}

const longestLine = 100
const indent = '    '

/** On one line where that is short, else one line for each part. */
function enclosed(parts: readonly string[], [open, close]: readonly [string, string], depth: number): string {
  const line = `${open}${parts.join(', ')}${close}`
  if (line.length + depth * indent.length <= longestLine && !line.includes('\n')) return line
  const inner = indent.repeat(depth + 1)
  return `${open}\n${parts.map(part => `${inner}${part}`).join(',\n')}\n${indent.repeat(depth)}${close}`
}

/** A text between double quotes. What Python and R both read: \" \\ and, for all but printable ASCII, \u and \U. */
function textLiteral(text: string): string {
  const characters = Array.from(text, character => {
    const code = character.codePointAt(0) ?? 0
    if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) throw new InternalError('a text that R cannot hold')
    if (character === '"' || character === '\\') return `\\${character}`
    if (code >= 0x20 && code < 0x7f) return character
    const digits = code.toString(16)
    return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`
  })
  return `"${characters.join('')}"`
}

/** Names of R's lists are read in the locale's encoding, so only ASCII is safe; ids are no other. */
function keyLiteral(key: string): string {
  const quoted = textLiteral(key)
  if (/\\u/i.test(quoted)) throw new InternalError(`no id: ${key}`)
  return quoted
}
