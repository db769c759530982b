import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Why a spec does not follow the JSON Schema of Vega-Lite. */
export interface SpecProblem {
  /** Where, as `encoding.x.type`; empty for the whole. */
  path: string
  /** What the schema asks for there. */
  expected: string
}

interface Schema {
  $ref?: string
  anyOf?: Schema[]
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  minProperties?: number
}

type Path = readonly (string | number)[]

/** Among alternatives that fail, the one that got furthest says best what is wrong. */
interface Failure {
  path: Path
  expected: string
  /** Set where something is lacking: then another alternative was probably meant. */
  lacking?: true
}

type Table = Record<string, unknown>

/** The first thing in which a spec departs from the JSON Schema that comes with Vega-Lite; `undefined` where nothing does. */
export function specProblem(spec: unknown): SpecProblem | undefined {
  const failure = failureOf(vegaLite(), spec, [])
  return failure === undefined ? undefined : { path: failure.path.join('.'), expected: failure.expected }
}

let read: (Schema & { definitions: Record<string, Schema> }) | undefined

function vegaLite() {
  read ??= JSON.parse(readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8'))
  return read as NonNullable<typeof read>
}

/** The keywords that the schema of Vega-Lite uses; its `format`, `minLength` and `maxLength` concern colours, which Vega checks. */
function failureOf(schema: Schema, value: unknown, path: Path): Failure | undefined {
  if (schema.$ref !== undefined) {
    const definition = vegaLite().definitions[decodeURIComponent(schema.$ref.replace('#/definitions/', ''))]
    return definition && failureOf(definition, value, path)
  }
  if (schema.anyOf !== undefined) return failureOfAll(schema.anyOf, value, path)
  return (
    failureOfValue(schema, value, path) ?? failureOfArray(schema, value, path) ?? failureOfTable(schema, value, path)
  )
}

function failureOfAll(alternatives: readonly Schema[], value: unknown, path: Path): Failure | undefined {
  let best: Failure | undefined
  const wanted: string[] = []
  for (const alternative of alternatives) {
    const failure = failureOf(alternative, value, path)
    if (failure === undefined) return undefined
    if (failure.path.length === path.length && !failure.lacking) wanted.push(failure.expected)
    if (best === undefined || reach(failure) > reach(best)) best = failure
  }
  if (best?.path.length !== path.length || best.lacking) return best
  return { path, expected: [...new Set(wanted)].join(', or ') }
}

const reach = ({ path, lacking }: Failure): number => 2 * path.length + (lacking ? 0 : 1)

function failureOfValue(schema: Schema, value: unknown, path: Path): Failure | undefined {
  const { type, enum: allowed, minimum = -Infinity, maximum = Infinity } = schema
  if ('const' in schema && value !== schema.const) return { path, expected: JSON.stringify(schema.const) }
  if (allowed !== undefined && !allowed.includes(value)) {
    return { path, expected: `one of ${allowed.map(each => JSON.stringify(each)).join(', ')}` }
  }
  const types = type === undefined || Array.isArray(type) ? type : [type]
  if (types !== undefined && !types.some(each => isOfType(each, value))) return { path, expected: types.join(' or ') }
  if (typeof value === 'number' && (value < minimum || value > maximum)) {
    return { path, expected: `a number from ${minimum} to ${maximum}` }
  }
  return undefined
}

function failureOfArray({ items, minItems = 0, maxItems = Infinity }: Schema, value: unknown, path: Path) {
  if (!Array.isArray(value)) return undefined
  if (value.length < minItems || value.length > maxItems) return { path, expected: `${minItems} or more entries` }
  return items === undefined ? undefined : first(value, (item, index) => failureOf(items, item, [...path, index]))
}

function failureOfTable(schema: Schema, value: unknown, path: Path): Failure | undefined {
  if (!isTable(value)) return undefined
  const { properties = {}, required = [], additionalProperties = true, minProperties = 0 } = schema
  const missing = required.find(key => !(key in value))
  if (missing !== undefined) return { path, expected: `a key ${missing}`, lacking: true }
  if (Object.keys(value).length < minProperties) return { path, expected: `${minProperties} or more keys` }
  return first(Object.entries(value), ([key, part]) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
    if (own === false) return { path, expected: `no key ${key}` }
    return typeof own === 'object' ? failureOf(own, part, [...path, key]) : undefined
  })
}

function first<T>(values: readonly T[], look: (value: T, index: number) => Failure | undefined): Failure | undefined {
  for (const [index, value] of values.entries()) {
    const failure = look(value, index)
    if (failure !== undefined) return failure
  }
  return undefined
}

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value)

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isTable(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
