import type { TestResult } from '../../model/method.ts'
import { type Block, inlines, joined, literal, type Text, testSentence, text } from '../../report/index.ts'
import { methods } from '../../statistics/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { analysisId, nullHypothesisId } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { adjustedP, familyNotes } from './adjusted-p.ts'
import { cautionsOf, said } from './cautions.ts'

/** The test over all arms, where a result is one. */
export function testOf({ computation }: Pick<AnalysisResult, 'computation'>): TestResult | undefined {
  return computation.status === 'computed' && computation.result.kind === 'test' ? computation.result : undefined
}

/** Whether a result is a test over all arms, or would be one if it could be computed. */
export const isTest = ({ computation, method }: AnalysisResult): boolean =>
  computation.status === 'computed' ? computation.result.kind === 'test' : methods.find(method)?.pValues === 'overall'

/** The numbers of a test, to be said in words. */
export function testNumbers({ results }: Reported, { id, computation }: AnalysisResult) {
  const test = testOf({ computation })
  if (test === undefined) return undefined
  const number = (column: string) => results.number(analysisId(id, null, column))
  return {
    statistic: { symbol: test.statistic.symbol, number: number('statistic') },
    degrees: ['parameter', 'den.df'].flatMap(column => results.find(analysisId(id, null, column)) ?? []),
    pValue: number('p.value'),
  }
}

/** The null hypothesis of a test. */
export const hypothesisOf = (findings: Reported, { id }: AnalysisResult, { nullHypothesis }: TestResult): Text =>
  said(findings, nullHypothesisId(id), nullHypothesis)

/** Tests, each as a sentence against the plan's alpha with what its P was adjusted for. */
export function testBlocks(findings: Reported, analyses = findings.analyses): Block[] {
  const items = analyses.flatMap(result => {
    const [test, numbers] = [testOf(result), testNumbers(findings, result)]
    if (test === undefined || numbers === undefined) return []
    const nullHypothesis = clause(hypothesisOf(findings, result, test))
    const words = { ...numbers, adjustedP: adjustedP(findings, result, null), nullHypothesis }
    const sentences = [
      testSentence(words, findings.results.number('plan.alpha')),
      ...familyNotes(findings, result),
      ...cautionsOf(findings, result),
    ]
    return [text`${literal(result.title)} ${joined(sentences, ' ')}`]
  })
  return items.length === 0 ? [] : [{ kind: 'list', ordered: false, items }]
}

/** A sentence as a clause: without its capital and its full stop. */
function clause(sentence: Text): Text {
  const parts = inlines(sentence)
  return parts.map((part, at) => {
    if (typeof part !== 'string') return part
    const begun = at === 0 ? part.replace(/^[A-Z]/, first => first.toLowerCase()) : part
    return at === parts.length - 1 ? begun.replace(/\.$/, '') : begun
  })
}
