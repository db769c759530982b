import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { chainHash, emptyHead } from '../../../src/storage/log/chain.ts'
import { scratch, snapshot } from '../../support/folders.ts'
import { arriving, copiesIn, day, SequentialRun, several } from '../../support/sequential-run.ts'

const { folder, remove } = scratch()
afterAll(remove)

const enrolled = new SequentialRun(join(folder, 'enrolled')).prepare()
const closed = new SequentialRun(join(folder, 'closed'))
const minimised = new SequentialRun(join(folder, 'minimised')).prepare(
  '{ method: minimisation, factors: [{ field: method }], probability: "0.8" }',
)

beforeAll(async () => {
  for (const place of [enrolled, minimised]) {
    await place.open()
    await place.enrol([...several(6), arriving(60, { linked_in_trial: true }), ...several(6, 7)])
  }
  enrolled.copy(closed.folder)
  await closed.close()
})

const copyOf = copiesIn(folder)

type Stored = Record<string, unknown> & { id: string; allocation?: { arm: string } }

/** Rewrites the log, and its chain with it, as somebody could who does not have the secret. */
function forge({ run }: SequentialRun, change: (events: Stored[]) => Stored[]): void {
  const database = new Database(join(run, '05-outcomes.sqlite'))
  const rows = database.prepare('SELECT event FROM event ORDER BY seq').raw().all() as [string][]
  const events = change(rows.map(([event]) => JSON.parse(event) as Stored))
  database.exec('DROP TRIGGER event_not_changed; DROP TRIGGER event_not_deleted; DELETE FROM event;')
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)')
  let previous = emptyHead.hash
  for (const [index, event] of events.entries()) {
    const text = canonicalJson(event)
    const hash = chainHash(previous, text)
    insert.run(index + 1, event.id, text, '2013-02-06T00:00:00.000Z', previous, hash)
    previous = hash
  }
  database.close()
}

const at = (events: readonly Stored[], number: number): Stored => events[number - 1] as Stored
const otherArm = (arm: string | undefined): string => (arm === 'control' ? 'call' : 'control')
/** The file of the secret, where enrolment is still open. */
const evidenceOf = (place: SequentialRun) => ({ secretFile: place.secretFile })

describe('an open run', () => {
  it('is verified as far as its files go, and says that the arms need the secret', async () => {
    const before = snapshot(enrolled.folder)
    expect(await enrolled.verify()).toEqual([
      {
        step: '01 to 04: arrivals, sample and allocation',
        status: 'absent',
        findings: [expect.stringMatching(/^closing reveals the secret/)],
      },
    ])
    for (const place of [enrolled, minimised]) expect(await place.verify(evidenceOf(place))).toEqual([])
    expect(snapshot(enrolled.folder)).toEqual(before)
  })

  it('that was cut at the end is found by a receipt', async () => {
    const place = copyOf(enrolled)
    const { cases } = await place.enrol(several(2, 20))
    const receipts = cases.map(({ event, hash }) => `${event}:${hash}`)
    expect(await place.findings({ ...evidenceOf(place), receipts })).toEqual([])
    place.tamper('DELETE FROM event WHERE seq = 15')
    expect(await place.findings(evidenceOf(place))).toEqual([])
    expect(await place.findings({ ...evidenceOf(place), receipts })).toEqual([
      '1 event is missing at the end, those after event 14 (allocated C020)',
    ])
    // Another case in the place of the one that was cut.
    await place.enrol([arriving(30)])
    expect(await place.findings({ ...evidenceOf(place), receipts })).toEqual([
      'the first 15 events are not those recorded, up to allocated C030: the chain was computed anew',
    ])
    await expect(place.verify({ receipts: ['15'] })).rejects.toMatchObject({ issues: [{ code: 'cli.receipt' }] })
  })
})

describe.each([
  ['open, by who holds the secret', () => copyOf(enrolled)],
  ['closed', () => copyOf(closed)],
])('a log that was changed, chain and all (%s)', (_, make) => {
  it.each<[string, (events: Stored[]) => Stored[], string]>([
    [
      'an arm',
      events => {
        const given = at(events, 5).allocation as { arm: string }
        given.arm = otherArm(given.arm)
        return events
      },
      'event 5 (allocated C005): arm is recorded as ',
    ],
    [
      'a value',
      events => {
        at(events, 5).fields = { ...(at(events, 5).fields as object), arrears: 1 }
        return events
      },
      'event 5 (allocated C005): it was changed, or one before it was changed, removed or moved',
    ],
    [
      'a stratum',
      events => {
        at(events, 5).fields = { ...(at(events, 5).fields as object), method: 'direct_debit' }
        return events
      },
      'event 5 (allocated C005): stratum is recorded as "other", derived as "direct_debit"',
    ],
    [
      'the time of an arrival to no time',
      events => {
        at(events, 5).at = 'later'
        return events
      },
      'event 5 (allocated C005): "later" is no time of arrival',
    ],
    [
      'the seal of the last',
      events => {
        delete at(events, 13).seal
        return events
      },
      'event 13 (allocated C012): an arrival without a seal',
    ],
    [
      'a case that was not eligible',
      events => {
        const { reasons: _reasons, ...event } = at(events, 7)
        return events.with(6, { ...event, kind: 'allocated', allocation: at(events, 1).allocation as { arm: string } })
      },
      'event 7 (excluded C060 1): kind is recorded as allocated, derived as excluded',
    ],
    ['an event taken out', events => events.toSpliced(3, 1), 'event 4 (allocated C005): '],
    ['the first events taken out', events => events.slice(2), 'event 1 (allocated C003): '],
    [
      'two cases in the other order, each with the arm of its place',
      events => {
        const [a, b] = [at(events, 1), at(events, 4)]
        // Both are of one stratum: the arms of the places stay, the cases change.
        return events
          .with(0, { ...a, id: b.id, case: b.case, fields: b.fields })
          .with(3, { ...b, id: a.id, case: a.case, fields: a.fields })
      },
      'event 1 (allocated C004): it was changed, or one before it was changed, removed or moved',
    ],
    [
      'a case that comes twice',
      events => [...events, { ...at(events, 3), id: 'allocated C003 again' }],
      'event 14 (allocated C003 again): ',
    ],
  ])('is found: %s', async (_name, change, finding) => {
    const place = make()
    forge(place, change)
    const found = await place.findings(evidenceOf(place))
    expect(found.some(each => each.startsWith(finding))).toBe(true)
  })
})

