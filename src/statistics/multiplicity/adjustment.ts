import type { AdjustmentId } from '../../model/plan.ts'
import { requireProbability } from '../../numerics/domain.ts'
import type { ReferenceKey } from '../references.ts'

/** A way to adjust the P values of a family of comparisons. */
export interface Adjustment {
  id: AdjustmentId
  /** Name, as it stands after "by". */
  title: string
  /** The error whose probability or share is at most alpha where adjusted P values below alpha are rejected. */
  controls: 'familywise error rate' | 'false discovery rate'
  /** When that holds. */
  holds: string
  citation: ReferenceKey
  /** Adjusted P values, in the order of those given. */
  adjust(pValues: readonly number[]): readonly number[]
}

/** An adjustment as its file states it: P values outside 0 to 1 are refused with a `RangeError`. */
export function defineAdjustment(adjustment: Adjustment): Adjustment {
  return {
    ...adjustment,
    adjust(pValues) {
      pValues.forEach((p, index) => {
        requireProbability(`pValues[${index}]`, p)
      })
      return adjustment.adjust(pValues)
    },
  }
}
