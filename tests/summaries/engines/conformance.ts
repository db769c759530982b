import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { sumOf } from '../../../src/core/lists.ts'
import { type AnySummary, rowLevel, type Summary } from '../../../src/model/summary.ts'
import { waitingCode } from '../../../src/model/waiting.ts'
import type { AnalysisSet } from '../../../src/outcomes/index.ts'
import { markNotApplicable } from '../../../src/outcomes/observed.ts'
import type { OutcomeColumn } from '../../../src/outcomes/outcome-values.ts'
import { engineNeeds } from '../../../src/pipeline/engines/engine-needs.ts'
import { engineSource } from '../../../src/pipeline/engines/engine-source.ts'
import { findTrial, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { disagreements } from '../../../src/summaries/engines/sql/agreement.ts'
import { checkStatement, readChecks } from '../../../src/summaries/engines/sql/checks.ts'
import type { Shards } from '../../../src/summaries/engines/sql/shards.ts'
import { statementsFor, summariesFrom } from '../../../src/summaries/engines/sql/summarise.ts'
import {
  analysisSets,
  memorySummaries,
  type TypedTable,
  typedTable,
  waitsInMemory,
  withWaiting,
} from '../../support/engine-worlds.ts'

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
): Promise<readonly AnySummary[]> {
  const needs = engineNeeds(trial, { isRowLevel: true })
  const source = engineSource(shards, trial, isCsv)
  const { dialect, isDivided } = source
  const table = await source.table(needs)
  const check = checkStatement(trial.protocol, dialect, table)
  const checked = await source.ask([check], () => undefined)
  const { roster } = readChecks(trial.protocol, checked.get('checks') ?? { statement: check, rows: [] })
  expect(sumOf(roster.map(({ cases }) => cases))).toBe(set.cases.length)
  const answers = await source.ask(
    statementsFor(trial.protocol, dialect, table, needs.asked, { isDivided }),
    () => undefined,
  )
  expect(disagreements(needs.asked, answers)).toEqual([])
  return summariesFrom(dialect, needs.asked, answers)
}

/** The suite that every engine passes: the summaries of memory, to the last digit. */
export function summarisesLikeMemory(harness: EngineHarness): void {
  let trial: Trial
  beforeAll(async () => {
    trial = withWaiting(await readTrial(findTrial('part-payment')))
    await harness.start?.()
  }, 120_000)
  afterAll(async () => {
    await harness.stop?.()
  })

  const both = async (set: AnalysisSet) => {
    const memory = memorySummaries(trial.protocol, trial.plan, set)
    const opened = await harness.open(typedTable(trial.protocol, set))
    try {
      const all = await engineSummaries(trial, set, opened)
      expect(all.find(({ kind }) => kind === 'eventTimes')).toEqual(waitsInMemory(trial.protocol, set))
      return { memory, found: all.filter(({ kind }) => !rowLevel[kind]) }
    } finally {
      await Promise.all(opened.shards.map(shard => shard.close()))
    }
  }

  it('random cases: counts, moments, ranks, clusters, uptake and sets', async () => {
    await fc.assert(
      fc.asyncProperty(analysisSets(trial.protocol), async set => {
        const { memory, found } = await both(set)
        expect(found.length).toBe(memory.length)
        found.forEach((summary, at) => {
          expect(canonicalJson(summary)).toBe(canonicalJson(memory[at]))
        })
        expect(sha256(canonicalJson(found))).toBe(sha256(canonicalJson(memory)))
      }),
      { numRuns: harness.runs },
    )
  }, 300_000)

  it('sums beyond 64 bits, whose squares would wrap', async () => {
    const large = 2 ** 53 - 1
    const [arm = ''] = trial.protocol.arms.map(({ id }) => id)
    const cases = Array.from({ length: 40 }, (_, at) => ({
      ...{ id: `case-${at}`, arm, stratum: 'all', cluster: at < 20 ? 'C' : `C${at}`, linked: at < 20 },
      ...{ position: at, probability: { numerator: 1, denominator: 3 } },
    }))
    const outcomes = new Map<string, OutcomeColumn>()
    for (const outcome of trial.protocol.outcomes) {
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
    const { memory, found } = await both(set)
    const moments = found.find(({ outcome, kind }) => outcome === 'amount' && kind === 'moments') as Summary<'moments'>
    expect(moments.cells.find(cell => cell.arm === arm)?.data.sumSquares).toBe(40n * BigInt(large) ** 2n)
    expect(canonicalJson(found)).toBe(canonicalJson(memory))
  })
}
