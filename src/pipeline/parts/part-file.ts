import { existsSync } from 'node:fs'
import { canonicalJson } from '../../core/canonical-json.ts'
import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { hashJson } from '../../core/hash.ts'
import type { PartNumber } from '../../model/part.ts'
import { type CrossCheck, type DocumentOf, type DocumentSchema, type Problem, validate } from '../../model/validate.ts'
import { readJson, writeFileAtomically } from '../../storage/files.ts'
import { type Chunk, chunkText } from './chunk.ts'
import { partFileTaken, partInvalid } from './issues.ts'

/** A kind of part: what its file must hold. */
export interface PartKind<S extends DocumentSchema> {
  schema: S
  check: CrossCheck<DocumentOf<S>>
}

/** What every part holds: which one it is, and the hash of all the rest of it. */
type Hashed = Chunk & { sha256: string }

/** A part as it was written. Refuses files that are none, and parts that were changed or damaged since. */
export function readPart<S extends DocumentSchema>({ schema, check }: PartKind<S>, path: string): DocumentOf<S> {
  const read = validate(schema, [check], readJson(path))
  const problems = read.ok ? changed(read.value as unknown as Hashed) : ofAnother(read.problems)
  refuseIfAny(problems.map((problem): Issue => partInvalid(path, problem)))
  return (read as { value: DocumentOf<S> }).value
}

/** Of a file of another kind it is enough to say that. */
function ofAnother(problems: readonly Problem[]): readonly Problem[] {
  const kind = problems.filter(({ path }) => path[0] === 'schema')
  return kind.length > 0 ? kind : problems
}

function changed({ sha256, ...rest }: Hashed): Problem[] {
  return hashJson(rest) === sha256
    ? []
    : [{ path: ['sha256'], expected: 'the SHA-256 of all the rest of the file', received: sha256 }]
}

/**
 * The part that a file holds already, where it has this head; `undefined` where there is no file. Anything else there is nothing that
 * may be lost, and is refused.
 */
export function partAt<S extends DocumentSchema>(
  kind: PartKind<S>,
  path: string,
  head: Chunk & Readonly<Record<string, unknown>>,
): DocumentOf<S> | undefined {
  if (!existsSync(path)) return undefined
  const found = partIn(kind, path)
  if (found !== undefined) {
    const own = Object.fromEntries(Object.keys(head).map(key => [key, (found as Record<string, unknown>)[key]]))
    if (canonicalJson(own) === canonicalJson(head)) return found
  }
  throw new TrialError([partFileTaken(path, chunkText(head))])
}

function partIn<S extends DocumentSchema>(kind: PartKind<S>, path: string): DocumentOf<S> | undefined {
  try {
    return readPart(kind, path)
  } catch (error) {
    if (error instanceof TrialError) return undefined
    throw error
  }
}

/** Writes a part, whole or not at all, and gives the hash that it holds. */
export function writePart(path: string, content: object): string {
  const sha256 = hashJson(content)
  writeFileAtomically(path, `${canonicalJson({ ...content, sha256 })}\n`)
  return sha256
}

/** Numbers by name as a part is written: infinities become texts, and no number becomes null. */
export const asJson = (numbers: Readonly<Record<string, Float64Array>>): Record<string, (number | null)[]> =>
  Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [
      name,
      Array.from(values, value => (Number.isNaN(value) ? null : value)),
    ]),
  )

/** The same read again. */
export const fromJson = (
  numbers: Readonly<Record<string, readonly PartNumber[]>>,
): Readonly<Record<string, Float64Array>> =>
  Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [
      name,
      Float64Array.from(values, value => (value === null ? Number.NaN : Number(value))),
    ]),
  )

/** Columns of which some have another length than they must. */
export const otherLengths = (
  numbers: Readonly<Record<string, readonly unknown[]>>,
  length: number,
  path: readonly (string | number)[],
): Problem[] =>
  Object.entries(numbers)
    .filter(([, values]) => values.length !== length)
    .map(([name, values]) => ({
      path: [...path, name],
      expected: `${length} numbers`,
      received: String(values.length),
    }))
