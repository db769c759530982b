import type { ArmEstimate, ArmEstimates } from '../../model/method.ts'
import { type Block, count, penceAsPounds, plusMinus, proportion } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { armTitle, type Findings } from '../findings.ts'
import { cautionsOf, withArmTitles } from './cautions.ts'
import { roleWords } from './contrasts.ts'
import { setWords } from './method-name.ts'

/** The estimates of single arms, where a result has them. */
export function armsOf({ computation }: Pick<AnalysisResult, 'computation'>): ArmEstimates | undefined {
  return computation.status === 'computed' && computation.result.kind === 'arms' ? computation.result : undefined
}

/** How an estimate of an arm is written: a share, or a mean in pounds. */
export function armFormat({ protocol }: Pick<Findings, 'protocol'>, outcome: string) {
  const money = protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money'
  return money
    ? { title: 'Mean', format: (value: number) => penceAsPounds(value) }
    : { title: 'Share', format: (value: number) => proportion(value) }
}

/** A table of each analysis that estimates arms one by one; an arm without an estimate has a note that says why. */
export function armTables(findings: Findings, analyses = findings.analyses): Block[] {
  return analyses.flatMap(result => {
    const estimates = armsOf(result)
    return estimates === undefined ? [] : [armTable(findings, result, estimates)]
  })
}

function armTable(findings: Findings, result: AnalysisResult, { estimates, notEstimated }: ArmEstimates): Block {
  const { title: measure, format } = armFormat(findings, result.outcome)
  return {
    kind: 'table',
    id: `arms-${result.id.replaceAll('_', '-')}`,
    caption: `${result.title} (${result.methodTitle}${setWords(result)}; ${roleWords(result.role)})`,
    columns: [
      { title: 'Arm', kind: 'heading' },
      { title: 'Cases', kind: 'number' },
      { title: measure, kind: 'number' },
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
