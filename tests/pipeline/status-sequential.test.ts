import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { flowOfRun } from '../../src/pipeline/flow-run.ts'
import { recordEventsOfRun } from '../../src/pipeline/record-events.ts'
import { type StatusOutcome, type StatusRequest, statusOfRun } from '../../src/pipeline/status-run.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { arrivalRatio } from '../../src/statistics/index.ts'
import { scratch } from '../support/folders.ts'
import { arriving, copiesIn, SequentialRun, several } from '../support/sequential-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const copy = copiesIn(folder)

const statusOf = async (place: SequentialRun, more: Partial<StatusRequest> = {}): Promise<StatusOutcome> =>
  statusOfRun({ trial: await readTrial(place.trial), run: place.run, ...more })

const ratioOf = ({ measures }: StatusOutcome) => measures.find(({ id }) => id === 'sample_ratio_p')?.readings[0]

let opened: SequentialRun

beforeAll(async () => {
  opened = new SequentialRun(join(folder, 'blocks')).prepare()
  await opened.open()
  await opened.enrol(several(9), { at: '2013-02-06' })
  await opened.enrol([arriving(10, { linked_in_trial: true }), ...several(5, 11)], { at: '2013-02-07' })
})

describe('a trial whose cases arrive', () => {
  it('is set against the days that are over, and by week', async () => {
    const status = await statusOf(opened)
    expect(status).toMatchObject({ stage: 'enrolling', asOf: '2013-02-07' })
    // 1,200 cases over the 173 days from 4 February to 26 July; 4 of them are over.
    expect(status.enrolment.allocated).toBe(14)
    expect(status.enrolment.planned).toBeCloseTo((1200 * 4) / 173, 10)
    expect(status.enrolment.weeks).toEqual([
      { week: '2013-02-04', allocated: 14, planned: expect.closeTo((1200 * 7) / 173, 10) },
    ])
    const later = await statusOf(opened, { asOf: '2013-09-01' })
    expect(later.enrolment.planned).toBe(1200)
    expect(later.enrolment.weeks.at(-1)).toEqual({ week: '2013-08-26', allocated: 14, planned: 1200 })
    expect(later.alarms[0]).toMatchObject({ id: 'behind_plan', state: 'on' })
  })

  it('looks back to who had arrived by a day', async () => {
    const status = await statusOf(opened, { asOf: '2013-02-06' })
    expect(status.enrolment.allocated).toBe(9)
  })

  it('adds up while it is open', async () => {
    const flow = await flowOfRun({ trial: await readTrial(opened.trial), run: opened.run })
    const count = (id: string) => flow.nodes.find(node => node.id === id)?.cases
    expect([count('assessed'), count('excluded'), count('eligible'), count('allocated')]).toEqual([15, 1, 14, 14])
    expect(count('excluded/first_of_parent')).toBe(1)
  })

  it('in blocks of hidden sizes is checked by what every draw gives, and by the chances once it is closed', async () => {
    expect(ratioOf(await statusOf(opened))).toMatchObject({ value: 1, status: 'computed' })
    const closed = copy(opened)
    await closed.close()
    const status = await statusOf(closed)
    expect(status.stage).toBe('allocated')
    const [header = '', ...lines] = readFileSync(join(closed.run, '04-enrolment.csv'), 'utf8').trim().split('\n')
    const columns = header.split(',')
    const draws = lines.map(line => {
      const cell = (name: string) => line.split(',')[columns.indexOf(name)] ?? ''
      return {
        arm: cell('arm') === 'control' ? 0 : 1,
        planned: [0.5, 0.5],
        chance: Number(cell('conditional_probability')),
      }
    })
    const { pValue } = arrivalRatio(draws)
    // Four groups: the arrivals and three strata.
    expect(ratioOf(status)?.value).toBeCloseTo(Math.min(1, 4 * pValue), 12)
  })

  it('finds an arm that is further off its share than any draw gives', async () => {
    const lopsided = copy(opened)
    lopsided.tamper(
      `UPDATE event SET event = replace(event, '"arm":"control"', '"arm":"call"') WHERE event LIKE '%"kind":"allocated"%'`,
    )
    const status = await statusOf(lopsided)
    expect(ratioOf(status)).toMatchObject({ value: 0, detail: expect.stringContaining('no draw gives more than') })
    expect(status.alarms.find(({ id }) => id === 'arms_not_as_drawn')?.state).toBe('on')
  })

  it('drawn case by case is tested at every arrival while it is open', async () => {
    const single = new SequentialRun(join(folder, 'single')).prepare(
      '{ method: case-probabilities, weights: { control: 1, call: 1 } }',
    )
    await single.open()
    await single.enrol(several(12))
    const found = ratioOf(await statusOf(single))
    expect(found).toMatchObject({ status: 'computed', detail: expect.stringContaining('12 arrivals') })
    expect(found?.value).toBeGreaterThan(0.3)
  })
})

