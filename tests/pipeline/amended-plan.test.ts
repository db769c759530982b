import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/core/hash.ts'
import { type Ended, inProcess } from '../support/cli.ts'
import { filesIn, scratch } from '../support/folders.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

const at = (place: string) => ({ trial: join(place, 'trial'), run: join(place, 'run') })
const whole = join(folder, 'whole')
const original = at(whole)

/** Runs a command that must succeed. */
async function done(...args: string[]): Promise<Ended> {
  const ended = await inProcess(args)
  if (ended.exitCode !== 0) throw new Error(`equipoise ${args.join(' ')} ended with ${ended.exitCode}: ${ended.stderr}`)
  return ended
}

beforeAll(async () => {
  const { trial, run } = original
  const [caseload, events] = [join(whole, 'caseload.csv'), join(whole, 'events.csv')]
  writeSmallTrial(trial)
  await done('generate', trial, '--cases', '800', '--seed', '7', '--out', caseload)
  await done('run', trial, '--caseload', caseload, '--seed', '2015', '--run', run)
  await done('generate', trial, '--outcomes', '--run', run, '--seed', '7', '--out', events)
  await done('record', trial, '--events', events, '--run', run)
  await done('analyse', trial, '--run', run)
})

let copies = 0
/** A copy of the trial and its run, with changes of its plan. */
function amended(...changes: readonly (readonly [from: string, to: string])[]): typeof original {
  copies += 1
  const place = join(folder, `copy-${copies}`)
  cpSync(whole, place, { recursive: true })
  const { trial, run } = at(place)
  const plan = join(trial, 'plan.yaml')
  let text = readFileSync(plan, 'utf8')
  for (const [from, to] of changes) text = replaced(text, from, to)
  writeFileSync(plan, text)
  return { trial, run }
}

const toWelch = ['method: mean-interval-t\n', 'method: mean-interval-z\n'] as const
const deviation = (resultsSeen: boolean) =>
  [
    'families:\n',
    `deviations:\n  - id: late\n    what: The mean is given with a normal interval\n    why: A reader asked\n    resultsSeen: ${resultsSeen}\n    date: "2016-09-01"\nfamilies:\n`,
  ] as const

interface Results {
  analyses: { id: string; role: string; amendment: unknown }[]
}
const resultsIn = (run: string): Results => JSON.parse(readFileSync(join(run, '08-results.json'), 'utf8')) as Results

describe('the plan at allocation', () => {
  it('is kept in the run, and named by the manifest of the allocation', () => {
    const kept = readFileSync(join(original.run, '04-plan.yaml'))
    expect(kept.equals(readFileSync(join(original.trial, 'plan.yaml')))).toBe(true)
    const { inputs } = JSON.parse(readFileSync(join(original.run, '04-allocation.json'), 'utf8'))
    expect(inputs['04-plan.yaml']).toBe(sha256(kept))
  })

  it('stays as it is when `allocate` is run again with a changed plan', async () => {
    const { trial, run } = amended(toWelch)
    const before = readFileSync(join(run, '04-plan.yaml'))
    const { stdout } = await done('allocate', trial, '--seed', '2015', '--run', run)
    expect(stdout).toContain('nothing changed')
    expect(readFileSync(join(run, '04-plan.yaml')).equals(before)).toBe(true)
  })

  it('may not be changed or taken away', async () => {
    const { trial, run } = amended()
    writeFileSync(join(run, '04-plan.yaml'), `${readFileSync(join(run, '04-plan.yaml'), 'utf8')}\n`)
    const { exitCode, stderr } = await inProcess(['analyse', trial, '--run', run])
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/04-plan\.yaml: expected the file whose hash/)])
    const verified = await inProcess(['verify', trial, '--run', run])
    expect([verified.exitCode, verified.stdout]).toEqual([
      1,
      expect.stringContaining('04-allocation.json was made from another 04-plan.yaml'),
    ])
  })
})

