import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  acceptabilityCurve,
  breakEven,
  type Chart,
  casesNeeded,
  costEffectivenessPlane,
  cumulativeAmounts,
  enrolmentAgainstPlan,
  incidenceCurves,
  leastDifferences,
  lovePlot,
  payerAmounts,
  powerCurve,
  randomisationDistribution,
  stoppingBoundaries,
  type Theme,
  themes,
  trialOutcomes,
} from '../../src/charts/index.ts'
import { dateOfDay, daysOf } from '../../src/core/civil-date.ts'
import { expectPublishable } from './publishable.ts'

// What no trial should have and some trial will: names of any length in wide and narrow letters, values that are zero,
// negative, equal or huge, intervals without width, one row and many.

const runs = { numRuns: 15 }
const inAnyTheme = async (draw: (theme: Theme) => Chart): Promise<void> => {
  for (const theme of Object.values(themes)) await expectPublishable(draw(theme))
}

const words = fc.constantFrom(
  'WWWWWWWWWWWWWWWWWWWWWWWW',
  'iiiill',
  'Arrears',
  'of',
  'a',
  'non-resident',
  'MOMWMOM',
  'R&D <1>',
)
const title = fc.array(words, { minLength: 1, maxLength: 7 }).map(parts => parts.join(' '))
/** So many different titles with an id each. */
const named = (minLength: number, maxLength: number) =>
  fc.uniqueArray(title, { minLength, maxLength }).map(titles => titles.map((each, i) => ({ id: `s${i}`, title: each })))
const text = fc.record({
  id: fc.constant('any'),
  title,
  subtitle: title,
  axisTitle: title,
  notice: fc.option(title, { nil: null }),
})

const amount = fc.oneof(
  fc.constantFrom(0, 0.01, -0.01, 1, 99_999_999.99, -99_999_999.99),
  fc.integer({ min: -5000, max: 5000 }).map(pence => pence / 100),
)
const count = fc.oneof(fc.constantFrom(0, 1, 5, 12_345_678), fc.nat({ max: 9000 }))
/** An estimate inside its interval, which may have no width. */
const estimate = fc
  .tuple(amount, fc.constantFrom(0, 0.005, 3, 1e6), fc.constantFrom(0, 0.005, 7, 1e6))
  .map(([value, below, above]) => ({ estimate: value, lower: value - below, upper: value + above }))
