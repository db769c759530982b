import { decimalText } from '../../core/decimal-text.ts'
import type { ComparedFigure, Comparison } from '../../model/comparison.ts'
import { printedNumber } from '../../model/printed-number.ts'
import { verdicts } from '../../model/published.ts'
import type { Table } from '../document.ts'
import { verdictTag, verdictWords } from '../words.ts'

/** The comparison as a table: one row a printed figure. */
export function comparisonTable({ figures, basis }: Comparison): Table {
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
      figure.place,
      figure.title,
      printedText(figure),
      recomputedText(figure),
      [verdictTag(figure.verdict)],
      figure.note ?? '',
    ]),
    notes: verdicts.map(verdict => [verdictTag(verdict), `: ${verdictWords[verdict].meaning[basis]}.`]),
  }
}

/** "75 figures: 24 reproduced, 44 consistent, 5 not derivable, 2 contradicted." */
export function totalsSentence({ totals }: Comparison): string {
  const parts = verdicts.map(verdict => `${totals[verdict]} ${verdictWords[verdict].label}`)
  return `${totals.figures} figures: ${parts.join(', ')}.`
}

/** A sentence for each figure that no admissible value gives. */
export function contradictionSentences({ figures }: Comparison): string[] {
  return figures
    .filter(({ verdict }) => verdict === 'contradicted')
    .map(figure => `${figure.title} (${figure.place}), printed ${printedText(figure)}. ${figure.note ?? ''}`.trimEnd())
}

function printedText({ printed }: ComparedFigure): string {
  const number = printedNumber(printed)
  const digits = decimalText(number.value, number.decimals)
  return { none: digits, below: `less than ${digits}`, above: `over ${digits}` }[number.bound]
}

const extraDecimals = 2

function recomputedText({ printed, recomputed }: ComparedFigure): string {
  if (recomputed === null) return '-'
  return Number.isInteger(recomputed)
    ? decimalText(recomputed, 0)
    : decimalText(recomputed, printedNumber(printed).decimals + extraDecimals)
}
