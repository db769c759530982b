import { decimalText } from '../core/decimal-text.ts'

/** What the numbers of a chart count: per cent (0 to 100), percentage points, or pounds. */
export type Unit = 'percent' | 'points' | 'pounds'

interface UnitStyle {
  format(digits: string): string
  /** Vega-Lite properties of an axis in this unit. */
  axis: { format?: string; labelExpr?: string; tickMinStep?: number }
}

const styles: Readonly<Record<Unit, UnitStyle>> = {
  percent: { format: digits => `${digits}%`, axis: { labelExpr: "datum.label + '%'" } },
  points: { format: digits => digits, axis: {} },
  // A format of whole pounds needs ticks at whole pounds.
  pounds: { format: digits => `£${digits}`, axis: { format: '$,d', tickMinStep: 1 } },
}

export function formatValue(unit: Unit, value: number, decimals: number): string {
  const digits = decimalText(value, decimals)
  return digits.startsWith('−') ? `−${styles[unit].format(digits.slice(1))}` : styles[unit].format(digits)
}

export function formatRange(unit: Unit, lower: number, upper: number, decimals: number): string {
  return `${formatValue(unit, lower, decimals)} to ${formatValue(unit, upper, decimals)}`
}

export function unitAxis(unit: Unit): UnitStyle['axis'] {
  return styles[unit].axis
}

/** Decimals of tick labels where a span has about `ticks` ticks at 1, 2 or 5 times a power of ten. */
export function tickDecimals(unit: Unit, span: number, ticks: number): number {
  return unit === 'pounds' ? 0 : Math.max(0, -Math.floor(Math.log10((Math.SQRT2 * span) / ticks)))
}
