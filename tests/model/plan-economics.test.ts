import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { planChecks } from '../../src/model/plan-checks.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'
import { methodTraits } from '../../src/statistics/traits.ts'

const { protocol, plan } = await readTrial(findTrial('part-payment'))
const asked = plan.economics
if (asked === undefined) throw new Error('no economics')

type Asked = Partial<NonNullable<Plan['economics']>>

/** The paths of the problems of a plan with these economics. */
const problems = (economics: Asked) =>
  planChecks(protocol, methodTraits)
    .flatMap(check => check({ ...plan, economics: { ...asked, ...economics } }, () => false))
    .map(({ path, expected }) => [path.join('.'), expected.split(':')[0]])

describe('the economics of a plan', () => {
  it('of the part-payment trial are in order', () => {
    expect(problems({})).toEqual([])
    expect(asked.notCounted?.length).toBeGreaterThan(2)
  })

  const refused: [name: string, changes: Asked, path: string, expected: string][] = [
    ['an unknown outcome', { outcome: 'pounds' }, 'economics.outcome', 'a declared outcome'],
    ['an unknown binary outcome', { events: 'payed' }, 'economics.events', 'a declared outcome'],
    [
      'an analysis of another outcome',
      { analysis: 'payers_difference' },
      'economics.analysis',
      'a declared analysis of amount',
    ],
    [
      'payers by an analysis of money',
      { eventsAnalysis: 'amount_difference' },
      'economics.eventsAnalysis',
      'a declared analysis of paid',
    ],
    [
      'a bootstrap of payers',
      { bootstrap: 'payers_difference' },
      'economics.bootstrap',
      'a declared analysis of amount',
    ],
    [
      'a sensitivity analysis that is none',
      { sensitivity: ['amount_mean', 'x'] },
      'economics.sensitivity.1',
      'a declared analysis of these outcomes',
    ],
  ]
  it.each(refused)('refuse %s', (_, changes, path, expected) => {
    expect(problems(changes)).toContainEqual([path, expected])
  })
})
