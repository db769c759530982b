import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { benchmarkOffer } from '../../src/economics/index.ts'
import type { AnySummary, SummaryKind } from '../../src/model/summary.ts'
import { analysePlan, type SummarySource } from '../../src/pipeline/analyse-plan.ts'
import { type Economics, evaluateEconomics } from '../../src/pipeline/economics.ts'
import { economicsNumbers } from '../../src/pipeline/results/economics-numbers.ts'
import { tidyEconomics } from '../../src/pipeline/tidy-economics.ts'
import { findTrial, type PlannedBenchmark, readTrial } from '../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../storage/temporary.ts'
import { columnOf, rowsOf, summaryOf } from '../support/analysis.ts'
import { scratch } from '../support/folders.ts'
import { replaced } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

const messages = fileURLToPath(new URL('../../trials/segmented-messages', import.meta.url))
const { plan, benchmarks } = await readTrial(findTrial('segmented-messages'))
const sale = benchmarks[0] as PlannedBenchmark

/** Pence that three cases of each arm paid, and owed: £600, £900, £300 and £1,200 in all. */
const paid = { control: [0, 0, 3000], children: [0, 6000, 3000], others: [0, 1500, 1500], help: [3000, 3000, 6000] }
const owed = {
  control: [10_000, 20_000, 30_000],
  children: [30_000, 30_000, 30_000],
  others: [5000, 10_000, 15_000],
  help: [100_000, 10_000, 10_000],
}

const sourceOf =
  (arrears: Readonly<Record<string, number[]>>): SummarySource =>
  (outcome, kind: SummaryKind) => {
    if (kind === 'counts' || !['amount', 'arrears_owed'].includes(outcome)) return undefined
    return summaryOf(
      columnOf(rowsOf(outcome === 'amount' ? paid : arrears), { control: 'control', arms: Object.keys(paid) }),
      kind,
    ) as AnySummary
  }

function evaluate(source: SummarySource, beside: readonly PlannedBenchmark[] = benchmarks): Economics {
  const own = { ...plan, families: [], analyses: plan.analyses.filter(({ id }) => id === 'amount_difference') }
  const costs = (['children', 'others', 'help'] as const).map(arm => ({
    ...{
      id: arm,
      nature: 'resource' as const,
      kind: 'fixed' as const,
      arms: [arm],
      amount: 120,
      split: 'equally' as const,
    },
  }))
  const found = evaluateEconomics({
    ...{ protocol: { id: 'x' }, plan: own, notice: null, costs, source, benchmarks: beside },
    analyses: analysePlan(own, source),
  })
  if (found === null) throw new Error('no economics')
  return found
}

