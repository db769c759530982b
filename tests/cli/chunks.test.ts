import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess, program, succeed } from '../support/cli.ts'
import { dying } from '../support/dying.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { SealedRun } from '../support/sealed-run.ts'

const { folder, remove } = scratch()
afterAll(remove)

/** The loops as docs/parallel.md shows them. */
const [simulationLoop = '', analysisLoop = ''] = [
  ...readFileSync('docs/parallel.md', 'utf8').matchAll(/```sh\n(for [\s\S]*?)```/g),
].map(([, loop]) => loop)
const bin = join(folder, 'bin')
beforeAll(() => {
  mkdirSync(bin)
  writeFileSync(join(bin, 'equipoise'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
  chmodSync(join(bin, 'equipoise'), 0o755)
})

/** Runs a script in a folder, with the built program as `equipoise`. */
function shell(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ exitCode: number | null; output: string }>((resolve, reject) => {
    const path = `${bin}${delimiter}${process.env.PATH}`
    const child = spawn('sh', ['-c', script], { cwd, env: { ...process.env, PATH: path, ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => {
        output += text
      })
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, output }))
  })
}

describe('a simulation in parts, each a process', () => {
  it('is the same after one was killed in the middle and the loop was run again', async () => {
    const place = join(folder, 'place')
    mkdirSync(place)

    const { env, died } = dying(join(folder, 'deaths'), { processes: 1 }, 60)
    const first = await shell(simulationLoop, place, env)
    expect(died()).toBe(1)
    expect(first.output).toContain('part 1 failed\n')
    expect(first.output).toContain('expected all 4 parts, received 3: there is no 1/4.')
    expect(first.exitCode).toBe(3)
    // Nothing of the killed part, not even half of it.
    expect(readdirSync(join(place, 'parts')).sort()).toEqual(['2.json', '3.json', '4.json'])
    const before = snapshot(join(place, 'parts'))

    const second = await shell(simulationLoop, place)
    expect(second.exitCode).toBe(0)
    expect(second.output).toContain('Wrote part 1 of 4, replicates 1 to 500 of 2,000, to parts/1.json.')
    for (const part of [2, 3, 4])
      expect(second.output).toMatch(new RegExp(`parts/${part}\\.json holds part ${part} of 4, .*, already`))
    expect(snapshot(join(place, 'parts'))).toMatchObject(before)
    const whole = await succeed(['simulate', 'part-payment', '--replicates', '2000', '--seed', '7', '--json'])
    expect(readFileSync(join(place, 'simulation.json'), 'utf8')).toBe(whole.stdout)
  }, 240_000)

  it('tells people what simulate tells', async () => {
    const simulate = ['simulate', 'part-payment', '--replicates', '20', '--seed', '7']
    const out = join(folder, 'told', '1.json')
    const { json } = await inProcess([...simulate, '--chunk', '1/1', '--out', out, '--json'])
    expect(json()).toMatchObject({
      ...{ schema: 'equipoise/simulated-part/1', trial: 'part-payment', part: 1, parts: 1, from: 0, to: 20 },
      ...{ out, state: 'written', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    const merged = await inProcess(['merge', 'part-payment', out])
    expect(merged).toMatchObject({ exitCode: 0, stdout: (await inProcess(simulate)).stdout })
  }, 60_000)

  it.each([
    [['--chunk', '3/2', '--out', 'x'], ['part.chunk']],
    [['--chunk', '1/11', '--out', 'x'], ['part.chunk']],
    [
      ['--chunk', '0/2'],
      ['part.chunk', 'part.chunk_file'],
    ],
    [['--chunk', '1/2'], ['part.chunk_file']],
    [['--out', 'x'], ['part.chunk_file']],
  ])('refuses %j', async (flags, codes) => {
    const { exitCode, json } = await inProcess([
      'simulate',
      'part-payment',
      '--replicates',
      '10',
      '--seed',
      '7',
      '--json',
      ...flags,
    ])
    expect(exitCode).toBe(2)
    expect((json().issues as { code: string }[]).map(({ code }) => code)).toEqual(codes)
  })
})

describe('an analysis in parts, each a process', () => {
  const made = new SealedRun(join(folder, 'made'))
  beforeAll(async () => {
    await made.prepare()
    await made.recordPayers()
  })

  /** A folder with the trial and its run where the command line looks for them. */
  function placeFor(name: string): string {
    const place = join(folder, name)
    cpSync(made.trial, join(place, 'trials', 'part-payment'), { recursive: true })
    cpSync(made.run, join(place, 'runs', 'part-payment'), { recursive: true })
    return place
  }
  const run = join('runs', 'part-payment')

  it('is the same after one was killed in the middle and the loop was run again', async () => {
    const [place, whole] = [placeFor('killed'), placeFor('whole')]
    const recorded = snapshot(join(place, run))

    // The log has some 60 events, each with a hash; then come the draws.
    const { env, died } = dying(join(folder, 'analysis-deaths'), { processes: 1 }, 200)
    const first = await shell(analysisLoop, place, env)
    expect(died()).toBe(1)
    expect(first.output).toContain('part 1 failed\n')
    expect(first.output).toContain('expected all 3 parts, received 2: there is no 1/3.')
    expect(first.exitCode).toBe(3)
    expect(readdirSync(join(place, 'draws')).sort()).toEqual(['2.json', '3.json'])
    expect(snapshot(join(place, run))).toEqual(recorded)
    const before = snapshot(join(place, 'draws'))

    const second = await shell(analysisLoop, place)
    expect(second.exitCode).toBe(0)
    expect(second.output).toMatch(/Wrote part 1 of 3 of what the analyses draw \(.*\), to draws\/1\.json\./)
    for (const part of [2, 3])
      expect(second.output).toMatch(new RegExp(`draws/${part}\\.json holds part ${part} of 3 .*, already\\.`))
    expect(snapshot(join(place, 'draws'))).toMatchObject(before)
    const told = await succeed(['analyse', 'part-payment'], { cwd: whole })
    expect(snapshot(join(place, run))).toEqual(snapshot(join(whole, run)))
    expect(second.output.endsWith(told.stdout)).toBe(true)
  }, 240_000)

  it('tells programs what was drawn, and what analyse tells', async () => {
    const { trial, run: folderOfRun } = made.copy(join(folder, 'told-analysis'))
    const out = join(folder, 'told-draws', '1.json')
    const { json } = await inProcess([
      ...['analyse', trial, '--run', folderOfRun, '--chunk', '1/1', '--out', out, '--workers', '1', '--json'],
    ])
    expect(json()).toMatchObject({
      ...{ schema: 'equipoise/analysed-part/1', trial: 'part-payment', run: folderOfRun, part: 1, parts: 1, out },
      ...{ state: 'written', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(json().analyses).toContainEqual({
      ...{ id: 'amount_difference_bootstrap_bca', method: 'bootstrap-difference-bca', replicates: 10_000 },
    })
    const merged = await inProcess(['merge', trial, out, '--run', folderOfRun, '--json'])
    expect(merged.json()).toEqual((await inProcess(['analyse', trial, '--run', folderOfRun, '--json'])).json())
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"schema":"equipoise/simulation-part/1"}')
    const mixed = await inProcess([
      ...['merge', trial, join(folder, 'nowhere.json'), out, other, '--run', folderOfRun, '--json'],
    ])
    expect((mixed.json().issues as { code: string }[]).map(({ code }) => code)).toEqual([
      'file.not_found',
      'part.invalid',
    ])
  }, 60_000)

  it.each([
    [['--chunk', '3/2', '--out', 'x'], ['part.chunk']],
    [
      ['--chunk', '1/2', '--workers', '0'],
      ['parallel.workers', 'part.chunk_file'],
    ],
    [['--out', 'x'], ['part.chunk_file']],
    [
      [
        '--chunk',
        '1/2',
        '--out',
        'x',
        '--explore',
        'a.yaml',
        '--masked',
        'm',
        '--engine',
        'duckdb',
        '--summaries',
        's',
      ],
      ['analysis.chunk_with', 'analysis.chunk_with', 'analysis.chunk_with', 'analysis.chunk_with'],
    ],
  ])('refuses %j', async (flags, codes) => {
    const { exitCode, json } = await inProcess(['analyse', made.trial, '--run', made.run, '--json', ...flags])
    expect(exitCode).toBe(2)
    expect((json().issues as { code: string }[]).map(({ code }) => code)).toEqual(codes)
  })
})
