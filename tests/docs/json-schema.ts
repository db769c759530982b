/** The part of JSON Schema (draft 2020-12) that the committed schemas use; any other keyword is an error. */
export interface JsonSchema {
  [keyword: string]: unknown
}

type Path = readonly (string | number)[]

/** Why data do not follow a schema, as `path: reason`. Written for the tests; the program itself validates with zod. */
export function schemaProblems(root: JsonSchema, data: unknown): string[] {
  const visit = (schema: JsonSchema, value: unknown, path: Path): string[] =>
    Object.entries(schema).flatMap(([keyword, rule]) => {
      const check = checks[keyword]
      if (check === undefined) return [`${path.join('.')}: unknown keyword ${keyword}`]
      return check(rule as never, value, { schema, root, path, visit })
    })
  return visit(root, data, [])
}

/** Every property of a schema that has no description, as the path to it. */
export function undescribed(schema: unknown, path: Path = []): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties = Object.entries((schema as JsonSchema).properties ?? {})
  const lacking = properties.filter(([, property]) => typeof property.description !== 'string')
  return [
    ...lacking.map(([name]) => [...path, name].join('.')),
    ...Object.entries(schema).flatMap(([key, part]) => undescribed(part, [...path, key])),
  ]
}

interface Context {
  schema: JsonSchema
  root: JsonSchema
  path: Path
  visit(schema: JsonSchema, value: unknown, path: Path): string[]
}

type Check = (rule: never, value: unknown, context: Context) => string[]

const none = (): string[] => []
const holds = (test: boolean, { path }: Context, reason: string): string[] =>
  test ? [] : [`${path.join('.')}: ${reason}`]
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const checks: Readonly<Record<string, Check>> = {
  ...{ $schema: none, $defs: none, title: none, description: none, default: none, format: none, id: none },
  type: (rule: string | string[], value, context) => {
    const types = typeof rule === 'string' ? [rule] : rule
    return holds(
      types.some(type => isOfType(type, value)),
      context,
      `not ${types.join(' or ')}`,
    )
  },
  const: (rule: unknown, value, context) => holds(rule === value, context, `not ${rule}`),
  enum: (rule: unknown[], value, context) => holds(rule.includes(value), context, `not one of ${rule}`),
  pattern: (rule: string, value, context) =>
    holds(typeof value !== 'string' || new RegExp(rule, 'u').test(value), context, `not like ${rule}`),
  minLength: (rule: number, value, context) =>
    holds(typeof value !== 'string' || value.length >= rule, context, 'too short'),
  minimum: (rule: number, value, context) => holds(typeof value !== 'number' || value >= rule, context, 'too small'),
  maximum: (rule: number, value, context) => holds(typeof value !== 'number' || value <= rule, context, 'too large'),
  exclusiveMinimum: (rule: number, value, context) =>
    holds(typeof value !== 'number' || value > rule, context, 'too small'),
  exclusiveMaximum: (rule: number, value, context) =>
    holds(typeof value !== 'number' || value < rule, context, 'too large'),
  minItems: (rule: number, value, context) =>
    holds(!Array.isArray(value) || value.length >= rule, context, 'too few entries'),
  maxItems: (rule: number, value, context) =>
    holds(!Array.isArray(value) || value.length <= rule, context, 'too many entries'),
  items: (rule: JsonSchema, value, { path, visit }) =>
    Array.isArray(value) ? value.flatMap((item, index) => visit(rule, item, [...path, index])) : [],
  properties: (rule: Record<string, JsonSchema>, value, { path, visit }) =>
    isTable(value)
      ? Object.entries(rule).flatMap(([key, part]) => (key in value ? visit(part, value[key], [...path, key]) : []))
      : [],
  required: (rule: string[], value, context) =>
    isTable(value) ? rule.flatMap(key => holds(key in value, context, `lacks ${key}`)) : [],
  additionalProperties: (rule: false | JsonSchema, value, context) => {
    if (!isTable(value)) return []
    const declared = Object.keys((context.schema.properties ?? {}) as object)
    const others = Object.entries(value).filter(([key]) => !declared.includes(key))
    return others.flatMap(([key, part]) =>
      rule === false ? holds(false, context, `unknown key ${key}`) : context.visit(rule, part, [...context.path, key]),
    )
  },
  propertyNames: (rule: JsonSchema, value, { path, visit }) =>
    isTable(value) ? Object.keys(value).flatMap(key => visit(rule, key, [...path, key])) : [],
  anyOf: (rule: JsonSchema[], value, context) => {
    const tried = rule.map(alternative => context.visit(alternative, value, context.path))
    return holds(
      tried.some(problems => problems.length === 0),
      context,
      `no alternative holds (${tried.map(([first]) => first).join('; ')})`,
    )
  },
  oneOf: (rule: JsonSchema[], value, context) => {
    const held = rule.filter(alternative => context.visit(alternative, value, context.path).length === 0)
    return holds(held.length === 1, context, `${held.length} alternatives hold`)
  },
  $ref: (rule: string, value, { root, path, visit }) => {
    const name = /^#\/\$defs\/(\w+)$/.exec(rule)?.[1] ?? ''
    const definition = ((root.$defs ?? {}) as Record<string, JsonSchema>)[name]
    return definition === undefined ? [`${path.join('.')}: no definition ${rule}`] : visit(definition, value, path)
  },
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isTable(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
