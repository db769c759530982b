import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLog } from '../../src/storage/log/sqlite-log.ts'
import { program } from '../support/cli.ts'
import { figure } from './figures.ts'
import { allocatedPlace, type Place, somePayments } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await allocatedPlace()
})
afterAll(() => place.remove())

/** Records a file of events in a shell in which something was arranged first. */
function recordAfter(arranged: string, events: string, run: string): { status: number | null; stderr: string } {
  const command = `${arranged}"${process.execPath}" "${program}" record "${place.trial}" --run "${run}" --events "${events}"`
  const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: place.folder, encoding: 'utf8' })
  return { status, stderr }
}

function eventsFile(prefix: string, count: number): string {
  const path = join(place.folder, `${prefix}.ndjson`)
  writeFileSync(path, `${somePayments(place, prefix, count).join('\n')}\n`)
  return path
}

async function stateOf(run: string): Promise<{ count: number; isWhole: boolean }> {
  const log = openLog(join(place.folder, run, '05-outcomes.sqlite'))
  try {
    return { count: (await log.head()).count, isWhole: (await log.verifyChain()) === undefined }
  } finally {
    await log.close()
  }
}

describe('a disk that does not take what is to be recorded', () => {
  test('full: an error that names the log, and the log as it was', async () => {
    expect(recordAfter('', eventsFile('before', 20), 'run').status).toBe(0)
    // 512 kB a file, in blocks of 1024 bytes: a disk that is full before 20,000 events are on it.
    const full = recordAfter('ulimit -f 512; ', eventsFile('many', 20_000), 'run')
    expect(full.stderr).toMatch(/05-outcomes\.sqlite/)
    expect(full.status).toBe(6)
    expect(await stateOf('run')).toEqual({ count: 20, isWhole: true })
    expect(recordAfter('', eventsFile('after', 20), 'run').status).toBe(0)
    expect(await stateOf('run')).toEqual({ count: 40, isWhole: true })
    figure('disk full: an error, log intact, recording went on')
  })

  test('read-only: an error that names the log, and the log as it was', async () => {
    const before = readFileSync(join(place.folder, 'run', '05-outcomes.sqlite'))
    const events = eventsFile('never', 20)
    const undo = makeReadOnly(join(place.folder, 'run'))
    try {
      const refused = recordAfter(withoutPower, events, 'run')
      expect(refused.stderr).toMatch(/05-outcomes\.sqlite/)
      expect(refused.status).toBe(6)
    } finally {
      undo()
    }
    expect(readFileSync(join(place.folder, 'run', '05-outcomes.sqlite')).equals(before)).toBe(true)
    figure('disk read-only: an error, log intact')
  })
})

/** Root writes past permissions unless it gives that power up. */
const withoutPower = process.getuid?.() === 0 ? 'setpriv --bounding-set=-dac_override,-dac_read_search ' : ''

/** Takes away the permission to write a run's log, and returns how to give it back. */
function makeReadOnly(folder: string): () => void {
  const log = join(folder, '05-outcomes.sqlite')
  chmodSync(log, 0o444)
  chmodSync(folder, 0o555)
  return () => {
    chmodSync(folder, 0o755)
    chmodSync(log, 0o644)
  }
}
