import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
} from 'yaml'
import { type Place, TrialError } from '../core/errors.ts'
import type { Problem } from '../model/validate.ts'
import { readText } from './files.ts'
import { fileEmpty, yamlFeature } from './issues.ts'
import { yamlIssues } from './yaml-issues.ts'

/** Data of a YAML file, and where each part of it stands. */
export interface YamlDocument {
  value: unknown
  /**
   * Place of the value at a path, or of its key. Where the path leads to nothing, as for a missing key, it is the place
   * of the deepest part that exists.
   */
  locate(path: Problem['path'], at?: 'key'): Place
}

/** Reads a YAML 1.2 file of one document; see `parseYaml`. */
export function readYaml(path: string): YamlDocument {
  return parseYaml(readText(path), path)
}

/**
 * Parses YAML and refuses, with every place, what would be read otherwise than it looks: numbers that YAML changes (0123, 1e3,
 * 20 digits), repeated keys, built-in names as keys, tags, more than a few aliases, several documents.
 */
export function parseYaml(text: string, file: string): YamlDocument {
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter, version: '1.2', prettyErrors: false })
  const counted = { lineCounter, lines: text.split(/\r?\n/), file }
  const place = (offset: number, field?: string): Place => placeAt(counted, offset, field)
  const document = Array.isArray(documents) ? documents[0] : undefined
  if (document === undefined || isEmpty(document)) throw new TrialError([fileEmpty(file, 'a YAML document')])
  const issues = yamlIssues(document, place)
  const second = documents[1]
  if (second !== undefined) issues.push(yamlFeature(place(second.range[0]), 'one document', 'a second one'))
  if (issues.length > 0) throw new TrialError(issues)
  return {
    value: document.toJS({ maxAliasCount: -1 }),
    locate: (path, at) => place(offsetOf(document, path, at), fieldName(path)),
  }
}

/** Where each part of a JSON text stands that could be parsed: JSON is YAML. */
export function jsonPlaces(text: string, file: string): YamlDocument['locate'] {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const lines = text.split(/\r?\n/)
  return (path, at) => placeAt({ lineCounter, lines, file }, offsetOf(document, path, at), fieldName(path))
}

interface Lines {
  lineCounter: LineCounter
  lines: readonly string[]
  file: string
}

function placeAt({ lineCounter, lines, file }: Lines, offset: number, field?: string): Place {
  const { line, col } = lineCounter.linePos(offset)
  return { file, line, column: col, field, excerpt: lines[line - 1] }
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document
  return document.errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null))
}

/** `process.events.3.amount`: the path as it is read aloud, lists counted from 0. */
const fieldName = (path: Problem['path']): string | undefined => (path.length === 0 ? undefined : path.join('.'))

function offsetOf(document: Document.Parsed, path: Problem['path'], at: 'key' | undefined): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, part] of path.entries()) {
    const child = childOf(node, part)
    if (child === undefined) return offset
    const isValue = depth === path.length - 1 && at !== 'key'
    const keyStart = startOf(child.key)
    const valueStart = startOf(child.value)
    const pointsAtValue = (isValue && isScalar(child.value)) || keyStart === undefined
    offset = (pointsAtValue && !isBlank(child.value) ? valueStart : keyStart) ?? keyStart ?? offset
    node = child.value
  }
  return offset
}

function childOf(node: unknown, part: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(node)) {
    const value = typeof part === 'number' ? node.items[part] : undefined
    return value === undefined ? undefined : { key: undefined, value }
  }
  if (!isMap(node)) return undefined
  return node.items.find(pair => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(part))
}

/** A value that is not written: `key:` and nothing after it. */
const isBlank = (node: unknown): boolean => isScalar(node) && node.value === null && (node.source ?? '') === ''

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)
