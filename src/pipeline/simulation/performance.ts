import type { Measure } from '../../model/method.ts'
import { lessThan, meanOf, type Simulated, shareOf } from './monte-carlo.ts'
import type { Recorded } from './recorder.ts'
import { nameOf } from './replicates.ts'
import { distance } from './truth.ts'

/** How a test, an estimate of an arm or one of a contrast did over the replicates. Shares from 0 to 1, money in pence. */
export interface Performance {
  /** Replicates that gave no answer, by the reason. They are in none of the numbers below. */
  failures: Readonly<Record<string, number>>
  /** Share of the replicates with a P in which it is at most alpha; null where there is no test. Without an effect, the type I error. */
  power: Simulated | null
  /** The same of the P that is adjusted in its family; null where it is in none. */
  powerInFamily: Simulated | null
  /** What is to be estimated; null where the model does not say it. */
  truth: number | null
  estimate: Simulated | null
  bias: Simulated | null
  /** Share of the intervals that hold the truth. */
  coverage: Simulated | null
  /** Of the replicates that reject, the share whose estimate has the wrong sign. */
  typeS: Simulated | null
  /** Of the replicates that reject, how many times too large the estimate is on average. */
  typeM: Simulated | null
}

/** What is asked of a part. */
export interface Asked {
  analysis: string
  /** Contrast or arm; null for a test over all arms. */
  part: string | null
  /** Null for the estimate of an arm, and a test. */
  measure: Measure | null
  truth: number | null
  alpha: number
  /** P in the family by replicate, NaN where there is none. */
  adjusted?: Float64Array | undefined
}

/** How one part of an analysis did. */
export function performanceOf({ numbers, failures }: Recorded, asked: Asked): Performance {
  const { analysis, part, truth, alpha, adjusted } = asked
  const name = nameOf.part(analysis, part)
  const of = (number: 'estimate' | 'lower' | 'upper' | 'p'): ArrayLike<number> =>
    numbers[nameOf.number(name, number)] ?? []
  const [estimates, lower, upper, ps] = [of('estimate'), of('lower'), of('upper'), of('p')]
  const answered = indices(estimates)
  const tested = indices(ps)
  const rejects = (p: ArrayLike<number>): boolean[] => tested.map(at => (p[at] ?? 1) <= alpha)
  const estimate = meanOf(answered.map(at => estimates[at] ?? 0))
  return {
    failures: { ...failures[nameOf.part(analysis, null)], ...failures[name] },
    power: shareOf(rejects(ps)),
    powerInFamily: adjusted === undefined ? null : shareOf(rejects(adjusted)),
    truth,
    estimate,
    bias: truth === null ? null : lessThan(estimate, truth),
    coverage:
      truth === null ? null : shareOf(answered.map(at => (lower[at] ?? 0) <= truth && truth <= (upper[at] ?? 0))),
    ...errorsOf(
      tested.filter(at => (ps[at] ?? 1) <= alpha).map(at => estimates[at] ?? Number.NaN),
      asked,
    ),
  }
}

/** Replicates that have the number. */
const indices = (values: ArrayLike<number>): number[] =>
  Array.from(values, (value, at) => (Number.isNaN(value) ? -1 : at)).filter(at => at >= 0)

/** Gelman and Carlin (2014): errors of the sign and of the size of what was found. Without an effect there is neither. */
function errorsOf(found: readonly number[], { measure, truth }: Asked): Pick<Performance, 'typeS' | 'typeM'> {
  if (measure === null || truth === null) return { typeS: null, typeM: null }
  const effect = distance(truth, measure)
  if (effect === 0) return { typeS: null, typeM: null }
  const times = found.map(estimate => distance(estimate, measure) / effect)
  return { typeS: shareOf(times.map(each => each < 0)), typeM: meanOf(times.map(Math.abs)) }
}
