import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../support/folders.ts'
import { fuzzEvents } from '../support/fuzz-events.ts'
import { figure } from './figures.ts'

const { folder, remove } = scratch()
afterAll(remove)

const mutations = 100_000
/** Far above what any file should take; a file that hangs the reader takes longer than everything else together. */
const slowestAllowed = 30_000

test(`${mutations} mutated files, ledgers and streams: recorded wholly or refused with reasons, in bounded time`, async () => {
  const report = await fuzzEvents({ from: 0, to: mutations, path: join(folder, 'log') })
  figure(
    `${report.mutations} mutations of event files: ${report.recorded} recorded, ${report.refused} refused, ${report.faults.length} faults, slowest ${Math.round(report.slowest)} ms`,
  )
  expect(report.faults).toEqual([])
  expect(report.mutations).toBe(mutations)
  expect(report.recorded).toBeGreaterThan(1000)
  expect(report.refused).toBeGreaterThan(1000)
  expect(report.slowest).toBeLessThan(slowestAllowed)
})
