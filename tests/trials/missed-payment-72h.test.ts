import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateAfter } from '../../src/core/civil-date.ts'
import { silent } from '../../src/core/progress.ts'
import { normalCdf } from '../../src/numerics/index.ts'
import { type RequestedArrivals, requestedArrivals } from '../../src/pipeline/enrolment/arrivals.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { reportRun } from '../../src/pipeline/report-run.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { plainText } from '../../src/report/index.ts'
import { issuesOf } from '../storage/temporary.ts'
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
/** Share that pays within 90 days and that pays on each day, of those who are still waited for. */
const daily = (share: number): number => 1 - (1 - share) ** (1 / days)
/** Mean and variance of the days before a payment within 90, the first day being day 1: a sum over days. */
function daysOf(share: number): { mean: number; variance: number } {
  const still = Array.from({ length: days }, (_, day) => (1 - daily(share)) ** day)
  const mean = still.reduce((sum, each) => sum + each, 0)
  const squares = still.reduce((sum, each, day) => sum + (2 * day + 1) * each, 0)
  return { mean, variance: squares - mean ** 2 }
}

describe('the trial of a call after a missed payment', () => {
  it('finds the days that its README says with the power that it says, and errs as it says', async () => {
    const [call, control] = [daysOf(0.69), daysOf(0.6)]
    const truth = call.mean - control.mean
    const standardError = Math.sqrt((call.variance + control.variance) / cases)
    expect(truth.toFixed(1)).toBe('-5.9')
    expect((100 * normalCdf(-truth / standardError - 1.959964)).toFixed(0)).toBe('89')
    expect((2.8016 * standardError).toFixed(1)).toBe('5.2')
    expect(readme).toContain('payments come back 5.9 days sooner')
    expect(readme).toContain('power 89% by the normal formula, 5.2 days found with 80%')
    const analyses = trial.plan.analyses.filter(each => ['sooner', 'any_sooner'].includes(each.id))
    const simulated = async (scenario: 'model' | 'null') => {
      const found = await simulateTrial(trial, readSizing(trial), { replicates: 2000, seed: '1', analyses, scenario })
      return ['sooner', 'any_sooner'].map(each => found.analyses.find(own => own.id === each)?.parts[0])
    }
    const [[sooner, rank], [none, noRank]] = [await simulated('model'), await simulated('null')]
    expect(sooner?.truth).toBeCloseTo(truth, 10)
    const error = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / 2000)
    expect(Math.abs((sooner?.bias?.value ?? 9) / (sooner?.bias?.standardError ?? 1))).toBeLessThan(4)
    expect(Math.abs((sooner?.coverage?.value ?? 0) - 0.95)).toBeLessThan(error(0.95))
    expect(Math.abs((sooner?.power?.value ?? 0) - 0.89)).toBeLessThan(error(0.89))
    // The seed is that of the README, so that its numbers are these.
    const shown = [sooner, none, rank, noRank].map(part => (100 * (part?.power?.value ?? 0)).toFixed(1))
    expect(shown).toEqual(['88.0', '5.3', '92.5', '5.1'])
    expect(readme).toContain('is found in 88% of\n  simulated trials, and with `--null` in 5.3%')
    expect(readme).toContain('finds it in 92% and errs in 5.1%')
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
    expect([(100 * (model.power ?? 0)).toFixed(0), (100 * (none.power ?? 0)).toFixed(1)]).toEqual(['91', '5.4'])
    expect((100 * model.pays).toFixed(0)).toBe('27')
    expect(readme).toContain('the difference in payers is found in 91% of simulated trials')
    expect(readme).toContain('in 5.4% where a call brings nothing')
    expect(readme).toContain('simulated trials show in 27% that the calls pay')
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
