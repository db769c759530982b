import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/core/hash.ts'
import { inProcess } from '../support/cli.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const [trial, caseload] = ['trial', 'caseload.csv'].map(name => join(folder, name)) as [string, string]
const unlinked = join(folder, 'unlinked')
const run = join(folder, 'run')
const apart = join(folder, 'apart')

async function printed(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await inProcess(args)
  expect([exitCode, stderr]).toEqual([0, ''])
  return stdout
}

const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')))

/** The small trial without linked cases, with a date that may be missing and a note at baseline. */
function writeUnlinked(): void {
  writeSmallTrial(unlinked)
  edit(join(unlinked, 'protocol.yaml'), text =>
    replaced(
      replaced(
        text.replace(/\nclusters:\n(?: .*\n)+/, '\n'),
        'type: date\n      optional: true',
        'type: date\n      optional: true\n      baseline: true',
      ),
      'title: Non-resident parent\n      type: text',
      'title: Non-resident parent\n      type: text\n      baseline: true',
    ),
  )
}

beforeAll(async () => {
  writeSmallTrial(trial)
  writeUnlinked()
  await printed('generate', trial, '--cases', '800', '--seed', '7', '--out', caseload)
  for (const [which, to] of [
    [trial, run],
    [unlinked, apart],
  ] as const) {
    await printed('sample', which, '--caseload', caseload, '--seed', '2015', '--run', to)
    await printed('allocate', which, '--seed', '2015', '--run', to)
  }
})
afterAll(remove)

const balance = (...more: string[]): Promise<string> => printed('balance', trial, '--run', run, ...more)