/** One value each, or the same for all. */
const valuesFor = <T>(size: number, value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof(
    fc.array(value, { minLength: size, maxLength: size }),
    value.map(same => new Array<T>(size).fill(same)),
  )
const withValues = <A, T>(things: fc.Arbitrary<A[]>, value: fc.Arbitrary<T>): fc.Arbitrary<(A & T)[]> =>
  things.chain(each =>
    valuesFor(each.length, value).map(values => each.map((thing, i) => ({ ...thing, ...(values[i] as T) }))),
  )
const level = fc.constantFrom(0.9, 0.95, 0.999)

const check = <T>(data: fc.Arbitrary<T>, draw: (data: T, theme: Theme) => Chart): Promise<void> =>
  fc.assert(
    fc.asyncProperty(data, each => inAnyTheme(theme => draw(each, theme))),
    runs,
  )

const merged = <A extends object, B extends object>(
  one: fc.Arbitrary<A>,
  other: fc.Arbitrary<B>,
): fc.Arbitrary<A & B> => fc.tuple(one, other).map(([first, second]) => ({ ...first, ...second }))

describe('any data leave readable', () => {
  it('break-even amounts', async () => {
    const comparisons = withValues(
      named(1, 6),
      fc.tuple(estimate, amount).map(([each, needed]) => ({ ...each, breakEven: needed })),
    )
    await check(merged(text, fc.record({ comparisons, level })), breakEven.draw)
  })

  it('the cost-effectiveness plane', async () => {
    const comparisons = withValues(named(1, 6), fc.record({ amount: estimate, cost: estimate }))
    await check(merged(text, fc.record({ comparisons, level, measure: title })), costEffectivenessPlane.draw)
  })

  it('acceptability curves', async () => {
    const probability = fc.oneof(fc.constantFrom(0, 100), fc.double({ min: 0, max: 100, noNaN: true }))
    const curves = fc
      .tuple(named(1, 6), fc.constantFrom(0, 0.5, 2, 50, 1e6), fc.integer({ min: 1, max: 41 }))
      .chain(([lines, step, size]) =>
        withValues(
          fc.constant(lines),
          fc
            .tuple(fc.array(probability, { minLength: size, maxLength: size }), probability)
            .map(([each, asymptote]) => ({
              points: each.map((value, i) => ({ willingness: step * i, probability: value })),
              asymptote,
            })),
        ),
      )
    await check(merged(text, fc.record({ curves, measure: title })), acceptabilityCurve.draw)
  })

  it('love plots', async () => {
    const difference = fc.option(
      fc.oneof(fc.constantFrom(0, 0.1, -0.1, 12.5, -300), fc.double({ min: -0.3, max: 0.3, noNaN: true })),
    )
    const data = named(1, 6).chain(comparisons => {
      const differences = valuesFor(comparisons.length, difference).map(values =>
        Object.fromEntries(comparisons.map(({ id }, i) => [id, values[i] ?? null])),
      )
      const covariates = withValues(named(1, 25), fc.record({ differences }))
      return fc.record({ comparisons: fc.constant(comparisons), covariates, threshold: fc.constantFrom(0.1, 0.25) })
    })
    await check(merged(text, data), lovePlot.draw)
  })

  it('cumulative amounts', async () => {
    const from = '2015-11-01'
    const data = fc
      .tuple(named(1, 6), fc.constantFrom(1, 7, 30, 365), fc.integer({ min: 1, max: 30 }))
      .chain(([arms, step, size]) =>
        fc.record({
          arms: fc.constant(arms),
          from: fc.constant(from),
          days: fc.array(valuesFor(arms.length, amount), { minLength: size, maxLength: size }).map(rows =>
            rows.map((values, i) => ({
              day: dateOfDay(daysOf(from) + step * (i + 1)),
              amounts: Object.fromEntries(arms.map(({ id }, a) => [id, values[a] ?? 0])),
            })),
          ),
          measure: title,
        }),
      )
    await check(merged(text, data), cumulativeAmounts.draw)
  })

  it('incidence curves', async () => {
    const data = fc
      .tuple(named(1, 6), fc.constantFrom(1, 7, 30, 365), fc.integer({ min: 1, max: 30 }))
      .chain(([arms, step, size]) =>
        fc.record({
          arms: fc.constant(arms),
          days: fc
            .array(valuesFor(arms.length, fc.double({ min: 0, max: 100, noNaN: true })), {
              minLength: size,
              maxLength: size,
            })
            .map(rows =>
              rows.map((values, i) => ({
                day: step * (i + 1),
                shares: Object.fromEntries(arms.map(({ id }, a) => [id, values[a] ?? 0])),
              })),
            ),
          measure: title,
        }),
      )
    await check(merged(text, data), incidenceCurves.draw)
  })

  const grouped = named(2, 6).chain(names => {
    const sizes = valuesFor(names.length, count)
    return sizes.chain(of => {
      const arms = names.map((each, i) => ({ ...each, n: of[i] ?? 0 }))
      const one = (n: number) => fc.oneof(fc.nat({ max: n }), fc.constantFrom(0, n, 'does not apply', 'held back'))
      const counts = fc
        .tuple(...arms.map(({ n }) => one(n)))
        .map(values => Object.fromEntries(arms.map(({ id }, i) => [id, values[i] ?? 0])))
      const groups = withValues(named(1, 12), fc.record({ counts }))
      return fc.record({ arms: fc.constant(arms), groups, decimals: fc.constantFrom(0, 1, 2) })
    })
  })

  it('outcomes of a trial', async () => {
    await check(merged(text, grouped), trialOutcomes.draw)
  })

  it('amounts of payers', async () => {
    await check(merged(text, grouped), payerAmounts.draw)
  })

  it('distributions of redrawn allocations', async () => {
    const data = fc
      .record({
        draws: fc.array(count, { minLength: 1, maxLength: 40 }),
        start: fc.constantFrom(0, -3, -1e6, 4.2, 1e7),
        width: fc.constantFrom(0.001, 0.5, 20, 1e5),
        at: fc.double({ min: -0.2, max: 1.2, noNaN: true }),
        twoSided: fc.boolean(),
        extreme: count,
        pValue: fc.constantFrom(0.00001, 0.0042, 0.05, 0.5, 1),
        decimals: fc.constantFrom(0, 2, 3),
        measure: title,
      })
      .map(({ draws, start, width, at, ...rest }) => ({
        ...rest,
        bins: draws.map((each, i) => ({ from: start + width * i, to: start + width * (i + 1), draws: each })),
        observed: start + at * width * draws.length,
        draws: Math.max(
          1,
          draws.reduce((sum, each) => sum + each, 0),
        ),
      }))
    await check(merged(text, data), randomisationDistribution.draw)
  })

  it('enrolment against the plan', async () => {
    const rows = fc.tuple(named(1, 6), fc.option(named(1, 6))).map(([arms, strata]) =>
      arms.flatMap(arm =>
        (strata ?? [null]).map(stratum => ({
          id: `${arm.id}-${stratum?.id}`,
          arm: arm.title,
          stratum: stratum?.title ?? null,
        })),
      ),
    )
    const data = fc.record({ rows: withValues(rows, fc.record({ allocated: count, planned: count })) })
    await check(merged(text, data), enrolmentAgainstPlan.draw)
  })

  const unit = fc.constantFrom('points' as const, 'pounds' as const)
  const decimals = fc.constant(2)
  const positive = amount.map(Math.abs)
  const share = fc.oneof(fc.constantFrom(0, 5, 100), fc.double({ min: 0, max: 100, noNaN: true }))

  it('curves of power', async () => {
    const data = fc
      .tuple(named(1, 5), fc.constantFrom(0, 0.001, 0.3, 50, 1e6), fc.integer({ min: 1, max: 21 }))
      .chain(([contrasts, step, size]) => {
        const points = fc
          .array(share, { minLength: size, maxLength: size })
          .map(values => ({ points: values.map((power, i) => ({ difference: step * i, power })) }))
        const curves = withValues(fc.constant(contrasts), points)
        return fc.record({ curves, wanted: fc.constantFrom(50, 80, 99.9), unit, decimals })
      })
    await check(merged(text, data), powerCurve.draw)
  })

  it('least differences', async () => {
    const data = named(1, 6).chain(marks => {
      const differences = valuesFor(marks.length, fc.option(positive)).map(values =>
        Object.fromEntries(marks.map(({ id }, i) => [id, values[i] ?? null])),
      )
      const basis = fc.array(title, { maxLength: 2 })
      const comparisons = withValues(named(1, 6), fc.record({ basis, differences }))
      return fc.record({ marks: fc.constant(marks), comparisons, unit, decimals })
    })
    await check(merged(text, data), leastDifferences.draw)
  })

  it('cases needed', async () => {
    const point = fc.record({ cases: count, planned: fc.boolean() })
    const data = fc
      .tuple(named(1, 6), fc.constantFrom(0, 0.001, 0.3, 50, 1e6), fc.integer({ min: 1, max: 21 }))
      .chain(([contrasts, step, size]) => {
        const points = fc
          .array(point, { minLength: size, maxLength: size })
          .map(values => ({ points: values.map((each, i) => ({ ...each, difference: step * (i + 1) })) }))
        return fc.record({ curves: withValues(fc.constant(contrasts), points), unit, decimals, measure: title })
      })
    await check(merged(text, data), casesNeeded.draw)
  })

  it('stopping boundaries', async () => {
    const point = fc.record({ z: fc.double({ min: -8, max: 8, noNaN: true }), difference: amount })
    const data = fc.tuple(named(1, 3), fc.integer({ min: 1, max: 12 })).chain(([lines, looks]) => {
      const points = fc
        .array(point, { minLength: looks, maxLength: looks })
        .map(values => ({ points: values.map((each, i) => ({ ...each, share: (100 * (i + 1)) / looks })) }))
      return fc.record({ boundaries: withValues(fc.constant(lines), points), unit, measure: title })
    })
    await check(merged(text, data), stoppingBoundaries.draw)
  })
})
