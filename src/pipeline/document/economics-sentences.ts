import type { BreakEven, CostMeasures, CostPerAdditional, FiellerSet, NetBenefit } from '../../economics/index.ts'
import type { Computation } from '../../model/method.ts'
import {
  costPerAdditionalPayerSentence,
  costPerAdditionalPoundSentence,
  count,
  decimalText,
  levelText,
  penceAsPounds,
  points,
  probability,
  proportion,
  range,
  roundUp,
} from '../../report/index.ts'
import type { ArmEconomics, Economics } from '../economics.ts'
import { armTitle, type Findings } from '../findings.ts'

/** How a comparison is named and at which level its intervals stand. */
interface Context {
  arm: string
  against: string
  level: number
}

/** What an arm cost and brought in beside its comparator, in sentences. */
export function armSentences(findings: Findings, economics: ArmEconomics): string[] {
  const context = {
    arm: armTitle(findings, economics.arm),
    against: armTitle(findings, economics.against),
    level: findings.plan.confidenceLevel,
  }
  return [
    costSentence(economics, context),
    ...measureSentences(economics, context),
    ...resourceSentences(economics, context),
    ...acceptabilitySentence(economics, context),
    ...bootstrapSentence(economics),
    ...detectableSentences(economics),
  ]
}

/** What one more pound and one more payer cost at each step from an arm of the frontier to the next. */
export function stepSentences(findings: Findings, { frontier, level }: Economics): string[] {
  const sentences = (
    steps: readonly {
      arm: string
      against: string
      costPerAdditional: Computation<CostPerAdditional>
      costSet: Computation<FiellerSet>
    }[],
    of: Unit,
  ): string[] =>
    steps.map(({ arm, against, costPerAdditional, costSet }) => {
      const [to, from] = [armTitle(findings, arm), armTitle(findings, against)]
      return `From ${from} to ${to}: ${ratioText(of, costPerAdditional, costSet, { arm: to, against: from, level })}`
    })
  return [...sentences(frontier.pounds.steps, 'pound'), ...sentences(frontier.payers?.steps ?? [], 'payer')]
}

function costSentence({ cost, costs, cases, additionalCost }: ArmEconomics, { against }: Context): string {
  const parts =
    costs.transfer === 0
      ? 'all of it resources'
      : `${penceAsPounds(costs.resource, 0)} of resources and ${penceAsPounds(costs.transfer, 0)} of transfers`
  const start = `Cost: ${penceAsPounds(cost, 0)} (${penceAsPounds(cost / cases)} a case), ${parts}.`
  // A comparator that bears no cost adds nothing to say.
  if (additionalCost.status === 'undefined' || additionalCost.result.total === cost) return start
  const more = additionalCost.result.total / cases
  const beside =
    more === 0
      ? `as much a case as ${against}`
      : `${penceAsPounds(Math.abs(more))} a case ${more > 0 ? 'more' : 'less'} than ${against}`
  return `${start} That is ${beside}.`
}

function measureSentences(measures: CostMeasures, context: Context): string[] {
  const { costPerAdditionalPound, costSet, collectedLessCost, breakEven, payers } = measures
  return [
    ratioSentence('pound', costPerAdditionalPound, costSet, context),
    ...(payers === null ? [] : [ratioSentence('payer', payers.costPerAdditionalPayer, payers.costSet, context)]),
    computedOr('Collected less cost', collectedLessCost, result => netSentence(result, context)),
    computedOr('Break-even', breakEven, result => breakEvenSentence(result, context)),
  ]
}

const netSentence = ({ estimate, interval }: NetBenefit, { level }: Context): string =>
  `Collected less cost: ${penceAsPounds(estimate, 0)} (${levelText(level)} interval ${range(interval.lower, interval.upper, penceAsPounds, 0)}).`

function breakEvenSentence(result: BreakEven, { arm, against }: Context): string {
  const { needed, upperLimit, upperLimitShare, standardErrorsShort } = result
  const short =
    standardErrorsShort > 0
      ? `The estimate is ${errorsText(standardErrorsShort)} standard errors short of it`
      : `The estimate exceeds it by ${errorsText(-standardErrorsShort)} standard errors`
  return `To break even ${arm} needs ${penceAsPounds(needed)} more per case than ${against}. ${short}; the upper limit of the additional amount, ${penceAsPounds(upperLimit)}, is ${proportion(upperLimitShare, 0)} of it.`
}

/** With a decimal where it makes a difference. */
const errorsText = (errors: number): string => decimalText(errors, errors < 10 ? 1 : 0)

