import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, allocationMethods, drawSample } from '../../../src/design/index.ts'
import type { AllocatedCase } from '../../../src/model/case.ts'
import { protocolOf } from '../../support/designs.ts'
import { type AllocationVectors, goldenTable } from '../../support/golden-design.ts'
import { mixedAllocations, mixedProtocol, mixedSample } from '../../support/mixed-designs.ts'
import { needsCommand } from '../../support/needs.ts'

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const text = readFileSync(pathOf('tests/golden/allocation-v1.json'), 'utf8')
const vectors = JSON.parse(text) as AllocationVectors
const { design } = vectors
const protocol = protocolOf(design.targets)
const sample = drawSample(goldenTable(vectors), [...design.eligible.keys()], protocol, streamsOf(design.seed))

const rowsOf = (allocated: readonly AllocatedCase[]) =>
  allocated.map(({ id, arm, probability: { numerator, denominator }, position, linked }) => {
    return [id, arm, `${numerator}/${denominator}`, position, linked]
  })

describe('the golden design', () => {
  it('draws the golden sample', () => {
    expect(sample.cases.map(({ id }) => id)).toEqual(design.sample)
    expect(sample.strata).toEqual([
      { stratum: '1993', eligible: 20, sampled: 16 },
      { stratum: '2003', eligible: 14, sampled: 12 },
    ])
  })

  it('allocates it as the golden allocation', () => {
    expect(protocol.arms.map(({ id }) => id)).toEqual(design.arms)
    const allocated = allocate(sample.cases, protocol, streamsOf(design.seed))
    expect(rowsOf(allocated)).toEqual(design.allocation)
  })

  it('is printed in the documentation', () => {
    expect(readFileSync(pathOf('docs/allocation-algorithm.md'), 'utf8')).toContain(`\`\`\`json\n${text}\`\`\``)
  })
})

describe('the golden allocations of the other methods', () => {
  const { samples, vectors: golden } = JSON.parse(
    readFileSync(pathOf('tests/golden/allocation-methods-v1.json'), 'utf8'),
  ) as { samples: Record<string, string[][]>; vectors: { title: string; seed: string; allocation: unknown[] }[] }
  const made = { linked: mixedSample('golden', 66, true), single: mixedSample('golden singles', 48, false) }

  it('are of the samples that are made here', () => {
    for (const [name, cases] of Object.entries(made)) {
      const facts = cases.map(({ id, stratum, cluster, baseline }) => [id, stratum, cluster, String(baseline.arrears)])
      expect(samples[name]?.map(row => [...row.slice(0, 3), row[5]])).toEqual(facts)
    }
  })

  it.each(mixedAllocations)('%s', (title, allocation, { linked = true, arms } = {}) => {
    const { seed, allocation: rows } = golden.find(vector => vector.title === title)!
    const sample = linked ? made.linked : made.single
    expect(rowsOf(allocate(sample, mixedProtocol(allocation, arms), streamsOf(seed)))).toEqual(rows)
  })

  it('have every method', () => {
    const methods = new Set(mixedAllocations.map(([, { method }]) => method))
    expect([...methods, 'fixed-counts'].sort()).toEqual(allocationMethods.all.map(({ id }) => id).sort())
  })
})

describe.runIf(needsCommand('python3'))('an independent program', () => {
  const script = pathOf('scripts/check-allocation-vectors.py')
  const check = (...args: string[]) => spawnSync('python3', ['-B', script, ...args], { encoding: 'utf8' })

  it('reproduces every golden vector', () => {
    const { status, stdout } = check()
    expect(stdout).toBe('27 of 27 vectors agree\n')
    expect(status).toBe(0)
  })
})
