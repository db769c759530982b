import { decimalText } from '../core/decimal-text.ts'
import { roundedParts } from '../core/rounded-parts.ts'
import type { Inline, Value } from './document.ts'
import { percent, pointMoved, points, pounds, probability, pValue, roundDown, roundUp } from './format.ts'

/** A number of the trial under the id by which a report names it. */
export interface NamedNumber {
  /** As `payers_share.pwc_first.estimate`. */
  id: string
  value: number
  unit: Unit
  /** Where it is usually written with more or fewer decimals than its unit. */
  decimals?: number | undefined
  /** As it stands in a sentence that statistics or checks wrote, which is quoted. */
  quoted?: string | undefined
  /** Set where it may not be shown; the value is then no number. */
  held?: true | undefined
}

/** Stands for a number that may not be shown: the shorthand of the UK Government Analysis Function for confidential. */
export const heldSign = '[c]'

/** A number without what it is, so that a text that names it says that it is held back. */
export const heldNumber = (number: NamedNumber): NamedNumber => ({ ...number, value: Number.NaN, held: true })

interface UnitStyle {
  /** What the value is, for people who read the list of results. */
  title: string
  decimals: number
  /** The value in the unit in which it is written: percentage points of a share, pounds of pence. */
  scale(value: number): number
  write(scaled: number, decimals: number): string
}

const same = (value: number): number => value
const hundred = (value: number): number => pointMoved(value, 2)

const plain = (title: string, decimals: number): UnitStyle => ({ title, decimals, scale: same, write: decimalText })

/** What a number counts, which says how it is written. */
export const units = {
  count: plain('count', 0),
  number: plain('number', 2),
  share: { title: 'share, 0 to 1', decimals: 2, scale: hundred, write: percent },
  share_difference: { title: 'difference of shares, −1 to 1', decimals: 2, scale: hundred, write: points },
  percent: { title: 'per cent, 0 to 100', decimals: 2, scale: same, write: percent },
  points: { title: 'percentage points', decimals: 2, scale: same, write: points },
  pence: { title: 'pence', decimals: 2, scale: value => pointMoved(value, -2), write: pounds },
  pounds: { title: 'pounds', decimals: 2, scale: same, write: pounds },
  level: { title: 'level, 0 to 1', decimals: 4, scale: same, write: shortShare },
  degrees: { title: 'degrees of freedom', decimals: 1, scale: same, write: trimmed },
  statistic: { title: 'test statistic', decimals: 2, scale: same, write: statisticDigits },
  p: { title: 'P value', decimals: 2, scale: same, write: value => pValue(value).replace(/^= /, '') },
  probability: { title: 'probability', decimals: 1, scale: same, write: value => probability(value) },
  figures: { title: 'number, to two figures', decimals: 2, scale: same, write: value => value.toPrecision(2) },
} as const satisfies Readonly<Record<string, UnitStyle>>

export type Unit = keyof typeof units

/** How a number is to be written where that is not as its unit says. */
export interface Writing {
  decimals?: number | undefined
  /** `down` and `up` for limits of a set that is to lose nothing. */
  rounding?: 'down' | 'up' | undefined
  /** Without its sign, which the words say. */
  size?: boolean | undefined
}

/** A number as it stands in a text. */
export function written(number: NamedNumber, { decimals, rounding, size = false }: Writing = {}): Value {
  const { id, value, unit, quoted, held } = number
  if (held) return { kind: 'value', id, text: heldSign }
  if (quoted !== undefined) return { kind: 'value', id, text: quoted }
  const style: UnitStyle = units[unit]
  const places = decimals ?? number.decimals ?? style.decimals
  const scaled = style.scale(size ? Math.abs(value) : value)
  // A ratio to nothing is infinite.
  if (!Number.isFinite(scaled)) return { kind: 'value', id, text: scaled > 0 ? '∞' : '−∞' }
  return { kind: 'value', id, text: style.write(roundings[rounding ?? 'nearest'](scaled, places), places) }
}

/** The parts of a number, rounded so that they add up to it as it is written. */
export function writtenParts(whole: NamedNumber, parts: readonly NamedNumber[]): Value[] {
  if (parts.length === 0) return []
  const style: UnitStyle = units[whole.unit]
  const places = whole.decimals ?? style.decimals
  const rounded = roundedParts(
    style.scale(whole.value),
    parts.map(({ value }) => style.scale(value)),
    places,
  )
  return parts.map(({ id }, at) => ({ kind: 'value', id, text: style.write(rounded[at] ?? 0, places) }))
}

const roundings = { nearest: same, down: roundDown, up: roundUp } as const

/** `P = 0.26`, `P < 0.001`. */
export function pWords(p: NamedNumber): readonly Inline[] {
  const value = written(p)
  return /^\d/.test(value.text) ? ['P = ', value] : ['P ', value]
}

/** `95%` from 0.95. */
function shortShare(level: number, decimals: number): string {
  return `${trimmed(pointMoved(level, 2), decimals)}%`
}

/** Without the zeros at the end. */
function trimmed(value: number, decimals: number): string {
  return decimalText(value, decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

/** A value that two decimals would show as 0 with two figures. */
function statisticDigits(value: number, decimals: number): string {
  const small = value !== 0 && Math.abs(value) < 10 ** -decimals
  return small ? value.toPrecision(2).replaceAll('-', '−') : decimalText(value, decimals)
}
