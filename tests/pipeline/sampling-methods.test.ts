import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { needsCommand } from '../support/needs.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'
import { runVerifier, verifierNames } from '../support/verifiers.ts'

const { folder, remove } = scratch()
const caseload = join(folder, 'caseload.csv')
afterAll(remove)

/** A copy of the small trial that samples, and allocates, in another way. */
function trialWith(name: string, sampling: string, allocation = '  method: complete\n'): string {
  const trial = writeSmallTrial(join(folder, name))
  const path = join(trial, 'protocol.yaml')
  const protocol = readFileSync(path, 'utf8')
  const section = /^allocation:\n(?: {2}.*\n)+/m.exec(protocol)?.[0] ?? ''
  writeFileSync(path, replaced(protocol, section, `sampling:\n${sampling}allocation:\n${allocation}`))
  return trial
}

const lines = (run: string, name: string): string[][] =>
  readFileSync(join(run, name), 'utf8')
    .trim()
    .split('\n')
    .map(line => line.split(','))
const manifestOf = (run: string) => JSON.parse(readFileSync(join(run, '03-sample.json'), 'utf8'))

beforeAll(async () => {
  const trial = writeSmallTrial(join(folder, 'model'))
  const made = await inProcess(['generate', trial, '--cases', '400', '--seed', '7', '--out', caseload])
  expect(made.exitCode).toBe(0)
})

const drawn = '  method: fixed-counts\n  targets: from_sampling\n'
const samplings: [string, string, string?][] = [
  ['simple', '  method: simple\n  size: 40\n  replacements: 5\n'],
  ['stratified', '  method: stratified\n  size: 41\n  split: equal\n'],
  ['neyman', '  method: stratified\n  size: 41\n  split: { deviations: { "1993": "120.5", "2003": 300 } }\n'],
  ['systematic', '  method: systematic\n  size: 40\n  orderBy: [scheme, arrears_pwc]\n'],
  ['cluster', '  method: cluster\n  clusters: 30\n'],
  [
    'until-representative',
    '  method: until-representative\n  order: [pwc_first, nrp_first, control]\n  minimum: 20\n  tolerance: "3"\n  replacements: 4\n',
    drawn,
  ],
]

