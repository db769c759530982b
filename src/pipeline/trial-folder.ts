import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { charts } from '../charts/index.ts'
import { TrialError } from '../core/errors.ts'
import { hashFile } from '../core/hash.ts'
import { type Benchmark, benchmarkChecks, benchmarkSchema } from '../model/benchmark.ts'
import { type Disclosure, disclosureSchema } from '../model/disclosure.ts'
import { monitoringChecks } from '../model/monitoring-checks.ts'
import { type Plan, planSchema } from '../model/plan.ts'
import { planChecks } from '../model/plan-checks.ts'
import { isOfTrial } from '../model/problems.ts'
import { type Protocol, protocolSchema } from '../model/protocol.ts'
import { protocolChecks } from '../model/protocol-checks.ts'
import { type Published, publishedSchema } from '../model/published.ts'
import { publishedChecks } from '../model/published-checks.ts'
import { type Sizing, sizingChecks, sizingSchema } from '../model/sizing.ts'
import { type Synthetic, syntheticSchema } from '../model/synthetic.ts'
import { syntheticChecks } from '../model/synthetic-checks.ts'
import { measures } from '../outcomes/health/registry.ts'
import { methodTraits } from '../statistics/traits.ts'
import { readDocument } from '../storage/document.ts'
import { readYaml } from '../storage/yaml.ts'
import { benchmarkWithoutArms, trialFileMissing, trialNotFound } from './issues.ts'
import { inPackage } from './package-folder.ts'

export const trialFiles = {
  protocol: 'protocol.yaml',
  plan: 'plan.yaml',
  published: 'published.yaml',
  synthetic: 'synthetic.yaml',
  disclosure: 'disclosure.yaml',
  sizing: 'sizing.yaml',
} as const

/** A trial's folder, read and checked. */
export interface Trial {
  folder: string
  protocol: Protocol
  plan: Plan
  /** SHA-256 of the bytes of protocol.yaml and plan.yaml. */
  hashes: { protocol: string; plan: string }
}

/**
 * The folder that a reference names: a path where it contains `/` or starts with `.`, else `./trials/<id>`, else a trial
 * that comes with equipoise.
 */
export function findTrial(reference: string, workingFolder = process.cwd()): string {
  const isPath = reference.includes('/') || reference.startsWith('.')
  const candidates = isPath
    ? [resolve(workingFolder, reference)]
    : [join(workingFolder, 'trials', reference), join(packageTrials(), reference)]
  const found = candidates.find(folder => existsSync(join(folder, trialFiles.protocol)))
  if (found === undefined) throw new TrialError([trialNotFound(reference, isPath ? [] : knownTrials(workingFolder))])
  return found
}

const packageTrials = (): string => inPackage('trials')

/** Ids of the trials that can be named in a folder: those of its `trials`, and those that come with equipoise. */
export function knownTrials(workingFolder: string): string[] {
  const folders = [join(workingFolder, 'trials'), packageTrials()].filter(existsSync)
  return [...new Set(folders.flatMap(folder => readdirSync(folder)))].sort()
}

/** Reads protocol.yaml and plan.yaml of a trial's folder (or of a run, which holds copies). Every problem of both is reported. */
export async function readTrial(folder: string): Promise<Trial> {
  const protocol = readProtocol(folder)
  const plan = readPlan(folder, protocol)
  const [protocolHash, planHash] = await Promise.all(
    [trialFiles.protocol, trialFiles.plan].map(name => hashFile(join(folder, name))),
  )
  return { folder, protocol, plan, hashes: { protocol: protocolHash ?? '', plan: planHash ?? '' } }
}

/** The protocol of a folder, checked; every problem of it is reported. A benchmark is refused as one. */
export function readProtocol(folder: string): Protocol {
  const checks = [...protocolChecks, ...monitoringChecks(measures.all)]
  const path = required(folder, trialFiles.protocol)
  try {
    return readDocument(path, protocolSchema, checks)
  } catch (error) {
    if (error instanceof TrialError && isBenchmark(folder)) throw new TrialError([benchmarkWithoutArms(path)])
    throw error
  }
}

/** Whether the protocol of a folder says that it is a benchmark, whatever else is wrong with it. */
export function isBenchmark(folder: string): boolean {
  const { value } = readYaml(required(folder, trialFiles.protocol))
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'benchmark'
}

/** The benchmark of a folder, checked; every problem of it is reported. */
export const readBenchmark = (folder: string): Benchmark =>
  readDocument(required(folder, trialFiles.protocol), benchmarkSchema, benchmarkChecks)

/** The plan of a trial, checked against its protocol. */
export function readPlan(folder: string, protocol: Protocol): Plan {
  return readDocument(required(folder, trialFiles.plan), planSchema, planChecks(protocol, methodTraits))
}

/** The printed figures of a trial's report. */
export function readPublished({ folder, protocol, plan }: Pick<Trial, 'folder' | 'protocol' | 'plan'>): Published {
  const path = required(folder, trialFiles.published)
  return readDocument(path, publishedSchema, publishedChecks(protocol, plan, charts.ids))
}

/** The model that a trial's synthetic data are made from. */
export function readSynthetic({ folder, protocol }: Pick<Trial, 'folder' | 'protocol'>): Synthetic {
  return readDocument(required(folder, trialFiles.synthetic), syntheticSchema, syntheticChecks(protocol))
}

/** How the publications of a trial are kept from telling of single cases. */
export function readDisclosure({ folder, protocol }: Pick<Trial, 'folder' | 'protocol'>): Disclosure {
  return readDocument(required(folder, trialFiles.disclosure), disclosureSchema, [isOfTrial(protocol)])
}

/** What is expected of the outcomes of a trial, for its power. */
export function readSizing({ folder, protocol }: Pick<Trial, 'folder' | 'protocol'>): Sizing {
  return readDocument(required(folder, trialFiles.sizing), sizingSchema, sizingChecks(protocol))
}

const schemas = {
  plan: planSchema,
  published: publishedSchema,
  synthetic: syntheticSchema,
  disclosure: disclosureSchema,
  sizing: sizingSchema,
} as const

/** A file read by itself, when what it refers to cannot be read: its own problems are found all the same. */
export function readShape<Name extends keyof typeof schemas>(folder: string, name: Name) {
  return readDocument(required(folder, trialFiles[name]), schemas[name])
}

export const hasFile = (folder: string, name: keyof typeof trialFiles): boolean =>
  existsSync(join(folder, trialFiles[name]))

function required(folder: string, name: string): string {
  const path = join(folder, name)
  if (!existsSync(path)) throw new TrialError([trialFileMissing(path)])
  return path
}
