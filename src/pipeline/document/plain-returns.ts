import {
  type Block,
  joined,
  type PlainReturn,
  plainAmount,
  plainReturn,
  sideOfReturn,
  type Text,
  text,
} from '../../report/index.ts'
import { controlComparisons } from '../findings.ts'
import { costId, pairId } from '../results/economics-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { armName } from './arms.ts'
import { leadBlock } from './lead.ts'

/** What an arm cost and collected, with the words for it. */
export interface ArmReturn extends PlainReturn {
  arm: Text
  words: Text
}

/** What each arm cost and collected beyond the control arm. */
export function returnsOf(findings: Reported): ArmReturn[] {
  const { results } = findings
  return controlComparisons(findings).flatMap(comparison => {
    const { arm, against, additional, collectedLessCost } = comparison
    if (additional.status === 'undefined' || collectedLessCost.status === 'undefined') return []
    const number = (of: string) => results.number(pairId(comparison, of))
    const net = {
      estimate: number('collected_less_cost.estimate'),
      lower: number('collected_less_cost.conf.low'),
      upper: number('collected_less_cost.conf.high'),
    }
    const title = armName(findings, arm)
    const spent = text`${title} cost ${results.write(costId(arm, 'cost'))}, ${results.write(costId(arm, 'cost_per_case'))} per case`
    const collected = text`${plainAmount(number('additional_amount.estimate'), 'money')} than ${armName(findings, against)}`
    return [{ arm: title, ...net, words: text`${spent}, and collected ${collected}. ${plainReturn(net)}` }]
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
export function returnsText(returns: readonly ArmReturn[]): Text[] {
  const named = (side: -1 | 0 | 1): { arms: Text; itself: string } | undefined => {
    const arms = returns.filter(each => sideOfReturn(each) === side).map(({ arm }) => arm)
    return arms.length === 0
      ? undefined
      : { arms: joined(arms, ' and '), itself: arms.length === 1 ? 'itself' : 'themselves' }
  }
  const [paid, open, unpaid] = [named(1), named(0), named(-1)]
  const basis = 'on the costs counted and in the time looked at'
  return [
    ...(paid === undefined ? [] : [text`${paid.arms} paid for ${paid.itself}, ${basis}.`]),
    ...(unpaid === undefined ? [] : [text`${unpaid.arms} did not pay for ${unpaid.itself}, ${basis}.`]),
    ...(open === undefined ? [] : [text`Whether ${open.arms} paid for ${open.itself} is not settled.`]),
  ]
}
