import {
  type Block,
  type PlainReturn,
  penceAsPounds,
  plainAmount,
  plainReturn,
  sideOfReturn,
} from '../../report/index.ts'
import { armTitle, controlComparisons, type Findings } from '../findings.ts'
import { leadBlock } from './lead.ts'

/** What an arm cost and collected, with the words for it. */
export interface ArmReturn extends PlainReturn {
  arm: string
  words: string
}

/** What each arm cost and collected beyond the control arm. */
export function returnsOf(findings: Findings): ArmReturn[] {
  return controlComparisons(findings).flatMap(({ arm, against, cost, cases, additional, collectedLessCost }) => {
    if (additional.status === 'undefined' || collectedLessCost.status === 'undefined') return []
    const { estimate, interval } = collectedLessCost.result
    const net = { estimate, lower: interval.lower, upper: interval.upper }
    const title = armTitle(findings, arm)
    const spent = `${title} cost ${penceAsPounds(cost, 0)}, ${penceAsPounds(cost / cases)} per case`
    const collected = `${plainAmount(additional.result.difference, 'money')} than ${armTitle(findings, against)}`
    return [{ arm: title, ...net, words: `${spent}, and collected ${collected}. ${plainReturn(net)}` }]
  })
}

/** Cost and return of each arm, in sentences. */
export function costBlocks(returns: readonly ArmReturn[]): Block[] {
  if (returns.length === 0) return []
  return [
    leadBlock(
      'What it cost.',
      'A pound collected counts as a pound, against the costs that the protocol states and no others.',
    ),
    { kind: 'list', ordered: false, items: returns.map(({ words }) => words) },
  ]
}

/** Which arms paid for themselves. */
export function returnsText(returns: readonly ArmReturn[]): string[] {
  const named = (side: -1 | 0 | 1): { arms: string; itself: string } | undefined => {
    const arms = returns.filter(each => sideOfReturn(each) === side).map(({ arm }) => arm)
    return arms.length === 0
      ? undefined
      : { arms: arms.join(' and '), itself: arms.length === 1 ? 'itself' : 'themselves' }
  }
  const [paid, open, unpaid] = [named(1), named(0), named(-1)]
  const basis = 'on the costs counted and in the time looked at'
  return [
    ...(paid === undefined ? [] : [`${paid.arms} paid for ${paid.itself}, ${basis}.`]),
    ...(unpaid === undefined ? [] : [`${unpaid.arms} did not pay for ${unpaid.itself}, ${basis}.`]),
    ...(open === undefined ? [] : [`Whether ${open.arms} paid for ${open.itself} is not settled.`]),
  ]
}
