import {
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  type Interval,
  type MethodOptions,
  type Tally,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineResamplingMethod } from '../define-method.ts'
import { eachContrast } from '../inference.ts'
import { blockStream } from '../replicates.ts'
import { mixDiffers } from '../stratum-mix.ts'
import { constantEffectInterval, shiftedQuantities, shiftedReadings } from './constant-effect.ts'
import { type Distribution, drawsCaution, pOf, upperCritical } from './distribution.ts'
import { dealingsAtMost, mostEnumerated } from './enumerate.ts'
import { type DealtMeans, meansOf } from './means.ts'
import { type Prepared, prepare, rememberLast } from './prepare.ts'
import { drawnAgain, ofMeans, sharpNullCaution } from './randomisation-test.ts'
import { drawReadings, enumerateReadings, type Readings } from './readings.ts'
import type { PreparedStatistic, RandomisationStatistic, Totals } from './statistic.ts'
import { randomisationStatistics, statisticNamed } from './statistics.ts'
import type { UnitTable } from './unit-table.ts'

const id = 'randomisation-contrasts'
const drawsOfUnits = 100_000
/** Fewer are the rule where a draw takes long: a constant effect deals every case, a draw case by case allocates the sample. */
const drawsWhereSlow = 10_000

interface ReadyContrast extends Prepared<PreparedStatistic & { means: DealtMeans }> {
  of: RandomisationStatistic
  readings: Readings
  estimate: number
  standardError: number
  means: { arm: number; against: number }
  /** What P is of. */
  observed: number
  /** Whether all dealings are gone through in place of draws. */
  exact: boolean
}

/**
 * By how much the mean or proportion differs between two arms, judged by the allocation of their units alone.
 *
 * Null hypothesis (sharp): every case of the two arms would have had the same outcome in either; the other arms' units
 * stay where they are. Where the design is drawn case by case, all arms are drawn, and the null is of all of them. Studentised, P holds also for the weak null of equal means where cases are many. The interval is
 * of the weak kind.
 * Formula: d = difference in means, s its standard error from the arms' own (cluster-robust) variances, t = d / s; P is
 * the share of dealings with |t*| >= |t|, as of `randomisationTest`; interval d - q s to d - q' s, for the upper and lower
 * (1 - level) / 2 points q and q' of t* over dealings. With `constantEffect`, the effects e that tests on outcomes less e
 * in the arm, one at each end, do not reject; then those who paid nothing are taken to pay e less too.
 *
 * Takes units; gives minor units. `statistic` is a (stratified) difference in means, studentised where absent; P of one
 * that is not is of |d|. A contrast is undefined where an arm has no case, one unit or no variation, where the summary
 * does not hold the design, where cases had different chances of the arms, and where dealings are too few for an interval
 * of the level. Not to be used with
 * `constantEffect` where a constant effect is absurd, as where nearly all pay nothing.
 *
 * Fisher (1935); Chung and Romano (2013); Phipson and Smyth (2010); Imbens and Rubin (2015), chapter 5, on constant effects.
 *
 * @example randomisationContrasts.compute(units, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }], seed: 'trial/payments' })
 */
