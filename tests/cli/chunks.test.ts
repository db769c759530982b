import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inProcess, program, succeed } from '../support/cli.ts'
import { dying } from '../support/dying.ts'
import { scratch, snapshot } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)

/** The loop as docs/parallel.md shows it. */
const [, loop = ''] = /```sh\n(for [\s\S]*?)```/.exec(readFileSync('docs/parallel.md', 'utf8')) ?? []
const bin = join(folder, 'bin')

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
    mkdirSync(bin)
    writeFileSync(join(bin, 'equipoise'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
    chmodSync(join(bin, 'equipoise'), 0o755)
    const place = join(folder, 'place')
    mkdirSync(place)

    const { env, died } = dying(join(folder, 'deaths'), { processes: 1 }, 60)
    const first = await shell(loop, place, env)
    expect(died()).toBe(1)
    expect(first.output).toContain('part 1 failed\n')
    expect(first.output).toContain('expected all 4 parts, received 3: there is no 1/4.')
    expect(first.exitCode).toBe(3)
    // Nothing of the killed part, not even half of it.
    expect(readdirSync(join(place, 'parts')).sort()).toEqual(['2.json', '3.json', '4.json'])
    const before = snapshot(join(place, 'parts'))

    const second = await shell(loop, place)
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
    [['--chunk', '3/2', '--out', 'x'], ['simulation.chunk']],
    [['--chunk', '1/11', '--out', 'x'], ['simulation.chunk']],
    [
      ['--chunk', '0/2'],
      ['simulation.chunk', 'simulation.chunk_file'],
    ],
    [['--chunk', '1/2'], ['simulation.chunk_file']],
    [['--out', 'x'], ['simulation.chunk_file']],
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
