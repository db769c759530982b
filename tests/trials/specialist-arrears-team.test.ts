import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { madeUpRun, reportOf } from '../support/made-up-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'specialist-arrears-team'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

/** Runs a command that must succeed. */
async function done(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await inProcess(args)
  expect([exitCode, stderr]).toEqual([0, ''])
  return stdout
}

const rows = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))

describe('a trial of the specialist team', () => {
  it('has the power that its README says', () => {
    const { outcomes, breakEven } = powerOfTrial({ ...trial, sizing: readSizing(trial) })
    expect(outcomes[0]?.contrasts[0]).toMatchObject({
      power: expect.closeTo(0.83, 2),
      detectable: { status: 'computed', result: expect.closeTo(0.0143, 4) },
    })
    expect(readme).toContain('power 83% for 1.5 points, 1.43 points found with 80%')
    expect(breakEven[0]).toMatchObject({ costPerCase: 400, casesNeeded: { result: 17_709 } })
    expect(readme).toContain('would take 17,709 cases')
  })

  it('finds what its README says, and errs at its level where the call brings nothing', async () => {
    const simulated = (scenario: 'model' | 'null') =>
      simulateTrial(trial, readSizing(trial), { scenario, replicates: 2000, seed: '1' })
    const [model, none] = await Promise.all([simulated('model'), simulated('null')])
    // The seed is that of the README, so that its numbers are these.
    expect(100 * (model.analyses[0]?.parts[0]?.power?.value ?? 0)).toBeCloseTo(82.8, 1)
    // 87 of 2,000 are 4.35%.
    expect(none.analyses[0]?.parts[0]?.power?.value).toBe(87 / 2000)
    expect(readme).toContain('82.8%; with `--null` a call that brings nothing is called different in 4.4%')
  })

  describe('beside another one, on one caseload', () => {
    const [first, second, run, other] = ['register-0.csv', 'register-1.csv', 'run', 'other'].map(name =>
      join(folder, name),
    ) as [string, string, string, string]
    const visits = join(folder, 'trials', 'old-debt-visits')
    const sampled = (of: string): string[] => rows(join(of, '03-sample.csv')).map(([each = '']) => each)
    let cases: string

    beforeAll(async () => {
      writeFileSync(first, 'trial,case,from,to,nrp_id\n')
      const made = await madeUpRun(id, folder, { cases: 16_500, draw: ['--register', first] })
      cases = made.cases
      await done('init', visits, '--from', id, '--yes')
      await done('export-register', id, '--run', run, '--out', second)
      await done('run', visits, '--caseload', cases, '--register', second, '--seed', '2', '--run', other)
    }, 240_000)

    it('has no case in both, where without the register a third of them would be', async () => {
      const taken = new Set(sampled(run))
      expect(taken.size).toBe(4000)
      expect(sampled(other)).toHaveLength(4000)
      expect(sampled(other).filter(each => taken.has(each))).toEqual([])
      const apart = join(folder, 'apart')
      await done('sample', visits, '--caseload', cases, '--register', first, '--seed', '2', '--run', apart)
      expect(sampled(apart).filter(each => taken.has(each)).length).toBeGreaterThan(1000)
    })

    it('hands on the register that it was drawn with, and its own cases', async () => {
      const third = join(folder, 'register-2.csv')
      const text = await done('export-register', visits, '--run', other, '--out', third)
      expect(text).toContain(
        `Wrote 4,000 cases of old-debt-visits to ${third}, after the 4,000 rows that the register had.`,
      )
      const [before, after] = [rows(second), rows(third)]
      expect(after.slice(0, 4000)).toEqual(before)
      expect(new Set(after.map(([of]) => of))).toEqual(new Set([id, 'old-debt-visits']))
      expect(new Set(after.map(([, of]) => of)).size).toBe(8000)
      const parents = new Map(rows(cases).map(([of = '', parent = '']) => [of, parent]))
      for (const [, of = '', from, to, parent] of after)
        expect([from, to, parent]).toEqual(['2013-02-04', '2013-08-03', parents.get(of)])
      const again = await inProcess(['export-register', visits, '--run', other, '--out', third])
      expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('a file that is there already')])
    })

    it('leaves out a parent whose other case is in a trial', async () => {
      const [chosen = ''] = sampled(other)
      const parent = rows(cases).find(([of]) => of === chosen)?.[1]
      const [fourth, later] = [join(folder, 'register-3.csv'), join(folder, 'later')]
      writeFileSync(fourth, `trial,case,from,to,nrp_id\nletters,,2012-11-01,,${parent}\n`)
      await done('sample', visits, '--caseload', cases, '--register', fourth, '--seed', '2', '--run', later)
      const excluded = rows(join(later, '02-eligibility.csv')).filter(row => row.join(',').includes('no_other_trial'))
      expect(excluded.map(([of]) => of)).toEqual([chosen])
    })

    it('comes to a report, and is verified with its register', async () => {
      const report = await reportOf(id, { run })
      expect(report).toContain('Call of the team minus ordinary collection')
      expect(existsSync(join(run, '09-economics.json'))).toBe(true)
    }, 240_000)
  })
})
