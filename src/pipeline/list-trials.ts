import { TrialError } from '../core/errors.ts'
import { sumOf } from '../core/lists.ts'
import { costOfArm } from '../economics/index.ts'
import { declaredCases } from '../model/allocation.ts'
import { type Benchmark, type PriceRange, printedPrice } from '../model/benchmark.ts'
import type { Protocol } from '../model/protocol.ts'
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
  /** What the arms cost together, in pence; null where the protocol has no costs, or does not fix the cases. */
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
  const cases = casesOf(trial.protocol)
  return {
    ...{ trial: id, title, question: description, kind, arms: arms.map(arm => ({ id: arm.id, title: arm.title })) },
    ...{ cases, cost: costOf(trial.protocol), power: powerOf(trial) },
  }
}

/** Cases that the allocation fixes, or that are planned to arrive. */
function casesOf({ arms, allocation, enrolment }: Protocol): number | null {
  const fixed = arms.map(({ id }) => declaredCases(allocation, id))
  if (fixed.every(cases => cases !== undefined)) return sumOf(fixed)
  return enrolment?.cases ?? null
}

function costOf(protocol: Protocol): number | null {
  const costs = protocolCosts(protocol)
  const cases = new Map(protocol.arms.map(({ id }) => [id, declaredCases(protocol.allocation, id) ?? 0]))
  if (costs.length === 0 || [...cases.values()].includes(0)) return null
  return sumOf(protocol.arms.map(({ id }) => costOfArm(costs, id, cases).total))
}

function powerOf(trial: Trial): ListedTrial['power'] {
  if (!hasFile(trial.folder, 'sizing')) return null
  const [outcome] = powerOfTrial({ ...trial, sizing: readSizing(trial) }).outcomes
  const [contrast] = outcome?.contrasts ?? []
  if (outcome === undefined || contrast === undefined || outcome.worth === null || contrast.power === null) return null
  return {
    ...{ outcome: outcome.title, contrast: contrast.title, worth: outcome.worth, power: contrast.power },
    unit: outcome.type === 'binary' ? 'share' : 'pence',
  }
}