describe.each(samplings)('%s from the protocol to a verified run', (name, sampling, allocation) => {
  it('records how likely each case was to be sampled, allocates, and derives all again', async () => {
    const trial = trialWith(name, sampling, allocation)
    const run = join(folder, `run-${name}`)
    const done = await inProcess(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', run, '--json'])
    expect(done.stderr).toBe('')
    const { sample } = done.json() as { sample: { sampled: number; strata: { stratum: string; sampled: number }[] } }
    const [head = [], ...rows] = lines(run, '03-sample.csv')
    expect(head.slice(0, 6)).toEqual([
      ...['case', 'stratum', 'cluster', 'probability', 'probability_numerator', 'probability_denominator'],
    ])
    expect(rows).toHaveLength(sample.sampled)
    const { sampling: record, strata } = manifestOf(run)
    for (const [, stratum = '', , decimal, numerator, denominator] of rows) {
      const { numerator: top, denominator: bottom } = record.probabilities.ofStratum[stratum]
      expect([numerator, denominator]).toEqual([`${top}`, `${bottom}`])
      expect(Number(decimal)).toBe(top / bottom)
    }
    expect(strata.map((each: { sampled: number }) => each.sampled)).toEqual(sample.strata.map(each => each.sampled))
    const balance = await inProcess(['balance', trial, '--run', run, '--draws', '99'])
    expect(balance.stderr).toBe('')
    const verified = await inProcess(['verify', trial, '--run', run, '--json'])
    expect(verified.exitCode).toBe(0)
    const exported = await inProcess(['export-verifier', trial, '--run', run])
    expect(exported.stderr).toBe('')
    for (const verifier of verifierNames) expect(runVerifier(run, verifier)).toMatchObject({ status: 0, stderr: '' })
    const again = await inProcess(['sample', trial, '--caseload', caseload, '--seed', '2016', '--run', run])
    expect(again.exitCode).toBe(3)
    expect(again.stderr).toContain('expected one draw on one run, received another draw (different: seed)')
  })
})

describe('sampling until representative', () => {
  const run = join(folder, 'run-until-representative')

  it('allocates exactly the numbers that were drawn', () => {
    const { sampling } = manifestOf(run)
    const counts = JSON.parse(readFileSync(join(run, '04-allocation.json'), 'utf8')).counts
    expect(counts).toEqual(sampling.table)
    expect(sampling.groups.map(({ arm }: { arm: string }) => arm)).toEqual(['pwc_first', 'nrp_first', 'control'])
    expect(sampling.probabilities.are).toBe('given_the_sizes_of_strata')
  })

  it('says what the groups came to, and how long the reserve lists are', async () => {
    const trial = join(folder, 'until-representative')
    const told = await inProcess(['sample', trial, '--caseload', caseload, '--seed', '2015', '--run', run])
    expect(told.stdout).toMatch(/: \d+ cases, representative of the strata\./)
    expect(told.stdout).toContain('Reserve lists: 8 cases, to be used in their order.')
    expect(told.stdout).toContain('nothing changed')
  })

  it.runIf(needsCommand('python3'))(
    'is allocated anew by the exported script, from the numbers that were drawn',
    async () => {
      const exported = await inProcess(['export-verifier', join(folder, 'until-representative'), '--run', run])
      expect([exported.exitCode, exported.stderr]).toEqual([0, ''])
      const told = execFileSync('python3', [join(run, '04-verify.py')], { encoding: 'utf8' })
      expect(told).toContain('agree')
    },
  )

  it('takes the numbers as given in what it analyses and reports', async () => {
    const trial = join(folder, 'until-representative')
    const events = join(folder, 'events.csv')
    const done = async (...args: string[]) => {
      const { exitCode, stderr } = await inProcess([...args, '--run', run])
      expect([exitCode, stderr]).toEqual([0, ''])
    }
    await done('generate', trial, '--outcomes', '--seed', '3', '--out', events)
    await done('record', trial, '--events', events)
    await done('analyse', trial)
    await done('report', trial)
    const { strata, sampling } = manifestOf(run)
    const eligible = Object.fromEntries(
      strata.map((each: { stratum: string; eligible: number }) => [each.stratum, each.eligible]),
    )
    const { summaries } = JSON.parse(readFileSync(join(run, '07-summaries.json'), 'utf8'))
    expect(summaries[0].sampling).toEqual({ eligible, countsGiven: true })
    const [first, second] = Object.values(sampling.table as Record<string, Record<string, number>>)
    const sameMix = (arm: string) =>
      (first?.[arm] ?? 0) * (second?.control ?? 0) === (second?.[arm] ?? 0) * (first?.control ?? 0)
    expect(['pwc_first', 'nrp_first'].every(sameMix)).toBe(false)
    const report = readFileSync(join(run, '11-report', 'report.md'), 'utf8')
    expect(report).toContain('hold the strata in different proportions, which their sampling brought about')
    expect(report).toContain('An analysis within strata weights them by their eligible cases. How many cases of each')
    await done('verify', trial)
  })

  it('has reserve lists that verify guards', async () => {
    const path = join(run, '03-replacements.csv')
    const text = readFileSync(path, 'utf8')
    const [, first = '', second = ''] = text.split('\n')
    writeFileSync(path, text.replace(first, second.replace(/,2$/, ',1')))
    const trial = join(folder, 'until-representative')
    const tampered = await inProcess(['verify', trial, '--run', run])
    expect(tampered.exitCode).toBe(1)
    expect(tampered.stdout).toContain('03-replacements.csv')
    writeFileSync(path, text)
  })
})

describe('a sample that cannot be drawn', () => {
  it('leaves nothing behind, and says what would make it possible', async () => {
    const trial = trialWith('too-large', '  method: simple\n  size: 4000\n')
    const run = join(folder, 'run-too-large')
    const refused = await inProcess(['sample', trial, '--caseload', caseload, '--seed', '1', '--run', run])
    expect(refused.exitCode).toBe(4)
    expect(refused.stderr).toMatch(
      /sampling\.size: expected at most \d+, the eligible cases, received 4000\. Lower it to/,
    )
    expect(() => readFileSync(join(run, '03-sample.csv'))).toThrow()
    expect(() => readFileSync(join(run, 'protocol.yaml'))).toThrow()
  })
})
