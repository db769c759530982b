import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateAfter } from '../../src/core/civil-date.ts'
import { silent } from '../../src/core/progress.ts'
import { simulationStream } from '../../src/core/simulation-random.ts'
import { awaited, waitingCode } from '../../src/model/waiting.ts'
import { type RequestedArrivals, requestedArrivals } from '../../src/pipeline/enrolment/arrivals.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { reportRun } from '../../src/pipeline/report-run.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { plainText } from '../../src/report/index.ts'
import { restrictedMeanTimeDifference, stratifiedLogRank } from '../../src/statistics/index.ts'
import { issuesOf } from '../storage/temporary.ts'
import { columnOf, resultOf, row, summaryOf } from '../support/analysis.ts'
import { inProcess } from '../support/cli.ts'
import { untiedDigits } from '../support/document-texts.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'missed-payment-72h'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

const days = 90
const cases = 600
/** Chance of a payment on each day, of those that are still waited for, so that a share pays within 90 days. */
const daily = (share: number): number => 1 - (1 - share) ** (1 / days)
/** Mean days before a payment within 90, the first day being day 1. */
const meanDays = (share: number): number => share / daily(share)

/** One trial of 600 cases an arm: estimate, standard error and P of the primary analysis, and P of the log-rank test. */
function replicate(number: number, shares: { control: number; call: number }) {
  const source = simulationStream({ purpose: 'missed payment', seed: '1', replicate: number })
  const rows = (['call', 'control'] as const).flatMap(arm =>
    Array.from({ length: cases }, (_, at) => {
      const day = Math.ceil(Math.log(1 - source.uniform()) / Math.log(1 - daily(shares[arm]))) || 1
      const end = day <= days ? awaited : null
      return row(arm, waitingCode({ day: Math.min(day, days), end }, [awaited]), `way ${at % 3}`)
    }),
  )
  const column = columnOf(rows, { kind: 'time', unit: { kind: 'days' }, levels: [awaited] })
  const options = { level: 0.95, contrasts: [{ id: 'call', arm: 'call', against: 'control' }], day: days }
  const summary = summaryOf(column, 'eventTimes')
  const [contrast] = resultOf(restrictedMeanTimeDifference.compute(summary, options)).contrasts
  if (contrast === undefined) throw new Error('no contrast')
  const { estimate, standardError, pValue } = resultOf(contrast.computation)
  const { pValue: logRank } = resultOf(stratifiedLogRank.compute(summary, options))
  return { estimate, standardError: standardError ?? Number.NaN, pValue: pValue ?? Number.NaN, logRank }
}

const replicates = 600
const meanOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length
const rejected = (values: readonly number[]): number => meanOf(values.map(value => (value < 0.05 ? 1 : 0)))
const monteCarlo = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / replicates)
const drawn = (shares: { control: number; call: number }) =>
  Array.from({ length: replicates }, (_, number) => replicate(number, shares))

