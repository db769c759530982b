import type { TopLevelSpec } from 'vega-lite'
import { type Chart, type ChartTable, framed } from './chart.ts'
import { specProblem } from './spec-schema.ts'

/** A Vega-Lite spec that a trial's authors wrote, checked. */
export interface OwnSpec {
  id: string
  title: string
  subtitle: string
  description: string
  spec: Readonly<Record<string, unknown>>
  /** Names of the data that it asks for, each once. */
  asks: readonly string[]
}

/** What is wrong with a spec that somebody wrote. */
export interface OwnSpecProblem {
  is: 'not_vega_lite' | 'untitled' | 'fetches' | 'unknown_data'
  /** Where, as `layer.0.data`. */
  path: string
  /** What stands there, or what was expected. */
  detail: string
}

export type DataRow = Readonly<Record<string, string | number | boolean | null>>

/**
 * Checks a spec that somebody wrote: it follows the schema of Vega-Lite, has a title and a description, asks for data only
 * by a name that is `known` or has them inside, and points at nothing outside itself.
 */
export function readOwnSpec(id: string, spec: unknown, known: readonly string[]): OwnSpec | OwnSpecProblem[] {
  const problem = specProblem(spec)
  if (problem !== undefined || typeof spec !== 'object' || spec === null) {
    return [{ is: 'not_vega_lite', path: problem?.path ?? '', detail: problem?.expected ?? 'a table' }]
  }
  const { title, description, datasets = {} } = spec as Readonly<Record<string, unknown>>
  const words = { title: textOf(title), subtitle: subtitleOf(title), description: textOf(description) }
  const named = dataNames(spec).filter(({ name }) => !Object.hasOwn(datasets as object, name))
  const problems: OwnSpecProblem[] = [
    ...(['title', 'description'] as const).flatMap((key): OwnSpecProblem[] =>
      words[key] === '' ? [{ is: 'untitled', path: key, detail: key }] : [],
    ),
    ...outsidePaths(spec).map((path): OwnSpecProblem => ({ is: 'fetches', path, detail: path })),
    ...named
      .filter(({ name }) => !known.includes(name))
      .map(({ name, path }): OwnSpecProblem => ({ is: 'unknown_data', path, detail: name })),
  ]
  if (problems.length > 0) return problems
  return { id, ...words, spec: spec as OwnSpec['spec'], asks: [...new Set(named.map(({ name }) => name))] }
}

/** The chart of a checked spec, its named data filled in. Its table is what its marks show. */
export function ownChart(own: OwnSpec, dataOf: (name: string) => readonly DataRow[], notice: string | null): Chart {
  const { id, title, subtitle, description, spec, asks } = own
  const datasets = Object.fromEntries(asks.map(name => [name, dataOf(name)]))
  const { title: _, ...untitled } = spec
  const filled = { ...untitled, datasets: { ...(spec.datasets as object | undefined), ...datasets } }
  const table: ChartTable = { columns: [], rows: [] }
  return { ...framed({ id, title, subtitle, notice }, description, filled as unknown as TopLevelSpec), table }
}

/** The fields that a spec names, in the order in which it does. */
export function fieldsOf(spec: unknown): string[] {
  return [...new Set(found(spec, 'field').filter(field => typeof field === 'string'))]
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return value.join(' ').trim()
  return typeof value === 'object' && value !== null && 'text' in value ? textOf(value.text) : ''
}

const subtitleOf = (title: unknown): string =>
  typeof title === 'object' && title !== null && 'subtitle' in title ? textOf(title.subtitle) : ''

/** The names by which data are asked for, and where. */
function dataNames(spec: unknown): { name: string; path: string }[] {
  return partsOf(spec).flatMap(({ key, path, part }) => {
    if (key !== 'data' || typeof part !== 'object' || part === null || !('name' in part) || 'values' in part) return []
    return [{ name: String(part.name), path: [...path, 'name'].join('.') }]
  })
}

/** Every value under a key, however deep. */
const found = (spec: unknown, key: string): unknown[] =>
  partsOf(spec).flatMap(each => (each.key === key ? [each.part] : []))

interface Part {
  key: string
  path: readonly (string | number)[]
  part: unknown
}

/** Everything under a key, however deep, in its order; the rows of inline data are not looked into. */
function partsOf(value: unknown, path: readonly (string | number)[] = []): Part[] {
  if (Array.isArray(value)) return value.flatMap((each, i) => partsOf(each, [...path, i]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => {
    const own = { key, path: [...path, key], part }
    return isRows(key) ? [own] : [own, ...partsOf(part, own.path)]
  })
}

const isRows = (key: string): boolean => key === 'values' || key === 'datasets'
const outside = ['url', 'href']

/** Where a spec points outside itself: at data, at a picture, at a page. */
const outsidePaths = (spec: unknown): string[] =>
  partsOf(spec).flatMap(({ key, path }) => (outside.includes(key) ? [path.join('.')] : []))