describe('balance', () => {
  it('prints a row for every covariate, the test, the counts and a next step', async () => {
    const text = await balance()
    expect(text).toMatch(/^These cases are made up/)
    expect(text).toMatch(/\nCases {2,}30 {2,}34 {2,}30\n/)
    expect(text).toMatch(/\nStatutory scheme: 1993 {2,}\d+\.\d% .*\nStatutory scheme: 2003 /)
    expect(text).toMatch(/\nArrears owed to the parent with care {2,}£[\d,.]+ \(£[\d,.]+\) /)
    expect(text).toMatch(/\nAge of the non-resident parent {2,}\d\d\.\d\d \(\d+\.\d\d\) /)
    expect(text).toMatch(/\nNon-resident parent employed {2,}\d+\.\d% .*\n/)
    expect(text).toMatch(/\nThe largest is −?0\.\d{3} \(.*, .* minus .*\)\.\n/)
    expect(text).toMatch(/X = \d+\.\d\d over 4 columns; P [=<>] [\d.]+ by drawing the allocation again 999 times/)
    expect(text).toMatch(/\nThe chi-squared approximation, 8 d\.f\., gives P /)
    expect(text).toContain('scheme:1993 does not vary within strata and is left out.')
    expect(text).toContain('Cases of each arm: fixed by the design in every stratum, and as the design fixes them.')
    expect(text).toContain(join(run, '04-balance.csv'))
    expect(text).toMatch(/\nNext: equipoise verify .*, then record events\n$/)
  })

  it('says that cases are weighted where the arms need not have the same mix', async () => {
    const text = await balance()
    expect(text).toContain('weighted by the inverse of the recorded probability.')
    expect(text).toMatch(/Without weights no standardised difference moves by more than 0\.\d{3}\./)
  })

  it('given again changes nothing, and says so', async () => {
    await balance('--draws', '199')
    const before = snapshot(run)
    expect(await balance('--draws', '199')).toContain('The run held this report already; nothing changed.')
    expect(snapshot(run)).toEqual(before)
    const { draws, omnibus } = JSON.parse(readFileSync(join(run, '04-balance.json'), 'utf8'))
    expect([draws, omnibus.result.monteCarlo.draws]).toEqual([199, 199])
    expect(await printed('verify', trial, '--run', run)).toContain('verified   04: balance')
  })

  it('gives programs the artefact, with the run and what became of it', async () => {
    const { run: place, state, ...artefact } = JSON.parse(await balance('--json'))
    expect([place, state]).toEqual([run, 'written'])
    expect(artefact).toEqual(JSON.parse(readFileSync(join(run, '04-balance.json'), 'utf8')))
    expect(artefact.inputs).toEqual({
      'protocol.yaml': sha256(readFileSync(join(trial, 'protocol.yaml'))),
      '03-sample.csv': sha256(readFileSync(join(run, '03-sample.csv'))),
      '04-allocation.csv': sha256(readFileSync(join(run, '04-allocation.csv'))),
    })
  })

  it('gives no P of batches where linked cases were dealt together', async () => {
    const text = await balance('--batch', 'nrp_employed')
    expect(text).toMatch(/\nnrp_employed {2,}PWC first {2,}.*\n-.*\nfalse {2,}\d+ \(\d+\.\d\) .*\ntrue /)
    expect(text).toContain('No P: Linked cases were allocated together, so cases are not independent.')
  })

  it('writes the rows of a love plot', async () => {
    await balance()
    const [header = '', ...rows] = readFileSync(join(run, '04-balance.csv'), 'utf8').trimEnd().split('\n')
    expect(header).toMatch(
      /^term,field,level,unit,weighting,arm,against,n\.arm,.*,std\.difference,variance\.ratio,status/,
    )
    const cells = rows.map(row => row.split(','))
    // Six covariates, three pairs of arms, with and without weights.
    expect(rows).toHaveLength(36)
    expect(new Set(cells.map(([, , , , weighting]) => weighting))).toEqual(new Set(['inverse_probability', 'none']))
    expect(
      rows.filter(row => row.startsWith('arrears_pwc,arrears_pwc,,pence,none,pwc_first,control,30,30,')),
    ).toHaveLength(1)
  })

  it('exits with 1 where the record holds counts that no draw gives', async () => {
    const path = join(run, '04-allocation.csv')
    const whole = readFileSync(path, 'utf8')
    const manifest = readFileSync(join(run, '04-allocation.json'), 'utf8')
    const forged = whole.replace(/(,1993,[^\n,]*),control,/, '$1,nrp_first,')
    expect(forged).not.toBe(whole)
    writeFileSync(path, forged)
    writeFileSync(join(run, '04-allocation.json'), replaced(manifest, sha256(whole), sha256(forged)))
    const { exitCode, stdout } = await inProcess(['balance', trial, '--run', run])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('Error of the record: stratum 1993 has 11 cases in NRP first, where every draw gives 10.')
    expect(stdout).toContain('Error of the record: stratum 1993 has 8 cases in Control, where every draw gives 9.')
    writeFileSync(path, whole)
    writeFileSync(join(run, '04-allocation.json'), manifest)
  })
})

describe('balance of a trial without linked cases', () => {
  it('shows dates, missing values and what is not compared', async () => {
    const text = await printed('balance', unlinked, '--run', apart)
    expect(text).toMatch(/\nDate of the last payment {2,}\d{4}-\d\d-\d\d \([\d,]+ days\) /)
    expect(text).toMatch(/\nDate of the last payment: missing {2,}\d+\.\d% /)
    expect(text).toContain('Non-resident parent is not compared. Text has neither a mean nor declared levels.')
    expect(text).toContain('over 6 columns')
  })

  it('tests each batch, and the smallest P of them all', async () => {
    const text = await printed('balance', unlinked, '--run', apart, '--batch', 'nrp_age')
    expect(text).toMatch(/\n\d\d {2,}\d+ \(\d+\.\d\) .* [\d.<> ]+ exact\n/)
    expect(text).toMatch(/… and \d+ more in 04-balance\.json\./)
    expect(text).toMatch(/The smallest P, adjusted for \d+ batches \(Bonferroni\): P [=<>] /)
    expect(text).not.toContain('No P:')
  })
})
