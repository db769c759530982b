import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../src/cli/interview.ts'
import { interview } from '../../src/cli/record-interview.ts'
import { silent } from '../../src/core/progress.ts'
import { recordEventOfRun } from '../../src/pipeline/record-events.ts'
import type { RecordingRequest } from '../../src/pipeline/recording/open-recording.ts'
import { loggedEvents, tinyRun } from '../pipeline/recording/recorded-run.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'

const { folder } = temporaryFolder()
let runs = 0
let request: RecordingRequest

beforeEach(async () => {
  runs += 1
  const own = join(folder, `run-${runs}`)
  mkdirSync(own)
  request = await tinyRun(own)
})

/** Answers in their order; what was asked and said. */
function scripted(answers: readonly string[]): Conversation & { asked: string[]; said: string[] } {
  const left = [...answers]
  const [asked, said]: [string[], string[]] = [[], []]
  const ask = async (question: string): Promise<string | undefined> => {
    asked.push(question)
    return left.shift()
  }
  return { asked, said, ask, say: text => said.push(text) }
}

const talk = async (answers: readonly string[], by?: string) => {
  const conversation = scripted(answers)
  const event = await interview(request, by, conversation)
  if (event !== undefined) await recordEventOfRun({ ...request, event }, silent)
  return { event, ...conversation }
}

describe('an interview', () => {
  it('asks for each part of an event, which is then recorded', async () => {
    const { asked, said } = await talk(['A1', 'payment', '2025-02-03', '50', 'card', 'office', 'yes'])
    expect(asked).toEqual([
      'Case: ',
      'Kind (or void, to take an event away): ',
      'When (a date, or an instant with offset; empty for now): ',
      'Amount in pounds: ',
      'Way (card, cash; may be empty): ',
      'Recorded by (a role or team): ',
      'Record it? (yes or no) ',
    ])
    expect(said[0]).toContain('Nothing is recorded of it.')
    expect(said[0]).toContain('- letter_sent (Letter sent)')
    expect((await loggedEvents(request))[0]?.event).toMatchObject({
      ...{ case: 'A1', kind: 'payment', at: '2025-02-03', by: 'office', amountPence: 5000, fields: { way: 'card' } },
    })
  })

  it('asks again until an answer fits, and says what would', async () => {
    const answers = [
      'Z9',
      'B1',
      'A2',
      'letter_sent',
      'payment',
      'soon',
      '',
      '1.005',
      '5',
      'cheque',
      '',
      '',
      'office',
      'y',
      'YES',
    ]
    const { said, event } = await talk(answers)
    expect(event).toEqual({ case: 'A2', kind: 'payment', amount: '5', set: [], by: 'office' })
    const complaints = said.filter(text => !text.startsWith('\n'))
    expect(complaints.map(text => text.split('\n')[0])).toEqual([
      expect.stringContaining('expected a case of the caseload, received "Z9"'),
      expect.stringContaining('expected an allocated case'),
      'Expected one of: payment, void.',
      'Expected a date 2016-03-01 or an instant 2016-03-01T09:30:00Z.',
      'Expected pounds with at most 2 decimals.',
      'Expected one of card, cash.',
      'Something has to stand here.',
      'Expected one of: yes, no.',
    ])
  })

  it('shows what is recorded, and takes a correction and a void with their reasons', async () => {
    const first = {
      ...{ case: 'A1', kind: 'payment', at: '2025-02-03', amount: '50', by: 'office' },
      set: [],
      id: 'P1',
    }
    await recordEventOfRun({ ...request, event: first }, silent)
    const corrected = await talk(
      ['A1', 'payment', '2025-02-03', '5', '', 'P9', 'P1', 'a nought too many', 'yes'],
      'office',
    )
    expect(corrected.said[0]).toContain('payment £50.00')
    expect(corrected.event).toMatchObject({ corrects: 'P1', reason: 'a nought too many' })
    const voided = await talk(['A1', 'void', '2025-05-01', 'P1', '', 'another case', 'yes'], 'office')
    expect(voided.event).toMatchObject({ kind: 'void', corrects: 'P1', reason: 'another case', set: [] })
    expect((await loggedEvents(request)).length).toBe(3)
  })

  it('records nothing without a yes, or where the answers end', async () => {
    expect((await talk(['A1', 'letter_sent', '', 'no'], 'office')).event).toBeUndefined()
    expect(brief(await issuesOf(() => talk(['A1', 'letter_sent'])))).toEqual(['cli.interview_ended'])
    expect(await loggedEvents(request)).toEqual([])
  })
})
