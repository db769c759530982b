import { decimalText } from '../core/decimal-text.ts'

/** What the numbers of a chart count: per cent (0 to 100), percentage points or plain numbers, pounds, or whole cases. */
export type Unit = 'percent' | 'points' | 'pounds' | 'count'

interface UnitStyle {
  format(digits: string): string
  /** Vega-Lite properties of an axis in this unit. */
  axis: { format?: string; labelExpr?: string; tickMinStep?: number }
}

const styles: Readonly<Record<Unit, UnitStyle>> = {
  percent: { format: digits => `${digits}%`, axis: { labelExpr: "datum.label + '%'" } },
  points: { format: digits => digits, axis: {} },
  count: { format: digits => digits, axis: { format: ',d', tickMinStep: 1 } },
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

/** Least distance of ticks; 0 where any will do. */
export function leastStep(unit: Unit): number {
  return styles[unit].axis.tickMinStep ?? 0
}

export function unitAxis(unit: Unit): UnitStyle['axis'] {
  return styles[unit].axis
}
