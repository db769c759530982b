import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { powerOfChiSquared } from '../../src/design/power/index.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { equipoise } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { madeUpRun, reportOf } from '../support/made-up-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'case-closure-intent'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

const percent = (share: number | null | undefined): string => (100 * (share ?? Number.NaN)).toFixed(0)

describe('asking at case closure', () => {
  it('is a process in the text, and no trial', () => {
    expect(trial.protocol.kind).toBe('service change')
  })

  it('has the power that its README says', () => {
    const { outcomes, breakEven } = powerOfTrial({ ...trial, sizing: readSizing(trial) })
    const [given, scheduled] = outcomes
    expect([given?.level, percent(given?.contrasts[0]?.power)]).toEqual(['not_wanted', '90'])
    expect([scheduled?.level, percent(scheduled?.contrasts[0]?.power)]).toEqual(['scheduled', '84'])
    expect(scheduled?.title).toBe('What became of the arrears: Wanted and scheduled')
    expect(readme).toContain('power 90% for 3 points more written off, and 84% for 5 points more scheduled')
    expect(breakEven[0]).toMatchObject({ costPerCase: 300, casesNeeded: { result: 46_940 } })
  })

  it('has that of the test over three ends', () => {
    const [told, asked] = [
      [0.04, 0.2, 0.76],
      [0.07, 0.25, 0.68],
    ] as const
    // Cohen's w of two arms of equal size: squares of half the differences over the expected shares, in both arms.
    const w2 = told.reduce(
      (sum, share, at) => sum + (share - (asked[at] ?? 0)) ** 2 / (2 * (share + (asked[at] ?? 0))),
      0,
    )
    expect(percent(powerOfChiSquared({ cases: 2400, effect: Math.sqrt(w2), degreesOfFreedom: 2 }, 0.05))).toBe('99')
    expect(readme).toContain('where both of these hold: 99%')
  })

  it('finds what its README says of each end, and errs at its level where asking changes nothing', async () => {
    const simulated = (scenario: 'model' | 'null') =>
      simulateTrial(trial, readSizing(trial), { scenario, replicates: 2000, seed: '1' })
    const [model, none] = await Promise.all([simulated('model'), simulated('null')])
    const part = (of: typeof model, analysis: string) => of.analyses.find(each => each.id === analysis)?.parts[0]
    // The seed is that of the README, so that its numbers are these.
    expect(100 * (part(model, 'ends')?.power?.value ?? 0)).toBeCloseTo(99.3, 1)
    expect(100 * (part(model, 'not_wanted_difference')?.powerInFamily?.value ?? 0)).toBeCloseTo(88.6, 1)
    expect(100 * (part(model, 'scheduled_difference')?.powerInFamily?.value ?? 0)).toBeCloseTo(83.1, 1)
    expect(readme).toContain('by Holm 88.6% for the written off and 83.1% for the scheduled')
    expect(100 * (part(none, 'ends')?.power?.value ?? 0)).toBeCloseTo(4.6, 1)
    expect(100 * (none.families[0]?.any?.value ?? 0)).toBeCloseTo(3.9, 1)
    // Holm errs in at most 5% of trials in any of the three; 4 standard errors of 2,000 replicates above that would be an error of ours.
    expect(none.families[0]?.any?.value).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 2000))
    expect(part(model, 'open_difference')).toMatchObject({ truth: expect.closeTo(-0.08, 12) })
  })

  describe('on made-up data', () => {
    let run: string
    let report: string
    beforeAll(async () => {
      const made = await madeUpRun(id, folder, { cases: 5_000 })
      run = made.run
      report = await reportOf(id, made)
    }, 240_000)

    it('comes to a report that tests three ends, and names each in its difference', () => {
      expect(report).toMatch(/Do the three ends differ\? X² = [\d.]+, 2 d\.f\./)
      for (const end of ['Written off as not wanted', 'Wanted and scheduled', 'Still open'])
        expect(report).toContain(`What was found: What became of the arrears: ${end}.`)
      expect(report).toContain('P is adjusted for the 3 comparisons of the family "Which of the ends differ" by Holm.')
    })

    it('writes nothing off as not wanted that the parent did not confirm', async () => {
      const [, first = ''] = readFileSync(join(run, '04-allocation.csv'), 'utf8').split('\n')
      const events = join(folder, 'hasty.csv')
      const row = `hasty-1,${first.split(',')[0]},write_off,2014-06-03,case_worker,10.00,not_wanted`
      writeFileSync(events, `id,case,kind,at,by,amount,ground\n${row}\n`)
      const { exitCode, stderr } = await equipoise(['record', id, '--events', events, '--run', run])
      expect([exitCode, stderr]).toEqual([5, expect.stringContaining('confirmed_first')])
    })
  })
})
