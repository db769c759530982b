import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { hashFile, hashJson } from '../../core/hash.ts'
import { type SimulationPart, simulationPartSchema } from '../../model/simulation-part.ts'
import { type CrossCheck, type Problem, validate } from '../../model/validate.ts'
import { readJson, writeFileAtomically } from '../../storage/files.ts'
import { packageVersion } from '../package-folder.ts'
import { type Trial, trialFiles } from '../trial-folder.ts'
import { partInvalid } from './issues.ts'
import type { Recorded, ReplicateRange } from './recorder.ts'
import { mainAnalyses, type SimulationAsked } from './simulate-trial.ts'

/** A part of a simulation: the i-th of n. */
export interface Chunk {
  part: number
  parts: number
}

/** The chunk as the command line has it. */
export const chunkText = ({ part, parts }: Chunk): string => `${part}/${parts}`

/** The replicates of a chunk. Chunks are as long as each other, or one replicate longer. */
export const rangeOf = (replicates: number, { part, parts }: Chunk): ReplicateRange => ({
  from: Math.floor(((part - 1) * replicates) / parts),
  to: Math.floor((part * replicates) / parts),
})

/** What a part was made from: alike in all parts of a simulation, but for which one it is. */
export type PartHead = Omit<SimulationPart, 'numbers' | 'failures' | 'kinds' | 'sha256'>

/** The head that a part of a trial has. */
export async function headOfPart(trial: Trial, asked: SimulationAsked, { part, parts }: Chunk): Promise<PartHead> {
  const { protocol, plan, hashes, folder } = trial
  const { scenario, seed, replicates, analyses = mainAnalyses(plan) } = asked
  const sizing = await hashFile(join(folder, trialFiles.sizing))
  return {
    schema: 'equipoise/simulation-part/1',
    trial: protocol.id,
    inputs: { 'protocol.yaml': hashes.protocol, 'plan.yaml': hashes.plan, 'sizing.yaml': sizing },
    versions: { equipoise: packageVersion(), node: process.versions.node },
    ...{ scenario, seed, replicates, analyses: analyses.map(({ id }) => id) },
    ...{ part, parts },
    ...rangeOf(replicates, { part, parts }),
  }
}

/** Writes the replicates of a part, whole or not at all, and gives the hash that it holds. */
export function writePart(path: string, head: PartHead, { numbers, failures, kinds }: Recorded): string {
  const asJson = (values: Float64Array) => Array.from(values, value => (Number.isNaN(value) ? null : value))
  const content = {
    ...head,
    numbers: Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, asJson(values)])),
    ...{ failures, kinds },
  }
  const sha256 = hashJson(content)
  writeFileAtomically(path, `${canonicalJson({ ...content, sha256 } satisfies WrittenPart)}\n`)
  return sha256
}

/** Infinities become texts when they are written. */
type WrittenPart = Omit<SimulationPart, 'numbers'> & { numbers: Readonly<Record<string, (number | null)[]>> }

/** A part as it was written. Refuses files that are none, and parts that were changed or damaged since. */
export function readPart(path: string): SimulationPart {
  const data = readJson(path)
  const read = validate(simulationPartSchema, [isConsistent], data)
  const problems = read.ok ? changed(read.value) : ofAnother(read.problems)
  refuseIfAny(problems.map((problem): Issue => partInvalid(path, problem)))
  return (read as { value: SimulationPart }).value
}

/** Of a file of another kind it is enough to say that. */
function ofAnother(problems: readonly Problem[]): readonly Problem[] {
  const kind = problems.filter(({ path }) => path[0] === 'schema')
  return kind.length > 0 ? kind : problems
}

function changed({ sha256, ...rest }: SimulationPart): Problem[] {
  const found = hashJson(rest)
  return found === sha256
    ? []
    : [{ path: ['sha256'], expected: 'the SHA-256 of all the rest of the file', received: sha256 }]
}

const isConsistent: CrossCheck<SimulationPart> = ({ replicates, part, parts, from, to, numbers }) => {
  if (replicates === undefined || part === undefined || parts === undefined) return []
  const range = rangeOf(replicates, { part, parts })
  if (parts > replicates || part > parts || from !== range.from || to !== range.to)
    return [{ path: ['from'], expected: 'the replicates of its part', received: `${from} to ${to}` }]
  return Object.entries(numbers ?? {})
    .filter(([, values]) => values.length !== to - from)
    .map(([name, { length }]) => ({
      path: ['numbers', name],
      expected: `${to - from} numbers`,
      received: String(length),
    }))
}

/** The replicates of a part, as they were recorded. */
export function recordedIn({ from, to, numbers, failures, kinds }: SimulationPart): Recorded {
  const asNumbers = (values: SimulationPart['numbers'][string]) =>
    Float64Array.from(values, value => (value === null ? Number.NaN : Number(value)))
  return {
    ...{ from, to, failures, kinds },
    numbers: Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, asNumbers(values)])),
  }
}

/** The part that a file holds; `undefined` where it holds none. */
export function partIn(path: string): SimulationPart | undefined {
  try {
    return readPart(path)
  } catch (error) {
    if (error instanceof TrialError) return undefined
    throw error
  }
}
