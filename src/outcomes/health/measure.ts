import { decimalText } from '../../core/decimal-text.ts'
import type { AlarmSetting, MeasureTraits } from '../../model/monitoring.ts'
import type { TrialState } from './state.ts'

/** What a measure counts. `share` and `probability` run from 0 to 1. */
export type MeasureUnit = 'cases' | 'records' | 'clusters' | 'days' | 'share' | 'probability'

/** The value of a measure, or why there is none: it is not known, or there is nothing yet that it could be of. */
export type Reading =
  | { status: 'computed'; value: number; detail: string }
  | { status: 'undefined' | 'empty'; detail: string }

/** What an alarm sets beside its limit. */
export type MeasureSettings = Readonly<{
  days?: number | undefined
  step?: string | undefined
  outcome?: string | undefined
}>

/** A number that tells how a trial is doing. */
export interface Measure extends MeasureTraits {
  title: string
  /** What it computes, in one sentence with its unit. */
  computes: string
  unit: MeasureUnit
  settings: readonly AlarmSetting[]
  /** Set where it cannot be read while the arms are sealed. */
  needsArms?: true
  /** Set where it is read from how cases came in alone, and not from what happened to them. */
  ofAllocation?: true
  /** Set where its values by arm could tell how arms do: arms are then shown under masks. */
  masked?: true
  /** Reads it of a trial, or of the cases of one arm or stratum. */
  read(state: TrialState, settings: MeasureSettings): Reading
}

export const reading = (value: number, detail: string): Reading => ({ status: 'computed', value, detail })
export const noReading = (detail: string): Reading => ({ status: 'undefined', detail })
export const emptyReading = (detail: string): Reading => ({ status: 'empty', detail })

/** A whole number in words of a reading: `18,624`. */
export const number = (value: number): string => decimalText(value, 0)

/** A share of cases or records, with its counts in words; empty of none. */
export function shareOf(part: number, whole: number, noun: string): Reading {
  return whole === 0
    ? emptyReading(`There are no ${noun}.`)
    : reading(part / whole, `${number(part)} of ${number(whole)} ${noun}`)
}
