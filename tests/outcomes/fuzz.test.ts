import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../storage/temporary.ts'
import { fuzzEvents } from '../support/fuzz-events.ts'

const { folder } = temporaryFolder()

it('mutated event files, ledgers and streams are recorded wholly or refused with reasons, and crash nothing', async () => {
  const { faults, recorded, refused, mutations } = await fuzzEvents({ from: 0, to: 2000, path: join(folder, 'log') })
  expect(faults).toEqual([])
  expect(mutations).toBe(2000)
  // Mutations that change nothing that matters, and those that do, must both be there for this to test anything.
  expect(recorded).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(1000)
}, 300_000)
