import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'
import { runVerifier, verifierNames } from '../support/verifiers.ts'

const { folder, remove } = scratch()
const caseload = join(folder, 'caseload.csv')
afterAll(remove)

/** A copy of the small trial that allocates in another way, without linked cases where the method deals single ones. */
function trialWith(name: string, allocation: string, clusters: boolean): string {
  const trial = writeSmallTrial(join(folder, name))
  const path = join(trial, 'protocol.yaml')
  const protocol = readFileSync(path, 'utf8')
  const section = /^allocation:\n(?: {2}.*\n)+/m.exec(protocol)?.[0] ?? ''
  const linked = /^clusters:\n(?: {2}.*\n)+/m.exec(protocol)?.[0] ?? ''
  const changed = replaced(protocol, section, `allocation:\n${allocation}`)
  writeFileSync(path, clusters ? changed : replaced(changed, linked, ''))
  return trial
}

beforeAll(async () => {
  const trial = writeSmallTrial(join(folder, 'model'))
  const made = await inProcess(['generate', trial, '--cases', '400', '--seed', '7', '--out', caseload])
  expect(made.exitCode).toBe(0)
})

describe.each<[string, string, boolean?]>([
  ['complete', '  method: complete\n  ratio: { pwc_first: 1, nrp_first: 1, control: 2 }\n', true],
  ['stratified', '  method: stratified\n'],
  ['permuted-blocks', '  method: permuted-blocks\n  blocks: [3, 6]\n  orderBy: [nrp_age]\n'],
  ['matched-tuples', '  method: matched-tuples\n  on: [arrears_pwc, nrp_age]\n'],
  [
    'minimisation',
    '  method: minimisation\n  factors: [{ field: scheme }, { field: nrp_employed, weight: 2 }]\n  probability: "0.8"\n',
    true,
  ],
  ['rerandomised', '  method: rerandomised\n  on: [arrears_pwc, nrp_age]\n  largestDifference: "0.3"\n'],
])('%s from the protocol to a verified run', (method, allocation, clusters = false) => {
  it('samples every eligible case, allocates it, and derives it again', async () => {
    const trial = trialWith(method, allocation, clusters)
    const run = join(folder, `run-${method}`)
    const done = await inProcess(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', run, '--json'])
    expect(done.stderr).toBe('')
    const { sample, allocation: allocated } = done.json() as {
      sample: { eligible: number; sampled: number }
      allocation: { algorithm: unknown; cases: number; counts: Record<string, Record<string, number>> }
    }
    expect(sample.sampled).toBe(sample.eligible)
    expect(allocated).toMatchObject({ algorithm: { name: method, version: 1 }, cases: sample.sampled })
    const rows = readFileSync(join(run, '04-allocation.csv'), 'utf8').trim().split('\n')
    expect(rows).toHaveLength(sample.sampled + 1)
    const verified = await inProcess(['verify', trial, '--run', run, '--json'])
    expect(verified.exitCode).toBe(0)
    const exported = await inProcess(['export-verifier', trial, '--run', run])
    expect(exported.stderr).toBe('')
    for (const verifier of verifierNames) expect(runVerifier(run, verifier)).toMatchObject({ status: 0, stderr: '' })

    const path = join(run, '04-allocation.csv')
    const [first = '', other = ''] = ['control', 'nrp_first']
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(`,${first},`, `,${other},`))
    const tampered = await inProcess(['verify', trial, '--run', run])
    expect(tampered.exitCode).toBe(1)
    expect(tampered.stdout).toMatch(/case synthetic-\S+: arm is recorded as nrp_first, derived as control/)
  })
})
