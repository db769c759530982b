import type { ContrastEstimates, UndefinedReason } from '../../model/method.ts'
import { sideTitle } from '../../model/pooled-arms.ts'
import {
  heldSign,
  type Inline,
  inlines,
  joined,
  literal,
  plainText,
  quoted,
  type Text,
  text,
} from '../../report/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { isHeldBack } from '../disclosure/shown-analyses.ts'
import type { Findings } from '../findings.ts'
import { cautionId, reasonId } from '../results/analysis-numbers.ts'

type Named = Pick<Findings, 'protocol' | 'plan'>

/** What a reader must know of a result, and of single contrasts of it. */
export function cautionsOf(findings: Named, { id, computation }: AnalysisResult): Text[] {
  if (computation.status === 'undefined') return []
  const { result, cautions } = computation
  const own = result.kind === 'contrasts' ? contrastCautions(findings, id, result) : []
  return [...own, ...cautions.map(({ detail }, at) => said(findings, cautionId(id, null, at), detail))]
}

/** Cautions of contrasts, each said once with the contrasts that it is about, or by itself where it is about all. */
function contrastCautions(findings: Named, analysis: string, { contrasts }: ContrastEstimates): Text[] {
  const about = new Map<string, { sentence: Text; titles: Text[] }>()
  const computed = contrasts.filter(({ computation }) => computation.status === 'computed')
  for (const { id, computation } of computed) {
    const cautions = computation.status === 'computed' ? computation.cautions : []
    for (const [at, { detail }] of cautions.entries()) {
      const known = about.get(detail) ?? { sentence: said(findings, cautionId(analysis, id, at), detail), titles: [] }
      about.set(detail, { ...known, titles: [...known.titles, contrastTitle(findings, id)] })
    }
  }
  return [...about.values()].map(({ sentence, titles }) =>
    titles.length === computed.length ? sentence : text`${joined(titles, '; ')}: ${sentence}`,
  )
}

/** What stands in a table where there is no number: that it may not be shown, or that there is none. */
export const absentText = (reason: UndefinedReason): string => (reason === 'held_back' ? heldSign : 'not computable')

/** The same of what a result says of an arm, or of all where that is null. */
export const absentIn = ({ computation }: AnalysisResult, arm: string | null): string =>
  isHeldBack(computation, arm) ? heldSign : 'not computable'

/** Words before the reason why there is no number. */
export const absentWords = (reason: UndefinedReason): string =>
  reason === 'held_back' ? 'held back' : 'not computable'

export const capitalised = (words: string): string => words.replace(/^./, first => first.toUpperCase())

/** Why an analysis, an arm or a contrast has no answer. */
export const reasonText = (findings: Named, analysis: string, of: string | null, detail: string): Text =>
  said(findings, reasonId(analysis, of), detail)

/** A sentence of the statistics, its numbers under ids and the arms by their titles. */
export const said = (findings: Pick<Findings, 'protocol'>, id: string, sentence: string): Text =>
  withArmTitles(findings, quoted(id, sentence))

/** A contrast in the words of the plan. */
export const contrastTitle = ({ plan }: Pick<Findings, 'plan'>, id: string): Text => [
  literal(plan.contrasts.find(contrast => contrast.id === id)?.title ?? id),
]

/** Words that know arms by their ids, or those of several that a contrast takes together, with the titles instead. */
export function withArmTitles({ protocol }: Pick<Findings, 'protocol'>, words: Text): Text {
  // An id that is a plain word, as control, may stand in a sentence for itself.
  const arms = protocol.arms.filter(({ id }) => /[_-]/.test(id))
  const any = protocol.arms.map(({ id }) => id).join('|')
  const several = `(?:${any})(?:\\+(?:${any}))+`
  const pattern = new RegExp(`\\b(${[several, ...arms.map(({ id }) => id)].join('|')})\\b`)
  return inlines(words).flatMap((part): readonly Inline[] => {
    if (typeof part !== 'string' && part.kind !== 'literal') return [part]
    const pieces = (typeof part === 'string' ? part : part.text).split(pattern)
    const rest = (piece: string): Inline => (typeof part === 'string' ? piece : literal(piece))
    return pieces.flatMap((piece, at) =>
      piece === '' ? [] : at % 2 === 1 ? [literal(sideTitle(protocol, piece))] : [rest(piece)],
    )
  })
}

/** Texts of which each is said once, whatever it names its numbers by. */
export function saidOnce(texts: readonly Text[]): Text[] {
  const found = new Map<string, Text>()
  for (const each of texts) if (!found.has(plainText(each))) found.set(plainText(each), each)
  return [...found.values()]
}
