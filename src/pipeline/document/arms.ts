import type { ArmEstimate, ArmEstimates } from '../../model/method.ts'
import { type Block, literal, rangeText, type Text, text, written } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { armTitle, type Findings } from '../findings.ts'
import { analysisId } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { absentText, cautionsOf, reasonText } from './cautions.ts'
import { roleWords } from './contrasts.ts'
import { setWords } from './method-name.ts'

/** The estimates of single arms, where a result has them. */
export function armsOf({ computation }: Pick<AnalysisResult, 'computation'>): ArmEstimates | undefined {
  return computation.status === 'computed' && computation.result.kind === 'arms' ? computation.result : undefined
}

/** An arm in the words of the protocol. */
export const armName = (findings: Pick<Findings, 'protocol'>, arm: string): Text => [literal(armTitle(findings, arm))]

/** What an estimate of an arm is: a mean where the outcome is money or the estimate is of days, else a share. */
export function armMeasure(
  { protocol }: Pick<Findings, 'protocol'>,
  outcome: string,
  measure?: ArmEstimates['measure'],
): 'Mean' | 'Mean days' | 'Share' {
  if (measure === 'time') return 'Mean days'
  return protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money' ? 'Mean' : 'Share'
}

/** `95% interval`. */
export const intervalTitle = ({ results }: Reported): Text => text`${results.write('plan.confidence_level')} interval`

/** A table of each analysis that estimates arms one by one; an arm without an estimate has a note that says why. */
export function armTables(findings: Reported, analyses = findings.analyses): Block[] {
  return analyses.flatMap(result => {
    const estimates = armsOf(result)
    return estimates === undefined ? [] : [armTable(findings, result, estimates)]
  })
}

function armTable(
  findings: Reported,
  result: AnalysisResult,
  { estimates, notEstimated, measure }: ArmEstimates,
): Block {
  const { id, methodTitle, role, outcome } = result
  return {
    kind: 'table',
    id: `arms-${id.replaceAll('_', '-')}`,
    caption: text`${literal(result.title)} (${literal(methodTitle)}${setWords(result)}; ${roleWords(role)})`,
    columns: [
      { title: 'Arm', kind: 'heading' },
      { title: 'Cases', kind: 'number' },
      { title: armMeasure(findings, outcome, measure), kind: 'number' },
      { title: intervalTitle(findings), kind: 'number' },
    ],
    rows: findings.protocol.arms.flatMap(({ id: arm }) => {
      const estimate = estimates.find(each => each.arm === arm)
      if (estimate !== undefined) return [[armName(findings, arm), ...estimateCells(findings, id, estimate)]]
      const absent = notEstimated.find(each => each.arm === arm)
      return absent === undefined ? [] : [[armName(findings, arm), '', absentText(absent.reason), '']]
    }),
    notes: [
      ...notEstimated.map(
        ({ arm, detail }) => text`${armName(findings, arm)}: ${reasonText(findings, id, arm, detail)}`,
      ),
      ...cautionsOf(findings, result),
    ],
  }
}

function estimateCells({ results }: Reported, analysis: string, { arm, estimate, interval }: ArmEstimate): Text[] {
  const number = (column: string) => results.number(analysisId(analysis, arm, column))
  const symmetric = isSymmetric(estimate, interval)
  return [
    [written(number('n'))],
    symmetric ? text`${written(number('estimate'))} ± ${written(number('half.width'))}` : [written(number('estimate'))],
    rangeText(number('conf.low'), number('conf.high')),
  ]
}

function isSymmetric(estimate: number, { lower, upper }: { lower: number; upper: number }): boolean {
  return Math.abs(lower + upper - 2 * estimate) <= 1e-9 * (upper - lower)
}
