import { describe, expect, it } from 'vitest'
import { LongList } from '../../src/core/long-list.ts'

const listOf = (length: number, pack?: (piece: number[]) => number[]): LongList<number> => {
  const list = new LongList<number>(pack)
  for (let item = 0; item < length; item += 1) list.push(item)
  return list
}

describe('a long list', () => {
  it.each([0, 1, 1023, 1024, 1025, 20_000])('holds %i items as an array does', length => {
    const list = listOf(length)
    expect(list.length).toBe(length)
    expect(list.toArray()).toEqual(Array.from({ length }, (_, index) => index))
    expect([0, length - 1, length].map(index => list.at(index))).toEqual(
      length === 0 ? [undefined, undefined, undefined] : [0, length - 1, undefined],
    )
  })

  it('packs each full piece once, and no other', () => {
    const sizes: number[] = []
    const list = listOf(2500, piece => {
      sizes.push(piece.length)
      return piece.map(item => -item)
    })
    expect(sizes).toEqual([1024, 1024])
    expect([list.at(1), list.at(2047), list.at(2048)]).toEqual([-1, -2047, 2048])
  })
})
