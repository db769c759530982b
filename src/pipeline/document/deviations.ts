import type { Deviation } from '../../model/plan.ts'
import { type Block, literal, longDate, type Section, type Text, text } from '../../report/index.ts'
import type { Findings } from '../findings.ts'
import { setWords } from './method-name.ts'

/** What was changed in the plan since the cases were allocated, and which analyses that concerns. */
export function deviationsSection(findings: Findings): Section {
  const { amendments } = findings
  const section = { id: 'deviations', title: 'Changes of the plan after allocation' }
  if (amendments === undefined || amendments === null) return { ...section, blocks: [] }
  const { deviations, dropped } = amendments
  const amended = findings.analyses.filter(({ amendment }) => amendment !== null)
  if (deviations.length === 0 && amended.length === 0 && dropped.length === 0) {
    return { ...section, blocks: [{ kind: 'paragraph', text: unchanged }] }
  }
  return {
    ...section,
    blocks: [
      { kind: 'list', ordered: false, items: deviations.map(deviationText) },
      ...listed(
        'Analyses added or changed',
        amended.map(result => {
          const { title, methodTitle, amendment } = result
          const seen = amendment?.resultsSeen
            ? 'after results had been seen, so exploratory'
            : 'before results were seen'
          return text`${literal(title)} (${literal(methodTitle)}${setWords(result)}): ${amendment?.kind ?? ''} ${seen}`
        }),
      ),
      ...listed(
        'Analyses that were planned and are not in the plan any more',
        dropped.map(({ title, method }) => text`${literal(title)} (${literal(method)})`),
      ),
    ],
  }
}

/** A change of the plan with its day and its reason, and whether results had been seen. */
export const deviationText = ({ date, what, why, resultsSeen }: Deviation): Text => [
  { kind: 'strong', text: text`${literal(longDate(date))}.` },
  ...text` ${literal(sentence(what))} Why: ${literal(sentence(why))} `,
  resultsSeen ? 'Results had been seen.' : 'No results had been seen.',
]

const unchanged = 'None: the plan is the one that stood when the cases were allocated.'

const sentence = (words: string): string => (/[.?!]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`)

const listed = (heading: string, items: readonly Text[]): Block[] =>
  items.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'list', ordered: false, items },
      ]
