import { economicsCitations } from '../../economics/index.ts'
import { type Block, joined, literal, type Text, text } from '../../report/index.ts'
import { fullReference } from '../../statistics/index.ts'
import type { ArmEconomics, Economics } from '../economics.ts'
import type { Findings } from '../findings.ts'
import { gainCautions } from '../results/economics-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { armName } from './arms.ts'
import { said, saidOnce } from './cautions.ts'
import { benchmarkBlocks } from './economics-benchmarks.ts'
import { armSentences, stepSentences } from './economics-sentences.ts'
import { acceptabilityTables, analysesTable, frontierTable } from './economics-tables.ts'

/** What each arm cost and brought in: sentences of each comparison, tables over all of them, and what is not counted. */
export function economicsBlocks(findings: Reported): Block[] {
  const { economics } = findings
  if (economics === null || economics.comparisons.length === 0) return []
  return [
    ...economics.comparisons.flatMap(comparison => comparisonBlocks(findings, comparison)),
    ...frontierBlocks(findings, economics),
    ...acceptabilityTables(findings, economics),
    ...analysesTable(findings, economics),
    ...benchmarkBlocks(findings, economics),
    ...independenceNotes(findings, economics),
    { kind: 'note', title: 'Two views of cost', text: viewsText(economics) },
    { kind: 'note', title: 'What is counted', text: countedText(findings, economics) },
    { kind: 'note', title: 'Sources', text: [literal(economicsCitations.map(fullReference).join(' '))] },
  ]
}

const comparisonBlocks = (findings: Reported, comparison: ArmEconomics): Block[] => [
  {
    kind: 'heading',
    text: text`${armName(findings, comparison.arm)} against ${armName(findings, comparison.against)}`,
  },
  { kind: 'list', ordered: false, items: armSentences(findings, comparison) },
]

function frontierBlocks(findings: Reported, economics: Economics): Block[] {
  const steps = stepSentences(findings, economics)
  return [
    frontierTable(findings, economics),
    ...(steps.length === 0 ? [] : [{ kind: 'list' as const, ordered: false, items: steps }]),
  ]
}

/** That standard errors take cases as independent where they were allocated in clusters, once for all comparisons. */
function independenceNotes(findings: Reported, economics: Economics): Block[] {
  const sentences = saidOnce(gainCautions(economics).map(({ id, detail }) => said(findings, id, detail)))
  if (sentences.length === 0) return []
  const words = text`What stands here of costs and what they brought in rests on standard errors of the differences. ${joined(sentences, ' ')}`
  return [{ kind: 'note', title: 'Standard errors', text: words }]
}

/** Transfers apart from resource costs, as the Green Book of HM Treasury asks. */
function viewsText({ comparisons }: Economics): string {
  const transfers = comparisons.some(({ costs }) => costs.transfer > 0)
  const costs = transfers
    ? 'To whoever pays them, transfers are costs as well; to society only resource costs are, since a transfer moves money from one party to another (HM Treasury, The Green Book). Both are given above.'
    : 'All costs stated are resource costs, so they are the same to whoever pays them and to society (HM Treasury, The Green Book).'
  return `${costs} What is collected is a transfer too: the pound that one party gains another pays. So a cost per additional pound says how efficiently money is moved, and not what society gains: to society an arm costs its resources, whatever was collected.`
}

function countedText({ protocol, results }: Reported, { notCounted }: Economics): Text {
  const left = notCounted.length === 0 ? 'later payments and other outcomes' : literal(notCounted.join('; '))
  const counted = text`A pound paid counts as a pound, within the follow-up window, against the costs that the protocol states and no others (${costTitles({ protocol })}).`
  return text`${counted} Not counted: ${left}. Minimum detectable effects are for ${results.write('plan.power')} power and a two-sided alpha of ${results.write('plan.alpha')}, not adjusted for several arms, and take cases as independent.`
}

/** What the costs were spent on, each once, in the words of the protocol. */
const costTitles = ({ protocol }: Pick<Findings, 'protocol'>) =>
  literal([...new Set(protocol.costs.map(({ title }) => title))].join(', '))
