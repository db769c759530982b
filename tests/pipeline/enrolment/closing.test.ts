import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../../src/core/hash.ts'
import { silent } from '../../../src/core/progress.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { arrivalDealer } from '../../../src/design/index.ts'
import { binomialCdf, binomialUpperTail } from '../../../src/numerics/index.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { balanceRun } from '../../../src/pipeline/balance-run.ts'
import { readAllocation, readSample } from '../../../src/pipeline/case-files.ts'
import { recordEventsOfRun } from '../../../src/pipeline/record-events.ts'
import { reportRun } from '../../../src/pipeline/report-run.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { filesIn, scratch, snapshot } from '../../support/folders.ts'
import {
  arriving,
  copiesIn,
  eventsOf,
  recordedAt,
  refused,
  SequentialRun,
  secret,
  several,
  stagesIn,
} from '../../support/sequential-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
const { bare, opened, enrolled, closed, ineligible } = stagesIn(folder)
const copyOf = copiesIn(folder)

describe('the next arm', () => {
  it('is in no file of the run, and neither is what it could be made from', async () => {
    for (const name of filesIn(enrolled.run)) {
      const bytes = readFileSync(join(enrolled.run, name))
      for (const held of [secret, Buffer.from(secret, 'hex')])
        expect([name, bytes.includes(held)]).toEqual([name, false])
    }
    // Of a draw the log keeps the arm alone: no size of a block, no probability given the block, no state of a stream.
    const kept = (await eventsOf(enrolled)).flatMap(({ allocation }) => Object.keys(allocation ?? {}))
    expect(new Set(kept)).toEqual(new Set(['stratum', 'arm', 'probability', 'position']))
  })

  it('is in either arm as often as the design says, over the secrets that give the arms so far', async () => {
    const { protocol } = await readTrial(bare.trial)
    const unit = { id: 'C', stratum: 'other', cluster: 'C', baseline: {} }
    // Of 4,000 secrets those that begin with call, control: the third is in either arm with 1/2, by symmetry of the two.
    const next: string[] = []
    for (let index = 0; index < 4000; index += 1) {
      const deal = arrivalDealer(protocol, streamsOf(sha256(`secret ${index}`)))
      if (deal(unit).arm === 'call' && deal(unit).arm === 'control') next.push(deal(unit).arm)
    }
    const calls = next.filter(arm => arm === 'call').length
    // Refused where so few or so many come once in a million.
    expect(next.length).toBeGreaterThan(1000)
    expect(
      Math.min(binomialCdf(calls, next.length, 0.5), binomialUpperTail(calls - 1, next.length, 0.5)),
    ).toBeGreaterThan(5e-7)
  })

  it('is known after each case of an open block of one size alone, which the log then may say', async () => {
    const place = new SequentialRun(join(folder, 'one size')).prepare('{ method: permuted-blocks, blocks: [2] }')
    await place.open()
    await place.enrol(several(12))
    const given = (await eventsOf(place)).map(({ allocation }) => [
      allocation?.position,
      allocation?.conditional?.denominator,
    ])
    for (const [position = 0, left] of given) expect(left).toBe(position % 2 === 1 ? 2 : 1)
  })
})

