import { decimalText } from '../core/decimal-text.ts'

/** What the numbers of a chart count: per cent (0 to 100), percentage points or plain numbers, pounds, or whole cases. */
export type Unit = 'percent' | 'points' | 'pounds' | 'count'

/** Vega-Lite properties of an axis in a unit. */
interface UnitAxis {
  format?: string
  labelExpr?: string
  tickMinStep?: number
}

interface UnitStyle {
  format(digits: string): string
  /** Least distance of ticks; 0 where any will do. */
  leastStep: number
  /** Of an axis whose ticks are `step` apart. */
  axis(step: number): UnitAxis
  /** The label that such an axis has at a tick. */
  tick(tick: number, step: number): string
}

// Of a power of ten the logarithm may be a little above the whole number.
const decimalsOf = (step: number): number => Math.max(0, -Math.floor(Math.log10(step) + 1e-9))

const million = 1e6

const styles: Readonly<Record<Unit, UnitStyle>> = {
  percent: {
    format: digits => `${digits}%`,
    leastStep: 0,
    axis: () => ({ labelExpr: "datum.label + '%'" }),
    tick: (tick, step) => formatValue('percent', tick, decimalsOf(step)),
  },
  points: {
    format: digits => digits,
    leastStep: 0,
    axis: () => ({}),
    tick: (tick, step) => decimalText(tick, decimalsOf(step)),
  },
  count: {
    format: digits => digits,
    leastStep: 1,
    axis: () => ({ format: ',d', tickMinStep: 1 }),
    tick: tick => decimalText(tick, 0),
  },
  // Whole pounds, unless ticks would stand between them or are millions.
  pounds: {
    format: digits => `£${digits}`,
    leastStep: 0.01,
    axis: step => {
      if (step < 1) return { format: '$,.2f', tickMinStep: 0.01 }
      const millions = `datum.value === 0 ? '£0' : format(datum.value / ${million}, '$,d') + 'm'`
      return { format: '$,d', tickMinStep: 1, ...(step >= million && { labelExpr: millions }) }
    },
    tick: (tick, step) => {
      if (step >= million && tick !== 0) return `${formatValue('pounds', tick / million, 0)}m`
      return formatValue('pounds', tick, step < 1 ? 2 : 0)
    },
  },
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
  return styles[unit].leastStep
}

/** The label of a tick on an axis whose ticks are `step` apart. */
export function tickText(unit: Unit, tick: number, step: number): string {
  return styles[unit].tick(tick, step)
}

/** Vega-Lite properties of an axis whose ticks are `step` apart. */
export function unitAxis(unit: Unit, step: number): UnitAxis {
  return styles[unit].axis(step)
}
