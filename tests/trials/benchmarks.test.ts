import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { checkBenchmark } from '../../src/pipeline/check-benchmark.ts'
import { listTrials } from '../../src/pipeline/list-trials.ts'
import { findTrial } from '../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../storage/temporary.ts'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { replaced } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)
const own = (id: string): string => fileURLToPath(new URL(`../../trials/${id}`, import.meta.url))

/** A copy of the sale of debts with a part of its protocol changed. */
function changed(name: string, part: string, by: string): string {
  const place = join(folder, 'trials', name)
  cpSync(own('debt-sale'), place, { recursive: true })
  const file = join(place, 'protocol.yaml')
  writeFileSync(file, replaced(readFileSync(file, 'utf8'), part, by))
  return place
}

describe('the benchmarks of the strategy', () => {
  it('have the prices that it prints, and say where it prints none', () => {
    expect(checkBenchmark(own('debt-sale'))).toMatchObject({
      kind: 'benchmark',
      source: '3.2.12',
      debts: { title: 'Debt owed to the Secretary of State', cases: null, pence: null },
      price: { range: { from: 0.04, to: 0.07 }, reason: null },
    })
    const { debts, price } = checkBenchmark(own('debt-collection-agencies'))
    expect(debts).toMatchObject({ cases: 63_000, pence: 35_700_000_000 })
    expect(price.range).toBeNull()
    expect(price.reason).toContain('Neither the percentages nor what was collected is printed.')
    expect(readFileSync(join(own('debt-collection-agencies'), 'README.md'), 'utf8')).toContain(
      `(${((100 * 8000) / 63_000).toFixed(1)}%, as none of these numbers is exact)`,
    )
  })

  it('are listed after the trials, without arms, size or power', async () => {
    const { trials, benchmarks } = await listTrials(folder)
    expect(trials.map(({ trial }) => trial)).not.toContain('debt-sale')
    expect(benchmarks.map(({ benchmark, price }) => [benchmark, price])).toEqual([
      ['debt-collection-agencies', null],
      ['debt-sale', { from: 0.04, to: 0.07 }],
    ])
    for (const key of ['arms', 'cases', 'power']) expect(benchmarks[1]).not.toHaveProperty(key)
    const { stdout } = await inProcess(['list'])
    const sale = stdout.slice(stdout.indexOf('debt-sale: '))
    expect(sale).toContain('debt-sale: Sale of debts to a debt company (benchmark)')
    expect(sale).toContain('  Price: 4 to 7% of what is owed\n  No arms: it is never an arm of a trial')
    expect(sale).not.toMatch(/Arms:|Cases:|Power:/)
    expect(stdout).toContain('  Price: none is printed\n')
  })

  it('are read by `check`, which says what they are', async () => {
    const { exitCode, stdout } = await inProcess(['check', 'debt-collection-agencies'])
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('(63,000 cases, £357,000,000 owed)')])
    expect(stdout).toContain('Price: none is printed. A commission')
    const { json } = await inProcess(['check', 'debt-sale', '--json'])
    expect(json()).toMatchObject({ schema: 'equipoise/benchmark-check/1', kind: 'benchmark' })
  })
})

describe('a benchmark is never an arm', () => {
  const needArms = commands.filter(
    command => command.name() !== 'check' && command.registeredArguments[0]?.name() === 'trial',
  )

  it.each(needArms.map(command => [command.name(), command] as const))('%s refuses it', async (name, command) => {
    const needed = command.options.flatMap(({ mandatory, long }) => (mandatory ? [long ?? '', 'x'] : []))
    const events = name === 'record' ? ['--events', 'x'] : []
    const second = command.registeredArguments.slice(1).flatMap(({ required }) => (required ? ['x'] : []))
    const of = name === 'init' ? ['init', join(folder, 'new'), '--from', 'debt-sale', '--yes'] : [name, 'debt-sale']
    const { exitCode, stderr } = await inProcess([...of, ...second, ...events, ...needed])
    expect(stderr).toContain('expected a trial, with arms, received a benchmark: a price, and never an arm')
    expect(exitCode).toBe(3)
  })

  it('and is refused with a plan, which belongs to a trial', async () => {
    const place = changed('planned', 'kind: benchmark', 'kind: benchmark')
    writeFileSync(join(place, 'plan.yaml'), 'schema: equipoise/plan/1\n')
    const issues = await issuesOf(() => checkBenchmark(place))
    expect(issues.map(({ code, place: { file } }) => [code, file])).toEqual([
      ['trial.benchmark_file', join(place, 'plan.yaml')],
    ])
  })
})

describe('the file of a benchmark', () => {
  const problems = async (part: string, by: string): Promise<unknown[]> =>
    (await issuesOf(() => checkBenchmark(changed('broken', part, by)))).map(({ place, expected }) => [
      place.field,
      expected,
    ])

  it('has a price, or says what stands in its place', async () => {
    expect(await problems('  perPoundOwed: { from: 0.04, to: 0.07 }\n', '')).toEqual([
      ['price', 'perPoundOwed: { from, to }, or notPrinted: why there is none'],
    ])
    expect(await problems('from: 0.04, to: 0.07', 'from: 0.07, to: 0.04')).toEqual([
      ['price.perPoundOwed.to', 'a share from 0.07'],
    ])
    expect(await problems('to: 0.07', 'to: 7')).toEqual([['price.perPoundOwed.to', 'a share above 0 and up to 1']])
  })

  it('has no arms', async () => {
    expect(await problems('debts:', 'arms: []\ndebts:')).toEqual([['arms', 'a known key']])
  })

  it('is told in the list where it cannot be read, as a trial is', async () => {
    changed('broken', 'source: 3.2.12\ndebts', 'debts')
    const { unreadable, benchmarks } = await listTrials(folder)
    expect(unreadable.map(({ trial }) => trial)).toEqual(['broken'])
    expect(benchmarks.map(({ benchmark }) => benchmark)).toContain('planned')
    expect(findTrial('planned', folder)).toBe(join(folder, 'trials', 'planned'))
  })
})
