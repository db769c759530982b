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

describe('a category in sizing.yaml', () => {
  const problems = (lines: readonly string[]): string[] => lines.flatMap(line => /expected .*/.exec(line)?.[0] ?? [])
  const expected = (text: string) => ofSizing(['outcomes:\n', `outcomes:\n  - ${text}\n`])

  it('is expected at one of its levels', () => {
    expect(expected('{ outcome: contact, level: contacted, rate: 0.5, worth: 0.1 }')).toEqual([])
    expect(problems(expected('{ outcome: contact, rate: 0.5 }'))).toEqual([expect.stringContaining('level: which of')])
    expect(problems(expected('{ outcome: contact, level: reached, rate: 0.5 }'))).toEqual([
      expect.stringContaining('"reached"'),
    ])
    expect(problems(expected('{ outcome: contact, level: contacted, sd: "4.00" }')).join('\n')).toMatch(
      /rate: the share[\s\S]*no sd of/,
    )
    expect(problems(expected('{ outcome: paid, level: contacted, rate: 0.5 }'))).toEqual([
      expect.stringContaining('no level of an outcome that is no category'),
    ])
  })

  const choice = (text: string) => ofSizing(['simulation:\n', `simulation:\n  choice: ${text}\n`])
  const shares = '{ contacted: 0.6, not_contacted: 0.4 }'

  it('comes about by shares of every arm that add up', () => {
    // It is observed in the arms that call.
    const of = (more: string): string => `{ outcome: contact, shares: { pwc_first: ${shares}, ${more} } }`
    expect(choice(of(`nrp_first: ${shares}`))).toEqual([])
    expect(problems(choice(of(`control: ${shares}`))).join('\n')).toMatch(/arm[\s\S]*a share of nrp_first too/)
    const wrong = problems(choice(of('nrp_first: { contacted: 0.6, reached: 0.3 }')))
    expect(wrong.join('\n')).toMatch(/level[\s\S]*shares that add up to 1/)
    expect(wrong).toHaveLength(2)
    expect(problems(choice(`{ outcome: paid, shares: { control: ${shares} } }`))).toEqual([
      expect.stringContaining('category outcome'),
    ])
  })
})

it('the days of who pays are of an outcome of time', () => {
  const waiting = (days: number) =>
    ofSizing(['simulation:\n', `simulation:\n  waiting: { outcome: paid, days: ${days} }\n`]).join('\n')
  expect(waiting(90)).toMatch(/simulation\.waiting\.outcome: expected a declared outcome of time/)
  expect(waiting(0)).toMatch(/simulation\.waiting\.days: expected a whole number of days from 1/)
})
