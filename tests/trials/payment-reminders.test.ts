import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { replaced } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'payment-reminders'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

const simulated = async (scenario: 'model' | 'null', ids: readonly string[]) => {
  const analyses = trial.plan.analyses.filter(analysis => ids.includes(analysis.id))
  const asked = { scenario, replicates: 2000, seed: '1', analyses } as const
  return await simulateTrial(trial, readSizing(trial), asked)
}

describe('the trial of reminders and guides', () => {
  it('has the power that its README says: a margin that of two arms of twice the cases', () => {
    const sizing = readSizing(trial)
    const contrasts = powerOfTrial({ ...trial, sizing }).outcomes[0]?.contrasts ?? []
    const powerOf = (contrast: string) => contrasts.find(each => each.contrast === contrast)?.power ?? Number.NaN
    expect(contrasts.map(({ power }) => Math.round(100 * (power ?? 0)))).toEqual([87, 87, 59, 59, 59])
    expect(readme).toContain('power 87% for 2 points judged alone, 1.80 points found with 80%')
    expect(readme).toContain('half the cases, and 59%')
    expect(contrasts[0]?.detectable).toMatchObject({ status: 'computed', result: expect.closeTo(0.018, 4) })
    const twice = Object.fromEntries(Object.entries(sizing.cases ?? {}).map(([arm, n]) => [arm, 2 * n]))
    const doubled = powerOfTrial({ ...trial, sizing: { ...sizing, cases: twice } }).outcomes[0]?.contrasts ?? []
    expect(powerOf('reminders')).toBe(doubled.find(({ contrast }) => contrast === 'reminders_alone')?.power)
    // By hand: z of 2 points between 22% and 20% of 8,000 cases each, to the error of the normal formula.
    const error = Math.sqrt((2 * 0.21 * 0.79) / 8000)
    const z = 0.02 / error - 1.959964
    expect(powerOf('reminders')).toBeCloseTo(1 / (1 + Math.exp(-1.5976 * z - 0.07056 * z ** 3)), 2)
  })

  it('finds and errs as its README says', async () => {
    const { analyses } = await simulated('model', ['missed_difference', 'missed_interaction'])
    const [margins, interaction] = analyses.map(({ parts }) => parts)
    // The seed is that of the README, so that its numbers are these.
    expect(margins?.map(({ powerInFamily }) => powerInFamily?.value)).toEqual([1843 / 2000, 116 / 2000])
    expect(readme).toContain('in 92% of trials')
    expect(readme).toContain('called different in 5.8%')
    // Truths: (17.5 + 18 - 20 - 20) / 2, (20 + 18 - 20 - 17.5) / 2, and (18 - 20) - (17.5 - 20).
    expect(margins?.[0]?.truth).toBeCloseTo(-0.0225, 12)
    expect(margins?.[1]?.truth).toBeCloseTo(0.0025, 12)
    expect(interaction?.[0]?.truth).toBeCloseTo(0.005, 12)
    expect(interaction?.[0]?.power?.value).toBe(155 / 2000)
    expect(readme).toContain('called different in 7.8% of trials')
    for (const part of [...(margins ?? []), ...(interaction ?? [])])
      expect(Math.abs((part.coverage?.value ?? 0) - 0.95)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 2000))
    const nothing = await simulated('null', ['missed_difference'])
    // Four standard errors of 2,000 replicates.
    for (const { power } of nothing.analyses[0]?.parts ?? [])
      expect(Math.abs((power?.value ?? 0) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 2000))
    expect((100 * (nothing.families[0]?.any?.value ?? 0)).toFixed(1)).toBe('4.9')
    expect(readme).toContain('by Holm, in 4.9% of trials')
  }, 120_000)

  it('begins a smaller trial, which runs to its report on made-up data: margins and interaction from the same four cells', async () => {
    const [mine, run] = [join(folder, 'trials', 'smaller'), join(folder, 'run')]
    await succeed(['init', mine, '--from', id, '--yes'])
    const protocol = join(mine, 'protocol.yaml')
    writeFileSync(protocol, replaced(readFileSync(protocol, 'utf8'), 'size: 16000', 'size: 2400'))
    const [cases, events] = [join(folder, 'cases.csv'), join(folder, 'events.csv')]
    await succeed(['generate', mine, '--cases', '4000', '--seed', '1', '--out', cases])
    await succeed(['run', mine, '--caseload', cases, '--seed', '1', '--run', run])
    await succeed(['generate', mine, '--outcomes', '--run', run, '--seed', '1', '--out', events])
    await succeed(['record', mine, '--events', events, '--run', run])
    await succeed(['analyse', mine, '--run', run])
    await succeed(['report', mine, '--run', run])
    expect((await succeed(['verify', mine, '--run', run])).stdout).toContain('derived again and agrees')
    const { analyses } = JSON.parse(readFileSync(join(run, '08-results.json'), 'utf8')) as {
      analyses: readonly AnalysisResult[]
    }
    const resultOf = (analysis: string) => {
      const found = analyses.find(each => each.id === analysis)?.computation
      if (found?.status !== 'computed') throw new Error(analysis)
      return found.result
    }
    const shares = resultOf('missed_by_arm')
    if (shares.kind !== 'arms') throw new Error('no shares')
    const [control = 0, reminders = 0, guides = 0, both = 0] = shares.estimates.map(({ estimate }) => estimate)
    expect(shares.estimates.map(({ n }) => n)).toEqual([600, 600, 600, 600])
    const estimatesOf = (analysis: string): number[] => {
      const result = resultOf(analysis)
      if (result.kind !== 'contrasts') throw new Error(`no contrasts in ${analysis}`)
      return result.contrasts.map(({ computation }) =>
        computation.status === 'computed' ? computation.result.estimate : Number.NaN,
      )
    }
    expect(estimatesOf('missed_interaction')[0]).toBeCloseTo(both - guides - (reminders - control), 12)
    // Within strata that have as many cases of each arm, a margin is the mean of the two differences, but for a case or two.
    const [ofReminders = 0, ofGuides = 0] = estimatesOf('missed_difference')
    expect(ofReminders).toBeCloseTo((reminders - control + both - guides) / 2, 3)
    expect(ofGuides).toBeCloseTo((guides - control + both - reminders) / 2, 3)
    const report = readFileSync(join(run, '11-report', 'report.md'), 'utf8')
    expect(report).toMatch(/Reminders or Both against Neither or Guides: \d+\.\d\d percentage points/)
    expect(report).toContain('what is estimated is a mean over them as allocated')
    expect(report).toContain('The difference of Both from Guides, less that of Reminders from Neither.')
    expect(readFileSync(join(run, '08-results.csv'), 'utf8')).toContain('reminders+both')
    const chart = join(folder, 'margins.csv')
    await succeed(['chart', mine, 'contrasts-missed_difference', '--run', run, '--out', chart])
    expect(readFileSync(chart, 'utf8')).toContain('Guides minus no guides')
  }, 240_000)
})
