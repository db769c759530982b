import { combinationsOf, sumOf } from '../../../core/lists.ts'
import type { RelationOf } from '../../../model/audit-file.ts'
import type { Range } from '../../../model/comparison.ts'
import type { PrintedNumber } from '../../../model/printed-number.ts'
import {
  addBounds,
  type Bounds,
  boundsOf,
  divideBounds,
  multiplyBounds,
  scaleBounds,
  subtractBounds,
} from '../../../numerics/index.ts'
import { decimalText } from '../../../report/index.ts'
import { limitOfCorrelation, limitOfP, wholeNumbers } from '../../../statistics/bounds/index.ts'
import { type Binomial, clopperPearson, wilson } from '../../../statistics/index.ts'
import type { Check, Quantities } from '../check.ts'
import { type Attainable, notPrinted, together } from '../known.ts'
import { normalCriticalBounds, studentCriticalBounds } from './critical.ts'
import { scales } from './scales.ts'

const mostBinomials = 100_000

/** The "plus or minus" of a percentage, by the normal distribution, or of a mean. */
export const halfWidth: Check<'half_width'> = (relation, quantities, printed) => {
  if ('percentage' in relation) {
    const critical = normalCriticalBounds(relation.level)
    return ofBinomials(relation.percentage, quantities, binomial => endsOf(waldHalfWidth(critical)(binomial)))
  }
  if ('percentages' in relation) {
    return ofDifferences(relation.percentages, quantities, pair => endsOf(pairHalfWidth(relation.level)(pair)))
  }
  const factor = perDeviation(relation, quantities)
  if (factor === undefined) return notPrinted(quantities.titleOf(relation.n))
  const deviation = quantities.rangeOf(relation.sd)
  const known = together([deviation])
  const isKnown = known.notPrinted.length === 0
  const range = isKnown ? multiplyBounds(nonNegative(deviation.range), factor) : anything
  const isWorkedOut = quantities.printedOf(relation.sd) === undefined
  return { ...known, range, remark: isWorkedOut && printed ? impliedDeviation(printed, factor) : undefined }
}

function impliedDeviation(printed: PrintedNumber, factor: Bounds): string {
  const implied = divideBounds({ lower: Math.max(0, printed.lower), upper: printed.upper }, factor)
  const [lower, upper] = [implied.lower, implied.upper].map(each => decimalText(each, printed.decimals))
  return `It implies a standard deviation of ${lower} to ${upper}.`
}

/** A limit of a confidence interval: of a percentage, a difference of two, a mean or a correlation, or from an estimate and its P. */
export const interval: Check<'interval'> = (relation, quantities) => {
  const { side } = relation
  if ('percentage' in relation) return ofBinomials(relation.percentage, quantities, limitOf(relation))
  if ('percentages' in relation) {
    return ofDifferences(relation.percentages, quantities, pair => {
      const half = pairHalfWidth(relation.level)(pair)
      const [first, second] = pair.map(({ events, n }) => (100 * events) / n) as [number, number]
      const estimate = { lower: first - second, upper: first - second }
      return endsOf(side === 'lower' ? subtractBounds(estimate, half) : addBounds(estimate, half))
    })
  }
  if ('correlation' in relation) return ofCorrelation(relation, quantities)
  if ('p' in relation) return ofEstimate(relation, quantities)
  const factor = perDeviation(relation, quantities)
  if (factor === undefined) return notPrinted(quantities.titleOf(relation.n))
  const [mean, deviation] = [quantities.rangeOf(relation.mean), quantities.rangeOf(relation.sd)]
  const half = multiplyBounds(nonNegative(deviation.range), factor)
  const range = side === 'lower' ? subtractBounds(mean.range, half) : addBounds(mean.range, half)
  return { ...together([mean, deviation]), range }
}

/** A limit as far from the estimate as the other limit, on the scale of the numbers or of their logarithms. */
export const symmetric: Check<'symmetric'> = ({ around, other, scale }, { rangeOf }) => {
  const [estimate, limit] = [rangeOf(around), rangeOf(other)]
  const known = together([estimate, limit])
  if (scale === 'linear') return { ...known, range: subtractBounds(scaleBounds(estimate.range, 2), limit.range) }
  const positive = nonNegative(estimate.range)
  const squared = { lower: positive.lower ** 2, upper: positive.upper ** 2 }
  return { ...known, range: divideBounds(squared, nonNegative(limit.range)) }
}

function ofCorrelation(
  { side, correlation, n, level }: Extract<RelationOf<'interval'>, { correlation: string }>,
  { countOf, rangeOf }: Quantities,
): Attainable {
  const [r, size] = [rangeOf(correlation), countOf(n)]
  const range = limitOfCorrelation(side, r.range, size, normalCriticalBounds(level))
  const otherwise = 'A correlation beyond 1, or of fewer than four pairs, has no such interval.'
  return { ...together([r, size]), range: range ?? null, ...(range === undefined ? { otherwise } : {}) }
}

