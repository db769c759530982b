import type { CostPerAdditional, FiellerSet } from '../../economics/index.ts'
import type { Computation } from '../../model/method.ts'
import {
  costPerAdditionalPayerSentence,
  costPerAdditionalPoundSentence,
  joined,
  literal,
  type NamedNumber,
  rangeText,
  type Text,
  text,
  written,
} from '../../report/index.ts'
import type { ArmEconomics, Economics } from '../economics.ts'
import { type CostView, costId, frontierId, pairId, setOf } from '../results/economics-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { payerTerm, poundTerm } from '../tidy-economics.ts'
import { armName } from './arms.ts'
import { absentWords, said } from './cautions.ts'

/** A comparison with the words for its arms. */
interface Context {
  findings: Reported
  comparison: ArmEconomics
  arm: Text
  against: Text
}

/** What an arm cost and brought in beside its comparator, in sentences. */
export function armSentences(findings: Reported, comparison: ArmEconomics): Text[] {
  const context = {
    ...{ findings, comparison },
    arm: armName(findings, comparison.arm),
    against: armName(findings, comparison.against),
  }
  return [
    costSentence(context),
    ...measureSentences(context, 'all'),
    ...(comparison.resourceOnly === null
      ? []
      : measureSentences(context, 'resource').map(sentence => text`With resource costs alone. ${sentence}`)),
    ...acceptabilitySentence(context),
    ...bootstrapSentence(context),
    ...detectableSentences(context),
  ]
}

/** What one more pound and one more payer cost at each step from an arm of the frontier to the next. */
export function stepSentences(findings: Reported, { frontier }: Economics): Text[] {
  const sentences = (steps: Economics['frontier']['pounds']['steps'], of: Unit): Text[] =>
    steps.map(({ arm, against, costPerAdditional: ratio, costSet }) => {
      const [to, from] = [armName(findings, arm), armName(findings, against)]
      const id = frontierId(of, `${arm}.${against}`)
      return text`From ${from} to ${to}: ${ratioText({ findings, arm: to, against: from }, { of, id, ratio, costSet })}`
    })
  return [...sentences(frontier.pounds.steps, 'pound'), ...sentences(frontier.payers?.steps ?? [], 'payer')]
}

function costSentence({ findings: { results }, comparison, against }: Context): Text {
  const { arm, cost, costs, additionalCost } = comparison
  const of = (what: string) => results.write(costId(arm, what))
  const parts =
    costs.transfer === 0
      ? 'all of it resources'
      : text`${of('cost.resource')} of resources and ${of('cost.transfer')} of transfers`
  const start = text`Cost: ${of('cost')} (${of('cost_per_case')} a case), ${parts}.`
  // A comparator that bears no cost adds nothing to say.
  if (additionalCost.status === 'undefined' || additionalCost.result.total === cost) return start
  const more = results.number(pairId(comparison, 'additional_cost_per_case'))
  const beside =
    more.value === 0
      ? text`as much a case as ${against}`
      : text`${written(more, { size: true })} a case ${more.value > 0 ? 'more' : 'less'} than ${against}`
  return text`${start} That is ${beside}.`
}

function measureSentences(context: Context, view: CostView): Text[] {
  const { comparison } = context
  const measures = view === 'resource' ? (comparison.resourceOnly ?? comparison) : comparison
  const { costPerAdditionalPound: ratio, costSet, collectedLessCost, breakEven, payers } = measures
  const id = (of: string): string => pairId(comparison, of, view)
  return [
    ratioSentence(context, { of: 'pound', id: id(poundTerm), ratio, costSet }),
    ...(payers === null
      ? []
      : [
          ratioSentence(context, {
            ...{ of: 'payer' as const, id: id(payerTerm) },
            ...{ ratio: payers.costPerAdditionalPayer, costSet: payers.costSet },
          }),
        ]),
    computedOr(context, 'Collected less cost', id('collected_less_cost'), collectedLessCost, netSentence),
    computedOr(context, 'Break-even', id('break_even'), breakEven, breakEvenSentence),
  ]
}

function netSentence({ findings: { results } }: Context, id: string): Text {
  const range = rangeText(results.number(`${id}.conf.low`), results.number(`${id}.conf.high`))
  return text`Collected less cost: ${results.write(`${id}.estimate`)} (${results.write('plan.confidence_level')} interval ${range}).`
}

function breakEvenSentence({ findings: { results }, arm, against }: Context, id: string): Text {
  const errors = results.number(`${id}.errors.short`)
  const short =
    errors.value > 0
      ? text`The estimate is ${errorsText(errors)} standard errors short of it`
      : text`The estimate exceeds it by ${errorsText(errors)} standard errors`
  return text`To break even ${arm} needs ${results.write(`${id}.estimate`)} more per case than ${against}. ${short}; the upper limit of the additional amount, ${results.write(`${id}.upper.limit`)}, is ${results.write(`${id}.upper.limit.share`)} of it.`
}

