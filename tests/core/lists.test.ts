import { expect, it } from 'vitest'
import { combinationsOf, sumOf } from '../../src/core/lists.ts'

it('takes one of each list in every way', () => {
  expect(combinationsOf([['a', 'b'], ['x'], ['1', '2']])).toEqual([
    ['a', 'x', '1'],
    ['a', 'x', '2'],
    ['b', 'x', '1'],
    ['b', 'x', '2'],
  ])
  expect(combinationsOf([])).toEqual([[]])
  expect(combinationsOf([['a'], []])).toEqual([])
})

it('adds, and nothing is zero', () => {
  expect([sumOf([1, 2, 3.5]), sumOf([])]).toEqual([6.5, 0])
})
