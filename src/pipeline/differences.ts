import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { quote } from '../core/errors.ts'
import { hashFileNow } from '../core/hash.ts'
import { type Content, contentHash } from './run-folder.ts'

/** How a file of a run differs from what it should hold: its first differing line, named with the case or row that it is about, or member. */
export function textDifferences(run: string, name: string, content: Content): string[] {
  const path = join(run, name)
  if (!existsSync(path)) return [`${name} is gone`]
  if (hashFileNow(path) === contentHash(content)) return []
  const recorded = readFileSync(path, 'utf8')
  const expected = typeof content === 'string' ? content : Buffer.concat([...content]).toString()
  return [name.endsWith('.json') ? jsonDifference(name, recorded, expected) : lineDifference(name, recorded, expected)]
}

/** The same for a file of canonical JSON. */
export const jsonDifferences = (run: string, name: string, expected: object): string[] =>
  textDifferences(run, name, `${canonicalJson(expected)}\n`)

/** Which files no longer have the hash that something recorded of them; those of the trial are looked at elsewhere. */
export function hashFindings(run: string, hashes: Readonly<Record<string, string>>, since: string): string[] {
  return Object.entries(hashes).flatMap(([name, hash]) => {
    const path = join(run, name)
    if (name.endsWith('.yaml')) return []
    if (!existsSync(path)) return [`${name} is gone`]
    return hashFileNow(path) === hash ? [] : [`${name} was changed after ${since}`]
  })
}

function lineDifference(name: string, recorded: string, expected: string): string {
  const [held, derived] = [recorded.split('\n'), expected.split('\n')]
  const at = held.findIndex((line, index) => line !== derived[index])
  const line = at === -1 ? held.length : at
  const subject = /^[^,]+/.exec(derived[line] || held[line] || '')?.[0]
  return `${name}:${line + 1} differs from what is derived${subject === undefined ? '' : ` (${subject})`}`
}

function jsonDifference(name: string, recorded: string, expected: string): string {
  const held = parsed(recorded)
  if (held === undefined) return `${name} is not JSON any more`
  const found = firstDifference(held, JSON.parse(expected), [])
  if (found === undefined) return `${name} says what is derived, but not byte for byte`
  const { path, holds, derived } = found
  if (path[0] === 'inputs') return `${name} was made from another ${path.slice(1).join('.')}`
  return `${name} differs from what is derived at ${path.join('.')}: holds ${shown(holds)}, derived ${shown(derived)}`
}

/** A value as a finding shows it: a hash by its beginning. */
export const shown = (value: unknown): string => (isHash(value) ? `${value.slice(0, 16)}…` : quote(value))
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Difference {
  path: readonly string[]
  holds: unknown
  derived: unknown
}

function firstDifference(holds: unknown, derived: unknown, path: readonly string[]): Difference | undefined {
  if (!isTable(holds) || !isTable(derived)) return holds === derived ? undefined : { path, holds, derived }
  for (const key of new Set([...Object.keys(derived), ...Object.keys(holds)])) {
    const found = firstDifference(holds[key], derived[key], [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