function computedOr<R>(label: string, computation: Computation<R>, say: (result: R) => string): string {
  return computation.status === 'computed' ? say(computation.result) : `${label}: not computable. ${computation.detail}`
}

type Unit = 'pound' | 'payer'

function ratioSentence(
  of: Unit,
  ratio: Computation<CostPerAdditional>,
  costSet: Computation<FiellerSet>,
  context: Context,
): string {
  const type = costSet.status === 'computed' && !costsNoMore(ratio) ? ` (${setWords[costSet.result.type]})` : ''
  return `Cost per additional ${of}${type}: ${ratioText(of, ratio, costSet, context)}`
}

/** A ratio with its set, or why there is none. Ratios of pounds come in pounds, those of payers in pence. */
function ratioText(
  of: Unit,
  ratio: Computation<CostPerAdditional>,
  costSet: Computation<FiellerSet>,
  { arm, against, level }: Context,
): string {
  if (costsNoMore(ratio)) return `none, since ${arm} costs no more than ${against}.`
  if (costSet.status === 'undefined') return `not computable. ${costSet.detail}`
  const estimate = ratio.status === 'computed' ? ratio.result.ratio : undefined
  return of === 'pound'
    ? costPerAdditionalPoundSentence({ estimate, set: costSet.result, level }, against)
    : costPerAdditionalPayerSentence(
        { estimate: estimate === undefined ? undefined : estimate / 100, set: setInPounds(costSet.result), level },
        against,
      )
}

const costsNoMore = (ratio: Computation<CostPerAdditional>): boolean =>
  ratio.status === 'undefined' && ratio.reason === 'no_cost'

/** A set of pence as one of pounds. */
export function setInPounds(set: FiellerSet): FiellerSet {
  switch (set.type) {
    case 'interval':
      return { ...set, lower: set.lower / 100, upper: set.upper / 100 }
    case 'two_rays':
      return { ...set, below: set.below / 100, above: set.above / 100 }
    case 'whole_line':
      return set
  }
}

const setWords: Readonly<Record<FiellerSet['type'], string>> = {
  interval: 'an interval',
  two_rays: 'two rays',
  whole_line: 'the whole line',
}

const resourceSentences = ({ resourceOnly }: ArmEconomics, context: Context): string[] =>
  resourceOnly === null
    ? []
    : measureSentences(resourceOnly, context).map(sentence => `With resource costs alone. ${sentence}`)

function acceptabilitySentence({ acceptability, breakEven }: ArmEconomics, { arm, against }: Context): string[] {
  if (acceptability?.status !== 'computed') return []
  const { asymptote } = acceptability.result
  const atOne =
    breakEven.status === 'computed'
      ? ` At £1 for an additional pound it is ${probability(breakEven.result.pValue)}.`
      : ''
  return [
    `The acceptability curve of ${arm} over ${against} tends to ${probability(asymptote)} the more an additional pound is worth: one minus the one-sided P of the hypothesis that no more was collected.${atOne} (By the normal distribution. It is the probability that ${arm} is worth its cost only where nothing was known before the trial.)`,
  ]
}

/** How far the bootstrap's curve is from the normal one. */
function bootstrapSentence({ acceptability, bootstrap }: ArmEconomics): string[] {
  if (bootstrap?.curve.status !== 'computed' || acceptability?.status !== 'computed') return []
  const { points: theirs, asymptote } = bootstrap.curve.result
  const { points: own, asymptote: limit } = acceptability.result
  const apart = own.map(({ probability: ours }, index) => Math.abs(ours - (theirs[index]?.probability ?? ours)))
  const most = roundUp(100 * Math.max(...apart, Math.abs(limit - asymptote)), 1)
  return [
    `By ${count(bootstrap.draws)} bootstrap replicates the acceptability curve tends to ${probability(asymptote)}; at the ${own.length} values that were worked out, and in what it tends to, it is at most ${decimalText(most, 1)} percentage points from the normal curve.`,
  ]
}

function detectableSentences({ minimumDetectable: { amount, share, controlShare } }: ArmEconomics): string[] {
  const money =
    amount.status === 'computed' ? [`${penceAsPounds(amount.result)} per case (from the observed spread)`] : []
  const payers =
    share?.status === 'computed' && controlShare !== null
      ? [
          `payers rising by ${points(100 * (share.result - controlShare))} percentage points, from ${proportion(controlShare)} to ${proportion(share.result)} (exact power)`,
        ]
      : []
  const parts = [...payers, ...money]
  return parts.length === 0
    ? []
    : [
        `The least effects that one comparison judged alone could detect, cases taken as independent: ${parts.join('; ')}.`,
      ]
}
