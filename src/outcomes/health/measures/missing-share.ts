import { type Measure, noReading, shareOf } from '../measure.ts'
import { missingCases } from '../missing.ts'

/** Cases whose outcome is missing. */
export const missingShare: Measure = {
  id: 'missing_share',
  title: 'Missing outcomes',
  computes:
    'Of the cases to which it applies, the share whose `outcome` is missing (where absent, any outcome of a primary analysis).',
  unit: 'share',
  settings: ['outcome'],
  per: ['arm', 'stratum'],
  masked: true,
  read(state, { outcome }) {
    const of = missingCases(state, outcome)
    if (of === undefined) return noReading('The plan has no primary analysis.')
    return shareOf(of.missing.size, of.applying.length, 'cases')
  },
}
