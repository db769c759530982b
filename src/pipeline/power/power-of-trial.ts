import { sumOf } from '../../core/lists.ts'
import {
  assurance,
  type Clustering,
  designEffect,
  halfWidthOfDifferenceInProportions,
  leastCases,
  levelWithClusters,
  minimumDetectableDifference,
  minimumDetectableProportion,
  powerOfDifferenceInMeans,
  powerOfTwoProportions,
} from '../../design/index.ts'
import { declaredCases } from '../../model/allocation.ts'
import type { Computation } from '../../model/method.ts'
import { computed, undefinedBecause } from '../../model/method.ts'
import type { Plan } from '../../model/plan.ts'
import { armsOfSide } from '../../model/pooled-arms.ts'
import { controlArm, type Outcome, type Protocol } from '../../model/protocol.ts'
import type { ExpectedOutcome, Sizing } from '../../model/sizing.ts'
import { levelTitle } from '../../outcomes/index.ts'
import { normalCritical } from '../../statistics/index.ts'
import { type BreakEvenPower, breakEvenPower } from './break-even-power.ts'
import { fewestCases, priorOf, shareOfPrior, spreadIn, worthOf } from './expected.ts'
import { type SampleSize, sampleSizes } from './sample-sizes.ts'

/** Whether a trial is worth running: what its sizes can find, and what they would have to be. */
export interface TrialPower {
  schema: 'equipoise/power/1'
  trial: string
  alpha: number
  power: number
  /** Cases of each arm. */
  cases: Readonly<Record<string, number>>
  /** By how much linked cases raise variances; 1 where cases are independent. */
  designEffect: number
  outcomes: readonly OutcomePower[]
  breakEven: readonly BreakEvenPower[]
  /** What was taken for granted. */
  assumptions: readonly { of: string; value: string; assumed: boolean; source: string | null; reason: string | null }[]
}

/** The power of every contrast of an outcome. Shares from 0 to 1, amounts in pence. */
export interface OutcomePower {
  outcome: string
  /** Level of a category whose share it is about; null of other outcomes. */
  level: string | null
  title: string
  type: 'binary' | 'money'
  /** Expected share of control cases; null for amounts. */
  rate: number | null
  /** The least difference that is worth finding; null where none is declared. */
  worth: number | null
  contrasts: readonly ContrastPower[]
}

/** What can be found of one contrast. Shares from 0 to 1, amounts in pence. */
export interface ContrastPower {
  contrast: string
  title: string
  arm: string
  against: string
  /** Standard deviations of an amount in both arms; null of a share. */
  standardDeviations: { arm: number; against: number } | null
  /** Least difference above 0 that is found with the plan's power, alone. */
  detectable: Computation<number>
  /** The same at alpha over the number of contrasts: Bonferroni, which other adjustments do not fall below. */
  detectableTogether: Computation<number>
  /** Half the width of the interval that is expected where there is no difference. */
  halfWidth: number
  /** Power for the difference that is worth finding; null where none is declared. */
  power: number | null
  /** Power over what is believed of the difference beforehand; null where nothing is. */
  assurance: number | null
  /** Cases of both arms together, in the trial's proportions, for that power; null likewise. */
  casesNeeded: Computation<number> | null
  /** Power by the difference, from none to twice the least that is found. */
  curve: readonly { difference: number; power: number }[]
  /** Cases by the difference, from half to twice the least that is found. */
  sizes: readonly SampleSize[]
}

/**
 * What the sizes of a trial can find: of every contrast of the plan the least difference, the interval, the power and the cases for what is
 * worth finding; and whether it can tell an arm that brings nothing from one that pays for itself.
 *
 * Shares are exact, by the score test of two proportions; amounts are taken as normal with known standard deviations. Linked cases count
 * as fewer by the design effect of the sizing. Shares are 0 to 1, amounts in pence.
 *
 * @example powerOfTrial({ ...trial, sizing: sizingOf(trial, {}) }).outcomes[0]?.contrasts[0]?.detectable // with trial = await readTrial(findTrial('part-payment'))
 */
export function powerOfTrial({
  protocol,
  plan,
  sizing,
}: {
  protocol: Protocol
  plan: Plan
  sizing: Sizing
}): TrialPower {
  const cases = casesOf(protocol, sizing)
  const effect = sizing.clusters === undefined ? 1 : designEffect(sizing.clusters)
  const levelOf = levelIn(sizing)
  const sizeOf = (side: string): number => casesOfSide(cases, side)
  const design: Design = { plan, control: controlArm(protocol), effect, sizeOf, levelOf }
  return {
    schema: 'equipoise/power/1',
    trial: protocol.id,
    alpha: plan.alpha,
    power: plan.power,
    cases,
    designEffect: effect,
    outcomes: sizing.outcomes.map(expected => outcomePower(protocol, design, expected)),
    breakEven: breakEvenPower(protocol, plan, { sizing, cases, designEffect: effect, levelOf }),
    assumptions: sizingAssumptions(sizing),
  }
}