describe('a log that was changed', () => {
  it('allocates nobody more, and cannot be closed', async () => {
    const place = copyOf(enrolled)
    forge(place, events => events.toSpliced(3, 1))
    const refusal = { issues: [{ code: 'enrolment.log_differs' }] }
    await expect(place.enrol([arriving(70)])).rejects.toMatchObject(refusal)
    await expect(place.close()).rejects.toMatchObject(refusal)
    const broken = copyOf(enrolled)
    broken.tamper('DELETE FROM event WHERE seq = 4')
    await expect(broken.enrol([arriving(70)])).rejects.toMatchObject(refusal)
    expect(await broken.findings()).toContain('an event is missing between allocated C003 and allocated C005, at 4')
  })

  it('after closing is found where it was cut, or goes on', async () => {
    const cut = copyOf(closed)
    cut.tamper('DELETE FROM event WHERE seq = 13')
    expect(await cut.findings()).toContain('1 event is missing at the end, those after event 12 (allocated C011)')
    const gone = copyOf(closed)
    rmSync(join(gone.run, '05-outcomes.sqlite'))
    expect(await gone.findings()).toContain('the log is gone')
    const late = copyOf(closed)
    forge(late, events => [...events, { ...at(events, 3), id: 'allocated C999', case: 'C999' }])
    expect(await late.findings()).toEqual(['event 14 (allocated C999): an arrival after enrolment was closed'])
  })
})

describe('the files of a closed run', () => {
  it('agree with the log as they were written', async () => {
    expect(await closed.verify()).toEqual([])
  })

  it.each([
    ['00-enrolment.json', '2013-02-01', '2013-01-01', '00-enrolment.json is not the file that 04-enrolment.json names'],
    [
      '00-enrolment.json',
      '{"algorithms"',
      '{ "algorithms"',
      '00-enrolment.json says what was opened with, but not byte for byte',
    ],
    ['04-plan.yaml', 'alpha: 0.05', 'alpha: 0.01', '04-plan.yaml is not the plan that was opened with'],
    [
      'protocol.yaml',
      'blocks: [4, 6]',
      'blocks: [4, 8]',
      'protocol.yaml in the run is not the one that enrolment was opened with',
    ],
    [
      '01-caseload.json',
      '"cases":13',
      '"cases":12',
      '01-caseload.json differs from what is derived at cases: holds 12, derived 13',
    ],
    ['02-eligibility.csv', 'C060,false', 'C060,true', '02-eligibility.csv:8 differs from what is derived (C060)'],
    ['03-sample.csv', 'C003,', 'C004,', '03-sample.csv:4 differs from what is derived (C003)'],
    ['04-allocation.csv', ',control,', ',call,', '04-allocation.csv:'],
    ['04-allocation.json', '"seed":"a3', '"seed":"a4', '04-allocation.json differs from what is derived at seed'],
    ['04-enrolment.csv', `,${day},`, ',2013-02-07,', '04-enrolment.csv:2 differs from what is derived (1)'],
    [
      '04-enrolment.json',
      '"secret":"a3',
      '"secret":"a4',
      'the secret in 04-enrolment.json is not the one that enrolment was opened with',
    ],
    ['04-enrolment.json', '"count":13', '"count":12', 'the log up to event 12 is not the one that was closed'],
    ['04-enrolment.json', '"secret"', '"sekret"', '04-enrolment.json secret: expected'],
  ])('say so where they were changed: %s, %s', async (name, part, by, finding) => {
    const place = copyOf(closed)
    place.edit(`run/${name}`, part, by)
    const found = await place.findings()
    expect(found.filter(each => each.includes(finding))).not.toEqual([])
  })

  it('say so where the trial has another protocol', async () => {
    const place = copyOf(closed)
    place.edit('trial/protocol.yaml', 'blocks: [4, 6]', 'blocks: [4, 8]')
    expect(await place.findings()).toContainEqual(
      expect.stringMatching(
        /^protocol.yaml is not as enrolment was opened with: then [0-9a-f]{16}…, now [0-9a-f]{16}…$/,
      ),
    )
  })
})