export const randomisationContrasts = defineResamplingMethod({
  id,
  title: 'Differences by randomisation',
  requires: 'units',
  reads: ['statistic', 'draws', 'constantEffect'],
  statistics: randomisationStatistics.all.filter(({ difference }) => difference !== undefined).map(each => each.id),
  pValues: 'each_contrast',
  assumesIndependence: false,
  redraws: true,
  designBased: true,
  citations: [
    { key: 'fisher-1935' },
    { key: 'chung-romano-2013' },
    { key: 'phipson-smyth-2010' },
    { key: 'imbens-rubin-2015', at: 'Chapter 5' },
  ],
  resampling: {
    defaultDraws: (summary: Summary<'units'>, options) =>
      options.constantEffect === true || isCaseByCase(readyContrasts(summary, options)) ? drawsWhereSlow : drawsOfUnits,
    chunk: (summary, options, from, to) => {
      const tallies = [...readyContrasts(summary, options)].map(([spec, contrast]): Tally => {
        if ('status' in contrast || contrast.exact) return {}
        const streamOf = (block: number) => blockStream(`${id} ${spec}`, options, block)
        return prefixed(spec, drawReadings(contrast.table, contrast.readings, streamOf, from, to))
      })
      return computed(Object.assign({}, ...tallies) as Tally)
    },
    finish: (summary, options, tally) => {
      const ready = readyContrasts(summary, options)
      return eachContrast(options.contrasts, spec => {
        const contrast = ready.get(spec.id)
        if (contrast === undefined) return undefinedBecause('too_few_arms', 'There is no such contrast.')
        return 'status' in contrast ? contrast : estimateOf(contrast, spec, options, tally)
      })
    },
  },
})

const prefixed = (spec: string, tally: Tally): Tally =>
  Object.fromEntries(Object.entries(tally).map(([name, values]) => [`${spec} ${name}`, values]))

const isCaseByCase = (ready: ReturnType<typeof readyContrasts>): boolean =>
  [...ready.values()].some(each => !('status' in each) && each.table.population.dealing.unitByUnit !== undefined)

const readyContrasts = rememberLast(
  (summary, options) => new Map(options.contrasts.map(spec => [spec.id, readyContrast(summary, options, spec)])),
)

function readyContrast(
  summary: Summary<'units'>,
  options: MethodOptions,
  spec: ContrastSpec,
): ReadyContrast | Computation<never> {
  const { statistic = 'difference-in-means-studentised', constantEffect } = options
  const of = statisticNamed(
    id,
    statistic,
    ({ difference, withinStrata }) => difference !== undefined && !(constantEffect && withinStrata),
  )
  const unequal = of.withinStrata ? undefined : mixDiffers(summary, [spec.arm, spec.against])
  if (unequal !== undefined) return unequal
  const prepared = prepare(summary, options, [spec.arm, spec.against], of, setting => {
    const own = of.prepare(setting)
    const means = meansOf(setting)
    const shifted = constantEffect ? shiftedQuantities : []
    return { ...own, means, reads: [...own.reads, ...means.reads, ...shifted] }
  })
  if ('status' in prepared) return prepared
  const { table, statistic: read } = prepared
  if (table.population.dealing.unitByUnit?.equalChances === false) {
    return undefinedBecause(
      'design_cannot_be_redrawn',
      'Cases had different chances of the arms, so that their plain means differ without any effect: weight them by the inverse of their probabilities.',
    )
  }
  const estimate = read.means.difference(table.totals, 0, 1)
  const standardError = errorOf(read.means)(table.totals)
  if (!(standardError > 0)) {
    return undefinedBecause('zero_variance', `${spec.arm} and ${spec.against} have one unit each, or no variation.`)
  }
  const studentised = (totals: Totals): number => read.means.difference(totals, 0, 1) / errorOf(read.means)(totals)
  const readings: Readings = {
    t: studentised,
    ...(of.difference === 'plain' ? { plain: read.value } : {}),
    ...(constantEffect ? shiftedReadings : {}),
  }
  const observed = of.difference === 'plain' ? Math.abs(estimate) : Math.abs(estimate) / standardError
  const means = { arm: read.means.mean(table.totals, 0), against: read.means.mean(table.totals, 1) }
  const exact = dealingsAtMost(table) <= mostEnumerated
  return { ...prepared, of, readings, estimate, standardError, means, observed, exact }
}

const errorOf =
  ({ variance }: DealtMeans) =>
  (totals: Totals): number =>
    Math.sqrt(variance(totals, 0) + variance(totals, 1))

