import { quote } from '../core/errors.ts'
import type { Interim } from './interim.ts'
import type { MethodTraits } from './method.ts'
import type { Plan } from './plan.ts'
import { named } from './problems.ts'
import type { Problem } from './validate.ts'

/** What is wrong with the looks of a plan: their order, and the analysis that they look at. */
export function interimProblems(
  { analysis, looks }: Interim,
  analyses: Plan['analyses'] | undefined,
  methods: readonly MethodTraits[],
): Problem[] {
  const order = looks.flatMap(({ share, date }, index): Problem[] => {
    const before = looks[index - 1]
    if (before === undefined) return []
    const path = ['interim', 'looks', index]
    const { date: earlier } = before
    return [
      ...(share > before.share
        ? []
        : [{ path: [...path, 'share'], expected: `a share above ${before.share}`, received: quote(share) }]),
      ...(date === undefined || earlier === undefined || date > earlier
        ? []
        : [{ path: [...path, 'date'], expected: `a date after ${earlier}`, received: quote(date) }]),
    ]
  })
  if (analyses === undefined) return order
  const found = analyses.find(({ id }) => id === analysis)
  const path = ['interim', 'analysis']
  if (found === undefined) {
    return [
      ...order,
      ...named(
        path,
        'analysis',
        analysis,
        analyses.map(({ id }) => id),
      ),
    ]
  }
  if (found.by !== undefined) {
    const received = `${quote(analysis)}, which is by subgroups`
    return [...order, { path, expected: 'an analysis of all cases together', received }]
  }
  const pValues = methods.find(({ id }) => id === found.method)?.pValues
  if (pValues === undefined || pValues === 'each_contrast') return order
  const expected = 'an analysis with a P for each contrast'
  return [...order, { path, expected, received: `${quote(analysis)}, by ${found.method}` }]
}
