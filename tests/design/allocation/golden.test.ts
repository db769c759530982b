import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, drawSample } from '../../../src/design/index.ts'
import { protocolOf } from '../../support/designs.ts'
import { type AllocationVectors, goldenTable } from '../../support/golden-design.ts'
import { needsCommand } from '../../support/needs.ts'

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const text = readFileSync(pathOf('tests/golden/allocation-v1.json'), 'utf8')
const vectors = JSON.parse(text) as AllocationVectors
const { design } = vectors
const protocol = protocolOf(design.targets)
const sample = drawSample(goldenTable(vectors), [...design.eligible.keys()], protocol, streamsOf(design.seed))

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
    const rows = allocated.map(({ id, arm, probability, position, linked }) => {
      return [id, arm, `${probability.numerator}/${probability.denominator}`, position, linked]
    })
    expect(rows).toEqual(design.allocation)
  })

  it('is printed in the documentation', () => {
    expect(readFileSync(pathOf('docs/allocation-algorithm.md'), 'utf8')).toContain(`\`\`\`json\n${text}\`\`\``)
  })
})

describe.runIf(needsCommand('python3'))('an independent program', () => {
  const script = pathOf('scripts/check-allocation-vectors.py')
  const check = (...args: string[]) => spawnSync('python3', ['-B', script, ...args], { encoding: 'utf8' })

  it('reproduces every golden vector', () => {
    const { status, stdout } = check()
    expect(stdout).toBe('12 of 12 vectors agree\n')
    expect(status).toBe(0)
  })
})
