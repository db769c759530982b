import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { EnrolmentEvent } from '../../../src/model/enrolment.ts'
import { openExistingLog } from '../../../src/storage/log/sqlite-log.ts'
import { scratch } from '../../support/folders.ts'
import { needsCommand } from '../../support/needs.ts'
import { SequentialRun } from '../../support/sequential-run.ts'
import { replaced } from '../../support/small-trial.ts'

interface GoldenLog {
  allocation: object
  events: readonly { event: EnrolmentEvent; hash: string; conditional: string | null }[]
}

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const text = readFileSync(pathOf('tests/golden/enrolment-v1.json'), 'utf8')
const golden = JSON.parse(text) as { secret: string; logs: Record<string, GoldenLog> }

const { folder, remove } = scratch()
afterAll(remove)

describe.each(Object.entries(golden.logs))('the golden log of %s', (name, { allocation, events }) => {
  it('is what the same arrivals give again: arms, probabilities, seals and hashes', async () => {
    const place = new SequentialRun(join(folder, name)).prepare(JSON.stringify(allocation))
    if (name === 'minimisation') {
      place.edit(
        'trial/protocol.yaml',
        'rule: { field: linked_in_trial, is: false }',
        'rule: { field: arrears, atLeast: "0" }',
      )
      place.edit('trial/protocol.yaml', 'in the trial, type: boolean', 'in the trial, type: boolean, baseline: true')
    }
    await place.open({ secret: () => golden.secret })
    const arriving = events.map(({ event }) => ({ id: event.case, values: event.fields }))
    await place.enrol(arriving, { by: events[0]?.event.by })
    await place.close()
    const log = openExistingLog(join(place.run, '05-outcomes.sqlite'))
    const logged = (await log.readAfter(0)).map(({ event: { amountPence: _none, ...event }, hash }) => ({
      event,
      hash,
    }))
    await log.close()
    expect(logged).toEqual(events.map(({ event, hash }) => ({ event, hash })))
    const rows = place.text('run/04-enrolment.csv').trimEnd().split('\n').slice(1)
    expect(rows.map(row => row.split(',').slice(-2).join('/'))).toEqual(
      events.flatMap(({ conditional }) => conditional ?? []),
    )
  })
})

describe.runIf(needsCommand('python3'))('another program, in Python', () => {
  const check = (path: string) =>
    spawnSync('python3', ['-B', pathOf('scripts/check-enrolment-vectors.py'), path], { encoding: 'utf8' })

  it('draws the golden arms from the documentation alone, and finds one that was changed', () => {
    const same = check(pathOf('tests/golden/enrolment-v1.json'))
    expect([same.stdout, same.status]).toEqual(['48 events of 2 logs agree\n', 0])
    const changed = join(folder, 'changed.json')
    writeFileSync(changed, replaced(text, '"arm":"call"', '"arm":"control"'))
    const other = check(changed)
    expect(other.status).toBe(1)
    expect(other.stdout).toContain('blocks, event 1 (allocated C1): the seal')
  })
})
