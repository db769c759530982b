import type { StreamFor } from '../../core/random.ts'
import type { SampleTable } from '../sample-table.ts'
import { AllocationRecord } from './dealt.ts'
import type { Dealer } from './method.ts'
import { type Shares, shareProbabilities } from './shares.ts'

/** Told of every unit by its number: the index of its arm, and its position. */
export type PlaceUnit = (unit: number, arm: number, position: number) => void

/** All of a draw that the streams do not decide, so that a sample is drawn again and again without it. */
export interface PreparedDraw {
  cases: SampleTable
  shares: Shares
  draw(streamFor: StreamFor, place: PlaceUnit): void
}

/** The record of one draw; each unit has the share of its arm for a probability. */
export function recordOf({ cases, shares, draw }: PreparedDraw, streamFor: StreamFor): AllocationRecord {
  const probabilities = shareProbabilities(shares)
  const record = new AllocationRecord(cases)
  draw(streamFor, (unit, arm, position) => {
    record.place(unit, probabilities[arm]!, position)
  })
  return record
}

/** The arms of one draw after another. */
export const repeated =
  ({ cases, draw }: Pick<PreparedDraw, 'cases' | 'draw'>): Dealer =>
  streamFor => {
    const arms = new Int32Array(cases.length)
    draw(streamFor, (unit, arm) => {
      for (const row of cases.units.membersOf(unit)) arms[row] = arm
    })
    return arms
  }
