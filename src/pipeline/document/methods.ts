import type { ArmEstimate, ArmEstimates, TestResult } from '../../model/method.ts'
import {
  type Block,
  count,
  penceAsPounds,
  plusMinus,
  proportion,
  type Section,
  type Text,
  testSentence,
} from '../../report/index.ts'
import { fullReference } from '../../statistics/index.ts'
import type { AnalysisResult } from '../analyse-plan.ts'
import { armTitle, type Findings } from '../findings.ts'
import { cautionsOf, withArmTitles } from './cautions.ts'

/** Every analysis of the plan: how it was done, what it needs a reader to know, and where the method comes from. */
export function methodsSection(findings: Findings): Section {
  const sources = findings.analyses.map(({ citations }) => citations.map(citation => fullReference(citation)))
  const references = [...new Set(sources.flat())]
  const items = findings.analyses.map(({ title, methodTitle, role, computation }, index): Text => {
    const numbers = (sources[index] ?? []).map(source => references.indexOf(source) + 1).sort((a, b) => a - b)
    const undone =
      computation.status === 'undefined' ? ` Not computable here: ${withArmTitles(findings, computation.detail)}` : ''
    const name = /[?.!]$/.test(title) ? title : `${title}:`
    return [{ kind: 'strong', text: name }, ` ${methodTitle} (${roleWords(role)}) [${numbers.join(', ')}].${undone}`]
  })
  return {
    id: 'methods',
    title: 'Methods',
    blocks: [
      { kind: 'list', ordered: false, items },
      { kind: 'heading', text: 'References' },
      { kind: 'list', ordered: true, items: references },
    ],
  }
}

/** `as reported`, `primary`. */
export const roleWords = (role: string): string => role.replaceAll('_', ' ')

/** The tests of the plan, each as a sentence against the plan's alpha. */
export function testBlocks(findings: Findings): Block[] {
  const { analyses, plan } = findings
  const tests = analyses.flatMap(result => {
    const { computation } = result
    if (computation.status === 'undefined' || computation.result.kind !== 'test') return []
    const { statistic, degreesOfFreedom, pValue, nullHypothesis } = computation.result as TestResult
    const sentence = testSentence(
      { statistic, degreesOfFreedom, pValue, nullHypothesis: clause(nullHypothesis) },
      plan.alpha,
    )
    return [`${result.title} ${sentence} ${cautionsOf(findings, result).join(' ')}`.trim()]
  })
  return tests.length === 0 ? [] : [{ kind: 'list', ordered: false, items: tests }]
}

const clause = (sentence: string): string => sentence.replace(/^[A-Z]/, first => first.toLowerCase())

/** A table of each analysis that estimates arms one by one; an arm without an estimate has a note that says why. */
export function armTables(findings: Findings): Block[] {
  return findings.analyses.flatMap(result => {
    const { computation } = result
    if (computation.status === 'undefined' || computation.result.kind !== 'arms') return []
    return [armTable(findings, result, computation.result)]
  })
}

function armTable(findings: Findings, result: AnalysisResult, { estimates, notEstimated }: ArmEstimates): Block {
  const money = findings.protocol.outcomes.find(({ id }) => id === result.outcome)?.type === 'money'
  const format = money ? penceAsPounds : proportion
  return {
    kind: 'table',
    id: `arms-${result.id.replaceAll('_', '-')}`,
    caption: `${result.title} (${result.methodTitle}; ${roleWords(result.role)})`,
    columns: [
      { title: 'Arm', kind: 'heading' },
      { title: 'Cases', kind: 'number' },
      { title: money ? 'Mean' : 'Share', kind: 'number' },
      { title: `${Math.round(100 * findings.plan.confidenceLevel)}% interval`, kind: 'number' },
    ],
    rows: findings.protocol.arms.flatMap(({ id, title }) => {
      const estimate = estimates.find(({ arm }) => arm === id)
      if (estimate !== undefined) return [[title, ...estimateCells(estimate, format)]]
      return notEstimated.some(({ arm }) => arm === id) ? [[title, '', 'not computable', '']] : []
    }),
    notes: [
      ...notEstimated.map(({ arm, detail }) => `${armTitle(findings, arm)}: ${withArmTitles(findings, detail)}`),
      ...cautionsOf(findings, result),
    ],
  }
}

function estimateCells({ n, estimate, interval }: ArmEstimate, format: (value: number) => string): string[] {
  const { lower, upper } = interval
  return [
    count(n),
    isSymmetric(estimate, interval) ? plusMinus(estimate, (upper - lower) / 2, format) : format(estimate),
    `${format(lower)} to ${format(upper)}`,
  ]
}

function isSymmetric(estimate: number, { lower, upper }: { lower: number; upper: number }): boolean {
  return Math.abs(lower + upper - 2 * estimate) <= 1e-9 * (upper - lower)
}
