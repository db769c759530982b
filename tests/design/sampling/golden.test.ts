import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { samplingMethods } from '../../../src/design/index.ts'
import { type SamplingVectors, samplingGolden } from '../../support/golden-sampling.ts'
import { needsCommand } from '../../support/needs.ts'

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const vectors = JSON.parse(readFileSync(pathOf('tests/golden/sampling-v1.json'), 'utf8')) as SamplingVectors

describe('the golden samples', () => {
  it.each(vectors.draws)('$sampling', ({ sampling, ...recorded }) => {
    expect(samplingGolden(vectors, sampling)).toEqual(recorded)
  })

  it('are of every method but the one of tests/golden/allocation-v1.json', () => {
    const drawn = new Set(vectors.draws.map(({ sampling }) => sampling.method))
    expect(samplingMethods.ids.filter(id => !drawn.has(id as 'all'))).toEqual(['targets'])
  })

  it.runIf(needsCommand('python3'))('are drawn again by a program written from the documentation', () => {
    const { status, stdout } = spawnSync('python3', ['-B', pathOf('scripts/check-sampling-vectors.py')], {
      encoding: 'utf8',
    })
    expect(stdout).toBe(`${vectors.draws.length} of ${vectors.draws.length} draws agree\n`)
    expect(status).toBe(0)
  })
})
