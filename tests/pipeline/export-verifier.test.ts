import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/core/hash.ts'
import { shuffled, streamsOf } from '../../src/core/random.ts'
import { allocationMethods, drawSample } from '../../src/design/index.ts'
import type { SampledCase } from '../../src/model/case.ts'
import { rLiteral } from '../../src/pipeline/script-literals.ts'
import { inProcess, succeed } from '../support/cli.ts'
import { protocolOf } from '../support/designs.ts'
import { filesIn, scratch, snapshot } from '../support/folders.ts'
import { type AllocationVectors, goldenTable } from '../support/golden-design.ts'
import { mixedAllocations, mixedProtocol, mixedSample } from '../support/mixed-designs.ts'
import { writeSmallTrial } from '../support/small-trial.ts'
import { runVerifier, verifierNames, writeRunWithVerifiers } from '../support/verifiers.ts'

const { folder, remove } = scratch()
afterAll(remove)

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const asset = (name: string) => pathOf(`assets/verifier/${name}`)
const vectors = JSON.parse(readFileSync(pathOf('tests/golden/allocation-v1.json'), 'utf8')) as AllocationVectors
const { design } = vectors

const trial = join(folder, 'trial')
const whole = join(folder, 'whole run')

beforeAll(async () => {
  writeSmallTrial(trial)
  const caseload = join(folder, 'caseload.csv')
  await succeed(['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload])
  await succeed(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', whole])
  await succeed(['export-verifier', trial, '--run', whole])
})

describe('export-verifier', () => {
  const run = join(folder, 'exported')

  beforeAll(() => cpSync(whole, run, { recursive: true }))

  it('adds two scripts and their manifest to the run, and changes nothing when it runs again', async () => {
    const before = snapshot(run)
    const { exitCode, json } = await inProcess(['export-verifier', trial, '--run', run, '--json'])
    expect(exitCode).toBe(0)
    const hashOf = (name: string) => sha256(readFileSync(join(run, name)))
    const files = Object.fromEntries(['04-verify.py', '04-verify.R'].map(name => [name, hashOf(name)]))
    expect(json()).toEqual({
      schema: 'equipoise/verifier/1',
      trial: 'part-payment',
      run,
      notice: expect.stringMatching(/^These cases are made up/),
      algorithm: { name: 'fixed-counts', version: 1 },
      files,
    })
    expect(snapshot(run)).toEqual(before)
    expect(filesIn(run).filter(name => name.includes('verify'))).toEqual([
      '04-verify.R',
      '04-verify.json',
      '04-verify.py',
    ])
    expect(JSON.parse(readFileSync(join(run, '04-verify.json'), 'utf8'))).toMatchObject({
      schema: 'equipoise/verifier-manifest/1',
      inputs: Object.fromEntries(
        ['protocol.yaml', '03-sample.csv', '04-allocation.csv'].map(name => [name, hashOf(name)]),
      ),
      seed: '2015',
      files,
    })
  })

  it('says how to run them', async () => {
    const { stdout } = await inProcess(['export-verifier', trial, '--run', run])
    expect(stdout).toContain(`Next: python3 ${join(run, '04-verify.py')}, or Rscript ${join(run, '04-verify.R')}\n`)
  })

  it('writes nothing but ASCII, and Python that 3.8 can read', ({ skip }) => {
    const text = readFileSync(join(run, '04-verify.py'), 'latin1')
    expect(text + readFileSync(join(run, '04-verify.R'), 'latin1')).toMatch(/^[\n -~]*$/)
    if (!verifierNames.includes('04-verify.py')) skip()
    const parse = 'import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 8))'
    expect(spawnSync('python3', ['-c', parse], { input: text, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })

  it('is refused before the allocation, and for a run whose protocol or allocation was changed', async () => {
    const refusal = async (spoil: (run: string) => void) => {
      const spoilt = join(folder, 'spoilt')
      rmSync(spoilt, { recursive: true, force: true })
      cpSync(whole, spoilt, { recursive: true })
      spoil(spoilt)
      const { exitCode, json } = await inProcess(['export-verifier', trial, '--run', spoilt, '--json'])
      return [exitCode, (json().issues as { code: string }[]).map(({ code }) => code)]
    }
    const append = (name: string) => (at: string) => writeFileSync(join(at, name), '\n', { flag: 'a' })
    expect(await refusal(at => rmSync(join(at, '04-allocation.json')))).toEqual([3, ['run.artefact_missing']])
    expect(await refusal(append('04-allocation.csv'))).toEqual([3, ['run.artefact_changed']])
    expect(await refusal(append('protocol.yaml'))).toEqual([3, ['run.protocol_changed']])
  })

  it.each(['04-verify.py', '04-verify.R'])('leaves a %s that verify knows when it was changed', async name => {
    expect((await inProcess(['verify', trial, '--run', whole])).stdout).toContain('verified   04: allocation')
    const script = join(run, name)
    const text = readFileSync(script, 'utf8')
    writeFileSync(script, text.replace('"2015"', '"2016"'))
    const { exitCode, stdout } = await inProcess(['verify', trial, '--run', run])
    writeFileSync(script, text)
    expect(exitCode).toBe(1)
    expect(stdout).toContain(`${name} was changed after the verifier scripts were exported`)
  })
})

describe('the bodies in assets/verifier', () => {
  const inR = (script: string) =>
    spawnSync('Rscript', ['-e', `source(${rLiteral(asset('verify.R'))})\n${script}`], { encoding: 'utf8' })

  it.runIf(verifierNames.includes('04-verify.R'))('give the golden integers in R', () => {
    const { words, below, shuffle } = vectors
    const stream = ({ seed, purpose, stratum }: typeof words.key) =>
      `streams_of(${rLiteral(seed)})(${rLiteral(purpose)}, ${rLiteral(stratum)})`
    const draws = [{ key: words.key, limit: 2 ** 32, drawn: words.first }, ...below]
    const { stdout, stderr } = inR(
      [
        ...draws.map(
          ({ key, limit, drawn }) =>
            `below <- ${stream(key)}; cat(whole(vapply(1:${drawn.length}, function(k) below(${limit}), 0)), "\\n")`,
        ),
        `cat(${rLiteral(shuffle.items)}[shuffle(${shuffle.items.length}, ${stream(shuffle.key)})], "\\n")`,
      ].join('\n'),
    )
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split(' \n')).toEqual(
      [...draws.map(({ drawn }) => drawn), shuffle.shuffled].map(line => line.join(' ')),
    )
  })

  // That they give them in Python is scripts/check-allocation-vectors.py.

  it('know every method of allocation', () => {
    const known = verifierNames.map(name =>
      name === '04-verify.R'
        ? inR('cat(names(METHODS), sep = "\\n")').stdout
        : spawnSync('python3', ['-B', '-c', 'import verify\nfor name in verify.METHODS: print(*name)'], {
            encoding: 'utf8',
            cwd: pathOf('assets/verifier'),
          }).stdout,
    )
    const algorithms = allocationMethods.all.map(({ algorithm }) => `${algorithm.name} ${algorithm.version}`)
    for (const listed of known) expect(listed.trimEnd().split('\n')).toEqual(expect.arrayContaining(algorithms))
  })

  it.runIf(verifierNames.includes('04-verify.py'))('say so when they hold no run', () => {
    const { status, stderr } = spawnSync('python3', ['-B', asset('verify.py')], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([2, expect.stringContaining('equipoise export-verifier <trial>')])
  })
})

const hostile = `2015 "quoted" 'single' \\n \\u00fc\\ $HOME \`x\` %d {} ü – 日本 😀 \t\u007f\u0001`

/** A sample whose texts try every trap of CSV, Python and R that ids and names of clusters leave open. */
const awkwardSample: SampledCase[] = [
  ...['NA', 'TRUE', '1e3', '0x10', '001', '1', 'c1', 'C1', 'C-1', 'C.1', 'C10', 'C2'].map((id, index) => {
    const cluster = ['NA', 'NA', 'Ü, "O\'Brien"', 'Ü, "O\'Brien"', '#1', '#1', '😀 x', '😀 x'][index] ?? id
    return { id, stratum: index % 3 === 0 ? 'north east' : 'a', cluster, baseline: {} }
  }),
]

/** Targets that fit a sample, with arms in every stratum at about the same shares. */
function targetsFor(sample: readonly SampledCase[], shares: Readonly<Record<string, number>>) {
  const whole = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const rows = [...new Set(sample.map(({ stratum }) => stratum))].map(stratum => {
    const cases = sample.filter(each => each.stratum === stratum).length
    let reached = 0
    return [
      stratum,
      Object.fromEntries(
        Object.entries(shares).map(([arm, share]) => {
          const from = Math.floor((cases * reached) / whole)
          reached += share
          return [arm, Math.floor((cases * reached) / whole) - from]
        }),
      ),
    ]
  })
  return Object.fromEntries(rows) as Record<string, Record<string, number>>
}

/** Sampled cases of several strata; those of the large ones are linked in twos and threes within and across strata, some. */
function linkedSample(name: string, strata: Readonly<Record<string, number>>): SampledCase[] {
  const source = streamsOf(name)('made-up sample', '')
  const cases = Object.entries(strata).flatMap(([stratum, count]) =>
    Array.from({ length: count }, () => ({ id: `${'aBc'[source.below(3)]}${source.below(2 ** 32)}`, stratum })),
  )
  const order = shuffled(cases, source)
  const linked: string[] = []
  while (linked.length < order.length / 15) {
    linked.push(...Array<string>(2 + source.below(2)).fill(`n${linked.length}`))
  }
  return order.map(({ id, stratum }) => {
    const cluster = (strata[stratum] ?? 0) < 40 ? undefined : linked.pop()
    return { id, stratum, cluster: cluster ?? id, baseline: {} }
  })
}

describe.runIf(verifierNames.length > 0).each(verifierNames)('%s agrees', name => {
  const agrees = (run: string, protocol: ReturnType<typeof protocolOf>, sample: SampledCase[], seed: string): void => {
    writeRunWithVerifiers(join(folder, run), protocol, sample, seed)
    expect(runVerifier(join(folder, run), name)).toEqual({
      status: 0,
      stdout: `${sample.length} of ${sample.length} arms agree\n`,
      stderr: '',
    })
  }

  it('on the allocation of a trial, and repeats its notice', () => {
    const { status, stdout, stderr } = runVerifier(whole, name)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^These cases are made up.*\n94 of 94 arms agree\n$/)
  })

  it('on the golden design, with linked clusters', () => {
    const protocol = protocolOf(design.targets)
    const { cases } = drawSample(goldenTable(vectors), [...design.eligible.keys()], protocol, streamsOf(design.seed))
    agrees(`golden ${name}`, protocol, [...cases], design.seed)
  })

  it.each([
    ['without strata or clusters', { all: 40 }, { a: 1, b: 1 }],
    ['with four arms', { x: 150, y: 170 }, { a: 1, b: 1, c: 1, d: 1 }],
    [
      'with six uneven arms and five strata',
      { 9: 300, 10: 400, Z: 375, b: 450, 'a-b': 600 },
      { a: 6, b: 1, c: 2, d: 2, e: 3, f: 1 },
    ],
    ['with an arm that a stratum has none of', { x: 90, y: 2 }, { a: 5, b: 4, c: 4 }],
  ])('on a design %s', (title, strata: Record<string, number>, shares: Record<string, number>) => {
    const made = linkedSample(title, strata)
    const sample = 'all' in strata ? made.map(each => ({ ...each, cluster: each.id })) : made
    agrees(`${title} ${name}`, protocolOf(targetsFor(sample, shares)), sample, title)
  })

  it.each(mixedAllocations)('on %s', (title, allocation, { linked = true, arms } = {}) => {
    for (const cases of [60, 173]) {
      const sample = mixedSample(title, cases, linked)
      agrees(`${title} ${cases} ${name}`, mixedProtocol(allocation, arms), sample, `${title} ${cases}`)
    }
  })

  describe('to nothing that was changed:', () => {
    const spoilt = join(folder, `spoilt ${name}`)

    const verdictOf = (file: string, change: (text: string) => string) => {
      rmSync(spoilt, { recursive: true, force: true })
      cpSync(whole, spoilt, { recursive: true })
      const text = readFileSync(join(spoilt, file), 'utf8')
      expect(change(text)).not.toBe(text)
      writeFileSync(join(spoilt, file), change(text))
      return runVerifier(spoilt, name)
    }
    const other = { control: 'nrp_first', nrp_first: 'pwc_first', pwc_first: 'control' } as Record<string, string>

    it('an arm', () => {
      const { status, stdout } = verdictOf('04-allocation.csv', text =>
        text.replace(/,(control|nrp_first|pwc_first),/, (_, arm) => `,${other[arm]},`),
      )
      expect(status).toBe(1)
      expect(stdout).toMatch(/^04-allocation.csv is not the file that was recorded: its SHA-256 begins [0-9a-f]{16}/m)
      expect(stdout).toMatch(/^case synthetic-\S+: arm is recorded as "\w+", derived as "\w+"$/m)
      expect(stdout).toContain('\n93 of 94 arms agree; differences: 2\n')
    })

    it.each([
      [
        'a probability',
        '04-allocation.csv',
        (text: string) => text.replace(/,0\.(\d)/, ',0.9$1'),
        'probability is recorded',
      ],
      ['a row that is gone', '04-allocation.csv', (text: string) => text.replace(/\n.*\n/, '\n'), '0 times in 04'],
      ['a row too many', '04-allocation.csv', (text: string) => `${text}${text.split('\n')[1]}\n`, '2 times in 04'],
      ['the sample', '03-sample.csv', (text: string) => text.replace(/\n.*\n/, '\n'), 'No allocation can be derived'],
      ['the seed', name, (text: string) => text.replace('"2015"', '"2016"'), 'derived as'],
    ])('%s', (_, file, change, said) => {
      const { status, stdout } = verdictOf(file, change)
      expect(status).toBe(1)
      expect(stdout).toContain(said)
      expect(stdout).toMatch(/^\d+ of 9[34] arms agree; differences: \d+$/m)
    })

    it.each([
      ['a file that is gone', (at: string) => rmSync(join(at, '04-allocation.csv')), 'cannot be read'],
      ['no CSV', (at: string) => writeFileSync(join(at, '03-sample.csv'), 'case,stratum\n1,2\n'), 'no column cluster'],
    ])('cannot tell from %s', (_, spoil, said) => {
      rmSync(spoilt, { recursive: true, force: true })
      cpSync(whole, spoilt, { recursive: true })
      spoil(spoilt)
      const { status, stdout, stderr } = runVerifier(spoilt, name)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toContain(said)
    })
  })

  it('on texts that try to break out of their quotes', () => {
    const protocol = protocolOf({ 'north east': { a: 2, b: 2 }, a: { a: 4, b: 4 } })
    agrees(`ü – "quoted" ${name}`, protocol, awkwardSample, hostile)
  })
})
