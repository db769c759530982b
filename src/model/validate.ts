import type { z } from 'zod'
import { quote } from '../core/errors.ts'

/** What is wrong with a document of a trial, at a path from its root. */
export interface Problem {
  path: readonly (string | number)[]
  /** `key` where the last part of the path is itself the problem, not its value. */
  at?: 'key' | undefined
  expected: string
  received?: string | undefined
  action?: string | undefined
}

/**
 * A rule across sections. It gets only the sections that are well formed, so all problems are found in one reading; a rule about
 * a section that is absent asks whether it is there and malformed.
 */
export type CrossCheck<T> = (
  sections: Partial<T>,
  isMalformed: (section: keyof T & string) => boolean,
) => readonly Problem[]

/** Schema of a document, and the type that it gives: what readers of files need to know of zod. */
export type DocumentSchema = z.ZodObject
export type DocumentOf<S extends DocumentSchema> = z.output<S>

export type Validation<T> = { ok: true; value: T } | { ok: false; problems: readonly Problem[] }

/** Validates data against a schema and its cross-checks; on failure reports every problem of both. */
export function validate<S extends z.ZodObject>(
  schema: S,
  checks: readonly CrossCheck<z.output<S>>[],
  data: unknown,
): Validation<z.output<S>> {
  const parsed = schema.safeParse(data, { reportInput: true })
  const shapeProblems = parsed.success ? [] : parsed.error.issues.flatMap(issue => problemsOf(issue, []))
  const sections = parsed.success ? parsed.data : wellFormedSections(schema, data)
  const isMalformed = (section: string): boolean => !(section in sections) && sectionOf(data, section) !== undefined
  const problems = [...shapeProblems, ...checks.flatMap(check => check(sections as Partial<z.output<S>>, isMalformed))]
  return parsed.success && problems.length === 0 ? { ok: true, value: parsed.data } : { ok: false, problems }
}

const sectionOf = (data: unknown, key: string): unknown =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[key] : undefined

function wellFormedSections(schema: z.ZodObject, data: unknown): Record<string, unknown> {
  const sections: Record<string, unknown> = {}
  for (const [key, section] of Object.entries(schema.shape)) {
    const parsed = (section as z.ZodType).safeParse(sectionOf(data, key))
    if (parsed.success && parsed.data !== undefined) sections[key] = parsed.data
  }
  return sections
}

type ZodIssue = z.core.$ZodIssue

function problemsOf(issue: ZodIssue, prefix: readonly (string | number)[]): Problem[] {
  const path = [...prefix, ...issue.path.map(part => (typeof part === 'symbol' ? String(part) : part))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: [...path, key],
        at: 'key' as const,
        expected: 'a known key',
        received: quote(key),
        action: 'Remove it, or correct its spelling.',
      }))
    case 'invalid_union':
      return unionProblems(issue, path)
    case 'invalid_key':
      return issue.issues.flatMap(inner => problemsOf(inner, path)).map(problem => ({ ...problem, at: 'key' as const }))
    case 'invalid_element':
      return issue.issues.flatMap(inner => problemsOf(inner, path))
    default:
      return [{ path, expected: expectation(issue), received: quote(issue.input) }]
  }
}

/** Of the alternatives of a union, the one that the author most likely meant: whose problems lie deepest. */
function unionProblems(issue: Extract<ZodIssue, { code: 'invalid_union' }>, path: (string | number)[]): Problem[] {
  const alternatives = issue.errors.map(errors => errors.flatMap(error => problemsOf(error, path)))
  const meant = alternatives
    .filter(problems => problems.length > 0 && !problems.some(problem => isAboutShape(problem, path.length)))
    .sort((a, b) => a.length - b.length)[0]
  if (meant !== undefined) return meant
  const expected = issue.message.startsWith('Invalid') ? 'one of the allowed forms' : issue.message
  return [{ path, expected, received: quote(issue.input) }]
}

/** Whether a problem says that this is another alternative altogether: a key missing or unknown at the union's own level. */
function isAboutShape(problem: Problem, depth: number): boolean {
  if (problem.path.length <= depth) return true
  return problem.path.length === depth + 1 && (problem.expected === 'a known key' || problem.received === 'nothing')
}

function expectation(issue: ZodIssue): string {
  if (!/^(Invalid|Too|Unrecognized)/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return withArticle(issue.expected)
    case 'invalid_value':
      return issue.values.map(String).join(', ')
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `at least ${issue.minimum} ${issue.origin === 'array' ? 'entries' : 'characters'}`
        : `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
    default:
      return issue.message
  }
}

function withArticle(type: string): string {
  const names: Record<string, string> = { int: 'a whole number', record: 'a table of keys', object: 'a table of keys' }
  return names[type] ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}
