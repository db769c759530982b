import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { powerOfClusters } from '../../src/design/index.ts'
import type { Clustering } from '../../src/design/power/clusters.ts'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { powerOfTrial } from '../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../src/pipeline/simulation/index.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)
const id = 'budget-planner'

let trial: Trial
let readme: string
beforeAll(async () => {
  trial = await readTrial(findTrial(id))
  readme = readFileSync(join(trial.folder, 'README.md'), 'utf8')
})

describe('the trial of a budget planner', () => {
  it('has the power that its README says, whatever the correlation', () => {
    const sizing = readSizing(trial)
    for (const correlation of [0.01, 0.03, 0.05, 0.1]) {
      const clusters = { ...(sizing.clusters as Clustering), correlation }
      const { outcomes, designEffect } = powerOfTrial({ ...trial, sizing: { ...sizing, clusters } })
      const [contrast] = outcomes[0]?.contrasts ?? []
      const found = contrast?.detectable.status === 'computed' ? contrast.detectable.result : Number.NaN
      const row = [
        correlation.toFixed(2),
        Math.round(2400 / designEffect).toLocaleString('en-GB'),
        `${(100 * (contrast?.power ?? 0)).toFixed(0)}%`,
        `${(100 * found).toFixed(2)} points`,
      ]
      expect(readme).toContain(`| ${row.join(' | ')} |`)
      // Donner and Klar's t test of 20 and 20 clusters, which takes both shares to vary alike.
      const effect = 0.1 / Math.sqrt((0.3 * 0.7 + 0.4 * 0.6) / 2)
      const arms = { arm: { clusters: 20 }, against: { clusters: 20 }, clustering: clusters }
      const byT = powerOfClusters(arms, effect, { alpha: 0.05, sides: 'two' })
      expect(Math.abs((contrast?.power ?? 0) - byT)).toBeLessThan(0.02)
    }
    expect(readme).toContain('power 84%, and 9.42 points found with 80%')
  })

  it('errs at its level by case workers, and in more than one trial of five as if cases were single', async () => {
    const analyses = trial.plan.analyses.filter(each => ['kept_difference', 'kept_as_if_single'].includes(each.id))
    const asked = { replicates: 2000, seed: '1', analyses } as const
    const nothing = await simulateTrial(trial, readSizing(trial), { ...asked, scenario: 'null' })
    const [byWorkers, asSingle] = nothing.analyses.map(({ parts }) => parts[0]?.power?.value ?? Number.NaN)
    // The seed is that of the README, so that its numbers are these.
    expect(`${(100 * (byWorkers ?? 0)).toFixed(1)}%`).toBe('5.1%')
    expect(`${(100 * (asSingle ?? 0)).toFixed(1)}%`).toBe('23.4%')
    expect(readme).toContain('(`kept_difference`) | 5.1% | 94.9% |')
    expect(readme).toContain('(`kept_as_if_single`) | 23.4% | 76.6% |')
    // Four standard errors of 2,000 replicates.
    expect(Math.abs((byWorkers ?? 0) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 2000))
    expect(asSingle).toBeGreaterThan(0.2)
    const model = await simulateTrial(trial, readSizing(trial), { ...asked, scenario: 'model' })
    expect(model.analyses[0]?.parts[0]?.power?.value).toBeCloseTo(0.84, 2)
    expect(readme).toContain('--replicates 2000 --seed 1` 84%')
  }, 120_000)

  it('runs to its report on made-up data, and agrees with the draw of case workers', async () => {
    const run = join(folder, 'run')
    const [cases, events] = [join(folder, 'cases.csv'), join(folder, 'events.csv')]
    await succeed(['generate', id, '--cases', '4800', '--seed', '1', '--out', cases])
    await succeed(['run', id, '--caseload', cases, '--seed', '1', '--run', run])
    await succeed(['generate', id, '--outcomes', '--run', run, '--seed', '1', '--out', events])
    await succeed(['record', id, '--events', events, '--run', run])
    await succeed(['analyse', id, '--run', run])
    await succeed(['report', id, '--run', run])
    expect((await succeed(['verify', id, '--run', run])).stdout).toContain('derived again and agrees')
    const { analyses } = JSON.parse(readFileSync(join(run, '08-results.json'), 'utf8')) as {
      analyses: readonly AnalysisResult[]
    }
    const intervalOf = (analysis: string) => {
      const found = analyses.find(each => each.id === analysis)?.computation
      const result = found?.status === 'computed' ? found.result : undefined
      const contrast = result?.kind === 'contrasts' ? result.contrasts[0]?.computation : undefined
      if (contrast?.status !== 'computed') throw new Error(analysis)
      return contrast.result
    }
    const [byT, byDraw] = [intervalOf('kept_difference'), intervalOf('kept_by_randomisation')]
    expect(byT.intermediates.clusters).toEqual({ arm: 20, against: 20 })
    expect(byT.degreesOfFreedom).toBeGreaterThan(30)
    expect(byDraw.estimate).toBeCloseTo(byT.estimate, 12)
    // The t of 38 degrees of freedom and that of the draws differ by less than a twentieth of the width.
    const width = byT.interval.upper - byT.interval.lower
    expect(Math.abs(byDraw.interval.lower - byT.interval.lower)).toBeLessThan(width / 20)
    expect(Math.abs(byDraw.interval.upper - byT.interval.upper)).toBeLessThan(width / 20)
    expect(readFileSync(join(run, '11-report', 'report.md'), 'utf8')).toContain('cluster-robust (CR2)')
  }, 240_000)
})
