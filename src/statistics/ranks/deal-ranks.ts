import type { IntegerSource } from '../../core/random.ts'
import type { PermutedRanks } from './permuted-ranks.ts'

/** For each of some random allocations, every one equally likely, 1 where H is at least the observed and else 0. */
export function dealRanks({ sizes, dealt, asExtreme }: PermutedRanks, source: IntegerSource, replicates: number) {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const [room, sums] = [new Float64Array(sizes.length), new Float64Array(sizes.length)]
  return Float64Array.from({ length: replicates }, () => {
    room.set(sizes)
    sums.fill(0)
    let places = all
    for (const { count, excess } of dealt) {
      for (let left = count; left > 0; left -= 1) {
        const arm = armAt(room, source.below(places))
        places -= 1
        room[arm] = (room[arm] ?? 0) - 1
        sums[arm] = (sums[arm] ?? 0) + excess
      }
    }
    return asExtreme(sums) ? 1 : 0
  })
}

/** The arm of a place among those left, which are numbered from arm to arm. */
function armAt(room: Float64Array, place: number): number {
  let arm = 0
  for (let before = place; before >= (room[arm] ?? 0); arm += 1) before -= room[arm] ?? 0
  return arm
}
