import type { ComparedFigure, Comparison } from '../../model/comparison.ts'
import { printedNumber } from '../../model/printed-number.ts'
import { verdicts } from '../../model/published.ts'
import { joined, literal, type Table, type Text, text } from '../document.ts'
import { quoted } from '../quoted.ts'
import { type Results, resultsOf } from '../results.ts'
import { verdictTag, verdictWords } from '../words.ts'
import { comparisonId, comparisonNumbers } from './comparison-numbers.ts'

/** The comparison as a table: one row a printed figure. */
export function comparisonTable(comparison: Comparison): Table {
  const { figures, basis } = comparison
  const results = resultsOf(comparisonNumbers(comparison))
  return {
    kind: 'table',
    id: 'figures-compared',
    caption:
      basis === 'page'
        ? 'Every printed figure, recomputed from the other printed figures'
        : 'Every printed figure, recomputed from the run',
    columns: [
      { title: 'Place', kind: 'text' },
      { title: 'Figure', kind: 'heading' },
      { title: 'Printed', kind: 'number' },
      { title: 'Recomputed', kind: 'number' },
      { title: 'Verdict', kind: 'text' },
      { title: 'Why, unless reproduced', kind: 'text' },
    ],
    rows: figures.map(figure => [
      [literal(figure.place)],
      [literal(figure.title)],
      printedText(results, figure),
      figure.recomputed === null ? '-' : [results.write(comparisonId('recomputed', figure.id))],
      [verdictTag(figure.verdict)],
      noteText(figure),
    ]),
    notes: verdicts.map(verdict => [verdictTag(verdict), `: ${verdictWords[verdict].meaning[basis]}.`]),
  }
}

/** "75 figures: 24 reproduced, 44 consistent, 5 not derivable, 2 contradicted." */
export function totalsSentence(comparison: Comparison): Text {
  const results = resultsOf(comparisonNumbers(comparison))
  const parts = verdicts.map(verdict => text`${results.write(comparisonId(verdict))} ${verdictWords[verdict].label}`)
  return text`${results.write(comparisonId('figures'))} figures: ${joined(parts, ', ')}.`
}

/** A sentence for each figure that no admissible value gives. */
export function contradictionSentences(comparison: Comparison): Text[] {
  const results = resultsOf(comparisonNumbers(comparison))
  return comparison.figures
    .filter(({ verdict }) => verdict === 'contradicted')
    .map(figure => {
      const note = noteText(figure)
      const start = text`${literal(figure.title)} (${literal(figure.place)}), printed ${printedText(results, figure)}.`
      return note === '' ? start : text`${start} ${note}`
    })
}

const noteText = ({ id, note }: ComparedFigure): Text => (note === null ? '' : quoted(comparisonId('note', id), note))

function printedText(results: Results, { id, printed }: ComparedFigure): Text {
  const digits = results.write(comparisonId('printed', id))
  return { none: [digits], below: text`less than ${digits}`, above: text`over ${digits}` }[printedNumber(printed).bound]
}
