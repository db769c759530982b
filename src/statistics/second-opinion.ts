import type {
  ArmEstimate,
  ArmEstimates,
  ContrastEstimate,
  ContrastEstimates,
  Interval,
  ResultOpinion,
  TestResult,
} from '../model/method.ts'
import type { Heterogeneity } from '../model/subgroup-results.ts'
import { type SecondOpinion, secondOpinion } from '../numerics/index.ts'
import { normalCritical, studentTCritical } from './inference.ts'

export type Limits = Pick<Interval, 'lower' | 'upper'>

/** Limits by jStat's quantiles; `undefined` where these are outside their window. */
type TheirLimits = Limits | undefined

/** The P of a statistic by chi-squared. */
export const chiSquaredTailOpinion = ({
  statistic,
  degreesOfFreedom = 0,
  pValue,
}: Pick<TestResult, 'statistic' | 'degreesOfFreedom' | 'pValue'>): ResultOpinion =>
  opinion(
    `P of ${statistic.symbol}`,
    pValue,
    secondOpinion.chiSquaredUpperTail(pValue, statistic.value, degreesOfFreedom),
  )

/** The P of a test of interaction, and the limits of the difference of two effects. */
export function heterogeneityOpinions(contrast: string, found: Heterogeneity): ResultOpinion[] {
  const { difference } = found
  const tail = chiSquaredTailOpinion(found)
  return [
    { ...tail, of: `${tail.of} of ${contrast}` },
    ...(difference === undefined
      ? []
      : limitOpinions(`the difference of effects of ${contrast}`, difference.interval, theirLimitsAround(difference))),
  ]
}

/** The P of a test by chi-squared. */
export const chiSquaredOpinion = (result: TestResult): ResultOpinion[] => [chiSquaredTailOpinion(result)]

/** The P of a test by F. */
export const fOpinion = ({
  statistic,
  degreesOfFreedom = 0,
  denominatorDegreesOfFreedom = 0,
  pValue,
}: TestResult): ResultOpinion[] => [
  opinion(
    `P of ${statistic.symbol}`,
    pValue,
    secondOpinion.fUpperTail(pValue, statistic.value, degreesOfFreedom, denominatorDegreesOfFreedom),
  ),
]

/** Both limits of every arm. */
export function armOpinions(
  { estimates }: ArmEstimates,
  theirs: (estimate: ArmEstimate) => TheirLimits,
): ResultOpinion[] {
  return estimates.flatMap(estimate => limitOpinions(estimate.arm, estimate.interval, theirs(estimate)))
}

/** Opinions on arms whose interval is by Student's t, with the degrees of freedom among the intermediates. */
export const studentTArmOpinions = (result: ArmEstimates): ResultOpinion[] =>
  armOpinions(result, estimate => theirLimitsAround(estimate, Number(estimate.intermediates.degreesOfFreedom)))

/** The two-sided P of every contrast, by t where it has degrees of freedom and else by z, and all limits; parts are normal. */
export function contrastOpinions(
  { contrasts }: ContrastEstimates,
  theirs: (contrast: ContrastEstimate) => TheirLimits,
): ResultOpinion[] {
  return contrasts.flatMap(({ computation }) => {
    if (computation.status === 'undefined') return []
    const contrast = computation.result
    return [
      ...tailOpinion(contrast),
      ...limitOpinions(contrast.id, contrast.interval, theirs(contrast)),
      ...(contrast.parts ?? []).flatMap(part =>
        limitOpinions(`${part.id} of ${contrast.id}`, part.interval, theirLimitsAround(part)),
      ),
      ...simultaneousOpinions(contrast),
    ]
  })
}

/** None: jStat's studentised range is off by up to a hundredth, and it has no distribution of Dunnett's. */
function simultaneousOpinions({ id, simultaneous }: ContrastEstimate): ResultOpinion[] {
  if (simultaneous === undefined) return []
  const of = `${id} (${simultaneous.method})`
  return [
    opinion(`P of ${of}`, simultaneous.pValue, 'outside window'),
    ...limitOpinions(of, simultaneous.interval, undefined),
  ]
}

/** Opinions on contrasts whose interval is the estimate plus and minus critical value x standard error. */
export const symmetricContrastOpinions = (result: ContrastEstimates): ResultOpinion[] =>
  contrastOpinions(result, contrast => theirLimitsAround(contrast, contrast.degreesOfFreedom))

/** Estimate plus and minus jStat's critical value x standard error: by t where degrees of freedom are given, else by z. */
export function theirLimitsAround(
  { estimate, standardError, interval }: Pick<ArmEstimate, 'estimate' | 'standardError' | 'interval'>,
  degreesOfFreedom?: number,
): TheirLimits {
  const critical = theirCritical(interval.level, degreesOfFreedom)
  if (critical === undefined) return undefined
  return { lower: estimate - critical * standardError, upper: estimate + critical * standardError }
}

/** jStat's upper `(1 + level) / 2` point of the standard normal distribution, or of Student's t. */
export function theirCritical(level: number, degreesOfFreedom?: number): number | undefined {
  const p = (1 + level) / 2
  const critical =
    degreesOfFreedom === undefined
      ? secondOpinion.normalQuantile(normalCritical(level), p)
      : secondOpinion.studentTQuantile(studentTCritical(level, degreesOfFreedom), p, degreesOfFreedom)
  return critical === 'outside window' ? undefined : critical.theirs
}

function tailOpinion({ id, statistic, degreesOfFreedom, pValue }: ContrastEstimate): ResultOpinion[] {
  if (statistic === undefined || pValue === undefined) return []
  const given =
    degreesOfFreedom === undefined
      ? secondOpinion.normalTwoSided(pValue, statistic.value)
      : secondOpinion.studentTTwoSided(pValue, statistic.value, degreesOfFreedom)
  return [opinion(`P of ${id}`, pValue, given)]
}

function limitOpinions(of: string, ours: Interval, theirs: TheirLimits): ResultOpinion[] {
  const sides = ['lower', 'upper'] as const
  return sides.map(side => opinion(`${side} limit of ${of}`, ours[side], compareLimit(ours, theirs, side)))
}

/** Share of the width of an interval by which its limits may differ: jStat's quantiles are as exact as that. */
const tolerance = 1e-6
/** Rounding of a limit far from zero, which may exceed that share of a narrow interval. */
const rounding = 4 * Number.EPSILON

function compareLimit(ours: Interval, theirs: TheirLimits, side: keyof Limits): SecondOpinion {
  if (theirs === undefined) return 'outside window'
  const [own, other] = [ours[side], theirs[side]]
  const allowed = tolerance * (theirs.upper - theirs.lower) + rounding * Math.abs(other)
  return { agrees: Math.abs(own - other) <= allowed, ours: own, theirs: other, tolerance: allowed }
}

function opinion(of: string, ours: number, given: SecondOpinion): ResultOpinion {
  if (given === 'outside window') return { of, ours, status: 'outside_window' }
  const { agrees, theirs, tolerance: allowed } = given
  return { of, ours, status: agrees ? 'agrees' : 'disagrees', theirs, tolerance: allowed }
}