describe('windows of cases', () => {
  const interim = `
interim:
  analysis: amounts
  spending: pocock
  assumed: true
  looks:
    - { share: 0.01 }
`

  it('begin with each arrival: payments outside are counted, and a look takes the cases whose window is over', async () => {
    const place = copy(opened)
    const plan = join(place.trial, 'plan.yaml')
    writeFileSync(plan, `${readFileSync(plan, 'utf8')}${interim}`)
    const events = join(place.folder, 'events.csv')
    // C001 came on 6 February: its three months end on 6 May.
    const rows = ['E1,C001,payment,2013-05-06,team,5.00', 'E2,C001,payment,2013-05-07,team,5.00']
    writeFileSync(events, ['id,case,kind,at,by,amount', ...rows, ''].join('\n'))
    const clock = () => new Date('2013-05-08T09:00:00Z')
    await recordEventsOfRun({ trial: await readTrial(place.trial), run: place.run, events, clock }, silent)
    const status = await statusOf(place, { interim: true, asOf: '2013-05-07' })
    expect(status.measures.find(({ id }) => id === 'amounts_outside_window')?.readings[0]).toMatchObject({
      value: 1,
      detail: '1 after, 0 before, of 2 amounts',
    })
    expect(status.interim?.information).toBeCloseTo(14 / ((1200 * 93) / 173), 10)
    expect(status.interim?.looks[0]?.state).toBe('due')
    expect(status.interim?.contrasts?.[0]?.z).not.toBeNull()
    const before = await statusOf(place, { interim: true, asOf: '2013-05-05' })
    expect(before.interim).toMatchObject({ information: 0, contrasts: [] })
  })
})

describe('dates of events', () => {
  it('before the arrival of their case are refused at recording, and found where they are in the log all the same', async () => {
    const place = copy(opened)
    const events = join(place.folder, 'events.csv')
    writeFileSync(events, 'id,case,kind,at,by,amount\nE1,C001,payment,2013-02-06,team,5.00\n')
    const clock = () => new Date('2013-02-10T09:00:00Z')
    await recordEventsOfRun({ trial: await readTrial(place.trial), run: place.run, events, clock }, silent)
    expect((await statusOf(place)).measures.find(({ id }) => id === 'impossible_records')?.readings[0]?.value).toBe(0)
    // It was recorded four days later, by the clock of the log.
    const late = (await statusOf(place)).measures.find(({ id }) => id === 'late_records')?.readings[0]
    expect(late).toMatchObject({ value: 0, detail: '0 of 1 events' })
    place.tamper(`UPDATE event SET recorded_at = '2013-02-21T00:00:00.000Z' WHERE id = 'E1'`)
    expect((await statusOf(place)).measures.find(({ id }) => id === 'late_records')?.readings[0]?.value).toBe(1)
    place.tamper(`UPDATE event SET event = replace(event, '2013-02-06', '2013-02-05') WHERE id = 'E1'`)
    const status = await statusOf(place)
    expect(status.measures.find(({ id }) => id === 'impossible_records')?.readings[0]).toMatchObject({
      value: 1,
      detail: '1 before the allocation, 0 after the follow-up, 0 after they were recorded',
    })
    expect(status.alarms.find(({ id }) => id === 'impossible_dates')?.state).toBe('on')
  })
})