interface Design {
  plan: Plan
  control: string
  effect: number
  /** Cases of an arm, or of those that a contrast takes together. */
  sizeOf(side: string): number
  levelOf: LevelOf
}

/** The level of a test by the normal distribution that is as strict as one of so many cases has to be: few clusters allow for less. */
export type LevelOf = (alpha: number, cases: number) => number

const levelIn =
  ({ clusters }: Sizing): LevelOf =>
  (alpha, cases) =>
    clusters === undefined ? alpha : levelWithClusters(alpha, cases / clusters.meanSize)

/** Cases of each arm: as the protocol fixes them, else as they are expected. */
const casesOf = (protocol: Protocol, sizing: Sizing): Record<string, number> =>
  Object.fromEntries(protocol.arms.map(({ id }) => [id, plannedCases(protocol, sizing, id) ?? 0]))

/** Cases of a side of a contrast. */
export const casesOfSide = (cases: Readonly<Record<string, number>>, side: string): number =>
  sumOf(armsOfSide(side).map(arm => cases[arm] ?? 0))

/** Cases of an arm, likewise; undefined where neither says. */
export const plannedCases = ({ allocation }: Protocol, { cases }: Sizing, arm: string): number | undefined =>
  declaredCases(allocation, arm) ?? cases?.[arm]

function outcomePower(protocol: Protocol, design: Design, expected: ExpectedOutcome): OutcomePower {
  const { outcome, level = null, rate = null } = expected
  const found = protocol.outcomes.find(({ id }) => id === outcome)
  return {
    outcome,
    level,
    title: titleOf(found, level) ?? outcome,
    type: rate === null ? 'money' : 'binary',
    rate,
    worth: worthOf(expected),
    contrasts: design.plan.contrasts.map(({ id, title, arm, against }) => ({
      ...{ contrast: id, title, arm, against },
      ...contrastPower(design, { expected, arm, against }),
    })),
  }
}

function titleOf(outcome: Outcome | undefined, level: string | null): string | undefined {
  if (outcome?.type !== 'category' || level === null) return outcome?.title
  return `${outcome.title}: ${levelTitle(outcome, level)}`
}

type Numbers = Omit<ContrastPower, 'contrast' | 'title' | 'arm' | 'against'>

/** Points of a curve of power after the first. */
const steps = 20

function contrastPower(
  { plan, control, effect, sizeOf, levelOf }: Design,
  { expected, arm, against }: { expected: ExpectedOutcome; arm: string; against: string },
): Numbers {
  const { power: wanted, contrasts } = plan
  const total = sizeOf(arm) + sizeOf(against)
  const alpha = levelOf(plan.alpha, total)
  const sizes = { arm: sizeOf(arm) / effect, against: sizeOf(against) / effect }
  const spreads = { arm: spreadOfSide(expected, arm, sizeOf), against: spreadOfSide(expected, against, sizeOf) }
  const question = questionOf(expected, spreads)
  const worth = worthOf(expected)
  const ratio = sizeOf(against) === 0 ? 1 : sizeOf(arm) / sizeOf(against)
  const at = (cases: number) => ({ arm: (cases * ratio) / (1 + ratio) / effect, against: cases / (1 + ratio) / effect })
  const casesFor = (difference: number) =>
    leastCases(cases => question.power(at(cases), difference, levelOf(plan.alpha, cases)), wanted, fewestCases)
  const detectable = question.detectable(sizes, { alpha, power: wanted })
  const planned = { arm: sizeOf(arm), against: sizeOf(against) }
  return {
    standardDeviations: expected.rate === undefined ? { arm: spreads.arm, against: spreads.against } : null,
    detectable,
    detectableTogether: question.detectable(sizes, {
      alpha: levelOf(plan.alpha / contrasts.length, total),
      power: wanted,
    }),
    halfWidth: question.halfWidth(sizes, 1 - levelOf(1 - plan.confidenceLevel, total)),
    power: worth === null ? null : question.power(sizes, worth, alpha),
    assurance: against === control ? assuranceOf(question, sizes, { expected, alpha }) : null,
    casesNeeded: worth === null ? null : casesFor(worth),
    curve: curveOf(question, sizes, {
      alpha,
      top: detectable.status === 'computed' ? 2 * detectable.result : (worth ?? 0),
    }),
    sizes: sampleSizes(planned, { detectable, worth, most: question.most }, casesFor),
  }
}

/** Over what is believed of the difference from control; no share leaves 0 to 1. */
function assuranceOf(
  question: Question,
  sizes: Sizes,
  { expected, alpha }: { expected: ExpectedOutcome; alpha: number },
): number | null {
  const prior = shareOfPrior(expected) ?? priorOf(expected)
  if (prior === undefined) return null
  const within = (difference: number): number => Math.min(Math.max(difference, question.least), question.most)
  return assurance(difference => question.power(sizes, within(difference), alpha), prior)
}

