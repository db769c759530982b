import type { Comparison } from '../../model/comparison.ts'
import { type Block, count, isShown, plainKey, type Section, totalsSentence } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { casesIn, type Findings } from '../findings.ts'
import { followUpText } from './follow-up.ts'
import { leadBlock } from './lead.ts'
import { limitations } from './limitations.ts'
import { foundBlocks, plainContrasts, primaryResults, shownText } from './plain-contrasts.ts'
import { costBlocks, returnsOf, returnsText } from './plain-returns.ts'

/** One page for readers who decide: what was done, what was found, what it cost, and what it does not show. */
export function summarySection(findings: Findings, comparison?: Comparison): Section {
  const primary = primaryResults(findings)
  const contrasts = primary.flatMap(result => plainContrasts(findings, result))
  const returns = returnsOf(findings)
  const open = contrasts.some(contrast => !isShown(contrast))
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [
      ...shortBlocks([...shownText(contrasts), ...returnsText(returns)]),
      ...doneBlocks(findings),
      ...(comparison === undefined ? [] : [leadBlock('The printed report.', totalsSentence(comparison))]),
      ...primary.flatMap(result => foundBlocks(findings, result)),
      ...(contrasts.length === 0 ? [] : [keyBlock(findings, primary)]),
      ...costBlocks(returns),
      leadBlock('What it does not show.', ''),
      { kind: 'list', ordered: false, items: limitations(findings, primary, open) },
    ],
  }
}

const shortBlocks = (sentences: readonly string[]): Block[] =>
  sentences.length === 0 ? [] : [leadBlock('In short.', sentences.join(' '))]

function doneBlocks(findings: Findings): Block[] {
  const { arms } = findings.protocol
  const cases = (arm: string): number => casesIn(findings, arm) ?? 0
  const all = arms.reduce((sum, { id }) => sum + cases(id), 0)
  return [
    leadBlock(
      'What was done.',
      `${count(all)} cases were put into ${arms.length} groups at random and followed ${followUpText(findings.protocol)}.`,
    ),
    {
      kind: 'list',
      ordered: false,
      items: arms.map(({ id, title, description }) => [
        { kind: 'strong' as const, text: title },
        ` (${count(cases(id))} cases)${description === undefined ? '' : `: ${description.trim()}`}`,
      ]),
    },
  ]
}

function keyBlock({ plan }: Findings, primary: readonly AnalysisResult[]): Block {
  const adjusted = primary.some(result => result.adjusted.length > 0)
  return { kind: 'paragraph', text: plainKey({ level: plan.confidenceLevel, alpha: plan.alpha, adjusted }) }
}
