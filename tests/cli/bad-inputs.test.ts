import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess, succeed } from '../support/cli.ts'
import { scratch, snapshot } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'
import { badCaseloads } from './bad-inputs/caseloads.ts'
import { badCommands } from './bad-inputs/commands.ts'
import { badEvents } from './bad-inputs/events.ts'
import { Place } from './bad-inputs/place.ts'
import { badRuns } from './bad-inputs/runs.ts'
import { badTrials } from './bad-inputs/trials.ts'

const { folder, remove } = scratch()
const whole = new Place(join(folder, 'whole'))
const badInputs = [...badTrials, ...badCaseloads, ...badCommands, ...badRuns, ...badEvents]

beforeAll(async () => {
  mkdirSync(whole.folder)
  const { trial, caseload, events, run } = whole
  writeSmallTrial(trial)
  await succeed(['generate', trial, '--cases', '800', '--seed', '7', '--out', caseload])
  await succeed(['run', trial, '--caseload', caseload, '--seed', '2015', '--run', run])
  await succeed(['generate', trial, '--outcomes', '--run', run, '--seed', '7', '--out', events])
  await succeed(['record', trial, '--events', events, '--run', run])
  await writeCutParquet(join(whole.folder, 'cut.parquet'))
})
afterAll(remove)

async function writeCutParquet(path: string): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect()
  await connection.run(`COPY (SELECT 'C' || i AS case_id FROM range(1000) t(i)) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  writeFileSync(path, readFileSync(path).subarray(0, 900))
}

interface Failure {
  exitCode: number
  issues: readonly { code: string }[]
}

describe('bad input', () => {
  it.each(badInputs)('refuses $name', async ({ name, make, exit, codes, says }) => {
    const place = new Place(join(folder, name.replaceAll(/\W+/g, '-')))
    cpSync(whole.folder, place.folder, { recursive: true })
    const args = make(place)
    const before = snapshot(place.folder)

    const { exitCode, stderr, json } = await inProcess([...args, '--json'])
    const failure = json() as unknown as Failure

    expect(failure.issues.map(({ code }) => code)).toEqual(codes)
    expect([exitCode, failure.exitCode]).toEqual([exit, exit])
    for (const piece of says) expect(stderr).toContain(piece)
    expect(stderr).not.toMatch(/undefined|NaN|\[object|\bat .*\.js:\d/)
    expect(snapshot(place.folder)).toEqual(before)
  })

  it('has more than forty kinds, each under a name of its own', () => {
    expect(new Set(badInputs.map(({ name }) => name)).size).toBe(badInputs.length)
    expect(new Set(badInputs.flatMap(({ codes }) => codes)).size).toBeGreaterThan(40)
  })
})
