import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { charts } from '../charts/index.ts'
import { type Issue, refuseIfAny, TrialError } from '../core/errors.ts'
import { hashFile } from '../core/hash.ts'
import { type Benchmark, benchmarkChecks, benchmarkSchema, type PriceRange, printedPrice } from '../model/benchmark.ts'
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
import { benchmarkUnusable, benchmarkWithoutArms, trialFileMissing, trialNotFound } from './issues.ts'
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
  /** The benchmarks that its economics name. */
  benchmarks: readonly PlannedBenchmark[]
}

/** A benchmark that a plan sets beside the arms. */
export interface PlannedBenchmark {
  benchmark: string
  title: string
  source: string
  /** What the debts are that the price is of. */
  debts: string
  price: PriceRange
  /** The outcome of what was owed in the trial. */
  owed: string
  /** Why the price stands beside these debts, in the plan's words. */
  reason: string
  /** SHA-256 of the bytes of its protocol.yaml. */
  sha256: string
}

/**
 * The folder that a reference names: a path where it contains `/` or starts with `.`, else `./trials/<id>`, else a trial
 * that comes with equipoise.
 */
export function findTrial(reference: string, workingFolder = process.cwd()): string {
  const isPath = reference.includes('/') || reference.startsWith('.')
  const candidates = isPath ? [resolve(workingFolder, reference)] : namedFolders(reference, workingFolder)
  const found = candidates.find(holdsProtocol)
  if (found === undefined) throw new TrialError([trialNotFound(reference, isPath ? [] : knownTrials(workingFolder))])
  return found
}

const packageTrials = (): string => inPackage('trials')
const holdsProtocol = (folder: string): boolean => existsSync(join(folder, trialFiles.protocol))

/** Where a trial or a benchmark of a name may be. */
const namedFolders = (id: string, workingFolder: string): string[] => [
  join(workingFolder, 'trials', id),
  join(packageTrials(), id),
]

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
  const benchmarks = await readBenchmarks(folder, plan)
  return { folder, protocol, plan, hashes: { protocol: protocolHash ?? '', plan: planHash ?? '' }, benchmarks }
}

/** The benchmarks that a plan names: of folders beside that of the trial, or as a trial is found by its name. */
export async function readBenchmarks(folder: string, { economics }: Plan): Promise<PlannedBenchmark[]> {
  const issues: Issue[] = []
  const read = (economics?.benchmarks ?? []).map(async ({ benchmark: id, owed, reason }) => {
    const refuse = (received: string): [] => {
      issues.push(benchmarkUnusable(join(folder, trialFiles.plan), id, received))
      return []
    }
    const place = [join(dirname(folder), id), ...namedFolders(id, process.cwd())].find(holdsProtocol)
    if (place === undefined) return refuse('no folder of that name')
    if (!isBenchmark(place)) return refuse('a trial')
    const benchmark = readBenchmark(place)
    const { title, source, debts } = benchmark
    const price = printedPrice(benchmark)
    if (price === null) return refuse('a benchmark of which no price is printed')
    const sha256 = await hashFile(join(place, trialFiles.protocol))
    return [{ benchmark: id, title, source, debts: debts.title, price, owed, reason: reason.trim(), sha256 }]
  })
  const found = (await Promise.all(read)).flat()
  refuseIfAny(issues)
  return found
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
