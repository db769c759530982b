import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { afterAll, describe, expect, it } from 'vitest'
import { resample } from '../../../src/pipeline/resample.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import { columnOf, contrast, row, summaryOf } from '../../support/analysis.ts'
import { equipoise } from '../../support/cli.ts'
import { dying } from '../../support/dying.ts'
import { scratch } from '../../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)

const simulate = ['simulate', 'part-payment', '--replicates', '4000', '--seed', '7', '--workers', '2', '--json']

describe('a simulation whose workers are killed in a chunk', () => {
  it('gives the same bytes', async () => {
    const whole = await equipoise(simulate)
    const { env, died } = dying(join(folder, 'simulation'), { workers: 2 }, 100)
    const ended = await equipoise(simulate, { env })
    expect(died()).toBe(2)
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', stdout: whole.stdout })
    expect(ended.stdout).toContain('"replicates": 4000')
  }, 120_000)

  it('names the chunk where they are killed again and again', async () => {
    const { env, died } = dying(join(folder, 'hopeless'), { workers: 1000 }, 100)
    const { exitCode, json } = await equipoise(simulate, { env })
    expect(exitCode).toBe(6)
    expect(json().issues).toMatchObject([
      {
        code: 'parallel.chunk_failed',
        place: { field: expect.stringMatching(/^replicates \d+ to \d+$/) },
        expected: 'an answer from one of 3 workers',
        received: '"worker exited with code: 9"',
      },
    ])
    expect(died()).toBeGreaterThanOrEqual(3)
  }, 120_000)
})

describe('workers whose current folder is deleted before they start', () => {
  it('are told of, and the process does not wait for them', async () => {
    const gone = join(folder, 'gone')
    mkdirSync(gone)
    const script = `
      import { rmSync } from 'node:fs'
      const { startWorkers } = await import(${JSON.stringify(built('worker-pool.js'))})
      rmSync(process.cwd(), { recursive: true })
      const file = new URL(${JSON.stringify(built('workers/draw.js'))})
      const pool = startWorkers({ file, data: [], workers: 2, titleOf: ({ from }) => 'blocks from ' + from })
      const told = await Promise.allSettled([0, 1, 2, 3].map(from => pool.run({ job: 0, from, to: from + 1 })))
      for (const { reason } of told) console.log(reason.issues[0].code, reason.issues[0].place.field)
      await pool.close()`
    const told = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: gone,
      encoding: 'utf8',
    })
    const lines = [0, 1, 2, 3].map(from => `parallel.chunk_failed blocks from ${from}\n`)
    expect(told).toBe(lines.join(''))
  }, 120_000)
})

/** A module of the built program. */
const built = (path: string): string => pathToFileURL(join('dist', 'pipeline', path)).href

describe('draws of a bootstrap and a randomisation test whose workers are killed in a chunk', () => {
  it('are the same', async () => {
    const rows: AnalysisRow[] = ['called', 'control'].flatMap((arm, a) =>
      Array.from({ length: 60 }, (_, i) => row(arm, (i * 7 + a) % 3 === 0 ? 100 * (i + a) + 50 : 0, 'x')),
    )
    const options = { level: 0.95, contrasts: [contrast('called', 'control')], seed: 'tests', draws: 42_000 }
    const jobs = ['randomisation-contrasts', 'bootstrap-difference-bca'].map(method => ({
      ...{ id: method, method, options },
      summary: summaryOf(columnOf(rows), method.startsWith('bootstrap') ? 'frequencies' : 'units'),
    }))
    const here = await resample(jobs, { workers: 0 })
    expect([...here.values()].map(({ computation }) => computation.status)).toEqual(['computed', 'computed'])
    const [given, drawn] = ['jobs', 'drawn'].map(name => join(folder, name)) as [string, string]
    writeFileSync(given, serialize(jobs))
    const { env, died } = dying(join(folder, 'deaths'), { workers: 2 }, 3)
    execFileSync(process.execPath, ['tests/support/resample-jobs.mjs', given, drawn], {
      env: { ...process.env, ...env },
    })
    expect(died()).toBe(2)
    expect(deserialize(readFileSync(drawn))).toEqual(here)
  }, 120_000)
})