describe('a plan that was changed after allocation', () => {
  it('is refused without a deviation, by analyse and by report, and the run stays as it was', async () => {
    const { trial, run } = amended(toWelch)
    for (const command of ['analyse', 'report']) {
      const { exitCode, stderr } = await inProcess([command, trial, '--run', run])
      expect(exitCode).toBe(3)
      expect(stderr).toMatch(/received another plan \(amount_mean_t changed\)\. Record the change under `deviations`/)
    }
    expect(readFileSync(join(run, 'plan.yaml')).equals(readFileSync(join(original.run, 'plan.yaml')))).toBe(true)
    const refused = (await inProcess(['analyse', trial, '--run', run, '--json'])).json()
    expect(refused.issues).toEqual([expect.objectContaining({ code: 'run.plan_changed' })])
    const { exitCode, stdout } = await inProcess(['verify', trial, '--run', run])
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(
        /differs {4}plan since the allocation\n.*no deviation in plan\.yaml records: amount_mean_t changed/,
      ),
    ])
  })

  it('is exploratory in what differs where results had been seen, and the report says so', async () => {
    const { trial, run } = amended(toWelch, deviation(true))
    await done('analyse', trial, '--run', run)
    const { analyses } = resultsIn(run)
    expect(analyses.filter(({ amendment }) => amendment !== null)).toEqual([
      expect.objectContaining({
        ...{ id: 'amount_mean_t', role: 'exploratory', amendment: { kind: 'changed', resultsSeen: true } },
      }),
    ])
    await done('report', trial, '--run', run)
    const report = readFileSync(join(run, '11-report/report.md'), 'utf8')
    expect(report).toMatch(
      /1 September 2016\.\*\* The mean is given with a normal interval\. Why: A reader asked\. Results had been seen\./,
    )
    expect(report).toContain('changed after results had been seen, so exploratory')
    expect(report).toContain('1 analysis was chosen after results had been seen.')
    expect((await done('verify', trial, '--run', run)).stdout).toContain('verified   plan since the allocation')
  })

  it('keeps its roles where no results had been seen', async () => {
    const { trial, run } = amended(toWelch, deviation(false))
    await done('analyse', trial, '--run', run)
    const { analyses } = resultsIn(run)
    expect(analyses.find(({ id }) => id === 'amount_mean_t')).toMatchObject({
      ...{ role: 'sensitivity', amendment: { kind: 'changed', resultsSeen: false } },
    })
  })
})

const idea = `schema: equipoise/exploration/1
trial: part-payment
id: idea
title: Is it the same by ranks?
analyses:
  - id: amount_ranks
    title: Difference in mean ranks
    outcome: amount
    method: dunn
`

describe('an exploration', () => {
  const explored = () => {
    const place = amended()
    const file = join(place.trial, 'idea.yaml')
    writeFileSync(file, idea)
    return { ...place, file }
  }

  it('is run beside the plan, kept in the run, and told from the plan', async () => {
    const { trial, run, file } = explored()
    const before = readFileSync(join(run, '08-results.json'))
    await done('analyse', trial, '--run', run, '--explore', file)
    expect(readFileSync(join(run, '08-results.json')).equals(before)).toBe(true)
    expect(filesIn(join(run, '08-exploratory'))).toEqual(['idea.csv', 'idea.json', 'idea.yaml'])
    const { analyses } = JSON.parse(readFileSync(join(run, '08-exploratory/idea.json'), 'utf8')) as Results
    expect(analyses.map(({ id, role }) => [id, role])).toEqual([['amount_ranks', 'exploratory']])
    await done('report', trial, '--run', run)
    const report = readFileSync(join(run, '11-report/report.md'), 'utf8')
    expect(report).toContain('Not in the plan: Is it the same by ranks?')
    expect((await done('verify', trial, '--run', run)).exitCode).toBe(0)
  })

  it('is done again by every later analyse, and verify finds it changed', async () => {
    const { trial, run, file } = explored()
    await done('analyse', trial, '--run', run, '--explore', file)
    const json = join(run, '08-exploratory/idea.json')
    const text = readFileSync(json, 'utf8')
    writeFileSync(json, text.replace(/"estimate":-?\d/, '"estimate":7'))
    const { exitCode, stdout } = await inProcess(['verify', trial, '--run', run])
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('08-exploratory/idea.json differs')])
    await done('analyse', trial, '--run', run)
    expect(readFileSync(json, 'utf8')).toBe(text)
  })

  it('of an id that is taken is refused, and so is one that does not fit the trial', async () => {
    const { trial, run, file } = explored()
    await done('analyse', trial, '--run', run, '--explore', file)
    writeFileSync(file, idea.replace('by ranks', 'by mean ranks'))
    const taken = await inProcess(['analyse', trial, '--run', run, '--explore', file, '--json'])
    expect([taken.exitCode, taken.stderr]).toEqual([3, expect.stringContaining('another with the id "idea"')])
    expect(taken.json().issues).toEqual([expect.objectContaining({ code: 'run.explored_already' })])
    writeFileSync(
      file,
      idea.replace('id: idea', 'id: other').replace('id: amount_ranks', 'id: payers_test').replace('dunn', 'dun'),
    )
    const wrong = await inProcess(['analyse', trial, '--run', run, '--explore', file])
    expect(wrong.exitCode).toBe(3)
    expect(wrong.stderr).toMatch(/expected an id that no analysis of the plan has, received "payers_test"/)
    expect(wrong.stderr).toMatch(/expected the id of a method, received "dun"/)
    expect(existsSync(join(run, '08-exploratory/other.yaml'))).toBe(false)
  })
})
