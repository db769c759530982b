import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findTrial } from '../../src/pipeline/trial-folder.ts'
import { equipoise, type Json, program, succeed } from '../support/cli.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const [trial, caseload, events, run] = ['trial', 'caseload.csv', 'events.csv', 'run'].map(name =>
  join(folder, name),
) as [string, string, string, string]
const key = join(folder, 'pseudonyms.key')
/** What each command printed with --json, in the order of a whole trial. */
const printed: Record<string, Json> = {}

const commandLines: readonly (readonly [command: string, ...args: string[]])[] = [
  ['check', trial],
  ['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload],
  ['sample', trial, '--caseload', caseload, '--seed', '2015', '--run', run],
  ['power', trial, '--outcome', 'paid', '--rate', '0.01', '--worth', '0.02'],
  ['boundaries', trial, '--looks', '2', '--rate', '0.01'],
  ['profile', trial, '--run', run],
  ['allocate', trial, '--seed', '2015', '--run', run],
  ['balance', trial, '--run', run, '--batch', 'nrp_employed'],
  ['generate', trial, '--outcomes', '--run', run, '--seed', '7', '--out', events],
  ['record', trial, '--events', events, '--run', run],
  ['status', trial, '--run', run],
  ['flow', trial, '--run', run],
  ['analyse', trial, '--run', run],
  ['export-register', trial, '--run', run, '--out', join(folder, 'register.csv')],
  ['export-analysis-set', trial, '--run', run, '--out', join(folder, 'shared'), '--pseudonymise', key],
  ['sql', trial, '--dialect', 'athena', '--table', 'cases'],
  ['checklist', trial, '--run', run],
  ['register', trial, '--run', run],
  ['report', trial, '--run', run],
  ['chart', trial, '--run', run],
  ['run', trial, '--caseload', caseload, '--events', events, '--seed', '2015', '--run', run],
  ['export-verifier', trial, '--run', run],
  ['verify', trial, '--run', run],
]

beforeAll(async () => {
  writeSmallTrial(trial)
  writeFileSync(key, `${'0123456789abcdef'.repeat(4)}\n`)
  for (const [command, ...args] of commandLines) {
    const { stdout, stderr, json } = await succeed([command, ...args, '--json'])
    expect(stderr).toBe('')
    expect(stdout.endsWith('}\n')).toBe(true)
    printed[command] = json()
  }
}, 240_000)
afterAll(remove)

describe('the command line', () => {
  const commands = [
    ...['reproduce', 'reconstruct', 'check', 'run', 'generate', 'sample'],
    ...[
      'power',
      'boundaries',
      'simulate',
      'merge',
      'profile',
      'allocate',
      'balance',
      'verify',
      'record',
      'case',
      'status',
      'flow',
      'analyse',
      'checklist',
      'report',
    ],
    ...[
      'commit',
      'export-verifier',
      'export-register',
      'export-analysis-set',
      'seal',
      'unseal',
      'unblind',
      'mask',
      'unmask',
      'redcap',
    ],
    ...['sql', 'draw', 'register', 'open', 'enrol', 'close', 'backup', 'restore', 'export-events', 'chart'],
  ]

  it('lists every command, examples and the exit codes in its help', async () => {
    const { stdout, stderr } = await succeed(['--help'])
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+)[|a-z]* \[options\] <trial>(?: \[[a-z]+\])?/gm)].map(
      match => match[1],
    )
    expect(listed.sort()).toEqual([...commands].sort())
    expect(stdout).toMatch(/^ {2}keys \[options\] {2,}make a key file/m)
    expect(stdout).toContain('Examples:\n  equipoise reproduce part-payment')
    expect(stdout).toMatch(/Exit codes: 0 ok, 1 .*, 130 interrupted\./)
    expect(stderr).toBe('')
  })

  it.concurrent.each(commands)('%s --help explains its options and shows examples', async command => {
    const { stdout } = await succeed([command, '--help'])
    expect(stdout).toMatch(new RegExp(`^Usage: equipoise ${command}`))
    expect(stdout).toMatch(new RegExp(`\nExamples:\n  equipoise ${command} (?:(?:part|missed)-payment|letter)`))
    for (const option of ['--json', '--quiet']) expect(stdout).toContain(option)
  })

  it('audit --help shows that it is about a file', async () => {
    const { stdout } = await succeed(['audit', '--help'])
    expect(stdout).toMatch(/^Usage: equipoise audit \[options\] <file>\n/)
    expect(stdout).toContain('\nExamples:\n  equipoise audit part-payment')
    expect((await succeed(['--help'])).stdout).toMatch(/^ {2}audit \[options\] <file> {2,}check the printed numbers/m)
  })

  it('segment --help shows that it is about a segmentation', async () => {
    const { stdout } = await succeed(['segment', '--help'])
    expect(stdout).toMatch(/^Usage: equipoise segment \[options\] <segmentation>\n/)
    expect(stdout).toContain('\nExamples:\n  equipoise segment arrears-strategy')
  })

  it('list --help shows that it is about no trial', async () => {
    const { stdout } = await succeed(['list', '--help'])
    expect(stdout).toMatch(/^Usage: equipoise list \[options\]\n/)
    expect(stdout).toContain('\nExamples:\n  equipoise list')
  })

  it('keys --help shows that it is about no trial', async () => {
    const { stdout } = await succeed(['keys', '--help'])
    expect(stdout).toMatch(/^Usage: equipoise keys \[options\]\n/)
    expect(stdout).toContain('\nExamples:\n  equipoise keys --out statistician.key')
    expect(await equipoise(['keys', 'part-payment', '--out', join(folder, 'no.key')])).toMatchObject({ exitCode: 2 })
  })

  it('without a command shows its help and is misused', async () => {
    const { exitCode, stdout, stderr } = await equipoise([])
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Usage: equipoise')
  })

  it('prints its version', async () => {
    expect((await succeed(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('is what `npm run equipoise --` runs', async () => {
    const cwd = fileURLToPath(new URL('../..', import.meta.url))
    const { stdout } = await promisify(execFile)('npm', ['run', 'equipoise', '--silent', '--', '--help'], { cwd })
    expect(stdout).toBe((await succeed(['--help'])).stdout)
  })
})

describe('--json', () => {
  it('prints an object whose schema has a noun and a major version', () => {
    expect(Object.fromEntries(Object.entries(printed).map(([command, { schema }]) => [command, schema]))).toEqual({
      chart: 'equipoise/charts/1',
      check: 'equipoise/check/1',
      'export-register': 'equipoise/register-export/1',
      'export-verifier': 'equipoise/verifier/1',
      'export-analysis-set': 'equipoise/exported-set/1',
      flow: 'equipoise/flow/1',
      checklist: 'equipoise/checklist-report/1',
      register: 'equipoise/registration/1',
      sql: 'equipoise/statements/1',
      status: 'equipoise/status/1',
      generate: 'equipoise/generated/1',
      sample: 'equipoise/sample/1',
      power: 'equipoise/power/1',
      boundaries: 'equipoise/boundaries/1',
      profile: 'equipoise/profile/1',
      allocate: 'equipoise/allocation/1',
      balance: 'equipoise/balance/1',
      record: 'equipoise/record/1',
      analyse: 'equipoise/analysis/1',
      report: 'equipoise/report/1',
      run: 'equipoise/run/1',
      verify: 'equipoise/verification/1',
    })
  })

  it('lists the results that texts of a report may refer to, and writes nothing', async () => {
    const before = snapshot(run)
    const listed = await succeed(['report', trial, '--run', run, '--results', '--json'])
    expect(listed.json()).toMatchObject({
      schema: 'equipoise/results-listed/1',
      results: expect.arrayContaining([{ id: 'cases.control', value: 30, unit: 'count', text: '30' }]),
    })
    expect((await succeed(['report', trial, '--run', run, '--results'])).stdout).toMatch(
      /^cases\.control +30 {2}count$/m,
    )
    expect(snapshot(run)).toEqual(before)
  })

  it('gives numbers as numbers and says what was done', () => {
    expect(printed.sample).toMatchObject({
      trial: 'part-payment',
      notice: expect.stringMatching(/^These cases are made up/),
      cases: 800,
      sampled: 94,
      state: 'written',
    })
    expect(printed.profile).toMatchObject({ cases: 800, groups: expect.arrayContaining([{ id: 'sample', cases: 94 }]) })
    expect(printed.allocate).toMatchObject({
      seed: '2015',
      cases: 94,
      counts: { '1993': { control: 9 }, '2003': { control: 21 } },
    })
    expect(printed.balance).toMatchObject({ seed: '2015', draws: 999, batch: 'nrp_employed', state: 'written' })
    expect(printed.record).toMatchObject({ state: 'written' })
    expect(printed.run).toMatchObject({
      sample: { state: 'unchanged' },
      allocation: { state: 'unchanged' },
      recorded: { recorded: 0, state: 'unchanged' },
    })
    const { steps } = printed.verify as { steps: readonly { status: string }[] }
    expect(steps.map(({ status }) => status)).toEqual([
      ...['absent', ...Array<string>(7).fill('verified'), 'absent'],
      ...['verified', 'verified', 'absent'],
    ])
  })

  it('prints failures as equipoise/failure/1, those of the command line too', async () => {
    const missing = await equipoise(['verify', trial, '--run', join(folder, 'nowhere'), '--json'])
    expect([missing.exitCode, missing.json().schema]).toEqual([3, 'equipoise/failure/1'])
    const misused = await equipoise(['verify', '--json'])
    expect(misused.exitCode).toBe(2)
    expect(misused.json()).toMatchObject({
      schema: 'equipoise/failure/1',
      exitCode: 2,
      issues: [{ code: 'cli.command_line', received: "missing required argument 'trial'" }],
    })
  })
})

describe('--quiet', () => {
  it('prints nothing when all is well, and errors all the same', async () => {
    expect(await succeed(['verify', trial, '--run', run, '--quiet'])).toMatchObject({ stdout: '', stderr: '' })
    const { exitCode, stdout, stderr } = await equipoise(['check', 'no-such-trial', '-q'])
    expect([exitCode, stdout]).toEqual([3, ''])
    expect(stderr).toContain('received "no-such-trial"')
  })
})

describe('other spellings', () => {
  it.concurrent.each(['randomise', 'randomize'])('%s is allocate', async spelling => {
    const before = snapshot(run)
    const { json } = await succeed([spelling, trial, '--seed', '2015', '--run', run, '--json'])
    expect(json()).toEqual({ ...printed.allocate, state: 'unchanged' })
    expect(snapshot(run)).toEqual(before)
  })

  it('analyze is analyse', async () => {
    const { json } = await succeed(['analyze', trial, '--run', run, '--json'])
    expect(json()).toEqual(printed.analyse)
  })
})

describe('output to a reader that has gone', () => {
  it.concurrent.each([
    ['help', ['--help']],
    ['a result', ['verify', trial, '--run', run]],
    ['JSON', ['analyse', trial, '--run', run, '--json']],
    ['a refusal', ['check', 'no-such-trial', '--json']],
  ])('of %s is no crash', async (_, args) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    const exitCode = await new Promise(resolve => child.on('close', resolve))
    expect(exitCode).toBe(args.includes('no-such-trial') ? 3 : 0)
    expect(stderr).not.toMatch(/EPIPE|\.js:/)
  })
})

describe('a trial is found', () => {
  const cwd = join(folder, 'somewhere')
  const [local, mine, below] = ['trials/part-payment', 'mine', 'mine/below'].map(name => join(cwd, name)) as [
    string,
    string,
    string,
  ]

  beforeAll(() => {
    cpSync(trial, local, { recursive: true })
    cpSync(trial, mine, { recursive: true })
    mkdirSync(below)
  })

  it('at a path: whatever holds a / or starts with a dot', () => {
    expect(findTrial('./mine', cwd)).toBe(mine)
    expect(findTrial('trials/part-payment', cwd)).toBe(local)
    expect(findTrial('.', mine)).toBe(mine)
    expect(findTrial('..', below)).toBe(mine)
    expect(findTrial(mine, folder)).toBe(mine)
  })

  it('by name in ./trials before the trials that come with equipoise', async () => {
    const armCases = async (where: string): Promise<unknown[]> => {
      const { arms } = (await succeed(['check', 'part-payment', '--json'], { cwd: where })).json() as {
        arms: readonly { cases: number }[]
      }
      return arms.map(({ cases }) => cases)
    }
    expect(await armCases(cwd)).toEqual([30, 34, 30])
    expect(await armCases(folder)).toEqual([5906, 6718, 6000])
  })

  it('and no other folder is taken for it', async () => {
    const { exitCode, stderr } = await equipoise(['check', 'mine'], { cwd })
    expect(exitCode).toBe(3)
    expect(stderr).toContain(
      'expected a trial: budget-planner, case-closure-intent, credit-reference-affordability, credit-reference-disclosure, debt-collection-agencies, debt-sale, letter, missed-payment-72h, part-payment, payment-reminders, segmented-messages, specialist-arrears-team, uncollectable-annual-review, or a path, received "mine"',
    )
  })
})