function curveOf(
  question: Question,
  sizes: Sizes,
  { alpha, top }: { alpha: number; top: number },
): ContrastPower['curve'] {
  const most = Math.min(top, question.most)
  return Array.from({ length: steps + 1 }, (_, at) => {
    const difference = (most * at) / steps
    return { difference, power: question.power(sizes, difference, alpha) }
  })
}

interface Sizes {
  arm: number
  against: number
}

/** What can be asked of an outcome by the sizes of two arms; linked cases count as fewer. */
interface Question {
  /** The differences that there can be. */
  least: number
  most: number
  power(sizes: Sizes, difference: number, alpha: number): number
  detectable(sizes: Sizes, wanted: { alpha: number; power: number }): Computation<number>
  halfWidth(sizes: Sizes, level: number): number
}

const questionOf = (expected: ExpectedOutcome, spreads: Sizes): Question =>
  expected.rate === undefined ? ofAmounts(spreads.arm, spreads.against) : ofShares(expected.rate)

/** The standard deviation within the arms of a side, each counting with its cases. */
function spreadOfSide(expected: ExpectedOutcome, side: string, sizeOf: Design['sizeOf']): number {
  const [first, ...others] = armsOfSide(side).map(arm => ({ spread: spreadIn(expected, arm), cases: sizeOf(arm) }))
  if (first === undefined || others.every(({ spread }) => spread === first.spread)) return first?.spread ?? 0
  const arms = [first, ...others]
  const variance = sumOf(arms.map(({ spread, cases }) => cases * spread ** 2)) / sumOf(arms.map(({ cases }) => cases))
  return Math.sqrt(variance)
}

/** Exact: events are rare. A share is of whole cases. */
function ofShares(rate: number): Question {
  const whole = ({ arm, against }: Sizes) => ({ arm: Math.floor(arm), against: Math.floor(against) })
  return {
    least: -rate,
    most: 1 - rate,
    power(sizes, difference, alpha) {
      const { arm, against } = whole(sizes)
      return powerOfTwoProportions(
        { arm: { n: arm, probability: rate + difference }, against: { n: against, probability: rate } },
        alpha,
      )
    },
    detectable(sizes, wanted) {
      const { arm, against } = whole(sizes)
      const found = minimumDetectableProportion({ n: arm }, { n: against, probability: rate }, wanted)
      return found.status === 'computed' ? computed(found.result - rate) : found
    },
    halfWidth(sizes, level) {
      const { arm, against } = whole(sizes)
      const of = (n: number) => ({ n, probability: rate })
      return halfWidthOfDifferenceInProportions({ arm: of(arm), against: of(against) }, level)
    },
  }
}

/** By the normal distribution, with the standard deviations taken as known. */
function ofAmounts(own: number, other: number): Question {
  const spreads = ({ arm, against }: Sizes) =>
    [
      { n: arm, standardDeviation: own },
      { n: against, standardDeviation: other },
    ] as const
  return {
    least: Number.NEGATIVE_INFINITY,
    most: Number.POSITIVE_INFINITY,
    power: (sizes, difference, alpha) => powerOfDifferenceInMeans(...spreads(sizes), difference, alpha),
    detectable: (sizes, wanted) =>
      Math.min(sizes.arm, sizes.against) === 0
        ? undefinedBecause('no_cases_in_arm', 'An arm has no case.')
        : minimumDetectableDifference(...spreads(sizes), wanted),
    halfWidth: (sizes, level) => normalCritical(level) * Math.sqrt(own ** 2 / sizes.arm + other ** 2 / sizes.against),
  }
}

/** What is taken for granted of outcomes, clusters and cases. */
export function sizingAssumptions({ outcomes, clusters, cases }: Sizing): TrialPower['assumptions'] {
  const of = (
    what: string,
    value: string,
    from: { source?: string | undefined; assumed?: true | undefined; reason?: string | undefined },
  ) => ({
    ...{ of: what, value, assumed: from.assumed === true },
    ...{ source: from.source ?? null, reason: from.reason ?? null },
  })
  return [
    ...outcomes.map(expected =>
      of(
        expected.outcome,
        expected.rate === undefined
          ? `standard deviation £${typeof expected.sd === 'string' ? expected.sd : Object.values(expected.sd ?? {}).join(', £')}`
          : `${expected.rate} of control cases`,
        expected,
      ),
    ),
    ...(clusters === undefined ? [] : [of('clusters', clusterWords(clusters), clusters)]),
    ...(cases === undefined
      ? []
      : [
          of(
            'cases',
            Object.entries(cases)
              .map(([arm, n]) => `${arm} ${n}`)
              .join(', '),
            {},
          ),
        ]),
  ]
}

/** What was taken for granted, in words. */
export function powerAssumption({ of, value, assumed, source, reason }: TrialPower['assumptions'][number]): string {
  const why = [source, reason].filter(each => each !== null).join('; ')
  return `${of}: ${value}${assumed ? ', assumed' : ''}${why === '' ? '' : ` (${why})`}`
}

const clusterWords = ({ meanSize, variationOfSizes, correlation }: Clustering): string =>
  `${meanSize} cases on average, variation ${variationOfSizes}, intracluster correlation ${correlation}`