/** On the scale of the logarithms for ratios; an estimate or a limit of 0 is without an end there. */
function ofEstimate(
  { side, estimate, p, level, scale }: Extract<RelationOf<'interval'>, { p: string }>,
  { rangeOf }: Quantities,
): Attainable {
  const [value, pValue] = [rangeOf(estimate), rangeOf(p)]
  const { to, from } = scales[scale]
  const range = from(limitOfP(side, to(value.range), pValue.range, normalCriticalBounds(level)))
  return { ...together([value, pValue]), range }
}

const anything: Bounds = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }

type OfMean = { n: string; level: number; critical: 'z' | 't' }

/** What a standard deviation of 1 adds to and takes from a mean; undefined where the number of values is not known. */
function perDeviation({ n, level, critical }: OfMean, { countOf }: Quantities): Bounds | undefined {
  const { least, most } = countOf(n)
  if (least !== most || least < 2) return undefined
  const value = critical === 'z' ? normalCriticalBounds(level) : studentCriticalBounds(level, least - 1)
  return scaleBounds(value, 1 / Math.sqrt(least))
}

const nonNegative = ({ lower, upper }: Range): Range => ({ lower: Math.max(0, lower), upper: Math.max(0, upper) })

/** What a function of a count and its denominator gives over every pair that the percentage allows. */
function ofBinomials(
  id: string,
  quantities: Quantities,
  values: (binomial: Binomial) => readonly number[],
): Attainable {
  const [events, size] = [quantities.countOf(id), quantities.denominatorOf(id)]
  const inputs = together([events])
  const pairs = (events.most - events.least + 1) * (size.most - size.least + 1)
  if (pairs > mostBinomials) return { ...inputs, range: { lower: -Infinity, upper: Infinity }, isOuter: true }
  const found: number[] = []
  for (let n = Math.max(1, size.least); n <= size.most; n += 1) {
    for (let count = events.least; count <= Math.min(n, events.most); count += 1) {
      found.push(...values({ events: count, n }))
    }
  }
  return { ...inputs, range: found.length === 0 ? null : boundsOf(found), values: inputs.isOuter ? undefined : found }
}

type Pair = readonly [Binomial, Binomial]

/** What a function of two counts and their denominators gives over every two that two percentages allow. */
function ofDifferences(
  ids: readonly string[],
  quantities: Quantities,
  values: (pair: Pair) => readonly number[],
): Attainable {
  const known = ids.map(id => ({ events: quantities.countOf(id), size: quantities.denominatorOf(id) }))
  const inputs = together(known.map(({ events }) => events))
  const isOpen = known.some(({ size }) => size.least !== size.most || size.least === 0)
  const pairs = known.reduce((product, { events }) => product * Math.max(0, events.most - events.least + 1), 1)
  if (isOpen || pairs > mostBinomials) return { ...inputs, range: anything, isOuter: true }
  const counts = combinationsOf(known.map(({ events }) => wholeNumbers(events)))
  const found = counts.flatMap(([first = 0, second = 0]) =>
    values([
      { events: first, n: known[0]?.size.least ?? 0 },
      { events: second, n: known[1]?.size.least ?? 0 },
    ]),
  )
  return { ...inputs, range: found.length === 0 ? null : boundsOf(found), values: inputs.isOuter ? undefined : found }
}

/** In points: critical value times the standard error of the difference of two percentages, each with its own variance. */
const pairHalfWidth =
  (level: number) =>
  (pair: Pair): Bounds =>
    scaleBounds(
      normalCriticalBounds(level),
      100 * Math.sqrt(sumOf(pair.map(({ events, n }) => (events * (n - events)) / n ** 3))),
    )

/** In points: critical value times the standard error of the percentage. */
const waldHalfWidth =
  (critical: Bounds) =>
  ({ events, n }: Binomial): Bounds =>
    scaleBounds(critical, (100 * Math.sqrt((events * (n - events)) / n)) / n)

type OfPercentage = Extract<RelationOf<'interval'>, { percentage: string }>

function limitOf({ side, method, level }: OfPercentage): (binomial: Binomial) => readonly number[] {
  const critical = normalCriticalBounds(level)
  switch (method) {
    case 'wald':
      return binomial => {
        const share = (100 * binomial.events) / binomial.n
        const half = waldHalfWidth(critical)(binomial)
        const estimate = { lower: share, upper: share }
        const limit = side === 'lower' ? subtractBounds(estimate, half) : addBounds(estimate, half)
        // Reports cut the limits at 0 and 100 or leave them as they are.
        const cut = Math.min(100, Math.max(0, side === 'lower' ? limit.lower : limit.upper))
        return [limit.lower, limit.upper, cut]
      }
    case 'wilson':
      return binomial => [100 * wilson(binomial, level)[side]]
    case 'clopper-pearson':
      return binomial => [100 * clopperPearson(binomial, level)[side]]
  }
}

const endsOf = ({ lower, upper }: Bounds): readonly number[] => [lower, upper]
