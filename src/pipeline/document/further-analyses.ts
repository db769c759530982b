import type { Interval } from '../../model/method.ts'
import { type Block, degreesText, type Section, statisticText, type Table } from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'
import { adjustedOf, adjustedText, familyNotes, methodNotes, pText } from './adjusted-p.ts'
import { armFormat, armsOf } from './arms.ts'
import { cautionsOf, contrastTitle, withArmTitles } from './cautions.ts'
import { contrastsOf, partCells, reasonOf } from './contrasts.ts'
import { type EstimateStyle, intervalText, styleOf } from './estimate-style.ts'
import { methodName, setWords } from './method-name.ts'
import { degreesOf, isTest, testOf } from './tests.ts'

/** What a section of further analyses holds. `tests`: also the tests over all arms, which otherwise stand elsewhere. */
interface Further extends Pick<Section, 'id' | 'title'> {
  analyses: readonly AnalysisResult[]
  tests: boolean
}

/** A section that sets several analyses of each outcome side by side, a row for each number. */
export function furtherSection(findings: Findings, { id, title, analyses, tests }: Further): Section {
  const outcomes = findings.protocol.outcomes.map(outcome => ({
    ...outcome,
    analyses: analyses.filter(result => result.outcome === outcome.id && (tests || !isTest(result))),
  }))
  return {
    id,
    title,
    blocks: outcomes.flatMap(outcome => {
      const blocks = outcomeBlocks(findings, `${id}-${outcome.id.replaceAll('_', '-')}`, outcome.analyses)
      return blocks.length === 0 ? [] : [{ kind: 'heading' as const, text: outcome.title }, ...blocks]
    }),
  }
}

function outcomeBlocks(findings: Findings, id: string, analyses: readonly AnalysisResult[]): Block[] {
  const measures = new Set(analyses.flatMap(result => contrastsOf(result)?.measure ?? []))
  return [
    ...testTable(findings, { id: `${id}-tests`, caption: 'Tests over all arms' }, analyses.filter(isTest)),
    ...[...measures].flatMap(measure => {
      const own = analyses.filter(result => contrastsOf(result)?.measure === measure)
      const style = styleOf(findings, own[0]?.outcome ?? '', measure)
      return [contrastTable(findings, `${id}-${measure.replaceAll('_', '-')}`, own, style)]
    }),
    ...armTable(
      findings,
      `${id}-arms`,
      analyses.filter(result => armsOf(result) !== undefined),
    ),
    ...undefinedBlocks(
      findings,
      analyses.filter(result => !isTest(result)),
    ),
  ]
}

/** Tests over all arms, a row each. */
export function testTable(
  findings: Findings,
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
        const test = testOf(result)
        if (test === undefined) return [methodName(result), '', 'not computable', '', '', ...(adjusted ? [''] : [])]
        return [
          methodName(result),
          test.nullHypothesis,
          statisticText(test.statistic),
          degreesText(degreesOf(test)),
          pText(test.pValue),
          ...(adjusted ? [pText(adjustedOf(result, null)?.pValue)] : []),
        ]
      }),
      notes: notesOf(findings, analyses),
    },
  ]
}

