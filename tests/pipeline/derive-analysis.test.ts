import { afterAll, describe, expect, test } from 'vitest'
import { streamsOf } from '../../src/core/random.ts'
import { allocate, redrawOf } from '../../src/design/index.ts'
import { type Allocation, declaredTargets } from '../../src/model/allocation.ts'
import type { SampledCase } from '../../src/model/case.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { rowLevel, type Summary } from '../../src/model/summary.ts'
import { deriveAnalysis } from '../../src/pipeline/derive-analysis.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { randomisationTest } from '../../src/statistics/index.ts'
import { scratch } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

const settings = { statistic: 'kruskal-wallis', draws: 1000 } as const
const read = await readTrial(writeSmallTrial(folder))
const trial = {
  ...read,
  plan: {
    ...read.plan,
    seed: 'a seed',
    families: [],
    economics: undefined,
    analyses: ['amount', 'paid_after_call'].map(outcome => ({
      id: outcome,
      title: outcome,
      outcome,
      method: 'randomisation-test',
      role: 'secondary' as const,
      settings,
    })),
  },
}
/** Every fifth pair of neighbours is one non-resident parent's. */
const sample = Object.entries(declaredTargets(trial.protocol.allocation) ?? {}).flatMap(
  ([stratum, row]): SampledCase[] =>
    Array.from({ length: Object.values(row).reduce((sum, cases) => sum + cases, 0) }, (_, i) => {
      const id = `${stratum}-${100 + i}`
      return { id, stratum, cluster: i % 10 < 2 ? `${stratum}-n${Math.floor(i / 10)}` : id, baseline: {} }
    }),
)
const allocation = allocate(sample, trial.protocol, streamsOf('7'))
const events = sample.flatMap(({ id }, i): OutcomeEvent[] =>
  i % 4 > 0
    ? []
    : [
        {
          id: `e${i}`,
          case: id,
          kind: 'payment',
          at: '2016-01-05',
          by: 'bank',
          amountPence: 900 + 70 * i,
          fields: { basis: 'part' },
        },
      ],
)

describe('an analysis that reads units', async () => {
  const { summaries, findings } = await deriveAnalysis(trial, { allocation, sample, events }, null)
  const [amount, afterCall] = findings.analyses

  test('is computed as its method does with the seed, the settings and the design of the run', () => {
    const units = findings.summaries('amount', 'units') as Summary<'units'>
    const { level, contrasts } = { level: trial.plan.confidenceLevel, contrasts: trial.plan.contrasts }
    const redraw = redrawOf(sample, trial.protocol)
    const options = { level, contrasts, ...settings, seed: 'a seed/amount', redraw }
    const alone = randomisationTest.compute(units, options)
    expect(alone.status).toBe('computed')
    expect(amount?.computation).toEqual(alone)
    expect(amount?.computation).toMatchObject({ result: { intermediates: { given: 'design' } } })
  })

  test('keeps no summary that is as disclosive as rows', () => {
    expect(summaries.map(({ kind }) => kind).filter(kind => rowLevel[kind])).toEqual([])
    expect(summaries.length).toBeGreaterThan(4)
  })

  test('of an outcome that two arms of three can have says that the design cannot be drawn again', () => {
    expect(afterCall?.computation).toMatchObject({ status: 'undefined', reason: 'design_cannot_be_redrawn' })
  })
})

describe('a trial whose units were not dealt alike', async () => {
  const allocationByMinimisation: Allocation = {
    method: 'minimisation',
    factors: [{ field: 'scheme', weight: 1 }],
    imbalance: 'range',
    probability: '0.8',
  }
  const minimised = { ...trial, protocol: { ...trial.protocol, allocation: allocationByMinimisation } }
  const withScheme = sample.map(each => ({ ...each, baseline: { scheme: each.stratum } }))
  const drawn = allocate(withScheme, minimised.protocol, streamsOf('7'))
  const { findings } = await deriveAnalysis(minimised, { allocation: drawn, sample: withScheme, events }, null)

  test('is drawn again case by case, by its own method', () => {
    const [amount, afterCall] = findings.analyses
    expect(amount?.computation).toMatchObject({
      status: 'computed',
      result: { intermediates: { given: 'artefacts', draws: settings.draws } },
    })
    expect(afterCall?.computation).toMatchObject({ status: 'undefined', reason: 'design_cannot_be_redrawn' })
  })
})
