import type { ArmId } from '../../model/ids.ts'
import {
  blockSize,
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type Interval,
  type MethodOptions,
  type Resampling,
  type Tally,
  undefinedBecause,
} from '../../model/method.ts'
import { sampleVariance } from '../../numerics/index.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { blockStream } from '../replicates.ts'
import { bcaLimits, percentileLimits, type RuleLimits, studentisedLimits } from './interval-rules.ts'
import { limitErrors } from './limit-errors.ts'
import { type PairOfPools, pairsOf, type Resampled, skewOfUnits } from './pools.ts'
import type { MeanOfUnits, Pool } from './resample-units.ts'

/** Replicates of one contrast. */
interface Replicates {
  estimates: Float64Array
  standardErrors: Float64Array
}

/** A contrast as observed, with the standard error that each replicate's is computed like. */
interface Observed {
  estimate: number
  standardError: number
  acceleration: number
}

type IntervalRule = (replicates: Replicates, observed: Observed, level: number) => RuleLimits | undefined

const rules = {
  percentile: ({ estimates }, _, level) => percentileLimits(estimates, level),
  BCa: ({ estimates }, observed, level) => bcaLimits(estimates, observed, level),
  'bootstrap-t': studentisedLimits,
} satisfies Record<string, IntervalRule>

/**
 * Differences in means by drawing whole units with replacement within every arm, and the interval of one rule. Each arm
 * has its own streams, so that a contrast has the same replicates whatever other contrasts are asked for.
 */
export function bootstrapDifference<K extends 'frequencies' | 'units'>(
  resampled: Resampled<K>,
  rule: keyof typeof rules,
): Resampling<K, ContrastEstimates> {
  return {
    defaultDraws: 10_000,
    chunk: (summary, options, from, to) => {
      const pairOf = pairsOf(resampled, summary)
      const means = new Map<ArmId, MeanOfUnits[]>()
      const meansOf = (arm: ArmId, pool: Pool): MeanOfUnits[] => {
        const drawn =
          means.get(arm) ?? drawMeans(pool, `bootstrap of each ${resampled.unit} of ${arm}`, options, from, to)
        means.set(arm, drawn)
        return drawn
      }
      const columns = options.contrasts.flatMap(spec => {
        const pair = pairOf(spec)
        if ('reason' in pair) return []
        return columnsOf(spec, meansOf(spec.arm, pair.arm), meansOf(spec.against, pair.against))
      })
      return computed(Object.fromEntries(columns))
    },
    finish: (summary, { level, contrasts }, tally) => {
      const pairOf = pairsOf(resampled, summary)
      const differences = eachContrast(contrasts, spec => {
        const pair = pairOf(spec)
        if ('reason' in pair) return { status: 'undefined', ...pair }
        const replicates = { estimates: column(tally, spec, 'estimate'), standardErrors: column(tally, spec, 'error') }
        return estimateOf(spec, pair, replicates, rule, level)
      })
      return withCautions(differences, skewOfUnits(resampled, summary))
    },
  }
}

function drawMeans(pool: Pool, purpose: string, options: MethodOptions, from: number, to: number): MeanOfUnits[] {
  const means: MeanOfUnits[] = []
  for (let block = from; block < to; block += 1) {
    const stream = blockStream(purpose, options, block)
    for (let replicate = 0; replicate < blockSize; replicate += 1) means.push(pool.resample(stream))
  }
  return means
}

function columnsOf(
  spec: ContrastSpec,
  ofArm: readonly MeanOfUnits[],
  ofAgainst: readonly MeanOfUnits[],
): [string, Float64Array][] {
  const estimates = new Float64Array(ofArm.length)
  const errors = new Float64Array(ofArm.length)
  ofArm.forEach((mean, index) => {
    const { estimate, standardError } = difference(mean, ofAgainst[index] as MeanOfUnits)
    estimates[index] = estimate
    errors[index] = standardError
  })
  return [
    [columnName(spec, 'estimate'), estimates],
    [columnName(spec, 'error'), errors],
  ]
}

const columnName = ({ id }: ContrastSpec, name: 'estimate' | 'error'): string => `${name} of ${id}`

const column = (tally: Tally, spec: ContrastSpec, name: 'estimate' | 'error'): Float64Array =>
  tally[columnName(spec, name)] ?? new Float64Array()

/** The replicates of a contrast's difference in the tally of a bootstrap; none where it could not be drawn. */
export const replicatesOfDifference = (tally: Tally, spec: ContrastSpec): Float64Array =>
  column(tally, spec, 'estimate')

const difference = (arm: MeanOfUnits, against: MeanOfUnits) => ({
  estimate: arm.mean - against.mean,
  standardError: Math.sqrt(arm.variance + against.variance),
})

function estimateOf(
  spec: ContrastSpec,
  pair: PairOfPools,
  replicates: Replicates,
  rule: keyof typeof rules,
  level: number,
): Computation<ContrastEstimate> {
  const observed = { ...difference(pair.arm.observed, pair.against.observed), acceleration: accelerationOf(pair) }
  const limitsOf = (some: Replicates): RuleLimits | undefined => rules[rule](some, observed, level)
  const limits = limitsOf(replicates)
  const draws = replicates.estimates.length
  if (limits === undefined) {
    return undefinedBecause('not_converged', `The limits at level ${level} lie beyond what ${draws} replicates reach.`)
  }
  const { lower, upper, details } = limits
  const errors = limitErrors(draws, (from, to) => limitsOf(part(replicates, from, to)))
  const interval = { lower, upper, level, method: rule }
  const bootstrapError = Math.sqrt(sampleVariance([...replicates.estimates]))
  const estimate: ContrastEstimate = {
    ...spec,
    estimate: observed.estimate,
    standardError: rule === 'bootstrap-t' ? observed.standardError : bootstrapError,
    statistic: undefined,
    degreesOfFreedom: undefined,
    pValue: undefined,
    interval,
    intermediates: {
      means: { arm: pair.arm.observed.mean, against: pair.against.observed.mean },
      units: { arm: pair.arm.units, against: pair.against.units },
      replicates: draws,
      bootstrapStandardError: bootstrapError,
      ...details,
      ...(errors && { limitErrors: errors }),
    },
  }
  return computed(estimate, [drawsCaution(draws, interval, errors)])
}

const part = ({ estimates, standardErrors }: Replicates, from: number, to: number): Replicates => ({
  estimates: estimates.subarray(from, to),
  standardErrors: standardErrors.subarray(from, to),
})

/** A sixth of the skewness that the units' influences give the difference (Davison and Hinkley 1997, section 5.4). */
function accelerationOf({ arm, against }: PairOfPools): number {
  const power = (pool: Pool, exponent: number): number =>
    pool.influences.reduce((sum, { influence, count }) => sum + count * influence ** exponent, 0)
  return (power(arm, 3) - power(against, 3)) / (6 * (power(arm, 2) + power(against, 2)) ** 1.5)
}

function drawsCaution(
  draws: number,
  { lower, upper }: Interval,
  errors: Pick<Interval, 'lower' | 'upper'> | undefined,
): Caution {
  const percent = (error: number): string => `${((100 * error) / (upper - lower)).toPrecision(2)}%`
  const known =
    errors === undefined
      ? 'too few to tell their Monte Carlo error'
      : `with Monte Carlo standard errors of ${percent(errors.lower)} and ${percent(errors.upper)} of the interval's width`
  return {
    code: 'estimated_from_draws',
    detail: `The limits are from ${draws.toLocaleString('en-GB')} random replicates, ${known}.`,
  }
}
