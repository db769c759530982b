import { expect, test } from 'vitest'
import type { Protocol } from '../../../src/model/protocol.ts'
import { followUpText } from '../../../src/pipeline/document/follow-up.ts'
import { plainText } from '../../../src/report/index.ts'

const text = (perCase: Protocol['followUp']['perCase']) =>
  plainText(
    followUpText({
      caseload: {
        caseId: 'case_id',
        asOf: { date: '2013-02-04' },
        fields: [{ id: 'due', title: 'Day of the payment', type: 'date', baseline: true }],
      },
      followUp: { from: '2013-02-04', to: '2013-10-26', perCase },
    }),
  )

test('when cases were followed, in words', () => {
  expect(text(undefined)).toBe('from 4 February 2013 to 26 October 2013')
  expect(text({ from: 'allocation', months: 3 })).toMatch(/October 2013, each for 3 months from its allocation$/)
  expect(text({ from: 'due', months: 1, days: 1 })).toMatch(
    /, each for 1 month and 1 day from its own day \(Day of the payment\)$/,
  )
})
