import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteOrder, compareBytes } from '../../src/core/byte-order.ts'

const ids = fc.array(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,8}$/), { maxLength: 40 })
const texts = fc.array(fc.string({ maxLength: 70 }), { maxLength: 20 })
const expectedOrder = (list: readonly string[]) =>
  [...list.keys()].sort((a, b) => Buffer.compare(Buffer.from(list[a] ?? ''), Buffer.from(list[b] ?? '')) || a - b)

it('puts ids in the order of their bytes, equal ones in the order they came', () => {
  fc.assert(
    fc.property(ids, list => {
      expect([...byteOrder(list)]).toEqual(expectedOrder(list))
    }),
  )
})

it('orders any text of the basic plane, long ones too', () => {
  const basic = texts.filter(list => list.every(text => !/[\ud800-\udfff]/.test(text)))
  fc.assert(
    fc.property(basic, list => {
      expect([...byteOrder(list)]).toEqual(expectedOrder(list))
    }),
  )
})

it('handles no text, empty texts and prefixes', () => {
  expect([...byteOrder([])]).toEqual([])
  expect([...byteOrder(['', 'ab', 'a', '', 'B', 'é', 'a'.repeat(65)])]).toEqual([0, 3, 4, 2, 6, 1, 5])
  expect([compareBytes('a', 'B'), compareBytes('a', 'a'), compareBytes('C-14', 'C1')]).toEqual([1, 0, -1])
})
