import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leastEffect, powerOfZ } from '../../src/design/power/index.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { equipoise } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { madeUpRun, reportOf } from '../support/made-up-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'credit-reference-disclosure'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

describe('the trial of disclosure to credit reference agencies', () => {
  it('has the power that its README says', () => {
    const { outcomes, breakEven } = powerOfTrial({ ...trial, sizing: readSizing(trial) })
    expect(outcomes[0]?.contrasts[0]).toMatchObject({
      power: expect.closeTo(0.86, 2),
      detectable: { status: 'computed', result: expect.closeTo(0.0183, 4) },
    })
    expect(readme).toContain('power 86% for 2 points, 1.83 points found with 80%')
    expect(breakEven[0]).toMatchObject({ casesNeeded: { status: 'computed', result: 23_743 } })
    expect(readme).toContain('would take 23,743 cases')
  })

  it('tells the self-employed from others as well as its README says', () => {
    // The difference of two differences in shares of 1,500 cases an arm: 6% in control, and nothing among the others.
    const variance = (share: number): number => (share * (1 - share)) / 1500
    const power = (more: number): number =>
      powerOfZ(more / Math.sqrt(3 * variance(0.06) + variance(0.06 + more)), { alpha: 0.05, sides: 'two' })
    expect(power(0.04)).toBeCloseTo(0.86, 2)
    expect(power(0.03)).toBeCloseTo(0.64, 2)
    expect(leastEffect(power, 0.8, 0.2)).toMatchObject({ result: expect.closeTo(0.037, 3) })
    expect(readme).toContain('power 86% where theirs is 4 points and that of the others nothing, and 64%')
  })

  it('finds what its README says, and errs at its level where the letter changes nothing', async () => {
    const simulated = (scenario: 'model' | 'null') =>
      simulateTrial(trial, readSizing(trial), { scenario, replicates: 2000, seed: '1' })
    const [model, none] = await Promise.all([simulated('model'), simulated('null')])
    // The seed is that of the README, so that its numbers are these.
    expect(model.analyses[0]?.parts[0]?.power?.value).toBe(1729 / 2000)
    expect(none.analyses[0]?.parts[0]?.power?.value).toBe(103 / 2000)
    expect(readme).toContain('86.5%; with `--null` the letter that changes nothing is called different in 5.1%')
    expect(model.economics[0]).toMatchObject({ shownToPay: { value: 0.056 }, shownToLose: { value: 0.0075 } })
    expect(readme).toContain('shown to pay for itself in 5.6% and to lose in 0.8%')
  })

  describe('on made-up data', () => {
    let run: string
    let report: string
    beforeAll(async () => {
      const made = await madeUpRun(id, folder, { cases: 22_000 })
      run = made.run
      report = await reportOf(id, made)
    }, 240_000)

    it('takes nobody whom the powers do not reach', () => {
      const [header = '', ...rows] = readFileSync(join(run, '03-sample.csv'), 'utf8').trim().split('\n')
      const [order, consent] = ['liability_order', 'consents'].map(name => header.split(',').indexOf(name))
      const both = rows.map(row => [order, consent].map(at => row.split(',')[at ?? -1]))
      expect(both).toHaveLength(6000)
      expect(both.every(values => values.includes('true'))).toBe(true)
      // Consent without an order is enough.
      expect(both.some(([first]) => first === 'false')).toBe(true)
    })

    it('comes to a report that counts harms by arm and asks about the self-employed', () => {
      expect(report).toContain('Disclosure withdrawn as wrong')
      expect(report).toMatch(/Does the difference in cases with a payment depend on how the parent earns\?/)
    })

    it('refuses the disclosure of a control case, and raises an alarm where it is recorded as a deviation', async () => {
      const allocation = readFileSync(join(run, '04-allocation.csv'), 'utf8').split('\n')
      const control = allocation.find(row => row.includes(',control,'))?.split(',')[0] ?? ''
      const events = join(folder, 'disclosed.csv')
      const record = (row: string) => {
        writeFileSync(events, `id,case,kind,at,by,override,reason\n${row}\n`)
        return equipoise(['record', id, '--events', events, '--run', run])
      }
      const refused = await record(`wrong-1,${control},disclosure,2014-05-01,case_worker,,`)
      expect([refused.exitCode, refused.stderr]).toEqual([5, expect.stringContaining('not_in_control')])
      const reason = 'The file for the agencies held the case'
      const recorded = await record(`wrong-1,${control},disclosure,2014-05-01,case_worker,not_in_control,${reason}`)
      expect([recorded.exitCode, recorded.stderr]).toEqual([0, ''])
      const status = await equipoise(['status', id, '--run', run])
      expect(status.exitCode).toBe(1)
      expect(status.stdout).toMatch(/A case of the control arm was disclosed +ON/)
    })
  })
})
