import type { ContrastEstimate, Measure } from '../../model/method.ts'
import {
  type Block,
  heldSign,
  joined,
  literal,
  type PlainContrast,
  type PlainUnit,
  plainContrast,
  type Text,
  text,
} from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'
import { analysisId } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { adjustedP } from './adjusted-p.ts'
import { armMeasure, armName, armsOf } from './arms.ts'
import { contrastsOf } from './contrasts.ts'
import { leadBlock } from './lead.ts'
import { levelWords, setWords } from './method-name.ts'

/** A contrast in plain words, with the title of what was measured. */
export interface NamedContrast extends PlainContrast {
  outcome: Text
}

/** Measures that sentences in plain words can be made of. */
const plainMeasures: readonly (Measure | undefined)[] = ['difference', 'time_difference']

/** The analyses that answer the trial's questions: as planned, of differences between arms. */
export const primaryResults = ({ analyses }: Findings): AnalysisResult[] =>
  analyses.filter(result => result.role === 'primary' && plainMeasures.includes(contrastsOf(result)?.measure))

/** What an outcome came to in each arm, and how arms compare. */
export function foundBlocks(findings: Reported, result: AnalysisResult): Block[] {
  const items = [...plainContrasts(findings, result).map(plainContrast), ...heldTexts(findings, result)]
  if (items.length === 0) return []
  return [
    leadBlock(text`What was found: ${outcomeTitle(findings, result)}.`, levelsText(findings, result)),
    { kind: 'list', ordered: false, items },
  ]
}

/** The contrasts that may not be shown. */
const heldTexts = (findings: Reported, result: AnalysisResult): Text[] =>
  (contrastsOf(result)?.contrasts ?? []).flatMap(({ arm, against, computation }) =>
    computation.status === 'undefined' && computation.reason === 'held_back'
      ? [text`${armName(findings, arm)} against ${armName(findings, against)}: held back (${heldSign}).`]
      : [],
  )

const levelStarts = { Mean: 'On average', 'Mean days': 'Mean days', Share: 'Of all cases' } as const

/** What each arm had: the first analysis of the plan that says so. */
export function levelsText(findings: Reported, judged: AnalysisResult): Text {
  const { outcome, level, set } = judged
  const ofDays = contrastsOf(judged)?.measure === 'time_difference'
  const found = findings.analyses.find(
    result =>
      result.outcome === outcome &&
      result.level === level &&
      result.set?.id === set?.id &&
      armsOf(result) !== undefined &&
      (armsOf(result)?.measure === 'time') === ofDays,
  )
  const estimates = found === undefined ? [] : (armsOf(found)?.estimates ?? [])
  if (found === undefined || estimates.length === 0) return ''
  const parts = estimates.map(
    ({ arm }) => text`${findings.results.write(analysisId(found.id, arm, 'estimate'))} in ${armName(findings, arm)}`,
  )
  const start = levelStarts[armMeasure(findings, outcome, armsOf(found)?.measure)]
  return text`${start}${setWords({ set })} ${joined(parts, ', ')}.`
}

/** The computed contrasts of a result, as the plan judges them. */
export function plainContrasts(findings: Reported, result: AnalysisResult): NamedContrast[] {
  return (contrastsOf(result)?.contrasts ?? []).flatMap(({ computation }) =>
    computation.status === 'computed' ? [asPlain(findings, result, computation.result)] : [],
  )
}

function asPlain(findings: Reported, result: AnalysisResult, contrast: ContrastEstimate): NamedContrast {
  const { id, arm, against } = contrast
  const { results } = findings
  // What holds for all contrasts together is judged by, where a method gives it.
  const judged = contrast.simultaneous === undefined ? '' : 'simultaneous.'
  const number = (column: string) => results.number(analysisId(result.id, id, column))
  const found = (column: string) => results.find(analysisId(result.id, id, column))
  return {
    outcome: outcomeTitle(findings, result),
    arm: armName(findings, arm),
    against: armName(findings, against),
    estimate: number('estimate'),
    lower: number(`${judged}conf.low`),
    upper: number(`${judged}conf.high`),
    unit: unitOf(findings, result),
    pValue: judged === '' ? (adjustedP(findings, result, id) ?? found('p.value')) : found('simultaneous.p.value'),
    comparisons: found(judged === '' ? 'comparisons' : 'simultaneous.comparisons'),
    alpha: findings.plan.alpha,
  }
}

function unitOf(findings: Reported, result: AnalysisResult): PlainUnit {
  if (contrastsOf(result)?.measure === 'time_difference') return 'days'
  return armMeasure(findings, result.outcome) === 'Mean' ? 'money' : 'share'
}

const outcomeTitle = (findings: Findings, result: AnalysisResult): Text =>
  text`${literal(findings.protocol.outcomes.find(({ id }) => id === result.outcome)?.title ?? result.outcome)}${levelWords(findings, result)}${setWords(result)}`
