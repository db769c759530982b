import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { SealedRun } from '../support/sealed-run.ts'
import { SequentialRun, several } from '../support/sequential-run.ts'

const { folder, remove } = scratch()
const place = new SealedRun(join(folder, 'place'))
const [backup, key] = [join(folder, 'backup.sqlite'), join(folder, 'pseudonyms.key')]
const on = (command: string, ...args: string[]) => inProcess([command, place.trial, '--run', place.run, ...args])

beforeAll(async () => {
  await place.prepare()
  await on('record', '--events', place.events)
}, 120_000)
afterAll(remove)

describe('copies of the log on the command line', () => {
  it('are made, checked and restored, and say what to do next', async () => {
    const made = await on('backup', '--out', backup)
    expect([made.exitCode, made.stderr]).toEqual([0, ''])
    expect(made.stdout).toMatch(/^Wrote \d+ events to .*backup\.sqlite\.\nHead of the log: [0-9a-f]{64}\. Noted/)
    expect(made.stdout).toContain(`equipoise restore ${place.trial} --from ${backup}`)
    const again = await on('backup', '--out', backup, '--json')
    expect(again.json()).toMatchObject({ exitCode: 2, issues: [{ code: 'log.backup_exists' }] })
    expect((await on('restore', '--from', backup)).stdout).toContain(
      'The log held these events already; nothing changed.',
    )
    const lost = place.copy(join(folder, 'lost'))
    rmSync(join(lost.run, '05-outcomes.sqlite'))
    const restored = await inProcess(['restore', lost.trial, '--run', lost.run, '--from', backup])
    expect(restored.stdout).toMatch(
      /^Restored \d+ events; the log holds \d+ \(head [0-9a-f]{64}\)\.\n\nNext: equipoise verify /,
    )
    rmSync(join(lost.run, '05-outcomes.sqlite'))
    const { json } = await inProcess(['restore', lost.trial, '--run', lost.run, '--from', backup, '--json'])
    expect(json()).toMatchObject({ schema: 'equipoise/restored/1', lost: 0, state: 'written' })
  })

  it('are exported under pseudonyms of a key that its owner alone may read', async () => {
    const made = await inProcess(['keys', '--pseudonym', '--out', key])
    expect(made.stdout).toContain('whoever holds it can find a case again')
    expect(readFileSync(key, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(statSync(key).mode & 0o777).toBe(0o600)
    expect(made.stdout).not.toContain(readFileSync(key, 'utf8').trim())
    expect((await inProcess(['keys', '--pseudonym', '--out', key])).exitCode).toBe(2)
    const named = await on('export-events', '--out', join(folder, 'own.csv'))
    expect(named.stdout).toContain('keep it where the caseload is')
    const shared = await on('export-events', '--out', join(folder, 'shared.csv'), '--pseudonymise', key)
    expect(shared.stdout).toMatch(
      /with pseudonyms for cases and events\.\nFree text can name people all the same: look at by, reason/,
    )
    const { json } = await on('export-events', '--out', join(folder, 'all.ndjson'), '--all', '--json')
    expect(json()).toMatchObject({ schema: 'equipoise/events-export/1', pseudonymised: false, leftOut: 0 })
  })

  it('say which arrivals they leave out', async () => {
    const sequential = new SequentialRun(join(folder, 'sequential')).prepare()
    await sequential.open()
    await sequential.enrol(several(3))
    const { stdout } = await inProcess([
      'export-events',
      sequential.trial,
      '--run',
      sequential.run,
      '--out',
      join(folder, 'none.csv'),
    ])
    expect(stdout).toContain('Left out: 3 arrivals')
  })
})
