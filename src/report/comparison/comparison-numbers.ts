import type { ComparedFigure, Comparison } from '../../model/comparison.ts'
import { printedNumber } from '../../model/printed-number.ts'
import { verdicts } from '../../model/published.ts'
import type { NamedNumber } from '../numbers.ts'
import { quotedNumbers } from '../quoted.ts'

const extraDecimals = 2

/** Id of a number of a comparison: of all figures, or of one of them. */
export const comparisonId = (of: string, figure?: string): string =>
  figure === undefined ? `comparison.${of}` : `comparison.${figure}.${of}`

/** The numbers of a comparison: how many figures have each verdict, and each figure as printed and as recomputed. */
export function comparisonNumbers({ totals, figures }: Comparison): NamedNumber[] {
  return [
    { id: comparisonId('figures'), value: totals.figures, unit: 'count' },
    ...verdicts.map((verdict): NamedNumber => ({ id: comparisonId(verdict), value: totals[verdict], unit: 'count' })),
    ...figures.flatMap(figureNumbers),
  ]
}

function figureNumbers({ id, printed, recomputed, note }: ComparedFigure): NamedNumber[] {
  const { value, decimals } = printedNumber(printed)
  const more = recomputed === null || Number.isInteger(recomputed) ? 0 : decimals + extraDecimals
  return [
    { id: comparisonId('printed', id), value, unit: 'number', decimals },
    ...(recomputed === null
      ? []
      : [{ id: comparisonId('recomputed', id), value: recomputed, unit: 'number' as const, decimals: more }]),
    ...(note === null ? [] : quotedNumbers(comparisonId('note', id), note)),
  ]
}
