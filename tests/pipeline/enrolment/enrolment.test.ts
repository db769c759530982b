import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { TrialError } from '../../../src/core/errors.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { silent } from '../../../src/core/progress.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, arrivalDealer } from '../../../src/design/index.ts'
import type { EnrolmentEvent } from '../../../src/model/enrolment.ts'
import { binomialCdf, binomialUpperTail } from '../../../src/numerics/index.ts'
import { allocateSample } from '../../../src/pipeline/allocate-sample.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { balanceRun } from '../../../src/pipeline/balance-run.ts'
import { readAllocation, readSample } from '../../../src/pipeline/case-files.ts'
import { commitRun } from '../../../src/pipeline/commit/commit-run.ts'
import { drawSampleOfRun } from '../../../src/pipeline/draw-sample.ts'
import { readArrival, requestedArrivals } from '../../../src/pipeline/enrolment/arrivals.ts'
import { openEnrolment } from '../../../src/pipeline/enrolment/open-enrolment.ts'
import { recordEventsOfRun } from '../../../src/pipeline/record-events.ts'
import { reportRun } from '../../../src/pipeline/report-run.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { openExistingLog } from '../../../src/storage/outcome-log.ts'
import { filesIn, scratch, snapshot } from '../../support/folders.ts'
import { arriving, day, recordedAt, SequentialRun, secret, several } from '../../support/sequential-run.ts'
import { writeSmallTrial } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

const bare = new SequentialRun(join(folder, 'bare')).prepare()
const opened = bare.copy(join(folder, 'opened'))
const enrolled = new SequentialRun(join(folder, 'enrolled'))
const closed = new SequentialRun(join(folder, 'closed'))
const ineligible = arriving(90, { missed_on: '2013-01-31', linked_in_trial: true })

beforeAll(async () => {
  await opened.open()
  opened.copy(enrolled.folder)
  await enrolled.enrol([...several(10), ineligible, ...several(10, 11)])
  enrolled.copy(closed.folder)
  await closed.close()
})

let copies = 0
const copyOf = (original: SequentialRun): SequentialRun => {
  copies += 1
  return original.copy(join(folder, `copy-${copies}`))
}

/** Codes of the issues with which work is refused; it must leave the folder as it was. */
async function refused(place: SequentialRun, work: () => unknown): Promise<string[]> {
  const before = snapshot(place.folder)
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  expect(snapshot(place.folder)).toEqual(before)
  if (!(error instanceof TrialError)) throw error ?? new Error('was not refused')
  expect(error.message).not.toContain(secret)
  return error.issues.map(({ code, place }) => [code, place.field].filter(part => part !== undefined).join(' '))
}

const eventsOf = ({ run }: SequentialRun): EnrolmentEvent[] => {
  const log = openExistingLog(join(run, '05-outcomes.sqlite'))
  try {
    return log.readAll() as EnrolmentEvent[]
  } finally {
    log.close()
  }
}

describe('opening', () => {
  it('fixes protocol, plan, algorithms and the hash of a secret, and keeps the secret outside the run for its owner alone', () => {
    const text = opened.text('run/00-enrolment.json')
    expect(text).toBe(`${canonicalJson(JSON.parse(text))}\n`)
    expect(JSON.parse(text)).toEqual({
      schema: 'equipoise/enrolment-opening/1',
      trial: 'missed-payment',
      inputs: {
        'protocol.yaml': sha256(opened.text('trial/protocol.yaml')),
        'plan.yaml': sha256(opened.text('trial/plan.yaml')),
      },
      algorithms: {
        stream: { name: 'arc4-sha256', version: 1 },
        eligibility: { name: 'eligibility', version: 1 },
        allocation: { name: 'permuted-blocks', version: 1 },
      },
      secret: { sha256: sha256(secret) },
      recorded_at: recordedAt,
    })
    expect(opened.text('run.secret')).toBe(`${secret}\n`)
    expect(statSync(opened.secretFile).mode & 0o777).toBe(0o600)
    expect(filesIn(opened.run)).toEqual(['00-enrolment.json', '04-plan.yaml', 'plan.yaml', 'protocol.yaml'])
  })

  it('given again changes nothing, and needs the same secret', async () => {
    const place = copyOf(enrolled)
    const before = snapshot(place.folder)
    expect(await place.open({ secret: () => 'b4'.repeat(32) })).toMatchObject({ state: 'unchanged' })
    expect(snapshot(place.folder)).toEqual(before)
    writeFileSync(place.secretFile, `${'b4'.repeat(32)}\n`)
    expect(await refused(place, () => place.open())).toEqual(['enrolment.secret_mismatch'])
    rmSync(place.secretFile)
    expect(await refused(place, () => place.open())).toEqual(['enrolment.secret_missing'])
  })

  it('is refused under another protocol, over a log, and with a secret that is there or in the run', async () => {
    const changed = copyOf(opened)
    changed.edit('trial/protocol.yaml', 'blocks: [4, 6]', 'blocks: [4, 8]')
    expect(await refused(changed, () => changed.open())).toEqual(['enrolment.opened_already'])
    const logged = copyOf(enrolled)
    rmSync(join(logged.run, '00-enrolment.json'))
    expect(await refused(logged, () => logged.open({ secretFile: join(logged.folder, 'new') }))).toEqual([
      'enrolment.opened_already',
    ])
    const fresh = copyOf(bare)
    expect(await refused(fresh, () => fresh.open({ secretFile: join(fresh.run, 'secret') }))).toEqual([
      'commit.secret_in_run --secret',
    ])
    writeFileSync(fresh.secretFile, 'of something else')
    expect(await refused(fresh, () => fresh.open())).toEqual(['commit.secret_exists'])
  })
})

