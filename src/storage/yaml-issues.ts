import { type Alias, type Document, isScalar, type Node, type Pair, type Scalar, visit } from 'yaml'
import { type Issue, type Place, quote } from '../core/errors.ts'
import { yamlDuplicateKey, yamlFeature, yamlKey, yamlNumber, yamlSyntax } from './issues.ts'

type PlaceAt = (offset: number) => Place

/** Aliases save typing in a few places; many of them can blow a small file up to a huge one. */
const allowedAliases = 20

/** Everything in a parsed document that this project does not take. */
export function yamlIssues(document: Document.Parsed, placeAt: PlaceAt): Issue[] {
  const issues = syntaxIssues(document, placeAt)
  const misread = document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION' || code === 'TAB_AS_INDENT')
  if (misread) return issues
  let aliases = 0
  const at = (node: Node): Place => placeAt(node.range?.[0] ?? 0)
  visit(document, {
    Pair: (_, pair) => void issues.push(...keyIssues(pair, at)),
    Scalar: (_, scalar) => void issues.push(...numberIssues(scalar, at)),
    Alias: (_, alias, ancestors) => {
      aliases += 1
      issues.push(...aliasIssues(document, alias, ancestors, aliases, at))
    },
  })
  return issues
}

function syntaxIssues({ errors, warnings, directives }: Document.Parsed, placeAt: PlaceAt): Issue[] {
  const exhausted = errors.findIndex(error => error.code === 'RESOURCE_EXHAUSTION')
  if (exhausted >= 0) return [yamlSyntax(placeAt(errors[exhausted]?.pos[0] ?? 0), 'brackets nested far too deep')]
  // After a tab the lines below it are misread, and what the parser says of them would send the reader astray.
  const tab = errors.find(({ code }) => code === 'TAB_AS_INDENT')
  const told = tab === undefined ? [...errors, ...warnings] : [tab]
  const issues = told.map(({ code, pos, message }) =>
    code === 'DUPLICATE_KEY' ? yamlDuplicateKey(placeAt(pos[0])) : yamlSyntax(placeAt(pos[0]), message),
  )
  if (directives.yaml.version === '1.1') issues.push(yamlFeature(placeAt(0), 'YAML 1.2', 'a directive for YAML 1.1'))
  return issues
}

function keyIssues({ key }: Pair<unknown, unknown>, at: (node: Node) => Place): Issue[] {
  if (!isScalar(key)) return [yamlKey(at(key as Node), 'a list, a table or an alias')]
  if (typeof key.value !== 'string' && typeof key.value !== 'number') return [yamlKey(at(key), String(key.value))]
  return Object.hasOwn(Object.prototype, String(key.value)) ? [yamlKey(at(key), quote(key.value))] : []
}

/** A number is taken only where its text is what the number prints as. */
function numberIssues(scalar: Scalar, at: (node: Node) => Place): Issue[] {
  const { value, source } = scalar
  if (typeof value !== 'number' || source === undefined) return []
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return isExact && String(value) === source ? [] : [yamlNumber(at(scalar), source)]
}

function aliasIssues(
  document: Document.Parsed,
  alias: Alias,
  ancestors: readonly unknown[],
  count: number,
  at: (node: Node) => Place,
): Issue[] {
  const target = alias.resolve(document)
  if (target === undefined) return [yamlFeature(at(alias), 'an alias of an anchor before it', `*${alias.source}`)]
  if (ancestors.includes(target)) return [yamlFeature(at(alias), 'no part that contains itself', `*${alias.source}`)]
  if (count !== allowedAliases + 1) return []
  return [yamlFeature(at(alias), `at most ${allowedAliases} aliases`, 'one more')]
}
