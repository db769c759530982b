import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pseudonym } from '../../src/core/pseudonym.ts'

const key = Buffer.from('0b'.repeat(32), 'hex')

test('is the start of HMAC-SHA-256 over the kind and the id', () => {
  const digest = createHmac('sha256', key).update('case\nC00001234').digest('hex')
  expect(pseudonym(key, 'case', 'C00001234')).toBe(`p${digest.slice(0, 32)}`)
  expect(pseudonym(key, 'case', 'C00001234')).toBe('p149413068fae4c466883c71179936a15')
})

test('differs by kind, by id and by key, and is a case id', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const names = [pseudonym(key, 'case', one), pseudonym(key, 'cluster', one), pseudonym(key, 'event', one)]
      expect(new Set(names).size).toBe(3)
      for (const name of names) expect(name).toMatch(/^p[0-9a-f]{32}$/)
      if (one !== other) expect(pseudonym(key, 'case', other)).not.toBe(names[0])
      expect(pseudonym(Buffer.from('0c'.repeat(32), 'hex'), 'case', one)).not.toBe(names[0])
    }),
  )
})
