import type { Interval } from '../../model/method.ts'
import {
  type Block,
  degreesWords,
  joined,
  literal,
  plainText,
  rangeText,
  type Section,
  statisticWords,
  type Table,
  type Text,
  text,
  written,
} from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { analysisId } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { adjustedP, adjustedText, familyNotes, methodNotes, pCell } from './adjusted-p.ts'
import { armMeasure, armName, armsOf, intervalTitle } from './arms.ts'
import { absentIn, absentWords, capitalised, cautionsOf, contrastTitle, reasonText, saidOnce } from './cautions.ts'
import { contrastsOf, estimateCells, partCells, reasonOf, simultaneousText } from './contrasts.ts'
import { type EstimateStyle, styleOf } from './estimate-style.ts'
import { methodName, setWords } from './method-name.ts'
import { hypothesisOf, isTest, testNumbers, testOf } from './tests.ts'

/** What a section of further analyses holds. `tests`: also the tests over all arms, which otherwise stand elsewhere. */
interface Further extends Pick<Section, 'id' | 'title'> {
  analyses: readonly AnalysisResult[]
  tests: boolean
}

/** A section that sets several analyses of each outcome side by side, a row for each number. */
export function furtherSection(findings: Reported, { id, title, analyses, tests }: Further): Section {
  const outcomes = findings.protocol.outcomes.map(outcome => ({
    ...outcome,
    analyses: analyses.filter(result => result.outcome === outcome.id && (tests || !isTest(result))),
  }))
  return {
    id,
    title,
    blocks: outcomes.flatMap(outcome => {
      const blocks = outcomeBlocks(findings, `${id}-${outcome.id.replaceAll('_', '-')}`, outcome.analyses)
      return blocks.length === 0 ? [] : [{ kind: 'heading' as const, text: [literal(outcome.title)] }, ...blocks]
    }),
  }
}

function outcomeBlocks(findings: Reported, id: string, analyses: readonly AnalysisResult[]): Block[] {
  const measures = new Set(analyses.flatMap(result => contrastsOf(result)?.measure ?? []))
  return [
    ...testTable(findings, { id: `${id}-tests`, caption: 'Tests over all arms' }, analyses.filter(isTest)),
    ...[...measures].flatMap(measure => {
      const own = analyses.filter(result => contrastsOf(result)?.measure === measure)
      const style = styleOf(findings, own[0]?.outcome ?? '', measure)
      return [contrastTable(findings, `${id}-${measure.replaceAll('_', '-')}`, own, style)]
    }),
    ...([undefined, 'time'] as const).flatMap(measure => {
      const own = analyses.filter(result => armsOf(result) !== undefined && armsOf(result)?.measure === measure)
      return armTable(findings, measure === undefined ? `${id}-arms` : `${id}-arms-${measure}`, own)
    }),
    ...undefinedBlocks(
      findings,
      analyses.filter(result => !isTest(result)),
    ),
  ]
}

/** Tests over all arms, a row each. */
export function testTable(
  findings: Reported,
  { id, caption }: Pick<Table, 'id' | 'caption'>,
  analyses: readonly AnalysisResult[],
): Block[] {
  if (analyses.every(({ computation }) => computation.status === 'undefined'))
    return undefinedBlocks(findings, analyses)
  const adjusted = analyses.some(result => result.adjusted.length > 0)
  return [
    {
      kind: 'table',
      id,
      caption,
      columns: [
        { title: 'Method', kind: 'heading' },
        { title: 'Null hypothesis', kind: 'text' },
        { title: 'Statistic', kind: 'number' },
        { title: 'Degrees of freedom', kind: 'number' },
        { title: 'P', kind: 'number' },
        ...(adjusted ? [{ title: 'Adjusted P', kind: 'number' as const }] : []),
      ],
      rows: analyses.map(result => {
        const [test, numbers] = [testOf(result), testNumbers(findings, result)]
        if (test === undefined || numbers === undefined)
          return [methodName(findings, result), '', absentIn(result, null), '', '', ...(adjusted ? [''] : [])]
        return [
          methodName(findings, result),
          hypothesisOf(findings, result, test),
          statisticWords(numbers.statistic),
          degreesWords(numbers.degrees),
          pCell(numbers.pValue),
          ...(adjusted ? [pCell(adjustedP(findings, result, null))] : []),
        ]
      }),
      notes: notesOf(findings, analyses),
    },
  ]
}

function contrastTable(
  findings: Reported,
  id: string,
  analyses: readonly AnalysisResult[],
  style: EstimateStyle,
): Table {
  const adjusted = analyses.some(result => result.adjusted.length > 0)
  return {
    kind: 'table',
    id,
    caption: text`Contrasts, ${style.unit}`,
    columns: [
      { title: 'Contrast', kind: 'heading' },
      { title: 'Method', kind: 'text' },
      { title: 'Estimate', kind: 'number' },
      { title: intervalTitle(findings), kind: 'number' },
      { title: 'P', kind: 'number' },
      ...(adjusted ? [{ title: 'Adjusted P', kind: 'number' as const }] : []),
    ],
    rows: findings.plan.contrasts.flatMap(({ id: contrast }) =>
      analyses.flatMap(result => contrastRows(findings, result, contrast, style, adjusted)),
    ),
    notes: notesOf(findings, analyses),
  }
}

