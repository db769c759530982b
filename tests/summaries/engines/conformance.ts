import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { type AnySummary, rowLevel, type Summary } from '../../../src/model/summary.ts'
import { waitingCode } from '../../../src/model/waiting.ts'
import { type AnalysisSet, divideCases } from '../../../src/outcomes/index.ts'
import { markNotApplicable } from '../../../src/outcomes/observed.ts'
import type { OutcomeColumn } from '../../../src/outcomes/outcome-values.ts'
import { signsIn } from '../../../src/pipeline/analyse-plan.ts'
import { engineNeeds } from '../../../src/pipeline/engines/engine-needs.ts'
import { engineSource } from '../../../src/pipeline/engines/engine-source.ts'
import { allocatedRoster, rosterProblems, subgroupProblems } from '../../../src/pipeline/engines/reconcile.ts'
import { findTrial, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { disagreements } from '../../../src/summaries/engines/sql/agreement.ts'
import { checkStatement, readChecks } from '../../../src/summaries/engines/sql/checks.ts'
import type { Shards } from '../../../src/summaries/engines/sql/shards.ts'
import {
  type ColumnSigns,
  signsFrom,
  statementsFor,
  summariesFrom,
} from '../../../src/summaries/engines/sql/summarise.ts'
import { readSummaries } from '../../../src/summaries/index.ts'
import { writeDividedTrial } from '../../support/divided-trial.ts'
import {
  analysisSets,
  memorySummaries,
  type TypedTable,
  typedTable,
  waitsInMemory,
  withWaiting,
} from '../../support/engine-worlds.ts'
import { scratch } from '../../support/folders.ts'

/** An engine under test. */
export interface EngineHarness {
  start?(): Promise<void>
  stop?(): Promise<void>
  /** Loads a table and opens it, whole or in shards. `isCsv` says whether it then is text. */
  open(table: TypedTable): Promise<{ shards: Shards; isCsv: boolean }>
  /** Cases of a property that runs in reasonable time. */
  runs: number
}

/** What an engine makes of an analysis set by the plan of a trial. Values are not checked: the sets have gaps that a trial may not. */
export async function engineSummaries(
  trial: Trial,
  set: AnalysisSet,
  { shards, isCsv }: { shards: Shards; isCsv: boolean },
): Promise<{ summaries: readonly AnySummary[]; signs: readonly ColumnSigns[] }> {
  const { protocol, plan } = trial
  const needs = engineNeeds(trial, { isRowLevel: true })
  const source = engineSource(shards, trial, isCsv)
  const { dialect, isDivided } = source
  const table = await source.table(needs)
  const subgroupings = plan.subgroups ?? []
  const check = checkStatement(protocol, dialect, table, subgroupings)
  const checked = await source.ask([check], () => undefined)
  const { roster } = readChecks(protocol, checked.get('checks') ?? { statement: check, rows: [] }, subgroupings)
  const allocated = allocatedRoster(
    set.cases,
    subgroupings.map(subgrouping => divideCases(subgrouping, protocol, set)),
  )
  expect(roster.length).toBe(allocated.size)
  expect(rosterProblems(allocated, roster, subgroupings)).toEqual([])
  const answers = await source.ask(statementsFor(protocol, dialect, table, needs.asked, { isDivided }), () => undefined)
  expect(disagreements(needs.asked, answers)).toEqual([])
  expect(subgroupProblems(allocated, answers, needs.asked, trial)).toEqual([])
  const summaries = summariesFrom(dialect, needs.asked, answers)
  return { summaries, signs: signsFrom(needs.asked, answers) }
}

/** The suite that every engine passes: the summaries of memory, to the last digit. */
export function summarisesLikeMemory(harness: EngineHarness): void {
  const { folder, remove } = scratch()
  let [trial, divided]: (Trial | undefined)[] = []
  beforeAll(async () => {
    trial = withWaiting(await readTrial(findTrial('part-payment')))
    divided = await readTrial(writeDividedTrial(join(folder, 'divided')))
    await harness.start?.()
  }, 120_000)
  afterAll(async () => {
    await harness.stop?.()
    remove()
  })

  const both = async (of: Trial, set: AnalysisSet) => {
    const memory = memorySummaries(of.protocol, of.plan, set)
    const opened = await harness.open(typedTable(of.protocol, set))
    try {
      const { summaries: all, signs } = await engineSummaries(of, set, opened)
      const waits = all.find(({ kind }) => kind === 'eventTimes')
      if (waits !== undefined) expect(waits).toEqual(waitsInMemory(of.protocol, set))
      expect(waits === undefined).toBe(of === divided)
      return { memory, found: all.filter(({ kind }) => !rowLevel[kind]), signs }
    } finally {
      await Promise.all(opened.shards.map(shard => shard.close()))
    }
  }
  const isLikeMemory = async (of: Trial | undefined, runs: number): Promise<void> => {
    if (of === undefined) throw new Error('no trial')
    await fc.assert(
      fc.asyncProperty(analysisSets(of.protocol), async set => {
        const { memory, found, signs } = await both(of, set)
        expect(found.length).toBe(memory.summaries.length)
        found.forEach((summary, at) => {
          expect(canonicalJson(summary)).toBe(canonicalJson(memory.summaries[at]))
        })
        expect(sha256(canonicalJson(found))).toBe(sha256(canonicalJson(memory.summaries)))
        expect(readSummaries(JSON.parse(canonicalJson(found)))).toEqual(found)
        expect(signs.length).toBeGreaterThan(0)
        for (const { outcome, set: within, arms } of signs) {
          expect(arms, `${outcome} in ${within}`).toEqual(signsIn(memory.source, outcome, within))
        }
      }),
      { numRuns: runs },
    )
  }

  it('random cases: counts, moments, ranks, clusters, uptake, sets and signs of amounts', async () => {
    await isLikeMemory(trial, harness.runs)
  }, 300_000)

  it('random cases in subgroups by levels, truth, numbers and amounts, some of them missing', async () => {
    await isLikeMemory(divided, Math.ceil(harness.runs / 5))
  }, 300_000)

  it('sums beyond 64 bits, whose squares would wrap', async () => {
    if (trial === undefined) throw new Error('no trial')
    const large = 2 ** 53 - 1
    const [arm = ''] = trial.protocol.arms.map(({ id }) => id)
    const cases = Array.from({ length: 40 }, (_, at) => ({
      ...{ id: `case-${at}`, arm, stratum: 'all', cluster: at < 20 ? 'C' : `C${at}`, linked: at < 20 },
      ...{ position: at, probability: { numerator: 1, denominator: 3 } },
    }))
    const outcomes = new Map<string, OutcomeColumn>()
    const { protocol } = trial
    for (const outcome of protocol.outcomes) {
      const value = {
        time: waitingCode({ day: 3, end: 'event' }, ['event', 'written_off']),
        binary: 1,
        money: large,
        category: outcome.type === 'category' ? (outcome.levels[0] ?? '') : '',
      }
      const values = markNotApplicable(
        outcome,
        cases.map(() => value[outcome.type]),
        cases,
        outcomes,
      )
      outcomes.set(outcome.id, { outcome, values })
    }
    const baseline = new Map(
      trial.protocol.caseload.fields.map(({ id, type }) => [
        id,
        cases.map(() => (type === 'category' ? '1993' : null)),
      ]),
    )
    const set = { cases, outcomes, baseline } as AnalysisSet
    const { memory, found } = await both(trial, set)
    const moments = found.find(({ outcome, kind }) => outcome === 'amount' && kind === 'moments') as Summary<'moments'>
    expect(moments.cells.find(cell => cell.arm === arm)?.data.sumSquares).toBe(40n * BigInt(large) ** 2n)
    expect(canonicalJson(found)).toBe(canonicalJson(memory.summaries))
  })
}
