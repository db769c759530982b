import { decimalText } from '../../core/decimal-text.ts'
import type { ComparedFigure, Comparison, Evaluation } from '../../model/comparison.ts'
import { admitsRange, type PrintedNumber, printedNumber, roundAsPrinted } from '../../model/printed-number.ts'
import { type Figure, type Verdict, verdicts } from '../../model/published.ts'

/** What recomputing says of a printed number (design: verdict of a published figure). */
export function verdictOf(printed: PrintedNumber, evaluation: Evaluation): Verdict {
  switch (evaluation.status) {
    case 'determined':
      return { all: 'reproduced', some: 'consistent', none: 'contradicted' }[evaluation.fits] as Verdict
    case 'input':
    case 'stated':
      return 'consistent'
    case 'needs_data': {
      const { range } = evaluation
      const excluded = range !== null && admitsRange(printed, range.lower, range.upper) === 'none'
      return excluded ? 'contradicted' : 'not_derivable'
    }
  }
}

/** One line of the comparison. */
export function compareFigure(figure: Figure, evaluation: Evaluation, basis: Comparison['basis']): ComparedFigure {
  const printed = printedNumber(figure.printed, figure.step)
  const verdict = verdictOf(printed, evaluation)
  const { recomputed, range, counts, derivedFrom } = evaluation
  return {
    id: figure.id,
    title: figure.title,
    place: figure.place,
    printed: figure.printed,
    recomputed,
    rounded: recomputed === null ? null : roundAsPrinted(printed, recomputed).toFixed(printed.decimals),
    range,
    counts,
    derivedFrom,
    verdict,
    expected: figure.verdict[basis],
    note: verdict === 'reproduced' ? null : note(figure, printed, evaluation, verdict),
  }
}

function note(figure: Figure, printed: PrintedNumber, evaluation: Evaluation, verdict: Verdict): string {
  const matched = figure.label === 'by_order' ? ' Matched to its words by the order of printing.' : ''
  const said = figure.note === undefined ? '' : ` ${figure.note}`
  return `${reason(printed, evaluation, verdict)}${matched}${said}`
}

function reason(printed: PrintedNumber, evaluation: Evaluation, verdict: Verdict): string {
  switch (evaluation.status) {
    case 'stated':
      return `Stated, not computed from outcomes. ${evaluation.why}`
    case 'input':
      return evaluation.counts === null
        ? 'Taken from the page: no other printed figure determines it, and none contradicts it.'
        : roomSentence(printed, evaluation)
    case 'needs_data':
      return needsData(printed, evaluation, verdict)
    case 'determined':
      return verdict === 'consistent' ? roomSentence(printed, evaluation) : contradiction(printed, evaluation)
  }
}

function needsData(
  printed: PrintedNumber,
  { why, range }: Extract<Evaluation, { status: 'needs_data' }>,
  verdict: Verdict,
): string {
  if (range === null) return why
  const between = rangeText(range, printed.decimals)
  return verdict === 'contradicted'
    ? `${why} Whatever they were, it lies between ${between}.`
    : `${why} Whatever they were, it lies between ${between}, and the printed value does.`
}

function roomSentence(printed: PrintedNumber, { range, counts }: Evaluation): string {
  if (counts !== null && counts.least !== null) {
    const [least, most] = [counts.least, counts.most ?? counts.least].map(count => decimalText(count, 0))
    const cases = counts.status === 'unique' ? least : `${least} to ${most}`
    return `It fits ${cases} cases, and no other printed figure contradicts it or determines it.`
  }
  if (range === null) return 'Other printed figures leave room for it.'
  return `Other printed figures allow ${rangeText(range, printed.decimals + 1, 'to')}, which includes it.`
}

function contradiction(printed: PrintedNumber, { recomputed, range, counts }: Evaluation): string {
  if (counts?.status === 'none') {
    const nearest =
      recomputed === null
        ? ''
        : `; the nearest count that fits the rest gives ${decimalText(recomputed, printed.decimals)}`
    return `No whole number of cases gives it${nearest}.`
  }
  if (range !== null && range.lower !== range.upper) {
    return `The figures that make it up give ${rangeText(range, printed.decimals, 'to')}.`
  }
  if (recomputed === null) return 'No admissible value gives it.'
  return `It is ${decimalText(recomputed, Number.isInteger(recomputed) ? 0 : printed.decimals + 2)}.`
}

function rangeText({ lower, upper }: { lower: number; upper: number }, decimals: number, word = 'and'): string {
  return `${decimalText(lower, decimals)} ${word} ${decimalText(upper, decimals)}`
}

/** Counts of each verdict, and of figures whose verdict is not the recorded one. */
export function totalsOf(figures: readonly ComparedFigure[]): Comparison['totals'] {
  const count = (test: (figure: ComparedFigure) => boolean): number => figures.filter(test).length
  const byVerdict = Object.fromEntries(verdicts.map(verdict => [verdict, count(figure => figure.verdict === verdict)]))
  return {
    ...(byVerdict as Record<Verdict, number>),
    figures: figures.length,
    unexpected: count(({ verdict, expected }) => verdict !== expected),
  }
}