describe('closing', () => {
  it('exports the sample and the allocation in byte order of id, and the arrivals in their own', async () => {
    const { protocol } = await readTrial(closed.trial)
    const sample = await readSample(join(closed.run, '03-sample.csv'), protocol)
    const allocation = await readAllocation(join(closed.run, '04-allocation.csv'))
    const events = (await eventsOf(closed)).filter(({ kind }) => kind === 'allocated')
    expect(sample).toHaveLength(20)
    expect(
      allocation.map(({ id, arm, stratum, probability, position, linked }) => ({
        id,
        arm,
        stratum,
        probability,
        position,
        linked,
      })),
    ).toEqual(events.map(({ case: id, allocation: given }) => ({ id, ...given, linked: false })))
    expect(sample.map(({ id, stratum, baseline }) => [id, stratum, baseline])).toEqual(
      events.map(({ case: id, fields }) => [id, fields.method, { method: fields.method, arrears: fields.arrears }]),
    )
    const rows = closed.text('run/04-enrolment.csv').trimEnd().split('\n').slice(1)
    expect(rows.map(row => row.split(',').slice(0, 3))).toEqual(
      events.map(({ case: id }, index) => [String(index + 1), String(index < 10 ? index + 1 : index + 2), id]),
    )
    expect(closed.text('run/02-eligibility.csv').split('\n')).toContain('C090,false,within_72_hours first_of_parent')
  })

  it('reveals the secret and says of each file what it was made from', () => {
    const closing = JSON.parse(closed.text('run/04-enrolment.json'))
    expect(closing).toMatchObject({
      schema: 'equipoise/enrolment-closing/1',
      secret,
      log: { count: 21 },
      cases: { arrivals: 21, assessed: 21, allocated: 20, excluded: 1 },
      inputs: { '00-enrolment.json': sha256(closed.text('run/00-enrolment.json')) },
    })
    const allocation = JSON.parse(closed.text('run/04-allocation.json'))
    expect(allocation).toMatchObject({ seed: secret, enrolment: 'sequential' })
    expect(allocation.inputs['05-outcomes.sqlite']).toBe(closing.log.hash)
  })

  it('given again changes nothing, and completes what an interruption left', async () => {
    const place = copyOf(closed)
    const before = snapshot(place.folder)
    expect(await place.close()).toMatchObject({ state: 'unchanged' })
    expect(snapshot(place.folder)).toEqual(before)
    for (const name of ['04-allocation.json', '03-sample.csv', '01-caseload.json', '02-eligibility.json']) {
      rmSync(join(place.run, name))
    }
    rmSync(place.secretFile)
    expect(await place.close()).toMatchObject({ state: 'written' })
    const { 'run.secret': _, ...rest } = before
    expect(snapshot(place.folder)).toEqual(rest)
  })

  it('that was interrupted before it was recorded has not happened', async () => {
    const place = copyOf(enrolled)
    writeFileSync(join(place.run, '04-enrolment.csv'), closed.text('run/04-enrolment.csv'))
    expect((await place.enrol([arriving(99)])).state).toBe('written')
    await place.close()
    expect(place.text('run/04-enrolment.csv')).toContain(',C099,')
    expect(await place.verify()).toEqual([])
  })

  it('ends enrolment, and cannot come before it began', async () => {
    expect(await refused(closed, () => closed.enrol([arriving(99)]))).toEqual(['enrolment.closed'])
    const reopened = copyOf(closed)
    rmSync(join(reopened.run, '04-enrolment.json'))
    expect(await refused(reopened, () => reopened.enrol([arriving(99)]))).toEqual(['enrolment.closed'])
    const place = copyOf(opened)
    expect(await refused(place, () => place.close())).toEqual(['enrolment.nobody'])
    await place.enrol([ineligible])
    expect(await refused(place, () => place.close())).toEqual(['enrolment.nobody'])
    expect(await refused(bare, () => bare.close())).toEqual(['enrolment.not_open'])
  })

  it('is refused where the plan of the opening was changed', async () => {
    const place = copyOf(enrolled)
    place.edit('run/04-plan.yaml', 'alpha: 0.05', 'alpha: 0.01')
    expect(await refused(place, () => place.close())).toEqual(['run.artefact_changed'])
  })
})

describe('the stages after enrolment', () => {
  const record = async (place: SequentialRun, rows: readonly string[]) => {
    const events = join(place.folder, 'events.csv')
    writeFileSync(events, ['id,case,kind,at,by,amount,reached', ...rows].join('\n'))
    const request = { trial: await readTrial(place.trial), run: place.run, events, clock: () => new Date(recordedAt) }
    return recordEventsOfRun(request, silent)
  }

  it('record what happens while enrolment is open, to cases that came in, and not before they did', async () => {
    const place = copyOf(enrolled)
    const called = (await eventsOf(place)).find(({ allocation }) => allocation?.arm === 'call')?.case
    expect(
      await record(place, [`E1,${called},call,2013-02-06,team,,true`, 'E2,C001,payment,2013-02-20,team,12.50,']),
    ).toMatchObject({ recorded: 2, log: { count: 23 } })
    await expect(record(place, ['E3,C002,payment,2013-02-05,team,1,'])).rejects.toMatchObject({
      issues: [{ code: 'outcome.before_allocation' }],
    })
    await expect(
      record(place, ['E4,C090,payment,2013-02-08,team,1,', 'E5,C099,payment,2013-02-08,team,1,']),
    ).rejects.toMatchObject({
      issues: [{ code: 'outcome.case_not_allocated' }, { code: 'outcome.unknown_case' }],
    })
    await place.enrol([arriving(30)])
    await place.close()
    await record(place, ['E6,C030,payment,2013-03-01,team,5.00,'])
    const edited = copyOf(place)
    edited.edit('run/04-allocation.csv', ',control,', ',call,')
    await expect(record(edited, ['E7,C030,payment,2013-03-01,team,5.00,'])).rejects.toMatchObject({
      issues: [{ code: 'run.artefact_changed' }],
    })
    const trial = await readTrial(place.trial)
    await balanceRun({ trial, run: place.run, draws: '99' }, silent)
    const { set, findings } = await analyseRun(trial, place.run, silent)
    expect(set.outcomes.get('paid')?.values.filter(value => value === 1)).toHaveLength(2)
    const status = (id: string) => findings.analyses.find(each => each.id === id)?.computation.status
    const ids = ['sooner', 'payers', 'amounts', 'payers_by_arrears', 'amounts_by_arrears']
    expect(ids.map(status)).toEqual(ids.map(() => 'computed'))
    await reportRun(trial, place.run, silent)
    const report = place.text('run/11-report/report.md')
    expect(report).toContain('cases that arrived, the cases that each criterion excluded')
    expect(report).toContain(`Every eligible case was allocated, by the secret "${secret}".`)
    expect(report).not.toContain('undefined')
    expect(await place.verify()).toEqual([])
  })

  it('wait for the closing where they need an allocation', async () => {
    const trial = await readTrial(enrolled.trial)
    const balance = () => balanceRun({ trial, run: enrolled.run }, silent)
    expect(await refused(enrolled, balance)).toEqual(['run.artefact_missing'])
    await expect(balance()).rejects.toThrow('Run `equipoise close` on this run first')
    expect(existsSync(join(enrolled.run, '03-sample.csv'))).toBe(false)
  })
})
