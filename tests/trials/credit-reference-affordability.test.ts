import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { designEffect, halfWidthOfProportion, powerOfTwoProportions } from '../../src/design/power/index.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { equipoise } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { madeUpRun, reportOf } from '../support/made-up-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'credit-reference-affordability'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

describe('the trial of credit data', () => {
  it('has the power that its README says, and less where the score leaks to control cases', () => {
    const { outcomes, breakEven } = powerOfTrial({ ...trial, sizing: readSizing(trial) })
    expect(outcomes[0]?.contrasts[0]).toMatchObject({
      power: expect.closeTo(0.88, 2),
      detectable: { status: 'computed', result: expect.closeTo(0.0178, 4) },
    })
    expect(readme).toContain('power 88% for 2 points, 1.78 points found with 80%')
    expect(breakEven[0]).toMatchObject({ costPerCase: 480, casesNeeded: { result: 19_623 } })
    expect(readme).toContain('would take 19,623 cases')
    const shares = { arm: { n: 4000, probability: 0.098 }, against: { n: 4000, probability: 0.08 } }
    expect(powerOfTwoProportions(shares, 0.05)).toBeCloseTo(0.81, 2)
    expect(readme).toContain('1.8 of 2 points are left, and the power is 81%')
    expect(100 * halfWidthOfProportion({ n: 1000 }, 0.08, 0.95)).toBeCloseTo(1.7, 1)
  })

  it('takes more cases where case workers are allocated, as its README says', () => {
    const times = designEffect({ meanSize: 80, variationOfSizes: 0, correlation: 0.01 })
    expect(times).toBeCloseTo(1.79, 10)
    // So many times the cases find 1 / sqrt(times) of the effect.
    expect(1 - 1 / Math.sqrt(times)).toBeCloseTo(0.25, 2)
    expect(readme).toContain('1.79 times the cases, as many as are needed if 25% of the effect leaks')
  })

  it('finds what its README says, and errs at its level where the score changes nothing', async () => {
    const simulated = (scenario: 'model' | 'null') =>
      simulateTrial(trial, readSizing(trial), { scenario, replicates: 2000, seed: '1' })
    const [model, none] = await Promise.all([simulated('model'), simulated('null')])
    // The seed is that of the README, so that its numbers are these.
    expect(100 * (model.analyses[0]?.parts[0]?.power?.value ?? 0)).toBeCloseTo(86.6, 1)
    expect(100 * (none.analyses[0]?.parts[0]?.power?.value ?? 0)).toBeCloseTo(4.9, 0)
    expect(readme).toContain('86.6%; with `--null` a score that changes nothing is called different in 4.9%')
  })

  describe('on made-up data', () => {
    let run: string
    let report: string
    beforeAll(async () => {
      const made = await madeUpRun(id, folder, { cases: 14_000 })
      run = made.run
      report = await reportOf(id, made)
    }, 240_000)

    it('keeps the score of every case out of the run, and its class in', () => {
      const [header = '', first = ''] = readFileSync(join(run, '03-sample.csv'), 'utf8').split('\n')
      expect(header.split(',')).toContain('score_class')
      expect(header.split(',')).not.toContain('score')
      expect(header.split(',')).not.toContain('mortgage')
      expect(first).toMatch(/lowest|low|high|highest/)
      const allocated = readFileSync(join(run, '04-allocation.csv'), 'utf8').trim().split('\n').slice(1)
      const cells = new Map<string, number>()
      for (const row of allocated) {
        const cell = /,(lowest|low|high|highest),.*,(control|score),/.exec(row)?.slice(1).join('|') ?? row
        cells.set(cell, (cells.get(cell) ?? 0) + 1)
      }
      expect([...cells.values()]).toEqual(Array(8).fill(1000))
    })

    it('comes to a report that tells decisions by arm, and payers by class of the score', () => {
      expect(report).toContain('Do case workers who see the score decide otherwise?')
      expect(report).toContain('cases with the lowest scores')
      expect(report).toMatch(/Does the difference in cases with a payment depend on the score\?/)
    })

    it('refuses a look at the score of a control case, and raises an alarm where one is recorded as a deviation', async () => {
      const allocation = readFileSync(join(run, '04-allocation.csv'), 'utf8').split('\n')
      const control = allocation.find(row => row.includes(',control,'))?.split(',')[0] ?? ''
      const events = join(folder, 'looked.csv')
      const record = (more: string) => {
        const row = `look-1,${control},score_view,2013-03-01,system,17,${more}`
        writeFileSync(events, `id,case,kind,at,by,worker,override,reason\n${row}\n`)
        return equipoise(['record', id, '--events', events, '--run', run])
      }
      const refused = await record(',')
      expect([refused.exitCode, refused.stderr]).toEqual([5, expect.stringContaining('concealed')])
      const recorded = await record('concealed,Opened by mistake')
      expect([recorded.exitCode, recorded.stderr]).toEqual([0, ''])
      const status = await equipoise(['status', id, '--run', run])
      expect(status.exitCode).toBe(1)
      expect(status.stdout).toMatch(/The score of a control case was opened +ON/)
    })
  })
})
