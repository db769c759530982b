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

  it('may say the sizes by number of cases', () => {
    const table = (text: string): string => `${simulated}  clusterSizes: ${text}\n`
    const large = ['simulation:\n', clusters('50').replace('0.224', '0.2')] as const
    expect(ofSizing([simulated, table('{ "40": 0.5, "60": 0.5 }')], large)).toEqual([])
    expect(problems(ofSizing([simulated, table('{ "40": 0.5, "50": 0.5 }')], large))).toHaveLength(1)
    expect(problems(ofSizing([simulated, table('{ "0": 1 }')], large)).join()).toMatch(/number of cases/)
  })

  it('may say the shares of strata only where the protocol fixes no cases', () => {
    expect(problems(ofSizing(['simulation:\n', 'strata: { "1993": 0.5, "2003": 0.5 }\nsimulation:\n']))).toEqual([
      expect.stringContaining('no shares, as the protocol fixes the cases'),
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
