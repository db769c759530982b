import type { TestResult } from '../../model/method.ts'
import { type Block, type Degrees, testSentence } from '../../report/index.ts'
import { methods } from '../../statistics/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'
import { adjustedOf, familyNotes } from './adjusted-p.ts'
import { cautionsOf } from './cautions.ts'

/** The test over all arms, where a result is one. */
export function testOf({ computation }: Pick<AnalysisResult, 'computation'>): TestResult | undefined {
  return computation.status === 'computed' && computation.result.kind === 'test' ? computation.result : undefined
}

/** Whether a result is a test over all arms, or would be one if it could be computed. */
export const isTest = ({ computation, method }: AnalysisResult): boolean =>
  computation.status === 'computed' ? computation.result.kind === 'test' : methods.find(method)?.pValues === 'overall'

export const degreesOf = ({ degreesOfFreedom, denominatorDegreesOfFreedom }: TestResult): Degrees =>
  degreesOfFreedom === undefined || denominatorDegreesOfFreedom === undefined
    ? degreesOfFreedom
    : [degreesOfFreedom, denominatorDegreesOfFreedom]

/** Tests, each as a sentence against the plan's alpha with what its P was adjusted for. */
export function testBlocks(findings: Findings, analyses = findings.analyses): Block[] {
  const items = analyses.flatMap(result => {
    const test = testOf(result)
    if (test === undefined) return []
    const { statistic, pValue, nullHypothesis } = test
    const adjustedP = adjustedOf(result, null)?.pValue
    const words = {
      statistic,
      degreesOfFreedom: degreesOf(test),
      pValue,
      adjustedP,
      nullHypothesis: clause(nullHypothesis),
    }
    const notes = [...familyNotes(findings, result), ...cautionsOf(findings, result)]
    return [`${result.title} ${testSentence(words, findings.plan.alpha)} ${notes.join(' ')}`.trim()]
  })
  return items.length === 0 ? [] : [{ kind: 'list', ordered: false, items }]
}

const clause = (sentence: string): string => sentence.replace(/^[A-Z]/, first => first.toLowerCase())
