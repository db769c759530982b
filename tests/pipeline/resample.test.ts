import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { streamsOf } from '../../src/core/random.ts'
import { allocate, redrawOf } from '../../src/design/index.ts'
import type { Computation, MethodOptions, Result } from '../../src/model/method.ts'
import type { DrawnAnalyses } from '../../src/pipeline/drawing-job.ts'
import { resample } from '../../src/pipeline/resample.ts'
import { randomisationContrasts, randomisationTest } from '../../src/statistics/index.ts'
import type { AnalysisRow } from '../../src/summaries/index.ts'
import { columnOf, contrast, row, summaryOf } from '../support/analysis.ts'
import { casesOf, designOf, type SmallDesign } from '../support/small-designs.ts'

const rows: AnalysisRow[] = ['called', 'other', 'control'].flatMap((arm, a) =>
  Array.from({ length: 60 }, (_, i) => row(arm, (i * 7 + a) % 3 === 0 ? 100 * (i + a) + 50 : 0, i % 2 ? 'x' : 'y')),
)
const summary = summaryOf(columnOf(rows), 'units')
const options: MethodOptions = {
  level: 0.95,
  contrasts: [contrast('called', 'control'), contrast('other', 'control')],
  seed: 'tests',
  draws: 21_000,
}
const jobs = [
  { id: 'ranks', method: 'randomisation-test', summary, options: { ...options, statistic: 'kruskal-wallis' } },
  { id: 'means', method: 'randomisation-contrasts', summary, options },
]

const wanted = new Map<string, Computation<Result>>([
  ['ranks', randomisationTest.compute(summary, { ...options, statistic: 'kruskal-wallis' })],
  ['means', randomisationContrasts.compute(summary, options)],
])

const computations = (drawn: DrawnAnalyses) => new Map([...drawn].map(([id, { computation }]) => [id, computation]))

/** The built program, which `npm test` builds first: workers cannot run its sources. */
const built = async (): Promise<typeof import('../../src/pipeline/resample.ts')> =>
  import(pathToFileURL('dist/pipeline/resample.js').href)

describe('drawing', () => {
  test('in this thread gives what the methods give by themselves', async () => {
    expect(computations(await resample(jobs, { workers: 0 }))).toEqual(wanted)
  })

  test.each([1, 2, 3])('with %i workers gives the same', async workers => {
    const { resample: withWorkers } = await built()
    const drawn = await withWorkers(jobs, { workers, patience: 0 })
    expect(computations(drawn)).toEqual(wanted)
    expect(drawn).toEqual(await resample(jobs, { workers: 0 }))
  })

  test('says how far it is, and ends at the last job', async () => {
    const seen: number[] = []
    await resample(jobs, { progress: { report: (_, done, total) => seen.push(done / (total ?? 1)) } })
    expect(seen.length).toBeGreaterThan(jobs.length)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
  })

  test.each([0, 2])('ends with the reason of its signal, with %i workers', async workers => {
    const { resample: withWorkers } = await built()
    const controller = new AbortController()
    const reason = new Error('enough')
    const progress = { report: () => controller.abort(reason) }
    await expect(withWorkers(jobs, { workers, patience: 0, signal: controller.signal, progress })).rejects.toThrow(
      'enough',
    )
  })

  test('without jobs gives nothing', async () => {
    expect((await resample([])).size).toBe(0)
  })

  test('of an allocation case by case gives the same with workers as in this thread', async () => {
    const design: SmallDesign = {
      name: 'pairs',
      arms: ['control', 'a'],
      sample: casesOf(Array.from({ length: 40 }, (_, i) => ({ baseline: { arrears: 10 * i } }))),
      allocation: { method: 'matched-tuples', on: ['arrears'] },
    }
    const [sample, protocol] = [design.sample, designOf(design)]
    const allocated = allocate(sample, protocol, streamsOf('7')).map(({ arm, stratum }, place): AnalysisRow => {
      return { arm, stratum, cluster: null, value: place % 3 === 0 ? 100 * place : 0, place }
    })
    const units = summaryOf(columnOf(allocated, { control: 'control', placed: true }), 'units')
    const settings = {
      ...options,
      contrasts: [contrast('a', 'control')],
      draws: 6000,
      redraw: redrawOf(sample, protocol),
    }
    const job = {
      id: 'pairs',
      method: 'randomisation-contrasts',
      summary: units,
      options: settings,
      replay: { sample, protocol },
    }
    const here = await resample([job], { workers: 0 })
    expect(computations(here).get('pairs')).toMatchObject({ status: 'computed' })
    const { resample: withWorkers } = await built()
    expect(await withWorkers([job], { workers: 2, patience: 0 })).toEqual(here)
  })
})
