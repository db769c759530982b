import { expect, it } from 'vitest'
import { combinationsOf, groupBy, rowsByGroup, sumOf } from '../../src/core/lists.ts'

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

it('groups by key, keys in the order in which they come first', () => {
  const groups = groupBy([3, 1, 4, 1, 5, 9], value => (value % 2 === 0 ? 'even' : 'odd'))
  expect([...groups]).toEqual([
    ['odd', [3, 1, 1, 5, 9]],
    ['even', [4]],
  ])
  expect(groupBy([], String).size).toBe(0)
})

it('lists rows by their groups, ascending, and groups without rows too', () => {
  const groups = [2, 0, 2, 3, 0]
  expect(rowsByGroup(groups.length, row => groups[row] ?? 0, 5).map(rows => [...rows])).toEqual([
    [1, 4],
    [],
    [0, 2],
    [3],
    [],
  ])
  expect(rowsByGroup(0, () => 0, 1)).toEqual([new Int32Array()])
  // Below 0 is in no group.
  expect(rowsByGroup(3, row => row - 1, 2).map(rows => [...rows])).toEqual([[1], [2]])
})
