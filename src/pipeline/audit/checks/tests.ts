import { combinationsOf, sumOf } from '../../../core/lists.ts'
import type { RelationOf } from '../../../model/audit-file.ts'
import type { Counts, Summary } from '../../../model/summary.ts'
import { boundsOf, scaleBounds } from '../../../numerics/index.ts'
import { attainableF, attainableT, type GroupBounds, wholeNumbers } from '../../../statistics/bounds/index.ts'
import { attainableKruskalWallis } from '../../../statistics/index.ts'
import type { Check, Quantities } from '../check.ts'
import { type Attainable, notPrinted, together } from '../known.ts'
import { degreesOfTable } from './chi-squared.ts'
import { ofCorrelation } from './correlations.ts'

const mostCombinations = 1_000

/** Kruskal-Wallis H of amounts that are not printed: bounds over everything that those with an amount could have. */
export const kruskalWallis: Check<'kruskal_wallis'> = ({ groups }, { countOf }): Attainable => {
  const known = groups.map(({ n, nonzero }) => ({ n: countOf(n), nonzero: countOf(nonzero) }))
  const inputs = together(known.flatMap(({ n, nonzero }) => [n, nonzero]))
  const amounts = 'the amount of every case'
  const all = { ...inputs, notPrinted: [...inputs.notPrinted, amounts] }
  const isOpen = known.some(({ n }) => n.least !== n.most)
  const ways = known.reduce((product, { nonzero }) => product * (nonzero.most - nonzero.least + 1), 1)
  if (isOpen || ways > mostCombinations) return { ...all, range: { lower: 0, upper: Infinity } }
  const tables = combinationsOf(known.map(({ nonzero }) => wholeNumbers(nonzero)))
  const bounds = tables.flatMap(counts => {
    const sizes = known.map(({ n }) => n.least)
    const found = attainableKruskalWallis(summaryOf(sizes, counts))
    return found.status === 'undefined' ? [] : [found.result.statistic]
  })
  if (bounds.length === 0) return { ...all, range: { lower: 0, upper: Infinity } }
  return { ...all, range: boundsOf(bounds.flatMap(({ lower, upper }) => [lower, upper])) }
}

function summaryOf(sizes: readonly number[], counts: readonly number[]): Summary<'counts'> {
  const arms = sizes.map((_, index) => `group-${index}`)
  const cells = arms.map((arm, index) => {
    const data: Counts = { n: sizes[index] ?? 0, missing: 0, events: { yes: counts[index] ?? 0 } }
    return { arm, stratum: 'all', data }
  })
  return {
    kind: 'counts',
    unit: { kind: 'case' },
    outcome: 'nonzero',
    arms,
    control: 'group-0',
    largestCluster: 1,
    cells,
  }
}

/** t, either way round: it is printed with the sign of one difference or of the other, or without. */
export const t: Check<'t'> = (relation, quantities, printed) => {
  const found = 'correlation' in relation ? ofCorrelation(relation, quantities) : ofTwoMeans(relation, quantities)
  if (found.range === null || printed === undefined || printed.value >= 0) return found
  return { ...found, range: scaleBounds(found.range, -1) }
}

const ofTwoMeans = (
  { groups, variances }: Extract<RelationOf<'t'>, { groups: unknown }>,
  quantities: Quantities,
): Attainable =>
  ofMoments(groups, quantities, ([first, second]) =>
    first === undefined || second === undefined ? undefined : attainableT([first, second], variances),
  )

export const f: Check<'f'> = ({ groups }, quantities) => ofMoments(groups, quantities, attainableF)

/** A test of means over all means and standard deviations that print as they do. */
function ofMoments(
  groups: RelationOf<'f'>['groups'],
  { countOf, rangeOf, titleOf }: Quantities,
  test: (groups: readonly GroupBounds[]) => { lower: number; upper: number } | undefined,
): Attainable {
  const known = groups.map(({ n, mean, sd }) => ({ n: countOf(n), mean: rangeOf(mean), sd: rangeOf(sd), id: n }))
  const inputs = together(known.flatMap(({ n, mean, sd }) => [n, mean, sd]))
  const open = known.find(({ n }) => n.least !== n.most)
  if (open !== undefined) return notPrinted(titleOf(open.id), [inputs])
  const bounds = known.map(({ n, mean, sd }) => ({ n: n.least, mean: mean.range, deviation: sd.range }))
  const isUnbounded = bounds.some(({ mean, deviation }) => !Number.isFinite(mean.upper - mean.lower + deviation.upper))
  if (isUnbounded) return { ...inputs, range: { lower: 0, upper: Infinity }, isOuter: true }
  const range = test(bounds)
  return range === undefined
    ? { ...inputs, range: null, otherwise: 'Without any spread, or with groups of one value, there is no such test.' }
    : { ...inputs, range }
}

/** Degrees of freedom follow from the form of a test. */
export const degreesOfFreedom: Check<'degrees_of_freedom'> = ({ of, part }, { numberOf, countOf, titleOf }) => {
  const { is } = numberOf(of)
  const exact = (value: number): Attainable => ({
    range: { lower: value, upper: value },
    values: [value],
    sources: [],
    isOuter: false,
    notPrinted: [],
  })
  if (is === undefined) return notPrinted(titleOf(of))
  if ('kruskal_wallis' in is) return exact(is.kruskal_wallis.groups.length - 1)
  if ('chi_squared' in is) return exact(degreesOfTable(is.chi_squared))
  if ('f' in is && part === 'numerator') return exact(is.f.groups.length - 1)
  const test = 't' in is ? is.t : 'f' in is ? is.f : { groups: [] }
  if ('correlation' in test) {
    const { least, most } = countOf(test.n)
    return least === most ? exact(least - 2) : notPrinted(titleOf(test.n))
  }
  const { groups } = test
  const isWelch = 'variances' in test && test.variances === 'welch'
  const sizes = groups.map(({ n }) => countOf(n))
  if (isWelch || sizes.some(({ least, most }) => least !== most)) return notPrinted('what they follow from')
  return exact(sumOf(sizes.map(({ least }) => least)) - groups.length)
}
