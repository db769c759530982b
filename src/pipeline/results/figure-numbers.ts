import { printedNumber } from '../../model/printed-number.ts'
import type { Figure, Published } from '../../model/published.ts'
import type { NamedNumber, Unit } from '../../report/index.ts'
import { evaluateOnRun } from '../evaluate-run.ts'
import type { Findings } from '../findings.ts'

/** Id of a figure of a printed report as a run gives it, as `figure.arrears_paid.pwc_first`. */
export const figureId = ({ id }: Pick<Figure, 'id'>): string => `figure.${id}`

const units: Readonly<Record<Figure['kind'], Unit>> = {
  count: 'count',
  percent: 'percent',
  mean: 'pounds',
  money: 'pounds',
  'half-width': 'number',
  statistic: 'statistic',
  'p-value': 'p',
}

/** Every figure of the printed report that a run gives too, with as many decimals as the print; two where that prints a bound. */
export const figureNumbers = (findings: Findings, published: Published): NamedNumber[] =>
  published.figures.flatMap((figure): NamedNumber[] => {
    const { recomputed } = evaluateOnRun(findings, published, figure)
    if (recomputed === null) return []
    const { bound, decimals } = printedNumber(figure.printed, figure.step)
    const unit = units[figure.kind]
    const written = unit === 'p' ? {} : { decimals: bound === 'none' ? decimals : boundDecimals }
    return [{ id: figureId(figure), value: recomputed, unit, ...written }]
  })

const boundDecimals = 2
