import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const [trial, caseload, register, run] = ['trial', 'caseload.csv', 'register.csv', 'run'].map(name =>
  join(folder, name),
) as [string, string, string, string]
afterAll(remove)

const draw = (...more: string[]) =>
  inProcess(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', run, ...more])
/** The first case that is eligible but for what the register says, and another of its parent where it has one. */
const rows = (name: string): string[][] =>
  readFileSync(join(run, name), 'utf8')
    .trim()
    .split('\n')
    .map(line => line.split(','))

beforeAll(async () => {
  writeSmallTrial(trial)
  const path = join(trial, 'protocol.yaml')
  const protocol = readFileSync(path, 'utf8')
  const own = 'register: { field: last_trial, title: Last day in another trial, through: nrp_id }\n\neligibility:\n'
  const rule =
    '  - id: not_in_register\n    title: In no other trial within a year\n    rule: { not: { field: last_trial, withinLast: { months: 12 } } }\n\nstrata:'
  writeFileSync(
    path,
    replaced(
      replaced(protocol, 'eligibility:\n', own),
      '\nprofile:',
      `\n${rule.replace('\n\nstrata:', '\n')}\nprofile:`,
    ),
  )
  await inProcess(['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload])
  const ids = readFileSync(caseload, 'utf8')
    .split('\n')
    .slice(1, 60)
    .map(line => line.split(',')[0])
  const stays = ids.map((id, index) =>
    `letters,${id},2015-01-01,${index % 2 === 0 ? '2015-06-30' : '2014-06-30'},`.replace(
      '2015-01-01,2014',
      '2014-01-01,2014',
    ),
  )
  writeFileSync(register, `trial,case,from,to,nrp_id\n${stays.join('\n')}\n`)
})

describe('a run with a register of trials', () => {
  it('needs it, and leaves nothing behind without', async () => {
    const refused = await draw('--json')
    expect(refused.exitCode).toBe(3)
    expect(refused.stdout + refused.stderr).toContain('register.missing')
    expect(existsSync(run)).toBe(false)
  })

  it('excludes by it, records it, and is verified with it', async () => {
    const done = await draw('--register', register)
    expect([done.exitCode, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toMatch(/In no other trial within a year +\d+/)
    const reasons = new Map(rows('02-eligibility.csv').map(([id = '', , why = '']) => [id, why.split(' ')]))
    const listed = readFileSync(register, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(','))
    for (const [, id = '', , to = ''] of listed) {
      if (to === '2015-06-30') expect(reasons.get(id)).toContain('not_in_register')
    }
    expect([...reasons.values()].filter(why => why.includes('not_in_register')).length).toBeGreaterThanOrEqual(30)
    const recorded = JSON.parse(readFileSync(join(run, '01-caseload.json'), 'utf8'))
    expect(recorded.register).toMatchObject({ path: '../register.csv', entries: listed.length })
    expect(JSON.parse(readFileSync(join(run, '03-sample.json'), 'utf8')).inputs.register).toBe(recorded.register.sha256)
    expect((await inProcess(['profile', trial, '--run', run])).exitCode).toBe(0)
    expect((await inProcess(['verify', trial, '--run', run])).exitCode).toBe(0)
  })

  it('changes nothing when made again, and is refused with another register', async () => {
    expect((await draw('--register', register)).stdout).toContain('nothing changed')
    const other = join(folder, 'other.csv')
    writeFileSync(other, 'trial,case,from,to,nrp_id\n')
    const refused = await draw('--register', other)
    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain('another draw (different: register')
  })

  it('is told from one whose register was changed or is gone', async () => {
    const text = readFileSync(register, 'utf8')
    appendFileSync(register, 'letters,another,2015-01-01,,\n')
    const changed = await inProcess(['verify', trial, '--run', run])
    expect(changed.exitCode).toBe(1)
    expect(changed.stdout).toContain('the register ../register.csv is not the file that was sampled by')
    const profile = await inProcess(['profile', trial, '--run', run])
    expect([profile.exitCode, profile.stderr]).toEqual([3, expect.stringContaining('register.csv')])
    rmSync(register)
    const gone = await inProcess(['verify', trial, '--run', run])
    expect([gone.exitCode, gone.stdout]).toEqual([1, expect.stringContaining('../register.csv is not there')])
    writeFileSync(register, text)
  })

  it('can be committed to: the case list holds what the register says', async () => {
    const sealed = join(folder, 'sealed')
    const commit = (file: string) =>
      inProcess([
        ...['commit', trial, '--caseload', caseload, '--register', file],
        ...['--beacon-round', 'round 12345', '--run', sealed],
      ])
    const committed = await commit(register)
    expect([committed.exitCode, committed.stderr]).toEqual([0, ''])
    expect(committed.stdout).toContain(`--caseload ${caseload} --register ${register} --beacon`)
    const beacon = ['--beacon', '8c1f0e5d2b7a49633f1d5e8890ab4c21', '--run', sealed]
    const other = join(folder, 'other.csv')
    const refused = await inProcess(['sample', trial, '--caseload', caseload, '--register', other, ...beacon])
    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain('the case list')
    const drawn = await inProcess(['sample', trial, '--caseload', caseload, '--register', register, ...beacon])
    expect([drawn.exitCode, drawn.stderr]).toEqual([0, ''])
  })
})

describe('a trial without a register', () => {
  it('refuses one', async () => {
    const plain = writeSmallTrial(join(folder, 'plain'))
    const args = ['sample', plain, '--caseload', caseload, '--seed', '1', '--register', register]
    const refused = await inProcess([...args, '--run', join(folder, 'plain-run'), '--json'])
    expect(refused.exitCode).toBe(3)
    expect(refused.stdout + refused.stderr).toContain('register.not_declared')
  })
})