function contrastTable(
  findings: Findings,
  id: string,
  analyses: readonly AnalysisResult[],
  style: EstimateStyle,
): Table {
  const adjusted = analyses.some(result => result.adjusted.length > 0)
  return {
    kind: 'table',
    id,
    caption: `Contrasts, ${style.unit}`,
    columns: [
      { title: 'Contrast', kind: 'heading' },
      { title: 'Method', kind: 'text' },
      { title: 'Estimate', kind: 'number' },
      { title: `${Math.round(100 * findings.plan.confidenceLevel)}% interval`, kind: 'number' },
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
  findings: Findings,
  result: AnalysisResult,
  contrast: string,
  style: EstimateStyle,
  adjusted: boolean,
): string[][] {
  const computation = contrastsOf(result)?.contrasts.find(({ id }) => id === contrast)?.computation
  if (computation?.status !== 'computed') return []
  const title = contrastTitle(findings, contrast)
  const { estimate, interval, pValue, simultaneous, parts = [] } = computation.result
  const method = methodName(result)
  const size = style.format(style.scale * estimate)
  const last = (text: string): string[] => (adjusted ? [text] : [])
  return [
    // What the method is named for comes first: a P that holds for all its comparisons together.
    ...(simultaneous === undefined
      ? []
      : [
          [
            ...[title, `${method} (${adjustedText(simultaneous)})`, size],
            ...[intervalText(simultaneous.interval, style), pText(simultaneous.pValue), ...last('')],
          ],
        ]),
    [
      ...[title, simultaneous === undefined ? method : `${method}: ${aloneText(interval)}`, size],
      ...[intervalText(interval, style), pText(pValue), ...last(pText(adjustedOf(result, contrast)?.pValue))],
    ],
    ...partCells(estimate, parts, style).map(([part, ...cells]) => [
      ...[title, `${method}: ${part}`, ...cells, ''],
      ...last(''),
    ]),
  ]
}

const aloneText = ({ method }: Interval): string => `each contrast alone (${method}), not adjusted`

function armTable(findings: Findings, id: string, analyses: readonly AnalysisResult[]): Table[] {
  const { arms } = findings.protocol
  const [first] = analyses
  if (first === undefined) return []
  const { title, format } = armFormat(findings, first.outcome)
  return [
    {
      kind: 'table',
      id,
      caption: `${title} of each arm with its ${Math.round(100 * findings.plan.confidenceLevel)}% interval`,
      columns: [
        { title: 'Method', kind: 'heading' },
        ...arms.map(arm => ({ title: arm.title, kind: 'number' as const })),
      ],
      rows: analyses.map(result => [
        methodName(result),
        ...arms.map(({ id: arm }) => {
          const found = armsOf(result)?.estimates.find(estimate => estimate.arm === arm)
          if (found === undefined) return 'not computable'
          const { estimate, interval } = found
          return `${format(estimate)} (${format(interval.lower)} to ${format(interval.upper)})`
        }),
      ]),
      notes: notesOf(findings, analyses),
    },
  ]
}

/** What could not be computed, each reason once with what it keeps from an answer. */
export function undefinedBlocks(findings: Findings, analyses: readonly AnalysisResult[]): Block[] {
  const because = new Map<string, string[]>()
  for (const result of analyses) {
    const { title, methodTitle, computation } = result
    if (computation.status === 'computed') continue
    const reason = withArmTitles(findings, computation.detail)
    because.set(reason, [
      ...(because.get(reason) ?? []),
      `${title.replace(/[.:]$/, '')} (${methodTitle}${setWords(result)})`,
    ])
  }
  const items = [...because].map(([reason, names]) => `Not computable: ${names.join('; ')}. ${reason}`)
  return items.length === 0 ? [] : [{ kind: 'list', ordered: false, items }]
}

/** Notes on several analyses, each said once with the methods that it is about. */
function notesOf(findings: Findings, analyses: readonly AnalysisResult[]): string[] {
  const about = new Map<string, string[]>()
  for (const result of analyses) {
    const reasons = (contrastsOf(result)?.contrasts ?? []).flatMap(contrast => reasonOf(findings, contrast))
    const { computation } = result
    const undone = computation.status === 'undefined' ? [withArmTitles(findings, computation.detail)] : []
    const notes = [
      ...undone,
      ...reasons,
      ...familyNotes(findings, result),
      ...methodNotes(result),
      ...cautionsOf(findings, result),
    ]
    for (const note of notes) about.set(note, [...(about.get(note) ?? []), methodName(result)])
  }
  return [...about].map(([note, methods]) =>
    methods.length === analyses.length ? note : `${[...new Set(methods)].join('; ')}: ${note}`,
  )
}
