import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import type { Economics } from '../../src/pipeline/economics.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { reportRun } from '../../src/pipeline/report-run.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { succeed } from '../support/cli.ts'
import { untiedDigits } from '../support/document-texts.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'segmented-messages'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

describe('the trial of messages in segments', () => {
  it('has the power that its README says', () => {
    const { outcomes } = powerOfTrial({ ...trial, sizing: readSizing(trial) })
    const contrasts = outcomes[0]?.contrasts ?? []
    expect(contrasts).toHaveLength(3)
    for (const { power, detectableTogether } of contrasts) {
      expect((100 * (power ?? 0)).toFixed(0)).toBe('94')
      expect(detectableTogether).toMatchObject({ status: 'computed', result: expect.closeTo(0.0272, 4) })
    }
    expect(readme).toContain('power 94% for 3 points judged alone, 2.72 points found')
  })

  it('errs and finds as its README says, within Monte Carlo error', async () => {
    const asked = { scenario: 'model', replicates: 2000, seed: '1' } as const
    const { analyses } = await simulateTrial(trial, readSizing(trial), asked)
    const parts = analyses.find(each => each.id === 'paid_difference')?.parts ?? []
    const [children, others, help] = parts
    // The seed is that of the README, so that its numbers are these.
    for (const found of [children, help]) expect(found?.powerInFamily?.value).toBeCloseTo(0.9, 2)
    expect(others?.powerInFamily?.value).toBe(69 / 2000)
    expect(readme).toContain('90% for each of the two letters')
    // 69 of 2,000 are 3.45%.
    expect(readme).toContain('called different in 3.5% of trials')
    // Holm over three comparisons, two of them real, errs in at most 5% of trials; alone the test errs in 5%, with an error of 0.5%.
    expect(Math.abs((others?.power?.value ?? 0) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 2000))
  }, 120_000)

  it('begins a trial of another name, which runs to its report on made-up data', async () => {
    const [mine, run] = [join(folder, 'trials', 'my-trial'), join(folder, 'run')]
    const [cases, events] = [join(folder, 'cases.csv'), join(folder, 'events.csv')]
    await succeed(['init', mine, '--from', id, '--yes'])
    expect((await succeed(['check', mine])).stdout).toContain('(my-trial): ')
    await succeed(['generate', mine, '--cases', '16000', '--seed', '1', '--out', cases])
    await succeed(['run', mine, '--caseload', cases, '--seed', '1', '--run', run])
    await succeed(['generate', mine, '--outcomes', '--run', run, '--seed', '1', '--out', events])
    await succeed(['record', mine, '--events', events, '--run', run])
    const { stdout } = await succeed(['analyse', mine, '--run', run, '--full'])
    // Two of the letters bring 3 points in the made-up data; a payment comes sooner after them.
    expect(stdout).toMatch(
      /Help to pay minus usual letter +Differences in restricted mean time to the event +−4\.1 +−6\.0 to −2\.3/,
    )
    const { document } = await reportRun(await readTrial(mine), run, silent)
    expect(untiedDigits(document)).toEqual([])
    expect((await succeed(['verify', mine, '--run', run])).stdout).toContain('derived again and agrees')
    const report = readFileSync(join(run, '11-report', 'report.md'), 'utf8')
    expect(report).toContain('Mean days of each arm')
    expect(report).toContain('### A benchmark: Sale of debts to a debt company')
    expect(report).toContain('**Not randomised, and never an arm.**')
    expect(report).toContain('would give £0.04 to £0.07 for each pound owed, as printed (3.2.12)')
    const rows = readFileSync(join(run, '06-analysis-set.csv'), 'utf8').trimEnd().split('\n')
    const [head = '', ...held] = rows
    const [arm, owed] = ['arm', 'arrears_owed_pence'].map(name => head.split(',').indexOf(name)) as [number, number]
    const pence = held
      .map(line => line.split(','))
      .filter(cells => cells[arm] === 'help')
      .reduce((sum, cells) => sum + Number(cells[owed]), 0)
    const { economics, inputs } = JSON.parse(readFileSync(join(run, '09-economics.json'), 'utf8')) as {
      economics: Economics
      inputs: Record<string, string>
    }
    const help = economics.benchmarks?.[0]?.arms.find(each => each.arm === 'help')?.offer
    expect(help).toMatchObject({
      result: { cases: 2400, owed: pence, inAll: { from: expect.closeTo(0.04 * pence, 4) } },
    })
    expect(inputs['debt-sale/protocol.yaml']).toMatch(/^[0-9a-f]{64}$/)
  }, 240_000)
})
