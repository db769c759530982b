import type { Comparison } from '../../model/comparison.ts'
import type { Published } from '../../model/published.ts'
import {
  type Block,
  comparisonTable,
  contradictionSentences,
  type Document,
  type Figure,
  judgementTag,
  literal,
  type Section,
  type Text,
  totalsSentence,
  text as words,
} from '../../report/index.ts'
import type { Findings } from '../findings.ts'
import type { Reported } from '../results/reported-findings.ts'
import { countId, impliedId } from '../results/trial-numbers.ts'
import { analysisSections } from './analysis-sections.ts'
import { armName } from './arms.ts'
import { deviationsSection } from './deviations.ts'
import { disclosureText } from './disclosure.ts'
import { methodsSection } from './methods.ts'
import { summarySection } from './summary.ts'

/** The report on a reproduction: figures compared, charts redrawn, what follows, claims, methods. */
export function reproductionDocument(
  findings: Reported,
  published: Published,
  comparison: Comparison,
  figures: readonly Figure[],
): Document {
  const basis = findings.basis === 'page' ? 'from the printed page alone' : 'from a run'
  return {
    title: words`${literal(published.document.title)}: the report reproduced`,
    subtitle: words`${literal(published.document.publisher)}. Every printed figure recomputed ${basis}.`,
    language: 'en-GB',
    notices: findings.notice === null ? [] : [[literal(findings.notice)]],
    sections: [
      summarySection(findings, comparison),
      comparedSection(findings, comparison),
      chartsSection(figures, findings.basis),
      ...implicationSections(findings, published),
      deviationsSection(findings),
      methodsSection(findings),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

function comparedSection(findings: Reported, comparison: Comparison): Section {
  return {
    id: 'figures',
    title: 'The printed figures',
    blocks: [
      { kind: 'paragraph', text: totalsSentence(comparison) },
      ...disclosureText(findings).map(text => ({ kind: 'paragraph' as const, text })),
      ...contradictionBlocks(comparison),
      comparisonTable(comparison),
    ],
  }
}

function contradictionBlocks(comparison: Comparison): Block[] {
  const items = contradictionSentences(comparison)
  if (items.length === 0) return []
  return [
    { kind: 'paragraph', text: `Contradicted by the ${comparison.basis === 'page' ? 'other figures' : 'run'}:` },
    { kind: 'list', ordered: false, items },
  ]
}

function chartsSection(figures: readonly Figure[], basis: Findings['basis']): Section {
  const source =
    basis === 'page'
      ? 'Drawn from the whole counts and means that the printed figures imply.'
      : 'Drawn from the results of the run.'
  const text = `${source} Figures with a number are those of the report; any with a letter are ours.`
  const blocks: Block[] = figures.length === 0 ? [] : [{ kind: 'paragraph', text }, ...figures]
  return { id: 'charts', title: 'The charts, redrawn', blocks }
}

/** What the numbers imply and the report did not say. */
function implicationSections(findings: Reported, published: Published): Section[] {
  return [
    // What each arm had stands in the printed figures and in the numbers of the charts.
    ...analysisSections(findings).filter(({ id }) => id !== 'arms'),
    impliedSection(findings, published),
    { id: 'claims', title: 'What the report says in words', blocks: claimBlocks(published) },
  ].filter(({ blocks }) => blocks.length > 0)
}

/** Counts that are left when one is taken from another. */
export const impliedSection = (findings: Reported, published: Published): Section => ({
  id: 'implied',
  title: 'What is left when one count is taken from another',
  blocks: impliedBlocks(findings, published),
})

function impliedBlocks(findings: Reported, { implied }: Published): Block[] {
  const { results } = findings
  const items = implied.flatMap(({ title, arms, outcome, less }) =>
    arms.flatMap((arm): Text[] => {
      const left = results.find(impliedId(outcome, less, arm))
      if (left === undefined) return []
      const [whole, part] = [outcome, less].map(of => results.write(countId(of, arm, 'yes')))
      return [
        words`${literal(title)}, ${armName(findings, arm)}: ${results.write(left.id)} (${whole ?? ''} less ${part ?? ''}).`,
      ]
    }),
  )
  return items.length === 0 ? [] : [{ kind: 'list', ordered: false, items }]
}

function claimBlocks({ claims }: Published): Block[] {
  if (claims.length === 0) return []
  return [
    {
      kind: 'table',
      id: 'claims-judged',
      caption: 'Sentences of the report, judged by its own figures',
      columns: [
        { title: 'Place', kind: 'text' },
        { title: 'The report says', kind: 'heading' },
        { title: 'Judgement', kind: 'text' },
        { title: 'Because', kind: 'text' },
      ],
      rows: claims.map(({ place, says, judgement, because }) => [
        [literal(place)],
        [literal(says)],
        [judgementTag(judgement)],
        [literal(because)],
      ]),
      notes: [],
    },
  ]
}