/** With a decimal where it makes a difference. */
const errorsText = (errors: NamedNumber) =>
  written(errors, { size: true, decimals: Math.abs(errors.value) < 10 ? 1 : 0 })

function computedOr<R>(
  context: Context,
  label: string,
  id: string,
  computation: Computation<R>,
  say: (context: Context, id: string) => Text,
): Text {
  return computation.status === 'computed'
    ? say(context, id)
    : text`${label}: ${absentWords(computation.reason)}. ${said(context.findings, `${id}.reason`, computation.detail)}`
}

type Unit = 'pound' | 'payer'

/** A ratio under an id, with its set. */
interface Ratio {
  of: Unit
  id: string
  ratio: Computation<CostPerAdditional>
  costSet: Computation<FiellerSet>
}

function ratioSentence(context: Context, ratio: Ratio): Text {
  const { of, costSet } = ratio
  const type = costSet.status === 'computed' && !costsNoMore(ratio.ratio) ? ` (${setWords[costSet.result.type]})` : ''
  return text`Cost per additional ${of}${type}: ${ratioText(context, ratio)}`
}

const sentences = { pound: costPerAdditionalPoundSentence, payer: costPerAdditionalPayerSentence } as const

/** A ratio with its set, or why there is none. */
function ratioText(
  { findings, arm, against }: Pick<Context, 'findings' | 'arm' | 'against'>,
  { of, id, ratio, costSet }: Ratio,
): Text {
  const { results } = findings
  if (costsNoMore(ratio)) return text`none, since ${arm} costs no more than ${against}.`
  if (costSet.status === 'undefined')
    return text`${absentWords(costSet.reason)}. ${said(findings, `${id}.set_reason`, costSet.detail)}`
  const estimate = ratio.status === 'computed' ? results.number(`${id}.estimate`) : undefined
  const set = setOf(results, id, costSet.result)
  return sentences[of]({ estimate, set, level: results.number('plan.confidence_level') }, against)
}

const costsNoMore = (ratio: Computation<CostPerAdditional>): boolean =>
  ratio.status === 'undefined' && ratio.reason === 'no_cost'

const setWords: Readonly<Record<FiellerSet['type'], string>> = {
  interval: 'an interval',
  two_rays: 'two rays',
  whole_line: 'the whole line',
}

function acceptabilitySentence({ findings: { results }, comparison, arm, against }: Context): Text[] {
  if (comparison.acceptability?.status !== 'computed') return []
  const limit = results.write(pairId(comparison, 'acceptability_pound.limit.estimate'))
  const atOne =
    comparison.breakEven.status === 'computed'
      ? text` At ${literal('£1')} for an additional pound it is ${results.write(pairId(comparison, 'break_even.p.value'))}.`
      : ''
  return [
    text`The acceptability curve of ${arm} over ${against} tends to ${limit} the more an additional pound is worth: one minus the one-sided P of the hypothesis that no more was collected.${atOne} (By the normal distribution. It is the probability that ${arm} is worth its cost only where nothing was known before the trial.)`,
  ]
}

/** How far the bootstrap's curve is from the normal one. */
function bootstrapSentence({ findings: { results }, comparison }: Context): Text[] {
  const { acceptability, bootstrap } = comparison
  if (bootstrap?.curve.status !== 'computed' || acceptability?.status !== 'computed') return []
  const of = (what: string) => results.write(pairId(comparison, what))
  const limit = of(`acceptability_pound.${bootstrap.analysis}.limit.estimate`)
  const apart = results.write(pairId(comparison, 'bootstrap.apart'), { rounding: 'up' })
  return [
    text`By ${of('bootstrap.draws')} bootstrap replicates the acceptability curve tends to ${limit}; at the ${of('bootstrap.values')} values that were worked out, and in what it tends to, it is at most ${apart} percentage points from the normal curve.`,
  ]
}

function detectableSentences({ findings: { results }, comparison }: Context): Text[] {
  const found = (of: string) => results.find(pairId(comparison, `detectable.${of}`))
  const [amount, rise, from, to] = [found('amount'), found('rise'), found('from_share'), found('to_share')]
  const money = amount === undefined ? [] : [text`${written(amount)} per case (from the observed spread)`]
  const payers =
    rise === undefined || from === undefined || to === undefined
      ? []
      : [
          text`payers rising by ${written(rise)} percentage points, from ${written(from)} to ${written(to)} (exact power)`,
        ]
  const parts = [...payers, ...money]
  return parts.length === 0
    ? []
    : [
        text`The least effects that one comparison judged alone could detect, cases taken as independent: ${joined(parts, '; ')}.`,
      ]
}