describe('the trial of a call after a missed payment', () => {
  it('errs in one trial in twenty where a call brings nothing, by its primary analysis and by the log-rank test', () => {
    const found = drawn({ control: 0.6, call: 0.6 })
    expect(Math.abs(rejected(found.map(({ pValue }) => pValue)) - 0.05)).toBeLessThan(monteCarlo(0.05))
    expect(Math.abs(rejected(found.map(({ logRank }) => logRank)) - 0.05)).toBeLessThan(monteCarlo(0.05))
  })

  it('finds what its README says, with the power that it says', () => {
    const found = drawn({ control: 0.6, call: 0.69 })
    const truth = meanDays(0.69) - meanDays(0.6)
    const errors = found.map(({ standardError }) => standardError)
    expect(truth.toFixed(1)).toBe('-5.9')
    expect(Math.abs(meanOf(found.map(({ estimate }) => estimate)) - truth)).toBeLessThan(
      (4 * meanOf(errors)) / Math.sqrt(replicates),
    )
    // (1.960 + 0.842) standard errors are found with a power of 80%.
    expect((2.8016 * meanOf(errors)).toFixed(1)).toBe('5.2')
    expect(readme).toContain('payments come back 5.9 days sooner')
    expect(readme).toContain('power 89%, 5.2 days found with 80%')
    expect(Math.abs(rejected(found.map(({ pValue }) => pValue)) - 0.89)).toBeLessThan(monteCarlo(0.89))
    expect(readme).toContain('93% by the log-rank test')
    expect(Math.abs(rejected(found.map(({ logRank }) => logRank)) - 0.93)).toBeLessThan(monteCarlo(0.93))
  })

  it('has the power for payers and amounts that its README says, and errs as it says', async () => {
    const sizing = readSizing(trial)
    const [paid, amount] = powerOfTrial({ ...trial, sizing }).outcomes.map(({ contrasts }) => contrasts[0])
    expect((100 * (paid?.power ?? 0)).toFixed(0)).toBe('90')
    expect(paid?.detectable).toMatchObject({ result: expect.closeTo(0.0775, 4) })
    expect((100 * (amount?.power ?? 0)).toFixed(0)).toBe('42')
    expect(readme).toContain('power 90% for 9 points, 7.75 points found with 80%')
    expect(readme).toContain('power 42% for £21.60 a case')
    const analyses = trial.plan.analyses.filter(each => ['payers', 'amounts'].includes(each.id))
    const asked = { replicates: 2000, seed: '1', analyses }
    const simulated = async (scenario: 'model' | 'null') => {
      const found = await simulateTrial(trial, sizing, { ...asked, scenario })
      const power = found.analyses.find(each => each.id === 'payers')?.parts[0]?.power?.value
      return { power, pays: found.economics[0]?.shownToPay?.value ?? 0 }
    }
    const [model, none] = [await simulated('model'), await simulated('null')]
    // The seed is that of the README, so that its numbers are these.
    expect([(100 * (model.power ?? 0)).toFixed(0), (100 * (none.power ?? 0)).toFixed(1)]).toEqual(['91', '4.5'])
    expect((100 * model.pays).toFixed(0)).toBe('29')
    expect(readme).toContain('the difference in payers is found in 91% of simulated trials')
    expect(readme).toContain('in 4.5% where a call brings nothing')
    expect(readme).toContain('simulated trials show in 29% that the calls pay')
  })

  it('runs from made-up arrivals to its report, which says that it is a change of service', async () => {
    const [run, arriving, events] = [join(folder, 'run'), join(folder, 'cases.csv'), join(folder, 'events.csv')]
    const at = async (...args: string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await inProcess(args)
      expect([exitCode, stderr.includes('expected')]).toEqual([0, false])
      return stdout
    }
    const made = await at('generate', id, '--cases', '400', '--seed', '1', '--out', arriving)
    expect(made).toContain(`equipoise enrol ${id} --cases ${arriving} --at-column arrives_on`)
    const [, first, , ...rest] = readFileSync(arriving, 'utf8').trimEnd().split('\n')
    expect([first?.split(',').at(-1), rest.at(-1)?.split(',').at(-1)]).toEqual(['2013-02-04', '2013-07-26'])
    await at('open', id, '--run', run)
    await at('enrol', id, '--cases', arriving, '--at-column', 'arrives_on', '--run', run)
    await at('close', id, '--run', run)
    await at('generate', id, '--outcomes', '--run', run, '--seed', '1', '--out', events)
    await at('record', id, '--events', events, '--run', run)
    await at('analyse', id, '--run', run)
    const { document } = await reportRun(trial, run, silent)
    expect(plainText(document.subtitle)).toContain('as a change of service and not as a trial')
    expect(untiedDigits(document)).toEqual([])
    expect(await at('verify', id, '--run', run)).toContain('derived again and agrees')
    const arrived = new Map(
      readFileSync(join(run, '04-enrolment.csv'), 'utf8')
        .split('\n')
        .map(line => [line.split(',')[2], line.split(',')[3]]),
    )
    const told = readFileSync(events, 'utf8').trimEnd().split('\n')
    const [head = '', ...rows] = told
    const [caseAt, kindAt, timeAt] = ['case', 'kind', 'at'].map(name => head.split(',').indexOf(name)) as [
      number,
      number,
      number,
    ]
    const outside = rows.filter(line => {
      const cells = line.split(',')
      const [day = '', from = ''] = [cells[timeAt], arrived.get(cells[caseAt])]
      return day < from || (cells[kindAt] === 'payment' && day > dateAfter(from, { months: 3 }))
    })
    expect([rows.length > 300, outside]).toEqual([true, []])
    // Nobody's outcome is missing: every window lies in the follow-up, and every made-up payment in its window.
    const results = JSON.parse(readFileSync(join(run, '06-analysis-set.json'), 'utf8')) as {
      windows: { complete: number; censored: number }
    }
    expect(results.windows).toMatchObject({ complete: arrived.size - 2, censored: 0 })
  }, 120_000)

  it('takes the days of arrivals from a file of cases alone, and from no other time', async () => {
    const refused = async (more: Partial<RequestedArrivals>): Promise<unknown> => {
      const asked = { set: [], dayColumn: 'day', ...more }
      const issues = await issuesOf(() => requestedArrivals(asked, trial.protocol.caseload))
      return issues.map(({ code, received }) => [code, received])
    }
    expect(await refused({ case: 'C1' })).toEqual([['enrolment.day_column', 'no --cases']])
    expect(await refused({ cases: 'x.csv', at: '2013-02-06' })).toEqual([['enrolment.day_column', '--at too']])
    const days = join(folder, 'days.csv')
    writeFileSync(
      days,
      'case_id,missed_on,method,arrears,linked_in_trial,day\nC1,2013-02-05,other,5,false,5 February\n',
    )
    expect(
      (await issuesOf(() => requestedArrivals({ set: [], cases: days, dayColumn: 'day' }, trial.protocol.caseload)))[0],
    ).toMatchObject({
      place: { field: 'day' },
      received: '"5 February"',
    })
  })
})
