import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { EnrolmentEvent } from '../../src/model/enrolment.ts'
import { equipoise, inProcess, program, succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { SequentialRun } from '../support/sequential-run.ts'

const { folder, remove } = scratch()
afterAll(remove)

const caseFlags = (id: string, method = 'earnings', missed = '2013-02-05'): string[] => [
  ...['--case', id, '--at', '2013-02-06'],
  ...[`missed_on=${missed}`, `method=${method}`, 'arrears=12.50', 'linked_in_trial=false'].flatMap(set => [
    '--set',
    set,
  ]),
]

/** Arms in the log, by case; the test fails where a case is there twice. */
async function armsIn(place: SequentialRun): Promise<Map<string, string>> {
  const { openExistingLog } = await import('../../src/storage/log/sqlite-log.ts')
  const log = openExistingLog(join(place.run, '05-outcomes.sqlite'))
  try {
    expect(await log.verifyChain()).toBeUndefined()
    const events = (await log.readAll()) as readonly EnrolmentEvent[]
    const arms = new Map(events.map(({ case: id, allocation }) => [id, allocation?.arm ?? '']))
    expect(arms.size).toBe(events.length)
    return arms
  } finally {
    await log.close()
  }
}

describe('open, enrol and close', () => {
  it('go from the first case to a verified allocation', async () => {
    const place = new SequentialRun(join(folder, 'whole')).prepare()
    const { trial, run } = place
    const opened = await succeed(['open', trial, '--run', run])
    expect(opened.stdout).toMatch(/^Enrolment is open from 2013-02-04 until 2013-07-26\./)
    expect(opened.stdout).toMatch(/SHA-256 of 00-enrolment.json: [0-9a-f]{64}\n/)
    expect(opened.stdout).toContain('Next: publish the hash; then for every case that arrives equipoise enrol ')
    const first = await inProcess(['enrol', trial, '--run', run, ...caseFlags('C1')])
    expect(first.stdout).toMatch(/^C1: (Letter|Call within 72 hours)\.\nReceipt: 1:[0-9a-f]{64}\n/)
    const again = await inProcess(['enroll', trial, '--run', run, ...caseFlags('C1')])
    expect(again.stdout.split('\n').slice(0, 2)).toEqual([
      `${first.stdout.split('\n')[0]} It was recorded before; nothing changed.`,
      first.stdout.split('\n')[1],
    ])
    const excluded = await inProcess(['enrol', trial, '--run', run, ...caseFlags('C2', 'other', '2013-01-05')])
    expect(excluded.exitCode).toBe(0)
    expect(excluded.stdout).toContain('C2: not eligible (fails: Payment missed in the last three days).')

    const cases = join(folder, 'today.csv')
    const rows = ['C4', 'C3', 'C1'].map(id => `${id},2013-02-05,earnings,12.50,false`)
    writeFileSync(cases, ['case_id,missed_on,method,arrears,linked_in_trial', ...rows].join('\n'))
    const many = await inProcess(['enrol', trial, '--run', run, '--cases', cases, '--at', '2013-02-07', '--json'])
    expect(many.json()).toMatchObject({
      schema: 'equipoise/enrolled/1',
      cases: [
        { case: 'C4', status: 'allocated', event: 3, state: 'written' },
        { case: 'C3', status: 'allocated', event: 4, state: 'written' },
        { case: 'C1', status: 'allocated', event: 1, state: 'unchanged' },
      ],
      log: { count: 4 },
    })
    const table = await inProcess(['enrol', trial, '--run', run, '--cases', cases, '--at', '2013-02-08'])
    expect(table.stdout).toMatch(/C4 .* 3\nC3 .* 4\nC1 .* 1\n\nCases: 3; recorded before: 3\.\nReceipt of the last: 1:/)

    const open = await inProcess(['verify', trial, '--run', run])
    expect([open.exitCode, open.stdout.includes('What of the run can be derived again agrees.')]).toEqual([0, true])
    const receipt = (many.json() as { log: { hash: string } }).log.hash
    const evidence = ['--secret', place.secretFile, '--receipt', `4:${receipt}`, '--receipt', `3:${'0'.repeat(64)}`]
    const doubted = await inProcess(['verify', trial, '--run', run, ...evidence])
    expect(doubted.exitCode).toBe(1)
    expect(doubted.stdout).toContain('verified   01 to 04: arrivals, sample and allocation')
    expect(doubted.stdout).toContain('the first 3 events are not those recorded')

    const closed = await succeed(['close', trial, '--run', run])
    expect(closed.stdout).toContain('Cases that arrived: 4; allocated: 3; not eligible: 1.')
    expect((await succeed(['close', trial, '--run', run])).stdout).toContain('The run was closed already')
    const verified = await inProcess(['verify', trial, '--run', run])
    expect(verified.stdout).toContain('Everything that the run holds was derived again and agrees.')
    expect(verified.stdout).toContain(
      'Cases were allocated as they arrived, by a secret that 00-enrolment.json (SHA-256 ',
    )
    const late = await inProcess(['enrol', trial, '--run', run, ...caseFlags('C9'), '--json'])
    expect(late.json()).toMatchObject({ issues: [{ code: 'enrolment.closed' }] })
  })

  it('take the secret from where it was put', async () => {
    const place = new SequentialRun(join(folder, 'elsewhere')).prepare()
    const { trial, run } = place
    const secret = ['--secret', join(folder, 'safe', 'it.secret')]
    const opened = await inProcess(['open', trial, '--run', run, ...secret])
    expect(opened.stdout).toContain(`--secret ${secret[1]}`)
    expect((await inProcess(['enrol', trial, '--run', run, ...caseFlags('C1')])).exitCode).toBe(3)
    expect((await inProcess(['enrol', trial, '--run', run, ...caseFlags('C1'), ...secret])).exitCode).toBe(0)
    expect((await inProcess(['close', trial, '--run', run, ...secret])).exitCode).toBe(0)
    expect((await inProcess(['verify', trial, '--run', run])).exitCode).toBe(0)
  })

  it('say so in `check`, and leave `run` to trials with a caseload', async () => {
    const { trial } = new SequentialRun(join(folder, 'whole'))
    const checked = await inProcess(['check', trial])
    expect(checked.stdout).toMatch(/as they arrive/)
    expect(checked.stdout).toContain('(missed-payment-72h): service change, ')
    expect(checked.stdout).toContain(`Next: equipoise open ${trial}`)
    const run = await inProcess(['run', trial, '--caseload', 'none.csv', '--seed', '1', '--run', join(folder, 'no')])
    expect([run.exitCode, run.stderr.includes('Run `equipoise open`')]).toEqual([2, true])
  })
})

describe('several writers at once', () => {
  it('each give their cases one arm, and cases that several give the same', async () => {
    const place = new SequentialRun(join(folder, 'several')).prepare()
    await place.open()
    const ids = (writer: number) =>
      Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? `S${index}` : `W${writer}-${index}`))
    const files = [0, 1, 2, 3].map(writer => {
      const path = join(folder, `writer-${writer}.csv`)
      const rows = ids(writer).map(id => `${id},2013-02-05,earnings,12.50,false`)
      writeFileSync(path, ['case_id,missed_on,method,arrears,linked_in_trial', ...rows].join('\n'))
      return path
    })
    const enrol = ['enrol', place.trial, '--run', place.run, '--at', '2013-02-06', '--json']
    const ended = await Promise.all(files.map(file => equipoise([...enrol, '--cases', file])))
    const given = ended.flatMap(({ stdout, stderr, exitCode }) => {
      if (exitCode !== 0) throw new Error(stderr)
      return (JSON.parse(stdout) as { cases: { case: string; arm: string }[] }).cases
    })
    const arms = await armsIn(place)
    expect(arms.size).toBe(4 + 4 * 8)
    for (const { case: id, arm } of given) expect([id, arm]).toEqual([id, arms.get(id)])
    expect(await place.verify({ secretFile: place.secretFile })).toEqual([])
  })

  it('one after the other, each a process of its own for one case, at the same time', async () => {
    const place = new SequentialRun(join(folder, 'single')).prepare()
    await place.open()
    const enrol = (id: string) => equipoise(['enrol', place.trial, '--run', place.run, ...caseFlags(id), '--json'])
    const ended = await Promise.all(Array.from({ length: 6 }, (_, index) => enrol(`C${index % 4}`)))
    expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(ended.map(() => [0, '']))
    expect((await armsIn(place)).size).toBe(4)
    expect(await place.verify({ secretFile: place.secretFile })).toEqual([])
  })
})

