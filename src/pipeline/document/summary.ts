import type { Comparison } from '../../model/comparison.ts'
import {
  type Block,
  isShown,
  joined,
  literal,
  plainKey,
  type Section,
  type Text,
  text,
  totalsSentence,
} from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Reported } from '../results/reported-findings.ts'
import { followUpText } from './follow-up.ts'
import { leadBlock } from './lead.ts'
import { limitations } from './limitations.ts'
import { foundBlocks, type NamedContrast, plainContrasts, primaryResults } from './plain-contrasts.ts'
import { costBlocks, returnsOf, returnsText } from './plain-returns.ts'
import { summaryId } from './summary-numbers.ts'

/** One page for readers who decide: what was done, what was found, what it cost, and what it does not show. */
export function summarySection(findings: Reported, comparison?: Comparison): Section {
  const primary = primaryResults(findings)
  const contrasts = primary.flatMap(result => plainContrasts(findings, result))
  const returns = returnsOf(findings)
  const open = contrasts.some(contrast => !isShown(contrast))
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [
      ...shortBlocks([...shownText(findings, contrasts), ...returnsText(returns)]),
      ...doneBlocks(findings),
      ...(comparison === undefined ? [] : [leadBlock('The printed report.', totalsSentence(comparison))]),
      ...primary.flatMap(result => foundBlocks(findings, result)),
      ...(contrasts.length === 0 ? [] : [keyBlock(findings, primary)]),
      ...costBlocks(returns),
      leadBlock('What it does not show.', ''),
      { kind: 'list', ordered: false, items: limitations(findings, open) },
    ],
  }
}

const shortBlocks = (sentences: readonly Text[]): Block[] =>
  sentences.length === 0 ? [] : [leadBlock('In short.', joined(sentences, ' '))]

/** How many contrasts show a difference, and which. */
function shownText({ results }: Reported, contrasts: readonly NamedContrast[]): Text[] {
  if (contrasts.length === 0) return []
  const shown = contrasts.filter(isShown)
  const named = joined(
    shown.map(({ arm, against, outcome }) => text`${arm} against ${against} (${outcome})`),
    '; ',
  )
  if (contrasts.length === 1)
    return [
      shown.length === 0
        ? 'The one comparison does not show a difference.'
        : text`The one comparison shows a difference: ${named}.`,
    ]
  const of = text`the ${results.write(summaryId('comparisons'))} comparisons`
  if (shown.length === 0) return [text`None of ${of} shows a difference.`]
  const verb = shown.length === 1 ? 'shows' : 'show'
  return [text`${results.write(summaryId('comparisons_shown'))} of ${of} ${verb} a difference: ${named}.`]
}

function doneBlocks({ protocol, results }: Reported): Block[] {
  const { arms } = protocol
  return [
    leadBlock(
      'What was done.',
      text`${results.write('cases.all')} cases were put into ${results.write('cases.arms')} groups at random and followed ${followUpText(protocol)}.`,
    ),
    {
      kind: 'list',
      ordered: false,
      items: arms.map(({ id, title, description }): Text => {
        const more = description === undefined ? '' : text`: ${literal(description.trim())}`
        return [{ kind: 'strong', text: [literal(title)] }, ...text` (${results.write(`cases.${id}`)} cases)${more}`]
      }),
    },
  ]
}

function keyBlock({ results }: Reported, primary: readonly AnalysisResult[]): Block {
  const adjusted = primary.some(result => result.adjusted.length > 0)
  const [level, alpha] = [results.number('plan.confidence_level'), results.number('plan.alpha')]
  return { kind: 'paragraph', text: plainKey({ level, alpha, adjusted }) }
}
