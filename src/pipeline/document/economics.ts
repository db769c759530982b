import type { FiellerSet } from '../../economics/index.ts'
import type { Computation } from '../../model/method.ts'
import {
  type Block,
  costPerAdditionalPoundSentence,
  count,
  levelText,
  penceAsPounds,
  points,
  proportion,
  range,
  type Text,
} from '../../report/index.ts'
import type { ArmEconomics } from '../economics.ts'
import { armTitle, type Findings } from '../findings.ts'

/** What each arm cost and brought in, in sentences. */
export function economicsBlocks(findings: Findings): Block[] {
  const { economics, plan } = findings
  if (economics === null || economics.arms.length === 0) return []
  const sentences = economics.arms.flatMap(arm => [
    { kind: 'heading' as const, text: `${armTitle(findings, arm.arm)} against ${armTitle(findings, arm.against)}` },
    { kind: 'list' as const, ordered: false, items: armSentences(findings, arm) },
  ])
  return [
    ...sentences,
    {
      kind: 'note',
      title: 'What is counted',
      text:
        `A pound paid counts as a pound, within the follow-up window, against the costs that the protocol states and no others (${costTitles(findings)}). ` +
        `Later payments and other outcomes are not counted. Minimum detectable effects are for ${proportion(plan.power, 0)} power and a two-sided alpha of ${plan.alpha}, not adjusted for several arms.`,
    },
  ]
}

/** What the costs were spent on, each once, in the words of the protocol. */
const costTitles = ({ protocol }: Findings): string => [...new Set(protocol.costs.map(({ title }) => title))].join(', ')

function armSentences(findings: Findings, economics: ArmEconomics): Text[] {
  const control = armTitle(findings, economics.against)
  const level = findings.plan.confidenceLevel
  return [
    ratioSentence(economics, control, level),
    ...computedOr(
      economics.collectedLessCost,
      ({ estimate, interval }) =>
        `Collected less cost: ${penceAsPounds(estimate, 0)} (${levelText(level)} interval ${range(interval.lower, interval.upper, penceAsPounds, 0)}).`,
    ),
    ...computedOr(economics.breakEven, result => {
      const { needed, upperLimit, upperLimitShare, standardErrorsShort } = result
      const short =
        standardErrorsShort > 0
          ? `The estimate is ${count(standardErrorsShort)} standard errors short of it`
          : `The estimate exceeds it by ${count(-standardErrorsShort)} standard errors`
      return `To break even an arm needs ${penceAsPounds(needed)} more per case than ${control}. ${short}; the upper limit of the additional amount, ${penceAsPounds(upperLimit)}, is ${proportion(upperLimitShare, 0)} of it.`
    }),
    ...detectableSentences(economics),
  ]
}

function computedOr<R>(computation: Computation<R>, say: (result: R) => string): string[] {
  return computation.status === 'computed' ? [say(computation.result)] : [`Not computable: ${computation.detail}`]
}

function ratioSentence({ costSet, costPerAdditionalPound }: ArmEconomics, control: string, level: number): string {
  if (costSet.status === 'undefined') return `Cost per additional pound: not computable. ${costSet.detail}`
  const estimate = costPerAdditionalPound.status === 'computed' ? costPerAdditionalPound.result.ratio : undefined
  const sentence = costPerAdditionalPoundSentence({ estimate, set: costSet.result, level }, control)
  return `Cost per additional pound (${setWords[costSet.result.type]}): ${sentence}`
}

const setWords: Readonly<Record<FiellerSet['type'], string>> = {
  interval: 'an interval',
  two_rays: 'two rays',
  whole_line: 'the whole line',
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
  return parts.length === 0 ? [] : [`The least effects that the sizes could detect: ${parts.join('; ')}.`]
}
