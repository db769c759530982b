import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { silent } from '../../../src/core/progress.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, arrivalDealer } from '../../../src/design/index.ts'
import { allocateSample } from '../../../src/pipeline/allocate-sample.ts'
import { readAllocation, readSample } from '../../../src/pipeline/case-files.ts'
import { commitRun } from '../../../src/pipeline/commit/commit-run.ts'
import { drawSampleOfRun } from '../../../src/pipeline/draw-sample.ts'
import { readArrival, requestedArrivals } from '../../../src/pipeline/enrolment/arrivals.ts'
import { openEnrolment } from '../../../src/pipeline/enrolment/open-enrolment.ts'
import { exportVerifier } from '../../../src/pipeline/export-verifier.ts'
import { sealRun } from '../../../src/pipeline/sealing/seal-run.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { filesIn, scratch, snapshot } from '../../support/folders.ts'
import {
  arriving,
  copiesIn,
  day,
  eventsOf,
  recordedAt,
  refused,
  SequentialRun,
  secret,
  several,
  stagesIn,
} from '../../support/sequential-run.ts'
import { writeSmallTrial } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)
const { bare, opened, enrolled, closed, ineligible } = stagesIn(folder)
const copyOf = copiesIn(folder)

describe('opening', () => {
  it('fixes protocol, plan, algorithms and the hash of a secret, and keeps the secret outside the run for its owner alone', () => {
    const text = opened.text('run/00-enrolment.json')
    expect(text).toBe(`${canonicalJson(JSON.parse(text))}\n`)
    expect(JSON.parse(text)).toEqual({
      schema: 'equipoise/enrolment-opening/1',
      trial: 'missed-payment-72h',
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

  it('is not sealed, as its log shows the arms, nor checked by scripts that know no order of arrival', async () => {
    const place = copyOf(closed)
    const trial = await readTrial(place.trial)
    const { run } = place
    const actionOf = (work: () => unknown) => issuesOf(work).then(issues => issues.map(({ action }) => action))
    expect(await actionOf(() => sealRun({ trial, run, to: [] }, silent))).toEqual([
      expect.stringMatching(/^Keep the run folder where only those may read/),
    ])
    expect(await actionOf(() => exportVerifier(trial, run))).toEqual([expect.stringContaining('`equipoise verify`')])
  })

  it('whose cases come from a caseload has no enrolment', async () => {
    const trial = await readTrial(writeSmallTrial(join(folder, 'batch')))
    const request = { trial, run: join(folder, 'no-run'), secret: () => secret, clock: () => new Date(recordedAt) }
    expect(await refused(bare, () => openEnrolment(request))).toEqual(['enrolment.batch_trial enrolment'])
  })
})

describe('a case that arrives', () => {
  it('is assessed, allocated and recorded with everything that its draw depended on', async () => {
    const events = await eventsOf(enrolled)
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
    const known = (await eventsOf(place)).find(event => event.case === 'C007')
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
    expect((await eventsOf(place)).slice(-2).map(({ id }) => id)).toEqual(['excluded C090 2', 'allocated C090'])
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
    await place.enrol(several(3), { onEnrolled: async () => void counts.push((await eventsOf(place)).length) })
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
      'cli.setting --set',
      'cli.setting --set',
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