/** What was read of the contrast's dealings: enumerated here, or among what was drawn. */
function readingsOf(contrast: ReadyContrast, spec: ContrastSpec, drawn: Tally): (name: string) => Distribution {
  if (contrast.exact) {
    const { tally, probabilities } = enumerateReadings(contrast.table, contrast.readings)
    return name => ({ values: tally[name] ?? new Float64Array(), probabilities })
  }
  return name => ({ values: drawn[`${spec.id} ${name}`] ?? new Float64Array() })
}

function estimateOf(
  contrast: ReadyContrast,
  spec: ContrastSpec,
  options: MethodOptions,
  drawn: Tally,
): Computation<ContrastEstimate> {
  const { of, estimate, standardError, observed, table } = contrast
  const read = readingsOf(contrast, spec, drawn)
  const { pValue, monteCarlo, found } = pOf(sizes(read(of.difference === 'plain' ? 'plain' : 't')), observed)
  const studentised = studentisedInterval(contrast, read('t'), options.level)
  const interval = options.constantEffect ? constantEffectInterval(contrast, read, options.level) : studentised
  if (interval === undefined) return tooFewDealings(pValue, options.level)
  const result: ContrastEstimate = {
    ...spec,
    estimate,
    standardError,
    statistic: { symbol: of.symbol, value: of.difference === 'plain' ? estimate : estimate / standardError },
    degreesOfFreedom: undefined,
    pValue,
    interval,
    ...(monteCarlo && { monteCarlo }),
    intermediates: {
      statistic: of.id,
      nullHypothesis: nullOf(spec, table),
      given: table.population.dealing.given,
      drawnAgain: `${drawnAgain(table)} ${othersOf(table)}`,
      ofMeans: ofMeans(of, table),
      means: contrast.means,
      ...found,
      ...(options.constantEffect ? { studentisedInterval: studentised } : {}),
    },
  }
  return computed(result, [
    ...(monteCarlo === undefined ? [] : [drawsCaution(monteCarlo)]),
    ...(of.difference === 'plain' ? [sharpNullCaution] : []),
    ...(options.constantEffect ? [constantEffectCaution(spec)] : []),
  ])
}

const nullOf = ({ arm, against }: ContrastSpec, { population, arms }: UnitTable): string =>
  population.dealing.unitByUnit !== undefined && arms > 2
    ? 'Every case would have had the same outcome in every arm.'
    : `Every case of ${arm} and ${against} would have had the same outcome in either.`

const othersOf = ({ population }: UnitTable): string =>
  population.dealing.unitByUnit === undefined ? 'All other arms stay as they are.' : 'All arms are drawn again.'

/** Both tails of a signed statistic as one. */
const sizes = ({ values, probabilities }: Distribution): Distribution => ({
  values: values.map(Math.abs),
  probabilities,
})

/** d - q s to d - q' s, for the upper and lower points q and q' of the studentised difference over dealings. */
function studentisedInterval(
  { estimate, standardError }: ReadyContrast,
  { values, probabilities }: Distribution,
  level: number,
): Interval | undefined {
  const tail = (1 - level) / 2
  const above = upperCritical({ values, probabilities }, tail)
  const below = upperCritical({ values: values.map(value => -value), probabilities }, tail)
  if (above === undefined || below === undefined) return undefined
  const [lower, upper] = [estimate - above * standardError, estimate + below * standardError]
  return { lower, upper, level, method: 'randomisation t' }
}

const tooFewDealings = (pValue: number, level: number): Computation<never> =>
  undefinedBecause(
    'too_few_cases',
    `There are too few different allocations for an interval of level ${level}; P is ${pValue.toPrecision(4)}.`,
  )

const constantEffectCaution = ({ arm, against }: ContrastSpec): Caution => ({
  code: 'constant_effect_assumed',
  detail:
    `The interval takes ${arm} to change every case by the same amount against ${against}, those who had nothing ` +
    'included. Where nearly all have nothing that cannot be so, and the studentised interval is the one to read.',
})
