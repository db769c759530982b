import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'uncollectable-annual-review'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

describe('the trial of an annual review', () => {
  it('has the power that its README says', () => {
    const { outcomes } = powerOfTrial({ ...trial, sizing: readSizing(trial) })
    const powers = Object.fromEntries(
      outcomes.map(({ outcome, contrasts }) => [outcome, (100 * (contrasts[0]?.power ?? 0)).toFixed(0)]),
    )
    expect(powers).toMatchObject({ paid: '86', enquired: '81' })
    expect(readme).toContain('power 81% for 3 points fewer')
    expect(readme).toContain('power 86% for 2 points more')
  })

  it('finds what its README says, and errs at its level where the review changes nothing', async () => {
    const asked = { replicates: 2000, seed: '1' } as const
    const simulated = async (scenario: 'model' | 'null') => {
      const { analyses } = await simulateTrial(trial, readSizing(trial), { ...asked, scenario })
      return analyses.find(each => each.id === 'paid_difference')?.parts[0]?.power?.value
    }
    // The seed is that of the README, so that its number is this.
    expect(await simulated('model')).toBe(0.8645)
    expect(readme).toContain('--replicates 2000 --seed 1` 86%')
    // Four standard errors of 2,000 replicates.
    expect(Math.abs(((await simulated('null')) ?? 0) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 2000))
  }, 120_000)

  it('runs to its report on made-up data, with outcomes of both parents', async () => {
    const run = join(folder, 'run')
    const [cases, events] = [join(folder, 'cases.csv'), join(folder, 'events.csv')]
    await succeed(['generate', id, '--cases', '12000', '--seed', '1', '--out', cases])
    await succeed(['run', id, '--caseload', cases, '--seed', '1', '--run', run])
    await succeed(['generate', id, '--outcomes', '--run', run, '--seed', '1', '--out', events])
    await succeed(['record', id, '--events', events, '--run', run])
    await succeed(['analyse', id, '--run', run])
    await succeed(['report', id, '--run', run])
    const report = readFileSync(join(run, '11-report', 'report.md'), 'utf8')
    expect(report).toContain('3.33 percentage points lower')
    expect(report).toContain('2.87 percentage points higher')
    expect(report).toMatch(/hazard ratio; 1 is no difference/)
  }, 240_000)
})
