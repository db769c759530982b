import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equipoise, inProcess, type Json, succeed } from '../support/cli.ts'
import { filesIn, scratch, snapshot } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const at = (name: string): string => join(folder, name)
const [trial, caseload, run] = [at('trial'), at('caseload.csv'), at('run')]
let arms: readonly (readonly string[])[] = []

beforeAll(async () => {
  writeSmallTrial(trial)
  await succeed(['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload])
  await succeed(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', run])
  const [, ...rows] = readFileSync(join(run, '04-allocation.csv'), 'utf8').trimEnd().split('\n')
  arms = rows.map(row => row.split(','))
})
afterAll(remove)

const printed: Record<string, Json> = {}
async function json(name: string, ...args: string[]): Promise<Json> {
  const { json: read, stderr } = await succeed([...args, '--json'])
  expect(stderr).toBe('')
  printed[name] = read()
  return read()
}
const ground = ['--by', 'A. Statistician', '--reason', 'database locked']

describe('a trial whose arms stay hidden', () => {
  it('makes keys, seals to two, unblinds a case, opens and is verified', async () => {
    const { recipient } = await json('keys', 'keys', '--out', at('a.key'))
    await succeed(['keys', '--out', at('b.key')])
    expect(
      await json('seal', 'seal', trial, '--to', String(recipient), '--to', at('b.key'), '--run', run),
    ).toMatchObject({
      recipients: expect.arrayContaining([recipient]),
      cautions: [expect.stringContaining('short enough to be guessed')],
      state: 'written',
    })
    expect(filesIn(run)).not.toContain('04-allocation.csv')

    const [id = '', , , arm = ''] = arms[7] ?? []
    const asked = ['unblind', trial, '--run', run, '--case', id, '--key', at('b.key'), ...ground]
    expect(await json('unblind', ...asked)).toMatchObject({ case: id, arm, recorded: { id: 'unblinding-1' } })
    const { stdout } = await succeed(asked)
    expect(stdout).toMatch(
      /Recorded as unblinding-2 at 20\d\d-.*Z: A\. Statistician, "database locked"\. Head of the log/,
    )
    expect(stdout.trimEnd().endsWith(`(${arm})`)).toBe(true)

    const sealed = await succeed(['verify', trial, '--run', run])
    expect(sealed.stdout).toContain('verified   protocol, 03-sample.csv and the sealed files')
    expect(sealed.stdout).toContain('What lies open agrees. What is sealed was not derived again')

    await json('unseal', 'unseal', trial, '--run', run, '--key', at('a.key'), ...ground)
    const { stdout: open } = await succeed(['verify', trial, '--run', run])
    expect(open).toContain('verified   04: allocation')
    expect(open).toContain('verified   05: unblinding')
    expect(open).toContain('Everything that the run holds was derived again and agrees.')
  })

  it('prints schemas with a noun and a major version', () => {
    expect(Object.fromEntries(Object.entries(printed).map(([command, { schema }]) => [command, schema]))).toEqual({
      keys: 'equipoise/key/1',
      seal: 'equipoise/sealed/1',
      unblind: 'equipoise/unblinding/1',
      unseal: 'equipoise/unsealed/1',
    })
  })

  it('never prints a secret key', async () => {
    const { stdout } = await succeed(['keys', '--out', at('c.key')])
    expect(stdout).not.toContain('AGE-SECRET-KEY')
    expect(JSON.stringify(printed)).not.toContain('AGE-SECRET-KEY')
  })
})

describe('a masked analysis', () => {
  const masked = at('masked')

  it('goes from the mask through the analysis to lifting it', async () => {
    const [id = ''] = arms[3] ?? []
    const payment = `id,case,kind,at,by,amount,basis\np1,${id},payment,2016-03-01,tests,12.50,ordinary\n`
    writeFileSync(at('payment.csv'), payment)
    await succeed(['record', trial, '--events', at('payment.csv'), '--run', run])
    const mask = ['mask', trial, '--run', run, '--to', at('a.key'), '--out', masked]
    expect(await json('mask', ...mask)).toMatchObject({ labels: ['a', 'b', 'c'], cases: 94 })

    expect(await json('masked', 'analyse', trial, '--masked', masked)).toMatchObject({
      labels: ['a', 'b', 'c'],
      leftOut: expect.arrayContaining(['after_call_share']),
    })
    const { stdout } = await succeed(['analyse', trial, '--masked', masked])
    expect(stdout).toMatch(/\nA minus B .*\nA minus C .*\nB minus C /)
    expect(stdout).toContain('Not done, as the arms must be known for it: after_call_share')
    expect(stdout).toContain('- Every pair of labels is compared and no P is adjusted')
    for (const name of ['PWC', 'NRP first', 'ontrol minus', 'minus control']) expect(stdout).not.toContain(name)

    const lift = ['unmask', trial, '--run', run, '--mask', masked, '--key', at('a.key'), ...ground]
    const { labels } = (await json('unmask', ...lift)) as { labels: { label: string; arm: string }[] }
    expect(labels.map(({ arm }) => arm).sort()).toEqual(['control', 'nrp_first', 'pwc_first'])
    expect((await succeed(lift)).stdout).toContain(`\nA: `)
    expect(Object.values(printed).map(({ schema }) => schema)).toEqual(
      expect.arrayContaining(['equipoise/masked/1', 'equipoise/masked-analysis/1', 'equipoise/unmasked/1']),
    )
  })

  it('says what it does not hide', async () => {
    const { stdout } = await succeed(['mask', trial, '--run', run, '--to', at('a.key'), '--out', at('again')])
    expect(stdout).toContain('What it does not hide:\n- The arms had different chances or numbers of cases')
    expect(stdout).toContain('Left out, as they would tell the arms: paid_after_call, ')
  })
})

describe('a sealed run', () => {
  beforeAll(async () => {
    await succeed(['keys', '--out', at('own.key')])
    await succeed(['seal', trial, '--to', at('own.key'), '--run', run])
  })

  it.each([
    ['seal without a key', ['seal', trial], 2, ['cli.command_line']],
    ['seal to what is no key', ['seal', trial, '--to', 'age1nobody'], 2, ['key.recipient_invalid']],
    ['unblind without a reason', ['unblind', trial, '--case', 'C1', '--by', 'me'], 2, ['cli.command_line']],
    ['unblind without a key', ['unblind', trial, '--case', 'C1', ...ground], 2, ['seal.key_missing']],
    [
      'unblind an unknown case',
      ['unblind', trial, '--case', 'C1', '--key', at('own.key'), ...ground],
      3,
      ['unblind.case_unknown'],
    ],
    ['unseal with the wrong key', ['unseal', trial, '--key', at('c.key'), ...ground], 3, ['key.wrong']],
    [
      'unseal for a blank reason',
      ['unseal', trial, '--key', at('own.key'), '--by', 'me', '--reason', ''],
      2,
      ['unblind.reason_missing'],
    ],
    ['balance', ['balance', trial], 3, ['seal.sealed']],
    ['analyse', ['analyse', trial], 3, ['seal.sealed']],
    ['another draw', ['run', trial, '--caseload', caseload, '--seed', '2016'], 3, ['seal.sealed']],
  ])('refuses to %s, and stays as it is', async (_, args, exit, codes) => {
    const before = snapshot(run)
    const { exitCode, json: read, stdout, stderr } = await inProcess([...args, '--run', run, '--json'])
    expect((read() as { issues: { code: string }[] }).issues.map(({ code }) => code)).toEqual(codes)
    expect(exitCode).toBe(exit)
    for (const arm of ['pwc_first', 'nrp_first']) expect(stdout + stderr).not.toContain(arm)
    expect(snapshot(run)).toEqual(before)
  })

  it('is found by verify where a sealed file was changed', async () => {
    const { exitCode, stdout } = await equipoise(['verify', trial, '--run', run])
    expect([exitCode, stdout.includes('sealed     04: allocation')]).toEqual([0, true])
  })
})

describe('redcap', () => {
  const open = at('redcap-run')
  beforeAll(async () => {
    await succeed(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', open])
  })

  it('writes a table and compares records, with exit code 1 where one differs', async () => {
    const written = await succeed(['redcap', trial, '--run', open, '--out', at('production.csv')])
    expect(written.stdout).toContain('94 rows of arm, scheme.')
    expect(written.stdout).toContain('  arm: 1, PWC first | 2, NRP first | 3, Control\n')
    const development = ['redcap', trial, '--run', open, '--development', '--out', at('development.csv'), '--json']
    expect((await succeed(development)).json()).toMatchObject({
      schema: 'equipoise/redcap-table/1',
      purpose: 'development',
    })

    const readBack = ['redcap', trial, '--run', open, '--table', at('production.csv')]
    expect((await succeed([...readBack, '--json'])).json()).toMatchObject({ agreeing: 94, differences: [] })
    const tried = await equipoise(['redcap', trial, '--run', open, '--table', at('development.csv')])
    expect([tried.exitCode, tried.stdout.includes(', and was drawn as ')]).toEqual([1, true])

    const codes: Readonly<Record<string, string>> = { pwc_first: '1', nrp_first: '2', control: '3' }
    const rows = arms.map(([id, stratum, , arm = '']) => [id, codes[arm], stratum])
    const write = (records: readonly (readonly (string | undefined)[])[]): void =>
      writeFileSync(at('records.csv'), `${['record_id,arm,scheme', ...records.map(row => row.join())].join('\n')}\n`)
    write(rows)
    const compare = ['redcap', trial, '--run', open, '--compare', at('records.csv')]
    expect((await succeed([...compare, '--json'])).json()).toMatchObject({
      schema: 'equipoise/redcap-comparison/1',
      agreeing: 94,
      mismatches: [],
    })
    write(rows.slice(1))
    const { exitCode, stdout } = await equipoise(compare)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('93 records, 93 as allocated, 0 not randomised yet, 1 mismatches.')
    expect(stdout).toContain(`${rows[0]?.[0]} was allocated and has no record in REDCap.`)
    write([])
    expect((await equipoise(compare)).stdout).toContain('… and 74 more; --json names all.')
  })

  it.each([
    [[]],
    [['--out', at('x.csv'), '--table', at('x.csv')]],
    [['--table', at('x.csv'), '--compare', at('x.csv')]],
  ])('is misused with %s', async more => {
    const { exitCode, json: read } = await inProcess(['redcap', trial, '--run', open, ...more, '--json'])
    expect([exitCode, (read() as { issues: { code: string }[] }).issues[0]?.code]).toEqual([2, 'redcap.task_unclear'])
  })
})
