import type { CovariateBalance } from '../../design/index.ts'
import type { Published } from '../../model/published.ts'
import {
  type Block,
  type Document,
  type Figure,
  type List,
  literal,
  type Section,
  type Text,
  text,
  written,
} from '../../report/index.ts'
import { type AuthorSectionName, type AuthorTexts, noTexts } from '../author-texts.ts'
import { kindWords } from '../kind-words.ts'
import { allocatedOf, exclusionsOf, type Flow, flowId } from '../results/flow-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import type { RecordedUnblindings } from '../unblinding/recorded-unblindings.ts'
import { analysisSections } from './analysis-sections.ts'
import { armName } from './arms.ts'
import { assuranceSection } from './assurance.ts'
import { baselineSection } from './baseline.ts'
import { deviationsSection } from './deviations.ts'
import { disclosureNotices } from './disclosure.ts'
import { followUpText } from './follow-up.ts'
import { harmsSection } from './harms.ts'
import { methodsSection } from './methods.ts'
import { impliedSection } from './page-document.ts'
import { plainMethodsSection } from './plain-methods.ts'
import { summarySection } from './summary.ts'

/** What a report on a run is made from beside its findings. */
export interface RunParts {
  flow: Flow
  /** The flow of cases, drawn and as lists. */
  diagram?: { figure: Figure; list: List }
  figures: readonly Figure[]
  published?: Published | undefined
  baseline?: readonly CovariateBalance[]
  /** What authors wrote of it. */
  texts?: AuthorTexts
}

const diagramBlocks = ({ figure, list }: { figure: Figure; list: List }): Block[] => [
  figure,
  { kind: 'heading', text: 'The flow diagram in words' },
  list,
]

/** The report on a run, in the order of a printed one: what authors wrote stands first in its section. */
export function runDocument(
  findings: Reported,
  { flow, diagram, figures, published, baseline = [], texts = noTexts }: RunParts,
): Document {
  const { protocol, notice } = findings
  const kind = kindWords[protocol.kind]
  return {
    title: [literal(protocol.title)],
    subtitle: text`Analysis of a run, by intention to treat. Cases were followed ${followUpText(protocol)}.${kind === null ? '' : text` ${literal(kind)}`}`,
    language: 'en-GB',
    notices: [...(notice === null ? [] : [[literal(notice)]]), ...disclosureNotices(findings)],
    sections: [
      begunBy(texts, 'summary', summarySection(findings)),
      begunBy(texts, 'background', { id: 'background', title: 'Background', blocks: [] }),
      begunBy(texts, 'methodology', { id: 'methodology', title: 'Methodology', blocks: [] }),
      {
        id: 'flow',
        title: 'How cases came into the trial',
        blocks: [
          ...(diagram === undefined ? [] : diagramBlocks(diagram)),
          ...(findings.outcomesElsewhere ? [{ kind: 'paragraph' as const, text: flowEnds }] : []),
          ...flowBlocks(findings, flow),
        ],
      },
      baselineSection(findings, baseline),
      begunBy(texts, 'findings', { id: 'findings', title: 'Findings', blocks: [] }),
      { id: 'charts', title: 'Charts', blocks: figures },
      ...analysisSections(findings),
      harmsSection(findings),
      ...(published === undefined ? [] : [impliedSection(findings, published)]),
      begunBy(texts, 'conclusion', { id: 'conclusion', title: 'Conclusion', blocks: [] }),
      begunBy(texts, 'abbreviations', { id: 'abbreviations', title: 'Abbreviations', blocks: [] }),
      ...texts.appendices.map(({ name, title, blocks }) => ({
        id: `appendix-${name}`,
        title: text`Appendix: ${title ?? name}`,
        blocks,
      })),
      plainMethodsSection(findings),
      deviationsSection(findings),
      methodsSection(findings),
      assuranceSection(findings, flow),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

const flowEnds =
  'The flow ends with the allocation: the outcomes were summarised where they are, and what became of single cases is not in this run. How many cases of each arm were analysed stands beside the results.'

/** A section with what its author wrote before what is made from the results. */
function begunBy({ sections }: AuthorTexts, name: AuthorSectionName, section: Section): Section {
  const own = sections.get(name)
  return own === undefined
    ? section
    : { ...section, title: own.title ?? section.title, blocks: [...own.blocks, ...section.blocks] }
}

function flowBlocks(findings: Reported, flow: Flow): Block[] {
  const { protocol, assurance, results } = findings
  const { sample, allocation, unblindings } = flow
  const { arms } = protocol
  const arrived = protocol.enrolment !== undefined
  const cell = (...of: string[]): Text => [results.write(flowId(...of))]
  return [
    {
      kind: 'table',
      id: 'exclusions',
      caption: text`Of ${results.write(flowId('caseload'))} cases ${arrived ? 'that arrived' : 'of the caseload'}, the cases that each criterion excluded`,
      columns: [
        { title: 'Criterion', kind: 'heading' },
        { title: 'Fail it', kind: 'number' },
        { title: 'Fail it first', kind: 'number' },
        { title: 'Left after it', kind: 'number' },
      ],
      rows: exclusionsOf(flow).map(({ criterion }) => [
        [literal(protocol.eligibility.find(({ id }) => id === criterion)?.title ?? criterion)],
        ...['all', 'first', 'left'].map(of => cell('excluded', criterion, of)),
      ]),
      notes: [text`A case can fail several criteria; all are kept in ${literal('02-eligibility.csv')}.`],
    },
    {
      kind: 'table',
      id: 'allocated',
      caption: 'Cases allocated, by stratum and arm',
      columns: [
        { title: 'Stratum', kind: 'heading' },
        ...arms.map(({ id }) => ({ title: armName(findings, id), kind: 'number' as const })),
      ],
      rows: Object.keys(allocatedOf(flow)).map(stratum => [
        [literal(stratum)],
        ...arms.map(({ id }) => cell('allocated', stratum, id)),
      ]),
      notes: [
        arrived
          ? text`Every eligible case was allocated, by the secret ${literal(JSON.stringify(allocation.seed))}.`
          : text`Sample seed ${literal(JSON.stringify(sample.seed))}, allocation seed ${literal(JSON.stringify(allocation.seed))}.`,
        ...(assurance === undefined ? [] : [[literal(assurance.statement)]]),
        ...(unblindings ? [unblindingText(findings, unblindings)] : []),
      ],
    },
  ]
}

function unblindingText({ results }: Reported, { cases, openings }: RecordedUnblindings): Text {
  const number = (of: string) => written(results.number(flowId('unblinded', of)))
  const single = cases === 1 ? 'The arm of one case was' : text`The arms of ${number('cases')} cases were`
  const whole = openings === 0 ? 'never' : openings === 1 ? 'once' : text`${number('openings')} times`
  return text`${single} shown on record, and those of all cases ${whole} (${literal('05-unblinding.sqlite')}).`
}
