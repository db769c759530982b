import { TrialError } from '../core/errors.ts'
import { sumOf } from '../core/lists.ts'
import { costOfArm } from '../economics/index.ts'
import { declaredCases } from '../model/allocation.ts'
import { type Benchmark, type PriceRange, printedPrice } from '../model/benchmark.ts'
import type { Protocol } from '../model/protocol.ts'
import type { Sizing } from '../model/sizing.ts'
import { protocolCosts } from './economics.ts'
import { powerOfTrial } from './power/index.ts'
import {
  findTrial,
  hasFile,
  isBenchmark,
  knownTrials,
  readBenchmark,
  readSizing,
  readTrial,
  type Trial,
} from './trial-folder.ts'

/** What a trial asks, of whom, at what cost and with what power, as far as its folder says. */
export interface ListedTrial {
  trial: string
  title: string
  /** The description of the protocol; null where it has none. */
  question: string | null
  kind: Protocol['kind']
  arms: readonly { id: string; title: string }[]
  /** Cases that are planned; null where nothing says how many. */
  cases: number | null
  /** What the arms cost together, in pence; null where the protocol has no costs, or nothing says how many cases an arm has. */
  cost: number | null
  /** Power of the first contrast of the first outcome of sizing.yaml for what is worth finding. Shares from 0 to 1, amounts in pence. */
  power: { outcome: string; contrast: string; worth: number; unit: 'share' | 'pence'; power: number } | null
}

/** A price to set beside trials. It has no arms, no size and no power. */
export interface ListedBenchmark {
  benchmark: string
  title: string
  about: string | null
  kind: Benchmark['kind']
  debts: string
  /** Pounds for each pound owed, as printed; null where none is printed. */
  price: PriceRange | null
}

/** The trials that can be named: those of ./trials, and those that come with equipoise. */
export interface TrialList {
  schema: 'equipoise/trials/1'
  trials: readonly ListedTrial[]
  benchmarks: readonly ListedBenchmark[]
  /** Folders that could not be read, with the first of their problems. */
  unreadable: readonly { trial: string; problem: string }[]
}

/** Every trial and benchmark that can be named in a folder, in order of id; what cannot be read is told and stops nothing. */
export async function listTrials(workingFolder = process.cwd()): Promise<TrialList> {
  const trials: ListedTrial[] = []
  const benchmarks: ListedBenchmark[] = []
  const unreadable: { trial: string; problem: string }[] = []
  for (const id of knownTrials(workingFolder)) {
    try {
      const folder = findTrial(id, workingFolder)
      if (isBenchmark(folder)) benchmarks.push(listedBenchmark(id, readBenchmark(folder)))
      else trials.push(listed(id, await readTrial(folder)))
    } catch (error) {
      if (!(error instanceof TrialError)) throw error
      unreadable.push({ trial: id, problem: error.message.split('\n')[0] ?? '' })
    }
  }
  return { schema: 'equipoise/trials/1', trials, benchmarks, unreadable }
}

function listedBenchmark(id: string, benchmark: Benchmark): ListedBenchmark {
  const { title, description = null, kind, debts } = benchmark
  return { benchmark: id, title, about: description, kind, debts: debts.title, price: printedPrice(benchmark) }
}

function listed(id: string, trial: Trial): ListedTrial {
  const { title, description = null, kind, arms } = trial.protocol
  const sizing = hasFile(trial.folder, 'sizing') ? readSizing(trial) : undefined
  const planned = casesByArm(trial.protocol, sizing)
  return {
    ...{ trial: id, title, question: description, kind, arms: arms.map(arm => ({ id: arm.id, title: arm.title })) },
    cases: planned === null ? (trial.protocol.enrolment?.cases ?? null) : sumOf([...planned.values()]),
    cost: planned === null ? null : costOf(trial.protocol, planned),
    power: sizing === undefined ? null : powerOf({ ...trial, sizing }),
  }
}

/** Cases of each arm that the allocation fixes, else those that sizing.yaml plans; null where an arm has neither. */
function casesByArm({ arms, allocation }: Protocol, sizing: Sizing | undefined): Map<string, number> | null {
  const cases = arms.map(({ id }): [string, number] => [id, declaredCases(allocation, id) ?? sizing?.cases?.[id] ?? 0])
  return cases.some(([, count]) => count === 0) ? null : new Map(cases)
}

function costOf(protocol: Protocol, cases: ReadonlyMap<string, number>): number | null {
  const costs = protocolCosts(protocol)
  return costs.length === 0 ? null : sumOf(protocol.arms.map(({ id }) => costOfArm(costs, id, cases).total))
}

function powerOf(trial: Parameters<typeof powerOfTrial>[0]): ListedTrial['power'] {
  const [outcome] = powerOfTrial(trial).outcomes
  const [contrast] = outcome?.contrasts ?? []
  if (outcome === undefined || contrast === undefined || outcome.worth === null || contrast.power === null) return null
  return {
    ...{ outcome: outcome.title, contrast: contrast.title, worth: outcome.worth, power: contrast.power },
    unit: outcome.type === 'binary' ? 'share' : 'pence',
  }
}