/** Enrols without end and says of each case that it has its arm, once it has. */
const writer = (place: SequentialRun): string => `
import { readTrial, enrolCases, silent } from ${JSON.stringify(pathToFileURL(join(program, '../../index.js')).href)}
const trial = await readTrial(${JSON.stringify(place.trial)})
const values = { missed_on: '2013-02-05', method: 'earnings', arrears: 100, linked_in_trial: false }
const arriving = Array.from({ length: 100000 }, (_, index) => ({ id: 'C' + index, values }))
enrolCases({
  trial, arriving, run: ${JSON.stringify(place.run)}, at: '2013-02-06', clock: () => new Date(),
  onEnrolled: ({ case: id, arm, state }) => { if (state === 'written') process.stdout.write(id + ' ' + arm + '\\n') },
}, silent)
`

/** Kills the writer with SIGKILL so long after its first case; what it had acknowledged. */
function killAfter(milliseconds: number, script: string): Promise<Map<string, string>> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', chunk => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), milliseconds)
      output += chunk
    })
    child.on('error', fail)
    child.on('close', () =>
      done(
        new Map(
          output
            .split('\n')
            .slice(0, -1)
            .map(line => line.split(' ') as [string, string]),
        ),
      ),
    )
  })
}

describe('a writer that is killed at any moment', () => {
  it('has lost no arm that it gave, gave none twice, and goes on where it was', async () => {
    const place = new SequentialRun(join(folder, 'killed')).prepare()
    await place.open()
    const script = join(folder, 'writer.mjs')
    writeFileSync(script, writer(place))
    const acknowledged = new Map<string, string>()
    for (const wait of [5, 20, 45, 80, 130]) {
      for (const [id, arm] of await killAfter(wait, script)) {
        expect(acknowledged.has(id)).toBe(false)
        acknowledged.set(id, arm)
      }
      const arms = await armsIn(place)
      for (const [id, arm] of acknowledged) expect([id, arms.get(id)]).toEqual([id, arm])
      // At most the one case is recorded that was not told of, in each round.
      expect(arms.size).toBeGreaterThanOrEqual(acknowledged.size)
    }
    expect(acknowledged.size).toBeGreaterThan(5)
    expect(await place.verify({ secretFile: place.secretFile })).toEqual([])
    expect(existsSync(join(place.run, '04-enrolment.json'))).toBe(false)
    await place.close()
    expect(readFileSync(join(place.run, '04-allocation.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(
      1 + (await armsIn(place)).size,
    )
    expect(await place.verify()).toEqual([])
  })
})
