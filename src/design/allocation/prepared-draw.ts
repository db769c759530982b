import type { StreamFor } from '../../core/random.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationUnit, Dealer } from './method.ts'
import { type Shares, shareProbabilities } from './shares.ts'
import type { DealtUnit } from './units.ts'

/** Told of every unit: the index of its arm, and its position. */
export type PlaceUnit = (unit: DealtUnit, arm: number, position: number) => void

/** All of a draw that the streams do not decide, so that a sample is drawn again and again without it. */
export interface PreparedDraw {
  /** In byte order of id. */
  cases: readonly AllocationUnit[]
  shares: Shares
  draw(streamFor: StreamFor, place: PlaceUnit): void
}

/** The record of one draw; each unit has the share of its arm for a probability. */
export function recordOf({ cases, shares, draw }: PreparedDraw, streamFor: StreamFor): AllocatedCase[] {
  const probabilities = shareProbabilities(shares)
  const record = new AllocationRecord(cases)
  draw(streamFor, (unit, arm, position) => {
    record.place(unit, probabilities[arm]!, position)
  })
  return record.finish()
}

/** The arms of one draw after another. */
export const repeated =
  ({ cases, draw }: PreparedDraw): Dealer =>
  streamFor => {
    const arms = new Int32Array(cases.length)
    draw(streamFor, ({ members }, arm) => {
      for (const index of members) arms[index] = arm
    })
    return arms
  }
