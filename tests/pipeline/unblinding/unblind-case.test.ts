import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../../src/core/progress.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { reportRun } from '../../../src/pipeline/report-run.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { openLog } from '../../../src/storage/log/sqlite-log.ts'
import { brief, issuesOf } from '../../storage/temporary.ts'
import { scratch, snapshot } from '../../support/folders.ts'
import { ground, now, SealedRun } from '../../support/sealed-run.ts'

const { folder, remove } = scratch()
const open = new SealedRun(join(folder, 'open'))
const sealed = new SealedRun(join(folder, 'sealed'))
let arms: readonly (readonly [id: string, arm: string])[] = []
beforeAll(async () => {
  await open.prepare()
  await open.copy(sealed.folder).seal()
  const [, ...rows] = readFileSync(join(open.run, '04-allocation.csv'), 'utf8').trimEnd().split('\n')
  arms = rows.map(row => row.split(',')).map(cells => [cells[0] ?? '', cells[3] ?? ''])
})
afterAll(remove)

let copies = 0
const copyOf = (original: SealedRun): SealedRun => {
  copies += 1
  return original.copy(join(folder, `copy-${copies}`))
}
const logOf = ({ run }: SealedRun): string => join(run, '05-unblinding.sqlite')

async function recordsOf(place: SealedRun) {
  const log = openLog(logOf(place))
  try {
    return await log.snapshot()
  } finally {
    await log.close()
  }
}

describe('unblinding a case', () => {
  it('gives its arm and records who, when and why; the run stays sealed', async () => {
    const place = copyOf(sealed)
    const before = snapshot(place.run)
    for (const [index, [id, arm]] of arms.slice(0, 3).entries()) {
      const outcome = await place.unblind(id, { reason: ` complaint ${index} ` })
      expect(outcome).toMatchObject({ case: id, arm, notice: expect.stringMatching(/^These cases are made up/) })
      expect(outcome.recorded).toMatchObject({ id: `unblinding-${index + 1}`, at: now, reason: `complaint ${index}` })
      expect(outcome.recorded.log).toEqual((await recordsOf(place)).head)
    }
    const { '05-unblinding.sqlite': _, ...others } = snapshot(place.run)
    expect(others).toEqual(before)
    expect((await recordsOf(place)).events.map(({ case: id, kind, by, at }) => [id, kind, by, at])).toEqual(
      arms.slice(0, 3).map(([id]) => [id, 'case_unblinded', ground.by, now]),
    )
  })

  it('of a run that lies open is recorded just so, without a key', async () => {
    const place = copyOf(open)
    const [id = '', arm] = arms[5] ?? []
    expect((await place.unblind(id, { key: undefined })).arm).toBe(arm)
    expect((await recordsOf(place)).events).toMatchObject([{ case: id, kind: 'case_unblinded', reason: ground.reason }])
  })

  it('is followed in the same log by the opening of the whole run', async () => {
    const place = copyOf(sealed)
    await place.unblind(arms[0]?.[0] ?? '')
    await place.unseal()
    expect((await recordsOf(place)).events.map(({ id, case: of, kind }) => [id, of, kind])).toEqual([
      ['unblinding-1', arms[0]?.[0], 'case_unblinded'],
      ['unblinding-2', '*', 'run_unsealed'],
    ])
  })

  it.each([
    ['no reason', { reason: ' ' }, ['unblind.reason_missing --reason']],
    ['no name', { by: '' }, ['unblind.reason_missing --by']],
    ['no key', { key: undefined }, ['seal.key_missing --key']],
  ])('with %s shows and records nothing', async (_, changes, codes) => {
    const before = snapshot(sealed.folder)
    expect(brief(await issuesOf(() => sealed.unblind(arms[0]?.[0] ?? '', changes)))).toEqual(codes)
    expect(snapshot(sealed.folder)).toEqual(before)
  })

  it('with a key of somebody else, or of a case that is not allocated, shows and records nothing', async () => {
    const before = snapshot(sealed.folder)
    const stranger = { key: sealed.key('stranger') }
    expect(brief(await issuesOf(() => sealed.unblind(arms[0]?.[0] ?? '', stranger)))).toEqual(['key.wrong'])
    expect(brief(await issuesOf(() => sealed.unblind('nobody')))).toEqual(['unblind.case_unknown --case'])
    expect(snapshot(sealed.folder)).toEqual(before)
  })

  it('shows nothing where it cannot be recorded', async () => {
    const place = copyOf(sealed)
    writeFileSync(logOf(place), 'no log of ours')
    const issues = await issuesOf(() => place.unblind(arms[0]?.[0] ?? ''))
    expect(brief(issues)).toEqual(['log.unreadable'])
    expect(JSON.stringify(issues)).not.toContain(arms[0]?.[1])
  })
})

describe('the report of a run', () => {
  it.each([
    [0, 'The arms of 0 cases were shown on record, and those of all cases once (05-unblinding.sqlite).'],
    [1, 'The arm of one case was shown on record, and those of all cases once (05-unblinding.sqlite).'],
    [3, 'The arms of 3 cases were shown on record, and those of all cases once (05-unblinding.sqlite).'],
  ])('says how often arms were shown: %d cases', async (cases, sentence) => {
    const place = copyOf(sealed)
    // Asked twice, a case counts once.
    for (const [id] of [...arms.slice(0, cases), ...arms.slice(0, cases)]) await place.unblind(id)
    await place.unseal()
    await place.record()
    const trial = await readTrial(place.trial)
    await analyseRun(trial, place.run, silent)
    const { files } = await reportRun(trial, place.run, silent)
    expect(readFileSync(String(files.markdown), 'utf8')).toContain(sentence)
  })
})

describe('the log of unblinding', () => {
  it('refuses changes, and verify names one made round it', async () => {
    const place = copyOf(sealed)
    for (const [id] of arms.slice(0, 3)) await place.unblind(id)
    const database = new Database(logOf(place))
    expect(() => database.exec("UPDATE event SET event = '{}' WHERE seq = 2")).toThrow(/append-only/)
    expect(() => database.exec('DELETE FROM event')).toThrow(/append-only/)
    database.exec('DROP TRIGGER event_not_deleted; DELETE FROM event WHERE seq = 2')
    database.close()
    const step = (await place.verify()).steps.find(each => each.step === '05: unblinding')
    expect(step).toMatchObject({
      status: 'differs',
      findings: [expect.stringContaining('an event is missing between')],
    })
  })
})
