import {
  type Caution,
  type Computation,
  computed,
  type MethodOptions,
  type TestResult,
  undefinedBecause,
} from '../../model/method.ts'
import type { Redraw } from '../../model/redraw.ts'
import type { Summary } from '../../model/summary.ts'
import { defineResamplingMethod } from '../define-method.ts'
import { blockStream } from '../replicates.ts'
import { type Distribution, drawsCaution, enoughDraws, pOf } from './distribution.ts'
import { dealingsAtMost, mostEnumerated } from './enumerate.ts'
import { type Prepared, prepare, rememberLast } from './prepare.ts'
import { drawReadings, enumerateReadings } from './readings.ts'
import type { PreparedStatistic, RandomisationStatistic } from './statistic.ts'
import { randomisationStatistics, statisticNamed } from './statistics.ts'
import type { UnitTable } from './unit-table.ts'

const id = 'randomisation-test'
const drawsOfUnits = 100_000
/** A draw that goes case by case takes as long as the allocation took. */
const drawsCaseByCase = 10_000

interface ReadyTest extends Prepared<PreparedStatistic> {
  of: RandomisationStatistic
  observed: number
  /** Whether all dealings are gone through in place of draws. */
  exact: boolean
}

/**
 * The randomisation test of a statistic of one's own. Its `prepare` names the sums over dealt units that it reads and
 * gives the function of them, larger being more extreme.
 *
 * Null hypothesis, errors and citations are those of `randomisationTest`.
 *
 * @example randomisationTestOf({ id: 'payers', title: 'payers in the first arm', symbol: 'S', prepare: () => ({ reads: ['events'], value: ({ events }) => events[0] ?? 0 }) }).compute(units, options)
 */
export const randomisationTestOf = (statistic: RandomisationStatistic) => testBy(() => statistic)

/**
 * Whether the arms differ, judged by the allocation alone: how often would it have given so large a statistic?
 *
 * Null hypothesis (sharp): every case would have had the same outcome in every arm. Studentised statistics hold also for
 * the weak null of equal means where cases are many, whatever the variances and sizes of the arms; others do not.
 * Formula: P = share of all dealings whose statistic is at least the observed one, by their probabilities where there are
 * at most 200,000 different ones, else (b + 1) / (m + 1) for b of m drawn ones. The units (single cases, and linked cases
 * together) are dealt by `redraw`: as the design drew them, case by case where units of a type were not alike
 * (minimisation, ordered blocks, matched tuples, rerandomisation, probabilities of each case), or with the realised number
 * of each type in each arm.
 *
 * Takes units. `statistic` names a registered one; without it the studentised Welch-James statistic of the means. `draws`
 * are 100,000 (10,000 where drawn case by case) unless a tenth of them were as extreme before. Undefined where the statistic is not defined on the
 * allocation as it was drawn, or the summary does not hold the design. Not for outcomes seen in a part of the cases that
 * an arm may have changed.
 *
 * Fisher (1935); Chung and Romano (2013) on studentising; Phipson and Smyth (2010) on (b + 1) / (m + 1);
 * Besag and Clifford (1991) on stopping; James (1951) on the statistic.
 *
 * @example randomisationTest.compute(units, { level: 0.95, contrasts: [], seed: 'trial/payments', redraw: redrawOf(sample, protocol) })
 */
export const randomisationTest = testBy(({ statistic = 'welch-james' }) => statisticNamed(id, statistic))

function testBy(statisticFor: (options: MethodOptions) => RandomisationStatistic) {
  const ready = rememberLast((summary, options) => readyTest(summary, options, statisticFor(options)))
  return defineResamplingMethod({
    id,
    title: 'Randomisation test',
    requires: 'units',
    reads: ['statistic', 'draws'],
    statistics: randomisationStatistics.ids,
    pValues: 'overall',
    assumesIndependence: false,
    redraws: true,
    designBased: true,
    citations: [
      { key: 'fisher-1935' },
      { key: 'chung-romano-2013' },
      { key: 'phipson-smyth-2010' },
      { key: 'besag-clifford-1991' },
      { key: 'james-1951' },
    ],
    resampling: {
      defaultDraws: (summary: Summary<'units'>, options) => {
        const test = ready(summary, options)
        return 'status' in test ? drawsOfUnits : drawsWithoutPlan(test)
      },
      chunk: (summary, options, from, to) => {
        const test = ready(summary, options)
        if ('status' in test) return test
        if (test.exact) return computed({})
        return computed(drawReadings(test.table, readingsOf(test), block => blockStream(id, options, block), from, to))
      },
      enough: ({ statistic }, summary, options) => {
        const test = ready(summary, options)
        if ('status' in test || statistic === undefined) return true
        return enoughDraws(statistic, test.observed, drawsPromised(test, options))
      },
      finish: (summary, options, { statistic }) => {
        const test = ready(summary, options)
        if ('status' in test) return test
        const distribution = statistic === undefined ? enumerated(test) : { values: statistic }
        return resultOf(test, distribution, drawsPromised(test, options))
      },
    },
  })
}

