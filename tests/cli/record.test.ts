import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordingRequest } from '../../src/pipeline/recording/open-recording.ts'
import { loggedEvents, tinyRun } from '../pipeline/recording/recorded-run.ts'
import { equipoise, program, succeed } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'

const { folder, remove } = scratch()
afterAll(remove)
const [trial, run] = [join(folder, 'trial'), join(folder, 'run')]
let request: RecordingRequest

beforeAll(async () => {
  request = await tinyRun(folder)
})

const record = (...args: readonly string[]) => ['record', trial, '--run', run, ...args]
const payment = (id: string, more: object = {}): string =>
  `${JSON.stringify({ id, case: 'A1', kind: 'payment', at: '2025-02-01', by: 'bank', amount: '5.00', ...more })}\n`

interface Piped {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** Runs the built command with input that is given piece by piece, each once there was an answer to the one before. */
function piped(args: readonly string[], input: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Piped> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env } })
  const answer = { stdout: '', stderr: '' }
  const left = [...input]
  const next = (): void => {
    const piece = left.shift()
    if (piece === undefined) return
    if (left.length === 0) child.stdin.end(piece)
    else child.stdin.write(piece)
  }
  child.stdout.setEncoding('utf8').on('data', text => {
    answer.stdout += text
    next()
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    answer.stderr += text
  })
  next()
  return new Promise(resolve => child.on('close', exitCode => resolve({ exitCode, ...answer })))
}

describe('record', () => {
  it('takes one event by flags, once, with the recorder from the environment', async () => {
    const args = record(
      '--case',
      'A2',
      '--kind',
      'payment',
      '--at',
      '2025-02-03',
      '--amount',
      '1.50',
      '--set',
      'way=cash',
    )
    const before = process.env.EQUIPOISE_BY
    process.env.EQUIPOISE_BY = 'office'
    try {
      const first = await succeed(args)
      expect(first.stdout).toMatch(/^Recorded e-[0-9a-f]{20}; the log holds 1 \(head [0-9a-f]{16}…\)\.\n\nNext: /)
      expect((await succeed(args)).stdout).toMatch(
        /^The log held e-[0-9a-f]{20} already; nothing changed\. It holds 1 /,
      )
    } finally {
      if (before === undefined) delete process.env.EQUIPOISE_BY
      else process.env.EQUIPOISE_BY = before
    }
    expect((await loggedEvents(request)).at(-1)?.event).toMatchObject({ by: 'office', fields: { way: 'cash' } })
  })

  it('refuses one event with exit 5, and what is none with exit 2', async () => {
    const flags = ['--case', 'A2', '--kind', 'letter_sent', '--at', '2025-02-03']
    expect(await equipoise(record(...flags, '--by', 'office'))).toMatchObject({ exitCode: 5 })
    const unsigned = await equipoise(record(...flags, '--json'))
    expect([unsigned.exitCode, unsigned.json()]).toMatchObject([2, { issues: [{ code: 'cli.event_part' }] }])
    expect(await equipoise(record())).toMatchObject({ exitCode: 2 })
  })

  it('reads a table from standard input', async () => {
    const { stdout, exitCode } = await piped(record('--events', '-', '--format', 'csv', '--json'), [
      'id,case,kind,at,by,amount\nT1,A1,payment,2025-02-01,bank,2\n',
    ])
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { schema: 'equipoise/record/1', recorded: 1 }])
  })

  it('says what it left out of a ledger', async () => {
    const file = join(folder, 'ledger.csv')
    writeFileSync(file, 'Ref,Case,Day,Amount,Way\n1,A1,03/02/2025,-50.00,C\n2,Z9,03/02/2025,-1.00,C\n')
    const { stdout } = await succeed(record('--ledger', 'bank', '--events', file))
    expect(stdout).toContain(
      'Left out of the ledger: 1 rows of other cases, 0 outside the follow-up, 0 that its mapping skips.',
    )
  })
})

describe('record --stream', () => {
  it('acknowledges each line before it is given the next, and ends with exit 5 if any was refused', async () => {
    const lines = [payment('S1'), payment('S2', { case: 'B1' }), payment('S1'), payment('S3')]
    const { stdout, stderr, exitCode } = await piped(record('--stream'), lines)
    const acknowledged = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(acknowledged.map(({ line, id, state }) => [line, id, state])).toEqual([
      [1, 'S1', 'recorded'],
      [2, 'S2', 'refused'],
      [3, 'S1', 'held'],
      [4, 'S3', 'recorded'],
    ])
    expect(acknowledged[1].issues[0]).toMatchObject({
      code: 'outcome.case_not_allocated',
      place: { line: 2, field: 'case' },
    })
    expect(exitCode).toBe(5)
    expect(stderr).toMatch(/^Recorded 2 events; held already: 1; refused: 1\. The log holds /)
  })

  it('ends with 0 where nothing was refused, and says nothing else when told to be quiet', async () => {
    const { stdout, stderr, exitCode } = await piped(record('--stream', '--quiet'), [payment('S4')])
    expect([stdout.split('\n').length, stderr, exitCode]).toEqual([2, '', 0])
  })

  it('stops when nobody reads the acknowledgements, with what it recorded in the log', async () => {
    const child = spawn(process.execPath, [program, ...record('--stream')], { stdio: ['pipe', 'pipe', 'pipe'] })
    child.stdout.destroy()
    child.stdin.on('error', () => {})
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    const pieces = setInterval(() => child.stdin.write(payment(`E${Date.now()}`)), 20)
    const exitCode = await new Promise(resolve => child.on('close', resolve))
    clearInterval(pieces)
    // The issue is cli.output_closed.
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('expected somebody who reads standard output')])
    expect((await loggedEvents(request)).some(({ event }) => event.id.startsWith('E1'))).toBe(true)
  })
})

describe('case', () => {
  it('shows the history of a case and what may be next', async () => {
    await succeed(
      record('--case', 'A4', '--kind', 'payment', '--at', '2025-02-03', '--amount', '1250', '--by', 'a', '--id', 'X'),
    )
    const correction = ['--case', 'A4', '--kind', 'payment', '--at', '2025-02-03', '--amount', '-20', '--by', 'a']
    await succeed(record(...correction, '--corrects', 'X', '--reason', 'a refund'))
    const { stdout } = await succeed(['case', trial, '--run', run, '--case', 'A4'])
    expect(stdout).toMatch(/^A4 \(Letter\)\n/)
    expect(stdout).toMatch(/payment £1,250\.00 +a +X +corrected\n/)
    expect(stdout).toMatch(/payment −£20\.00 +a +e-[0-9a-f]{20} +standing, corrects X: a refund\n/)
    expect(stdout).toContain('May be recorded of 2025-04-06:\n- letter_sent (Letter sent)\n- payment (Payment)\n')
    const json = (await succeed(['case', trial, '--run', run, '--case', 'A4', '--json'])).json()
    expect(json).toMatchObject({ schema: 'equipoise/case/1', arm: 'letter', events: [{ state: 'corrected' }, {}] })
  })
})
