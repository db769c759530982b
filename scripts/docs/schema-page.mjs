import { escaped, generatedNote } from './markdown.mjs'

/** The text of the reference page of a file, from its JSON Schema. */
export function schemaPage(file, schema, more) {
  const required = new Set(schema.required ?? [])
  const parts = Object.entries(schema.properties).filter(([name]) => name !== '$schema')
  const definitions = Object.entries(schema.$defs ?? {})
  return `# ${file}

${generatedNote(`the schema of \`${file}\``)}

${schema.title}. ${schema.description} ${more}

An editor that knows JSON Schema checks the file as you type: begin it with
\`# yaml-language-server: $schema=…/schemas/${file.replace('.yaml', '')}.schema.json\`. \`equipoise check\` also looks at what holds between its
parts.

${parts.map(([name, part]) => section(name, part, required.has(name))).join('\n')}
${definitions.map(([name, part]) => section(name, part, undefined)).join('\n')}`
}

function section(name, part, isRequired) {
  const presence = isRequired === undefined ? 'a definition that others refer to' : isRequired ? 'required' : 'optional'
  const facts = `*${[kindOf(part), presence, ...limitsOf(part)].join(', ')}*`
  return [
    `## ${name}`,
    '',
    facts,
    '',
    ...(part.description ? [escaped(part.description), ''] : []),
    ...linesOf(part, 0),
    '',
  ].join('\n')
}

/** The parts of a part, as a nested list. */
function linesOf(part, depth) {
  const indent = '  '.repeat(depth)
  if (part.properties !== undefined) {
    const required = new Set(part.required ?? [])
    return Object.entries(part.properties).flatMap(([name, inner]) => {
      const facts = [kindOf(inner), ...(required.has(name) ? [] : ['optional']), ...limitsOf(inner)].join(', ')
      const says = inner.description === undefined ? '' : ` ${escaped(inner.description)}`
      return [`${indent}- \`${name}\` (${facts}).${says}`, ...linesOf(inner, depth + 1)]
    })
  }
  if (part.items !== undefined) return nested('each', part.items, indent, depth)
  if (typeof part.additionalProperties === 'object')
    return nested('each value', part.additionalProperties, indent, depth)
  const alternatives = alternativesOf(part)
  if (alternatives.length < 2 || alternatives.every(isPlain)) return []
  return alternatives.flatMap(inner => [
    `${indent}- either ${kindOf(inner)}${inner.description === undefined ? '' : `: ${escaped(inner.description)}`}`,
    ...linesOf(inner, depth + 1),
  ])
}

function nested(word, part, indent, depth) {
  if (isPlain(part) && part.description === undefined) return []
  const says = part.description === undefined ? '' : `: ${escaped(part.description)}`
  return [`${indent}- ${word} is ${kindOf(part)}${says}`, ...linesOf(part, depth + 1)]
}

const alternativesOf = part => part.anyOf ?? part.oneOf ?? []
const isPlain = part =>
  part.properties === undefined &&
  part.items === undefined &&
  typeof part.additionalProperties !== 'object' &&
  alternativesOf(part).every(isPlain)

/** What a value is, in few words. */
function kindOf(part) {
  if (part.$ref !== undefined) return refText(part.$ref)
  if (part.const !== undefined) return `\`${JSON.stringify(part.const)}\``
  if (part.enum !== undefined) return part.enum.map(value => `\`${value}\``).join(' or ')
  const alternatives = alternativesOf(part)
  if (alternatives.length > 0) {
    return alternatives.every(isPlain) ? [...new Set(alternatives.map(kindOf))].join(' or ') : 'one of several forms'
  }
  if (part.items !== undefined || part.type === 'array') {
    return part.items !== undefined && isPlain(part.items) ? `a list of ${plural(kindOf(part.items))}` : 'a list'
  }
  if (part.properties !== undefined) return `an object`
  if (part.type === 'object') return 'a table by id'
  return typeNames[part.type] ?? 'any value'
}

const typeNames = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  null: '`null`',
}
const plurals = {
  'a text': 'texts',
  'a number': 'numbers',
  'a whole number': 'whole numbers',
  'a list': 'lists',
  'any value': 'any values',
}
const plural = kind => plurals[kind] ?? kind.replace(/^an? /, '')
const refText = ref => (ref === '#' ? 'the whole again' : `a [${ref.slice(8)}](#${ref.slice(8).toLowerCase()})`)

function limitsOf(part) {
  return [
    part.default === undefined ? [] : [`\`${JSON.stringify(part.default)}\` unless given`],
    part.minimum === undefined || part.minimum < -1e15 ? [] : [`at least ${part.minimum}`],
    part.exclusiveMinimum === undefined ? [] : [`above ${part.exclusiveMinimum}`],
    part.maximum === undefined || part.maximum > 1e15 ? [] : [`at most ${part.maximum}`],
    part.exclusiveMaximum === undefined ? [] : [`below ${part.exclusiveMaximum}`],
    (part.minItems ?? 0) > 1 ? [`${part.minItems} entries or more`] : [],
  ].flat()
}