function readyTest(
  summary: Summary<'units'>,
  options: MethodOptions,
  of: RandomisationStatistic,
): ReadyTest | Computation<never> {
  const prepared = prepare(summary, options, summary.arms, of, setting => of.prepare(setting))
  if ('status' in prepared) return prepared
  const observed = prepared.statistic.value(prepared.table.totals)
  if (!Number.isFinite(observed)) {
    return undefinedBecause(
      'zero_variance',
      `The statistic (${of.title}) is not defined on the allocation as it was drawn: an arm has one unit, or no variation.`,
    )
  }
  return { ...prepared, of, observed, exact: dealingsAtMost(prepared.table) <= mostEnumerated }
}

const drawsWithoutPlan = ({ table }: ReadyTest): number =>
  table.population.dealing.unitByUnit === undefined ? drawsOfUnits : drawsCaseByCase

const drawsPromised = (test: ReadyTest, { draws = drawsWithoutPlan(test) }: MethodOptions): number => draws

const readingsOf = ({ statistic }: ReadyTest) => ({ statistic: statistic.value })

function enumerated(test: ReadyTest): Distribution {
  const { tally, probabilities } = enumerateReadings(test.table, readingsOf(test))
  return { values: tally.statistic ?? new Float64Array(), probabilities }
}

function resultOf(test: ReadyTest, distribution: Distribution, promised: number): Computation<TestResult> {
  const { of, observed, table } = test
  const { dealing, setting } = table.population
  const { pValue, monteCarlo, found } = pOf(distribution, observed)
  const result: TestResult = {
    kind: 'test',
    statistic: { symbol: of.symbol, value: observed },
    degreesOfFreedom: undefined,
    pValue,
    ...(monteCarlo && { monteCarlo }),
    nullHypothesis: 'Every case would have had the same outcome in every arm.',
    intermediates: {
      statistic: of.id,
      given: dealing.given,
      drawnAgain: drawnAgain(table),
      ofMeans: ofMeans(of, table),
      cases: setting.cases,
      unitsNotAllZero: table.classes.reduce((sum, { units }) => sum + units, 0),
      ...found,
    },
  }
  return computed(result, [
    ...(monteCarlo === undefined ? [] : [drawsCaution(monteCarlo, promised)]),
    ...(of.difference === 'plain' ? [sharpNullCaution] : []),
  ])
}

/** What P says of the weak null hypothesis, that the means are equal. */
export function ofMeans({ studentised }: RandomisationStatistic, { population }: UnitTable): string {
  const { unitByUnit } = population.dealing
  if (unitByUnit !== undefined) return unitByUnit.equalChances ? notShownOfMeans : unequalChances
  return studentised ? alsoOfMeans : notOfMeans
}

const unequalChances = 'P is no test of equal means, since cases had different chances of the arms.'
const notShownOfMeans = 'That P also tests equal means is not shown for a design that is drawn case by case.'
const alsoOfMeans =
  'As the statistic is studentised, P also tests that the means are equal where cases are many (weak null hypothesis).'
const notOfMeans = 'P is no test of equal means where the arms differ in spread.'

/** Where the statistic is a difference in means, so that a reader may take P for a test of equal means. */
export const sharpNullCaution: Caution = { code: 'sharp_null_only', detail: notOfMeans }

/** How the allocation is drawn again. */
export const drawnAgain = ({ population }: UnitTable): string => waysToDrawAgain[population.dealing.given]

const waysToDrawAgain: Readonly<Record<Redraw['given'], string>> = {
  design: 'The allocation is drawn again as the design drew it.',
  realised_counts: 'The allocation is drawn again with the realised number of units of each type in each arm.',
  artefacts: 'The allocation is drawn again as the design drew it, case by case.',
}
