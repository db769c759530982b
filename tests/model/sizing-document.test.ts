import { describe, expect, it } from 'vitest'
import { ofSizing } from './changed-documents.ts'

describe('clusters of sizing.yaml and the sizes that a simulation gives them', () => {
  const simulated = 'afterStages: paid_after_call\n'
  const sizes = `${simulated}  clusterSizes: [0.94, 0.06]\n`
  const clusters = (size: string): string =>
    `clusters: { meanSize: ${size}, variationOfSizes: 0.224, correlation: 0.3 }\nsimulation:\n`
  const problems = (lines: readonly string[]): string[] => lines.flatMap(line => /expected .*/.exec(line)?.[0] ?? [])

  it('belong together', () => {
    expect(ofSizing([simulated, sizes], ['simulation:\n', clusters('1.06')])).toEqual([])
    expect(problems(ofSizing([simulated, sizes]))).toEqual([expect.stringContaining('clusters beside clusterSizes')])
    expect(problems(ofSizing(['simulation:\n', clusters('1.06')]))).toEqual([
      expect.stringContaining('clusterSizes, as there are clusters'),
    ])
  })

  it.each([['0'], ['many']])('with a mean size of %s have that problem alone', size => {
    const lines = problems(ofSizing([simulated, sizes], ['simulation:\n', clusters(size)]))
    expect(lines).toEqual([expect.stringMatching(/number/)])
  })

  it('an empty section is one problem too', () => {
    const lines = problems(ofSizing([simulated, sizes], ['simulation:\n', 'clusters:\nsimulation:\n']))
    expect(lines).toEqual([expect.stringContaining('a table of keys')])
  })
})
