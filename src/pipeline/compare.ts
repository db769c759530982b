import type { Comparison, Evaluation } from '../model/comparison.ts'
import type { Figure, Published } from '../model/published.ts'
import { compareFigure, totalsOf } from '../report/comparison/verdict.ts'

/** Compares every printed figure with what `evaluate` makes of it. */
export function compareFigures(
  published: Published,
  basis: Comparison['basis'],
  notice: string | null,
  evaluate: (figure: Figure) => Evaluation,
): Comparison {
  const figures = published.figures.map(figure => compareFigure(figure, evaluate(figure), basis))
  return { schema: 'equipoise/comparison/1', trial: published.trial, basis, notice, figures, totals: totalsOf(figures) }
}

/** One line for every figure whose verdict is not the recorded one. */
export function unexpectedVerdicts({ figures }: Comparison): string[] {
  return figures
    .filter(({ verdict, expected }) => verdict !== expected)
    .map(({ id, printed, recomputed, verdict, expected }) => {
      const value = recomputed === null ? '' : `, recomputed ${recomputed}`
      return `${id}: printed ${printed}${value}: ${verdict}, recorded as ${expected}`
    })
}
