import { economicsCitations } from '../../economics/index.ts'
import { type Block, proportion } from '../../report/index.ts'
import { fullReference } from '../../statistics/index.ts'
import type { ArmEconomics, Economics } from '../economics.ts'
import { armTitle, type Findings } from '../findings.ts'
import { withArmTitles } from './cautions.ts'
import { armSentences, stepSentences } from './economics-sentences.ts'
import { acceptabilityTables, analysesTable, frontierTable } from './economics-tables.ts'

/** What each arm cost and brought in: sentences of each comparison, tables over all of them, and what is not counted. */
export function economicsBlocks(findings: Findings): Block[] {
  const { economics } = findings
  if (economics === null || economics.comparisons.length === 0) return []
  return [
    ...economics.comparisons.flatMap(comparison => comparisonBlocks(findings, comparison)),
    ...frontierBlocks(findings, economics),
    ...acceptabilityTables(findings, economics),
    ...analysesTable(findings, economics),
    ...independenceNotes(findings, economics),
    { kind: 'note', title: 'Two views of cost', text: viewsText(economics) },
    { kind: 'note', title: 'What is counted', text: countedText(findings, economics) },
    { kind: 'note', title: 'Sources', text: economicsCitations.map(fullReference).join(' ') },
  ]
}

const comparisonBlocks = (findings: Findings, comparison: ArmEconomics): Block[] => [
  { kind: 'heading', text: `${armTitle(findings, comparison.arm)} against ${armTitle(findings, comparison.against)}` },
  { kind: 'list', ordered: false, items: armSentences(findings, comparison) },
]

function frontierBlocks(findings: Findings, economics: Economics): Block[] {
  const steps = stepSentences(findings, economics)
  return [
    frontierTable(findings, economics),
    ...(steps.length === 0 ? [] : [{ kind: 'list' as const, ordered: false, items: steps }]),
  ]
}

/** That standard errors take cases as independent where they were allocated in clusters, once for all comparisons. */
function independenceNotes(findings: Findings, { comparisons }: Economics): Block[] {
  const gains = comparisons.flatMap(({ additional, additionalPayers }) => [additional, additionalPayers ?? additional])
  const cautions = gains.flatMap(gain => (gain.status === 'computed' ? gain.cautions : []))
  const details = cautions.filter(({ code }) => code === 'independence_assumed_with_clusters').map(each => each.detail)
  if (details.length === 0) return []
  const sentences = [...new Set(details)].map(detail => withArmTitles(findings, detail))
  const text = `What stands here of costs and what they brought in rests on standard errors of the differences. ${sentences.join(' ')}`
  return [{ kind: 'note', title: 'Standard errors', text }]
}

/** Transfers apart from resource costs, as the Green Book of HM Treasury asks. */
function viewsText({ comparisons }: Economics): string {
  const transfers = comparisons.some(({ costs }) => costs.transfer > 0)
  const costs = transfers
    ? 'To whoever pays them, transfers are costs as well; to society only resource costs are, since a transfer moves money from one party to another (HM Treasury, The Green Book). Both are given above.'
    : 'All costs stated are resource costs, so they are the same to whoever pays them and to society (HM Treasury, The Green Book).'
  return `${costs} What is collected is a transfer too: the pound that one party gains another pays. So a cost per additional pound says how efficiently money is moved, and not what society gains: to society an arm costs its resources, whatever was collected.`
}

function countedText(findings: Findings, { notCounted }: Economics): string {
  const { plan } = findings
  const left = notCounted.length === 0 ? 'later payments and other outcomes' : notCounted.join('; ')
  return (
    `A pound paid counts as a pound, within the follow-up window, against the costs that the protocol states and no others (${costTitles(findings)}). ` +
    `Not counted: ${left}. Minimum detectable effects are for ${proportion(plan.power, 0)} power and a two-sided alpha of ${plan.alpha}, not adjusted for several arms, and take cases as independent.`
  )
}

/** What the costs were spent on, each once, in the words of the protocol. */
const costTitles = ({ protocol }: Findings): string => [...new Set(protocol.costs.map(({ title }) => title))].join(', ')
