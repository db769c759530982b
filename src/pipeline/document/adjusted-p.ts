import type { Simultaneous } from '../../model/method.ts'
import { joined, literal, type NamedNumber, type Results, type Text, text, written } from '../../report/index.ts'
import { adjustments } from '../../statistics/index.ts'
import type { AdjustedP, AnalysisResult } from '../analysis-result.ts'
import { pValuesOf } from '../families.ts'
import type { Findings } from '../findings.ts'
import { analysisId } from '../results/analysis-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { pooledNotes } from './pooled-notes.ts'

/** `0.26` or `< 0.001`; nothing where there is no P. */
export const pCell = (p: NamedNumber | undefined): Text => (p === undefined ? '' : [written(p)])

/** The adjusted P of a contrast, or of the test over all arms where `contrast` is null. */
export const adjustedOf = ({ adjusted }: AnalysisResult, contrast: string | null): AdjustedP | undefined =>
  adjusted.find(each => each.contrast === contrast)

/** The same as a number of the report. */
export const adjustedP = ({ results }: Reported, { id }: Pick<AnalysisResult, 'id'>, contrast: string | null) =>
  results.find(analysisId(id, contrast, 'adj.p.value'))

/** In which family each P of a result was adjusted, or that it was in none. */
export function familyNotes({ plan, results }: Reported, result: AnalysisResult): Text[] {
  const pValues = pValuesOf(result)
  // A simultaneous P stands in no family, since it is adjusted by its own method; the rows say so.
  if (pValues.length === 0 || isSimultaneous(result)) return []
  const whose = (some: readonly { contrast: string | null }[]): Text =>
    some.length === pValues.length
      ? 'P is'
      : text`P of ${joined(
          some.map(each => named(plan, each)),
          ' and ',
        )} is`
  const ids = [...new Set(result.adjusted.map(({ family }) => family))]
  const families = ids.flatMap(id => plan.families?.find(family => family.id === id) ?? [])
  const notes = families.map(({ id, title, method }) => {
    const own = result.adjusted.filter(({ family }) => family === id)
    const comparisons = results.number(analysisId(result.id, own[0]?.contrast ?? null, 'comparisons'))
    return text`${whose(own)} adjusted for the ${comparisonsText(comparisons)} of the family "${literal(title)}" by ${titleOf(method)}.`
  })
  const left = pValues.filter(({ contrast }) => adjustedOf(result, contrast) === undefined)
  if (left.length === 0) return notes
  return [...notes, text`${whose(left)} in no family, and not adjusted for several comparisons.`]
}

function isSimultaneous({ computation }: AnalysisResult): boolean {
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return false
  return computation.result.contrasts.some(
    ({ computation: each }) => each.status === 'computed' && each.result.simultaneous !== undefined,
  )
}

/** `adjusted for 2 comparisons by Dunnett`. */
export function adjustedText(results: Results, analysis: string, contrast: string, { method }: Simultaneous): Text {
  const comparisons = results.number(analysisId(analysis, contrast, 'simultaneous.comparisons'))
  return text`adjusted for ${comparisonsText(comparisons)} by ${literal(method)}`
}

const comparisonsText = (comparisons: NamedNumber): Text =>
  comparisons.value === 1 ? 'one comparison' : text`${written(comparisons)} comparisons`

const titleOf = (method: string) => literal(adjustments.find(method)?.title ?? method)

const named = ({ contrasts }: Findings['plan'], { contrast }: { contrast: string | null }) =>
  literal(contrasts.find(({ id }) => id === contrast)?.title ?? 'the test')

/** What contrasts of arms taken together estimate, what the simultaneous intervals of a result hold for, and how exact the P values are that it drew without saying so. */
export function methodNotes(findings: Reported, result: AnalysisResult): Text[] {
  const { results } = findings
  const { id, computation } = result
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return []
  const computed = computation.result.contrasts.flatMap(({ computation: each }) =>
    each.status === 'computed' ? [each] : [],
  )
  const simultaneous = computed.flatMap(({ result: own }) =>
    own.simultaneous === undefined ? [] : [adjustedText(results, id, own.id, own.simultaneous)],
  )[0]
  const silent = computed.filter(({ cautions }) => cautions.every(({ code }) => code !== 'estimated_from_draws'))
  const errors = silent.flatMap(({ result: own }) => results.find(analysisId(id, own.id, 'mc.std.error')) ?? [])
  const largest = errors.toSorted((a, b) => b.value - a.value)[0]
  return [
    ...pooledNotes(findings, result),
    ...(simultaneous === undefined
      ? []
      : [
          text`The intervals and P ${simultaneous} hold for all of them together; those of each contrast alone are not adjusted.`,
        ]),
    ...(largest === undefined || largest.value === 0
      ? []
      : [text`The standard error of P by its draws is at most ${written(largest)}.`]),
  ]
}
