import { describe, expect, it } from 'vitest'
import { ofPublished } from './changed-documents.ts'

describe('published figures', () => {
  it('name only what is declared, and print as numbers in quotes', () => {
    const lines = ofPublished(
      ['printed: "1.34"', 'printed: 1.34'],
      ['printed: "2.71"', 'printed: "2,71"'],
      ['{ percent: { arm: control, outcome: paid } }', '{ percent: { arm: kontrol, outcome: paid } }'],
      ['sum: [cost.pwc_first, cost.nrp_first]', 'sum: [cost.pwc_first, cost.nrp_second]'],
      ['chart: means-with-intervals', 'chart: pie'],
    ).join('\n')
    expect(lines).toMatch(/expected the printed number in quotes, as "1.34" or "<1", received 1.34/)
    expect(lines).toMatch(/expected a number in quotes without separators.*received "2,71"/)
    expect(lines).toMatch(/received "pie"/)
  })

  it('name declared arms and figures', () => {
    const lines = ofPublished(
      ['{ percent: { arm: control, outcome: paid } }', '{ percent: { arm: kontrol, outcome: paid } }'],
      ['sum: [cost.pwc_first, cost.nrp_first]', 'sum: [cost.pwc_first, cost.nrp_second]'],
    ).join('\n')
    expect(lines).toMatch(/expected a declared arm.*received "kontrol"/)
    expect(lines).toMatch(/expected a declared figure.*received "cost.nrp_second"/)
  })
})
