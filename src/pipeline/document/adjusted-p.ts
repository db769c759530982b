import type { Simultaneous } from '../../model/method.ts'
import { count, pValue } from '../../report/index.ts'
import { adjustments } from '../../statistics/index.ts'
import type { AdjustedP, AnalysisResult } from '../analysis-result.ts'
import { pValuesOf } from '../families.ts'
import type { Findings } from '../findings.ts'

/** `0.26` or `< 0.001`; nothing where there is no P. */
export const pText = (p: number | undefined): string => (p === undefined ? '' : pValue(p).replace(/^= /, ''))

/** The adjusted P of a contrast, or of the test over all arms where `contrast` is null. */
export const adjustedOf = ({ adjusted }: AnalysisResult, contrast: string | null): AdjustedP | undefined =>
  adjusted.find(each => each.contrast === contrast)

/** In which family each P of a result was adjusted, or that it was in none. */
export function familyNotes({ plan }: Findings, result: AnalysisResult): string[] {
  const pValues = pValuesOf(result)
  // A simultaneous P stands in no family, since it is adjusted by its own method; the rows say so.
  if (pValues.length === 0 || isSimultaneous(result)) return []
  const ids = [...new Set(result.adjusted.map(({ family }) => family))]
  const families = ids.flatMap(id => plan.families?.find(family => family.id === id) ?? [])
  const notes = families.map(({ id, title, method }) => {
    const own = result.adjusted.filter(({ family }) => family === id)
    const which = own.length === pValues.length ? 'P is' : `P of ${own.map(each => named(plan, each)).join(' and ')} is`
    return `${which} adjusted for the ${comparisonsText(own[0]?.comparisons ?? 0)} of the family "${title}" by ${titleOf(method)}.`
  })
  const left = pValues.filter(({ contrast }) => adjustedOf(result, contrast) === undefined)
  if (left.length === 0) return notes
  const which = left.length === pValues.length ? 'P is' : `P of ${left.map(each => named(plan, each)).join(' and ')} is`
  return [...notes, `${which} in no family, and not adjusted for several comparisons.`]
}

function isSimultaneous({ computation }: AnalysisResult): boolean {
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return false
  return computation.result.contrasts.some(
    ({ computation: each }) => each.status === 'computed' && each.result.simultaneous !== undefined,
  )
}

/** `adjusted for 2 comparisons by Dunnett`. */
export const adjustedText = ({ method, comparisons }: Simultaneous): string =>
  `adjusted for ${comparisonsText(comparisons)} by ${method}`

const comparisonsText = (comparisons: number): string =>
  comparisons === 1 ? 'one comparison' : `${count(comparisons)} comparisons`

const titleOf = (method: string): string => adjustments.find(method)?.title ?? method

const named = ({ contrasts }: Findings['plan'], { contrast }: { contrast: string | null }): string =>
  contrasts.find(({ id }) => id === contrast)?.title ?? 'the test'

/** What the simultaneous intervals of a result hold for, and how exact the P values are that it drew without saying so. */
export function methodNotes({ computation }: AnalysisResult): string[] {
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return []
  const computed = computation.result.contrasts.flatMap(({ computation: each }) =>
    each.status === 'computed' ? [each] : [],
  )
  const simultaneous = computed.flatMap(({ result }) => result.simultaneous ?? [])[0]
  const silent = computed.filter(({ cautions }) => cautions.every(({ code }) => code !== 'estimated_from_draws'))
  const errors = silent.flatMap(({ result }) => result.monteCarlo?.standardError ?? [])
  const largest = Math.max(0, ...errors)
  return [
    ...(simultaneous === undefined
      ? []
      : [
          `The intervals and P ${adjustedText(simultaneous)} hold for all of them together; those of each contrast alone are not adjusted.`,
        ]),
    ...(largest > 0 ? [`The standard error of P by its draws is at most ${largest.toPrecision(2)}.`] : []),
  ]
}