describe('a price beside the arms', () => {
  it('is 4 to 7% of what each arm owed, in all and over its cases', () => {
    const [found] = evaluate(sourceOf(owed)).benchmarks ?? []
    expect(found).toMatchObject({ benchmark: 'debt-sale', price: { from: 0.04, to: 0.07 }, owed: 'arrears_owed' })
    const offers = new Map(found?.arms.map(({ arm, offer }) => [arm, offer]))
    // £600 owed by three cases: £24 to £42 in all, £8 to £14 a case.
    expect(offers.get('control')).toMatchObject({
      status: 'computed',
      result: { cases: 3, owed: 60_000, inAll: { from: 2400, to: expect.closeTo(4200, 9) } },
    })
    expect(offers.get('control')).toMatchObject({ result: { perCase: { from: 800, to: expect.closeTo(1400, 9) } } })
    // £1,200: £48 to £84.
    expect(offers.get('help')).toMatchObject({ result: { inAll: { from: 4800, to: expect.closeTo(8400, 9) } } })
  })

  it('stands beside what each arm collected over control, a case and in all', () => {
    const numbers = new Map(economicsNumbers(evaluate(sourceOf(owed))).map(({ id, value }) => [id, value]))
    // Control paid £10 a case; children £30, so £20 more, £60 in all.
    expect(numbers.get('economics.children.control.additional_amount.estimate')).toBeCloseTo(2000, 9)
    expect(numbers.get('economics.benchmark.debt-sale.children.control.additional_in_all')).toBeCloseTo(6000, 9)
    expect(numbers.get('economics.benchmark.debt-sale.others.control.additional_in_all')).toBeCloseTo(0, 9)
    expect(numbers.get('economics.benchmark.debt-sale.children.owed_per_case')).toBe(30_000)
    expect(numbers.get('economics.benchmark.debt-sale.children.per_case.to')).toBeCloseTo(2100, 9)
  })

  it('has rows of its own among the tidy ones, which say that it is no arm', () => {
    const rows = tidyEconomics(evaluate(sourceOf(owed)))
      .split('\n')
      .filter(row => row.startsWith('control,'))
    expect(rows).toEqual([
      'control,,,benchmark_owed,debt-sale,,60000,,,,,,,,"A benchmark: not randomised, and never an arm."',
      'control,,,benchmark_least,debt-sale,,2400,,,,,,,,"A benchmark: not randomised, and never an arm."',
      expect.stringMatching(/^control,,,benchmark_most,debt-sale,,4200(\.0+\d)?,/),
    ])
  })

  it('changes nothing else, and leaves no trace where the plan names none', () => {
    const [beside, without] = [evaluate(sourceOf(owed)), evaluate(sourceOf(owed), [])]
    expect(without).not.toHaveProperty('benchmarks')
    expect({ ...beside, benchmarks: undefined }).toEqual({ ...without, benchmarks: undefined })
  })

  it('gives nothing where it is not known what was owed', () => {
    expect(benchmarkOffer({ n: 0, missing: 3, sum: 0n, sumSquares: 0n }, sale.price)).toMatchObject({
      status: 'undefined',
      reason: 'no_cases_in_arm',
    })
    const { control: _, ...others } = owed
    const economics = evaluate(sourceOf(others))
    const [found] = economics.benchmarks ?? []
    expect(found?.arms.find(({ arm }) => arm === 'control')?.offer.status).toBe('undefined')
    expect(economicsNumbers(economics).some(({ id }) => id.includes('debt-sale.control.in_all'))).toBe(false)
  })
})

describe('a plan that names a benchmark', () => {
  let copies = 0
  async function read(changes: { from: string; to: string }): Promise<unknown> {
    copies += 1
    const place = join(folder, String(copies), 'mine')
    mkdirSync(place, { recursive: true })
    for (const name of ['protocol.yaml', 'plan.yaml']) cpSync(join(messages, name), join(place, name))
    const file = join(place, 'plan.yaml')
    writeFileSync(file, replaced(readFileSync(file, 'utf8'), changes.from, changes.to))
    const issues = await issuesOf(() => readTrial(place))
    return issues.map(({ code, place: { field }, received }) => [code, field, received])
  }

  it('is refused where that has no price, is a trial, or is nowhere', async () => {
    const named = (id: string) => read({ from: 'benchmark: debt-sale', to: `benchmark: ${id}` })
    const of = (id: string, received: string) => [['plan.benchmark', `economics.benchmarks ${id}`, received]]
    expect(await named('debt-collection-agencies')).toEqual(
      of('debt-collection-agencies', 'a benchmark of which no price is printed'),
    )
    expect(await named('part-payment')).toEqual(of('part-payment', 'a trial'))
    expect(await named('none-such')).toEqual(of('none-such', 'no folder of that name'))
  })

  it('is refused where what was owed is no outcome made of the baseline', async () => {
    expect(await read({ from: 'owed: arrears_owed', to: 'owed: amount' })).toEqual([
      ['document.invalid', 'economics.benchmarks.0.owed', '"amount"'],
    ])
  })

  it('takes one beside the trial before those that come with equipoise', async () => {
    const place = join(folder, 'beside')
    cpSync(messages, join(place, 'mine'), { recursive: true })
    const other = join(place, 'debt-sale')
    cpSync(findTrial('debt-sale'), other, { recursive: true })
    const file = join(other, 'protocol.yaml')
    writeFileSync(file, replaced(readFileSync(file, 'utf8'), 'from: 0.04', 'from: 0.05'))
    const [found] = (await readTrial(join(place, 'mine'))).benchmarks
    expect(found?.price).toEqual({ from: 0.05, to: 0.07 })
    expect(found?.sha256).not.toBe(sale.sha256)
  })
})