/** The rows of one contrast by one analysis: itself, its parts, and what holds for all contrasts together. */
function contrastRows(
  findings: Reported,
  result: AnalysisResult,
  contrast: string,
  style: EstimateStyle,
  adjusted: boolean,
): Text[][] {
  const computation = contrastsOf(result)?.contrasts.find(({ id }) => id === contrast)?.computation
  if (computation?.status !== 'computed') return []
  const { results } = findings
  const title = contrastTitle(findings, contrast)
  const { interval, simultaneous } = computation.result
  const method = methodName(findings, result)
  const [size, limits] = estimateCells(findings, analysisId(result.id, contrast, ''), computation.result, style)
  const last = (words: Text): Text[] => (adjusted ? [words] : [])
  const p = (column: string): Text => pCell(results.find(analysisId(result.id, contrast, column)))
  return [
    // What the method is named for comes first: a P that holds for all its comparisons together.
    ...(simultaneous === undefined
      ? []
      : [
          [
            ...[title, text`${method} (${adjustedText(results, result.id, contrast, simultaneous)})`, size],
            ...[
              simultaneousText(findings, result.id, computation.result, style),
              p('simultaneous.p.value'),
              ...last(''),
            ],
          ],
        ]),
    [
      ...[title, simultaneous === undefined ? method : text`${method}: ${aloneText(interval)}`, size],
      ...[limits, p('p.value'), ...last(pCell(adjustedP(findings, result, contrast)))],
    ],
    ...partCells(findings, result.id, computation.result, style).map(([part, ...cells]) => [
      ...[title, text`${method}: ${part}`, ...cells, ''],
      ...last(''),
    ]),
  ]
}

const aloneText = ({ method }: Interval): Text => text`each contrast alone (${literal(method)}), not adjusted`

function armTable(findings: Reported, id: string, analyses: readonly AnalysisResult[]): Table[] {
  const { arms } = findings.protocol
  const [first] = analyses
  if (first === undefined) return []
  return [
    {
      kind: 'table',
      id,
      caption: text`${armMeasure(findings, first.outcome, armsOf(first)?.measure)} of each arm with its ${intervalTitle(findings)}`,
      columns: [
        { title: 'Method', kind: 'heading' },
        ...arms.map(({ id: arm }) => ({ title: armName(findings, arm), kind: 'number' as const })),
      ],
      rows: analyses.map(result => [
        methodName(findings, result),
        ...arms.map(({ id: arm }) => {
          const found = armsOf(result)?.estimates.find(estimate => estimate.arm === arm)
          if (found === undefined) return absentIn(result, arm)
          const number = (column: string) => findings.results.number(analysisId(result.id, arm, column))
          return text`${written(number('estimate'))} (${rangeText(number('conf.low'), number('conf.high'))})`
        }),
      ]),
      notes: notesOf(findings, analyses),
    },
  ]
}

/** What could not be computed, each reason once with what it keeps from an answer. */
export function undefinedBlocks(findings: Reported, analyses: readonly AnalysisResult[]): Block[] {
  const because = new Map<string, { why: string; reason: Text; names: Text[] }>()
  for (const result of analyses) {
    const { id, title, methodTitle, computation } = result
    if (computation.status === 'computed') continue
    const reason = reasonText(findings, id, null, computation.detail)
    const why = capitalised(absentWords(computation.reason))
    const known = because.get(computation.detail) ?? { why, reason, names: [] }
    const name = text`${literal(title.replace(/[.:]$/, ''))} (${literal(methodTitle)}${setWords(result)})`
    because.set(computation.detail, { ...known, names: [...known.names, name] })
  }
  const items = [...because.values()].map(({ why, reason, names }) => text`${why}: ${joined(names, '; ')}. ${reason}`)
  return items.length === 0 ? [] : [{ kind: 'list', ordered: false, items }]
}

/** Notes on several analyses, each said once with the methods that it is about. */
function notesOf(findings: Reported, analyses: readonly AnalysisResult[]): Text[] {
  const about = new Map<string, { note: Text; methods: Text[] }>()
  for (const result of analyses) {
    const reasons = (contrastsOf(result)?.contrasts ?? []).flatMap(contrast => reasonOf(findings, result, contrast))
    const { id, computation } = result
    const undone = computation.status === 'undefined' ? [reasonText(findings, id, null, computation.detail)] : []
    const notes = [
      ...undone,
      ...reasons,
      ...familyNotes(findings, result),
      ...methodNotes(findings, result),
      ...cautionsOf(findings, result),
    ]
    for (const note of notes) {
      const known = about.get(plainText(note)) ?? { note, methods: [] }
      about.set(plainText(note), { ...known, methods: [...known.methods, methodName(findings, result)] })
    }
  }
  return [...about.values()].map(({ note, methods }) =>
    methods.length === analyses.length ? note : text`${joined(saidOnce(methods), '; ')}: ${note}`,
  )
}