describe('a trial goes one way or the other', () => {
  it('whose cases arrive one by one is not sampled, allocated or committed to', async () => {
    const place = copyOf(bare)
    const trial = await readTrial(place.trial)
    const { run } = place
    const caseload = join(folder, 'none.csv')
    const draw = { trial, run, seed: '1', caseload }
    const commit = { ...draw, beaconRound: 'round 1', secret: () => secret, clock: () => new Date(recordedAt) }
    expect(await refused(place, () => drawSampleOfRun(draw, silent))).toEqual(['enrolment.sequential_trial enrolment'])
    expect(await refused(place, () => allocateSample(draw, silent))).toEqual(['enrolment.sequential_trial enrolment'])
    expect(await refused(place, () => commitRun(commit, silent))).toEqual(['enrolment.sequential_trial enrolment'])
  })

  it('whose cases come from a caseload has no enrolment', async () => {
    const trial = await readTrial(writeSmallTrial(join(folder, 'batch')))
    const request = { trial, run: join(folder, 'no-run'), secret: () => secret, clock: () => new Date(recordedAt) }
    expect(await refused(bare, () => openEnrolment(request))).toEqual(['enrolment.batch_trial enrolment'])
  })
})

describe('a case that arrives', () => {
  it('is assessed, allocated and recorded with everything that its draw depended on', () => {
    const events = eventsOf(enrolled)
    expect(events).toHaveLength(21)
    expect(events[0]).toEqual({
      id: 'allocated C001',
      case: 'C001',
      kind: 'allocated',
      at: day,
      by: 'enrolment',
      amountPence: undefined,
      fields: { missed_on: '2013-02-05', method: 'earnings', arrears: 100, linked_in_trial: false },
      allocation: {
        stratum: 'earnings',
        arm: expect.stringMatching(/^(control|call)$/),
        probability: { numerator: 1, denominator: 2 },
        position: 1,
      },
      seal: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(events[10]).toMatchObject({
      id: 'excluded C090 1',
      kind: 'excluded',
      reasons: ['within_72_hours', 'first_of_parent'],
    })
    expect(events[10]).not.toHaveProperty('allocation')
  })

  it.each<[string, string]>([
    ['permuted blocks', '{ method: permuted-blocks, blocks: [2, 4] }'],
    ['minimisation', '{ method: minimisation, factors: [{ field: method }], probability: "0.8" }'],
    ['weights', '{ method: case-probabilities, weights: { control: n, call: n } }'],
  ])('gets the arm that the stream of the secret gives to that place in the order: %s', async (name, allocation) => {
    const place = new SequentialRun(join(folder, `by ${name}`)).prepare(allocation)
    if (name === 'weights') {
      const field = '- { id: arrears, title: Arrears before the missed payment, type: money, baseline: true }'
      place.edit('trial/protocol.yaml', field, `${field}\n    - { id: n, title: N, type: integer, baseline: true }`)
    }
    await place.open()
    const cases = several(30).map(each => ({
      ...each,
      values: { ...each.values, ...(name === 'weights' ? { n: 3 } : {}) },
    }))
    const { cases: outcomes } = await place.enrol(cases)
    const { protocol } = await readTrial(place.trial)
    const deal = arrivalDealer(protocol, streamsOf(secret))
    const dealt = cases.map(({ id, values }) =>
      deal({ id, stratum: String(values.method), cluster: id, baseline: values }),
    )
    expect(outcomes.map(({ arm }) => arm)).toEqual(dealt.map(({ arm }) => arm))
    await place.close()
    expect(await place.verify()).toEqual([])
    // Dealt at once by the same seed, in the order of ids, which is that of arrival here.
    if (name !== 'weights') return
    const sample = await readSample(join(place.run, '03-sample.csv'), protocol)
    const batch = allocate(sample, { ...protocol, enrolment: undefined }, streamsOf(secret))
    expect(await readAllocation(join(place.run, '04-allocation.csv'))).toEqual(batch)
  })

  it('again, with the same values, gets the same answer, at any later time, and nothing is written', async () => {
    const place = copyOf(enrolled)
    const before = snapshot(place.folder)
    const known = eventsOf(place).find(event => event.case === 'C007')
    const first = await place.enrol([arriving(7)], { at: undefined, clock: () => new Date('2014-01-01') })
    expect(first.cases).toEqual([
      {
        case: 'C007',
        status: 'allocated',
        arm: known?.allocation?.arm,
        reasons: [],
        event: 7,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        state: 'unchanged',
      },
    ])
    expect(first.state).toBe('unchanged')
    const again = await place.enrol([ineligible])
    expect(again.cases).toMatchObject([{ status: 'excluded', arm: null, event: 11, state: 'unchanged' }])
    expect(snapshot(place.folder)).toEqual(before)
  })

  it('again, with other values, is refused, and then nobody of the request is enrolled', async () => {
    const place = copyOf(enrolled)
    const others = [
      arriving(50),
      arriving(7, { arrears: 1 }),
      arriving(8, { method: 'earnings', linked_in_trial: true }),
    ]
    expect(await refused(place, () => place.enrol(others))).toEqual([
      'enrolment.recorded_otherwise C007',
      'enrolment.recorded_otherwise C008',
    ])
    await expect(place.enrol(others)).rejects.toThrow('(different: method, linked_in_trial)')
  })

  it('that was not eligible may come again on another day or with other values', async () => {
    const place = copyOf(enrolled)
    const later = await place.enrol([ineligible], { at: '2013-02-07' })
    expect(later.cases).toMatchObject([{ status: 'excluded', event: 22, state: 'written' }])
    const third = await place.enrol([arriving(90)], { at: '2013-02-07' })
    expect(third.cases).toMatchObject([{ status: 'allocated', event: 23, state: 'written' }])
    expect(
      eventsOf(place)
        .slice(-2)
        .map(({ id }) => id),
    ).toEqual(['excluded C090 2', 'allocated C090'])
    await place.close()
    expect(place.text('run/02-eligibility.csv')).toContain('\nC090,true,\n')
    expect(JSON.parse(place.text('run/04-enrolment.json')).cases).toEqual({
      arrivals: 23,
      assessed: 21,
      allocated: 21,
      excluded: 0,
    })
    expect(await place.verify()).toEqual([])
  })

  it('is judged on the day it arrives, in the time zone of the protocol', async () => {
    const place = copyOf(opened)
    const arriveAt = async (number: number, at: string) =>
      (await place.enrol([arriving(number, { missed_on: '2013-06-03' })], { at })).cases[0]?.status
    expect(await arriveAt(1, '2013-06-06T22:59:59Z')).toBe('allocated')
    expect(await arriveAt(2, '2013-06-06T23:00:00Z')).toBe('excluded')
  })

  it('outside the days of enrolment, or at no time, is refused', async () => {
    for (const at of ['2013-02-03', '2013-07-27', '2013-07-26T23:30:00Z']) {
      expect(await refused(opened, () => opened.enrol(several(1), { at }))).toEqual(['enrolment.outside_window --at'])
    }
    expect(await refused(opened, () => opened.enrol(several(1), { at: 'today' }))).toEqual(['enrolment.time --at'])
  })

  it('is told of once it is in the log, and before the next one comes', async () => {
    const place = copyOf(opened)
    const counts: number[] = []
    await place.enrol(several(3), { onEnrolled: () => counts.push(eventsOf(place).length) })
    expect(counts).toEqual([1, 2, 3])
  })

  it('with weights that allow no arm is refused, with all others of the request', async () => {
    const place = new SequentialRun(join(folder, 'weighted')).prepare(
      '{ method: case-probabilities, weights: { control: n, call: n } }',
    )
    const field = '- { id: arrears, title: Arrears before the missed payment, type: money, baseline: true }'
    place.edit('trial/protocol.yaml', field, `${field}\n    - { id: n, title: N, type: integer, baseline: true }`)
    await place.open()
    const cases = [arriving(1, { n: 1 }), arriving(2, { n: 0 }), arriving(3, { n: -1 })]
    expect(await refused(place, () => place.enrol(cases))).toEqual([
      'design.weights_all_zero allocation.weights',
      'design.weight_invalid allocation.weights (n)',
      'design.weight_invalid allocation.weights (n)',
    ])
  })

  it('needs an opening, the secret, the protocol and a record that are as they were', async () => {
    expect(await refused(bare, () => bare.enrol(several(1)))).toEqual(['enrolment.not_open'])
    const place = copyOf(opened)
    rmSync(place.secretFile)
    expect(await refused(place, () => place.enrol(several(1)))).toEqual(['enrolment.secret_missing'])
    writeFileSync(place.secretFile, `${'b4'.repeat(32)}\n`)
    expect(await refused(place, () => place.enrol(several(1)))).toEqual(['enrolment.secret_mismatch'])
    const inside = join(place.run, 'secret')
    expect(await refused(place, () => place.enrol(several(1), { secretFile: inside }))).toEqual([
      'commit.secret_in_run --secret',
    ])
    const changed = copyOf(opened)
    changed.edit('trial/protocol.yaml', 'blocks: [4, 6]', 'blocks: [4, 8]')
    changed.edit('run/00-enrolment.json', '"permuted-blocks","version":1', '"permuted-blocks","version":2')
    expect(await refused(changed, () => changed.enrol(several(1)))).toEqual([
      'enrolment.changed_since protocol.yaml',
      'enrolment.changed_since the algorithm of allocation',
    ])
    changed.edit('run/00-enrolment.json', '"schema"', '"more":1,"schema"')
    expect(await refused(changed, () => changed.enrol(several(1)))).toEqual(['enrolment.record_invalid more'])
  })
})

describe('one case from the command line', () => {
  it('needs every value that the protocol declares, and no other', async () => {
    const { caseload } = (await readTrial(bare.trial)).protocol
    const settings = ['missed_on=2013-02-05', 'method=earnings', 'arrears=12.50', 'linked_in_trial=false']
    expect(readArrival('C1', settings, caseload)).toEqual({
      id: 'C1',
      values: { missed_on: '2013-02-05', method: 'earnings', arrears: 1250, linked_in_trial: false },
    })
    const wrong = ['missed_on=5 Feb', 'method=', 'arrears', 'method=earnings', 'more=1']
    expect(await refused(bare, () => readArrival('=1', wrong, caseload))).toEqual([
      'caseload.case_id --case',
      'enrolment.setting --set',
      'enrolment.setting --set',
      'enrolment.field_unknown --set',
      'caseload.value --set missed_on',
      'caseload.value --set method',
      'caseload.value --set arrears',
      'caseload.value --set linked_in_trial',
    ])
  })
})

describe('what arrives', () => {
  it('is one case or the rows of a file, in their order', async () => {
    const { caseload } = (await readTrial(bare.trial)).protocol
    const cases = join(folder, 'arriving.csv')
    const row = (id: string) => `${id},2013-02-05,earnings,1.00,false`
    writeFileSync(cases, ['case_id,missed_on,method,arrears,linked_in_trial', row('C2'), row('C1')].join('\n'))
    expect((await requestedArrivals({ set: [], cases }, caseload)).map(({ id }) => id)).toEqual(['C2', 'C1'])
    const requests = [
      { set: [] },
      { set: ['method=other'] },
      { set: [], case: 'C1', cases },
      { set: ['method=other'], cases },
    ]
    for (const request of requests) {
      expect(await refused(bare, () => requestedArrivals(request, caseload))).toEqual([
        'enrolment.arrival_missing --case',
      ])
    }
    writeFileSync(cases, ['case_id,missed_on,method,arrears,linked_in_trial', row('C1'), row('C1')].join('\n'))
    expect(await refused(bare, () => requestedArrivals({ set: [], cases }, caseload))).toEqual([
      'caseload.duplicate_case case_id',
    ])
  })
})

describe('the next arm', () => {
  it('is in no file of the run, and neither is what it could be made from', () => {
    for (const name of filesIn(enrolled.run)) {
      const bytes = readFileSync(join(enrolled.run, name))
      for (const held of [secret, Buffer.from(secret, 'hex')])
        expect([name, bytes.includes(held)]).toEqual([name, false])
    }
    // Of a draw the log keeps the arm alone: no size of a block, no probability given the block, no state of a stream.
    const kept = eventsOf(enrolled).flatMap(({ allocation }) => Object.keys(allocation ?? {}))
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
    const given = eventsOf(place).map(({ allocation }) => [allocation?.position, allocation?.conditional?.denominator])
    for (const [position = 0, left] of given) expect(left).toBe(position % 2 === 1 ? 2 : 1)
  })
})

describe('closing', () => {
  it('exports the sample and the allocation in byte order of id, and the arrivals in their own', async () => {
    const { protocol } = await readTrial(closed.trial)
    const sample = await readSample(join(closed.run, '03-sample.csv'), protocol)
    const allocation = await readAllocation(join(closed.run, '04-allocation.csv'))
    const events = eventsOf(closed).filter(({ kind }) => kind === 'allocated')
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
    const called = eventsOf(place).find(({ allocation }) => allocation?.arm === 'call')?.case
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
    expect(findings.analyses.map(({ computation }) => computation.status)).toEqual(['computed', 'computed'])
    await reportRun(trial, place.run, silent)
    const report = place.text('run/11-report/report.md')
    expect(report).toContain('Of 22 cases that arrived, the cases that each criterion excluded')
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
