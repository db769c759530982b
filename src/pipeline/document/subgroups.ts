import type { ContrastSpec } from '../../model/method.ts'
import type { SubgroupEstimates } from '../../model/subgroup-results.ts'
import {
  type Block,
  heldSign,
  inlines,
  literal,
  rangeText,
  type Section,
  type Table,
  type Text,
  testSentence,
  text,
  written,
} from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { analysisId, cautionId, partOf } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { adjustedP, familyNotes } from './adjusted-p.ts'
import { armName, intervalTitle } from './arms.ts'
import { absentText, absentWords, contrastTitle, reasonText, said, saidOnce } from './cautions.ts'
import { estimateCells, roleWords } from './contrasts.ts'
import { styleOf } from './estimate-style.ts'

/** The estimates in subgroups, where a result has them. */
export function subgroupsOf({ computation }: Pick<AnalysisResult, 'computation'>): SubgroupEstimates | undefined {
  return computation.status === 'computed' && computation.result.kind === 'subgroups' ? computation.result : undefined
}

/** Whether effects differ between subgroups, with how that is to be read before it. */
export function subgroupsSection(findings: Reported, analyses: readonly AnalysisResult[]): Section {
  const tables = subgroupTables(findings, analyses)
  const isExploratory = analyses.some(result => result.role === 'exploratory' && subgroupsOf(result) !== undefined)
  return {
    id: 'subgroups',
    title: 'Whether the effect differs between subgroups',
    blocks:
      tables.length === 0
        ? []
        : [{ kind: 'paragraph', text: isExploratory ? `${reading} ${exploratory}` : reading }, ...tables],
  }
}

const reading =
  'Whether subgroups differ is for the test of interaction alone to say. That an interval leaves out no difference in one subgroup and not in another says nothing of it: subgroups are smaller than the whole, and some come out so by chance.'
const exploratory =
  'Those that are called exploratory were not promised before the results could be seen: they can raise a question and settle none.'

/** A table of each contrast by subgroups, a row for each, with the test of interaction below. */
export function subgroupTables(findings: Reported, analyses: readonly AnalysisResult[]): Block[] {
  return analyses.flatMap(result => {
    const found = subgroupsOf(result)
    return found === undefined
      ? []
      : found.interactions.map(interaction => subgroupTable(findings, result, found, interaction))
  })
}

function subgroupTable(
  findings: Reported,
  result: AnalysisResult,
  found: SubgroupEstimates,
  contrast: ContrastSpec,
): Table {
  const { results } = findings
  const { id, outcome, role, methodTitle } = result
  const style = styleOf(findings, outcome, found.measure)
  const cases = (group: string, arm: string): Text => {
    const n = results.find(analysisId(id, partOf(group, arm), 'n'))
    return n === undefined ? heldSign : [written(n)]
  }
  return {
    kind: 'table',
    id: `subgroups-${id}-${contrast.id}`.replaceAll('_', '-'),
    caption: text`${literal(result.title)}: ${contrastTitle(findings, contrast.id)}, ${style.unit} (${literal(methodTitle)}; ${roleWords(role)})`,
    columns: [
      { title: [literal(found.by.title)], kind: 'heading' },
      ...[contrast.arm, contrast.against].map(arm => ({
        title: text`${armName(findings, arm)}, cases`,
        kind: 'number' as const,
      })),
      { title: 'Estimate', kind: 'number' },
      { title: intervalTitle(findings), kind: 'number' },
    ],
    rows: found.groups.map(group => {
      const own = group.contrasts.find(each => each.id === contrast.id)?.computation
      const place = analysisId(id, partOf(contrast.id, group.id), '')
      return [
        [literal(group.title)],
        cases(group.id, contrast.arm),
        cases(group.id, contrast.against),
        ...(own?.status === 'computed'
          ? estimateCells(findings, place, own.result, style)
          : [absentText(own?.reason ?? 'data_not_printed'), '']),
      ]
    }),
    notes: [
      ...interactionNotes(findings, result, found, contrast.id),
      ...familyNotes(findings, result),
      ...groupNotes(findings, result, found, contrast.id),
    ],
  }
}

/** The test of interaction of a contrast and, of two subgroups, by how much their effects differ. */
function interactionNotes(
  findings: Reported,
  { id }: AnalysisResult,
  { groups, interactions }: SubgroupEstimates,
  contrast: string,
): Text[] {
  const { results } = findings
  const computation = interactions.find(each => each.id === contrast)?.computation
  if (computation === undefined) return []
  if (computation.status === 'undefined')
    return [
      text`Test of interaction: ${absentWords(computation.reason)}. ${reasonText(findings, id, contrast, computation.detail)}`,
    ]
  const number = (column: string) => results.number(analysisId(id, contrast, column))
  const { statistic, difference } = computation.result
  const words = {
    statistic: { symbol: statistic.symbol, number: number('statistic') },
    degrees: [number('parameter')],
    pValue: number('p.value'),
    adjustedP: adjustedP(findings, { id }, contrast),
    nullHypothesis: 'the effect is the same in every subgroup',
  }
  const [first, second] = groups
  const apart =
    difference === undefined || first === undefined || second === undefined
      ? []
      : [
          text`The effect in "${literal(second.title)}" less that in "${literal(first.title)}": ${written(number('estimate'))} (${intervalTitle(findings)} ${rangeText(number('conf.low'), number('conf.high'))}).`,
        ]
  return [
    text`Test of interaction: ${inlines(testSentence(words, results.number('plan.alpha')))}`,
    ...apart,
    ...computation.cautions.map(({ detail }, at) => said(findings, cautionId(id, contrast, at), detail)),
  ]
}

/** Why there is no estimate in a subgroup, and what must be known of those that there are, each said once. */
function groupNotes(
  findings: Reported,
  { id, computation }: AnalysisResult,
  { groups }: SubgroupEstimates,
  contrast: string,
): Text[] {
  const about = new Map<string, { note: Text; titles: string[] }>()
  for (const group of groups) {
    const own = group.contrasts.find(each => each.id === contrast)?.computation
    const place = partOf(contrast, group.id)
    const notes: [detail: string, note: Text][] = [
      ...(own?.status === 'undefined'
        ? [
            [own.detail, text`${absentWords(own.reason)}: ${reasonText(findings, id, place, own.detail)}`] as [
              string,
              Text,
            ],
          ]
        : (own?.cautions ?? []).map(({ detail }, at): [string, Text] => [
            detail,
            said(findings, cautionId(id, place, at), detail),
          ])),
      ...group.cautions.map(({ detail }, at): [string, Text] => [
        detail,
        said(findings, cautionId(id, group.id, at), detail),
      ]),
    ]
    for (const [detail, note] of notes) {
      const known = about.get(detail) ?? { note, titles: [] }
      about.set(detail, { ...known, titles: [...known.titles, group.title] })
    }
  }
  const whole = computation.status === 'computed' ? computation.cautions : []
  return saidOnce([
    ...[...about.values()].map(({ note, titles }) =>
      titles.length === groups.length ? note : text`${literal(titles.join('; '))}: ${note}`,
    ),
    ...whole.map(({ detail }, at) => said(findings, cautionId(id, null, at), detail)),
  ])
}
