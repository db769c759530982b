import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RecordingRequest } from '../../../src/pipeline/recording/open-recording.ts'
import { type Acknowledgement, recordStreamOfRun } from '../../../src/pipeline/recording/record-stream.ts'
import { openLog } from '../../../src/storage/log/sqlite-log.ts'
import { temporaryFolder } from '../../storage/temporary.ts'
import { clock, loggedEvents, tinyRun } from './recorded-run.ts'

const { folder } = temporaryFolder()
let runs = 0
let request: RecordingRequest

async function freshRun(): Promise<void> {
  runs += 1
  const own = join(folder, `run-${runs}`)
  mkdirSync(own)
  request = await tinyRun(own)
}
beforeAll(freshRun)

const payment = (id: string, more: object = {}): string =>
  JSON.stringify({ id, case: 'A1', kind: 'payment', at: '2025-02-01', by: 'bank', amount: '5.00', ...more })

async function stream(chunks: readonly string[], between: (index: number) => unknown = () => {}) {
  const batches: (readonly Acknowledgement[])[] = []
  async function* source() {
    for (const [index, chunk] of chunks.entries()) {
      await between(index)
      yield Buffer.from(chunk)
    }
  }
  const acknowledge = async (acknowledgements: readonly Acknowledgement[]): Promise<void> => {
    batches.push(acknowledgements)
  }
  const outcome = await recordStreamOfRun({ ...request, chunks: source(), acknowledge })
  return { outcome, batches: batches.filter(batch => batch.length > 0), all: batches.flat() }
}

describe('a stream', () => {
  it('records line after line, acknowledges each, and goes on after a bad one', async () => {
    const lines = [
      payment('P1'),
      '{"id":',
      '',
      payment('P1'),
      payment('P1', { amount: '6.00' }),
      payment('P2', { case: 'B1' }),
      payment('P3', { amount: '1.005' }),
      payment('V', { kind: 'void', amount: null, corrects: 'P1', reason: 'twice' }),
    ]
    const { outcome, all, batches } = await stream([`${lines.join('\n')}\n`])
    expect(batches.length).toBe(1)
    expect(all.map(({ line, id, state }) => [line, id, state])).toEqual([
      [1, 'P1', 'recorded'],
      [2, null, 'refused'],
      [4, 'P1', 'held'],
      [5, 'P1', 'refused'],
      [6, 'P2', 'refused'],
      [7, null, 'refused'],
      [8, 'V', 'recorded'],
    ])
    const codes = all.flatMap(each =>
      each.state === 'refused' ? each.issues.map(({ code, place }) => `${place.line} ${code}`) : [],
    )
    expect(codes).toEqual([
      '2 json.syntax',
      '5 outcome.recorded_event',
      '6 outcome.case_not_allocated',
      '7 event_file.amount',
    ])
    const logged = await loggedEvents(request)
    expect(logged.map(({ event }) => event.id)).toEqual(['P1', 'V'])
    expect(all[0]).toMatchObject({ schema: 'equipoise/acknowledgement/1', seq: 1, hash: logged[0]?.hash })
    expect(outcome).toMatchObject({ recorded: 2, held: 1, refused: 4, log: { count: 2, hash: logged[1]?.hash } })
  })

  it('acknowledges what has come before more is read, and what it acknowledged is in the log by then', async () => {
    await freshRun()
    const counts: number[] = []
    const { batches } = await stream([`${payment('P1')}\n${payment('P2')}\n`, `${payment('P3')}\n`], async index => {
      if (index > 0) counts.push((await loggedEvents(request)).length)
    })
    expect(batches.map(batch => batch.length)).toEqual([2, 1])
    expect(counts).toEqual([2])
  })

  it('checks against what others recorded between its lines', async () => {
    await freshRun()
    const taken = payment('P2', { amount: '9.00' })
    const { all } = await stream([`${payment('P1')}\n`, `${payment('P2')}\n${payment('P3')}\n`], async index => {
      if (index === 0) return
      const log = openLog(join(request.run, '05-outcomes.sqlite'))
      const { amount: _, ...event } = JSON.parse(taken)
      await log.append([{ ...event, amountPence: 900, fields: {} }], clock)
      await log.close()
    })
    expect(all.map(({ id, state }) => [id, state])).toEqual([
      ['P1', 'recorded'],
      ['P2', 'refused'],
      ['P3', 'recorded'],
    ])
  })

  it('of nothing records nothing', async () => {
    await freshRun()
    const { outcome, all } = await stream(['\n \n'])
    expect([all, outcome.recorded, outcome.log.count]).toEqual([[], 0, 0])
  })
})
