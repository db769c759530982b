import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { InternalError } from '../../src/core/errors.ts'
import { hashJson, sha256 } from '../../src/core/hash.ts'

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts keys by UTF-16 units, as the example of RFC 8785, section 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const text = canonicalJson(Object.fromEntries(keys.map(key => [key, 0])))
    expect(Object.keys(JSON.parse(text) as object)).toHaveLength(7)
    const order = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'].map(key =>
      text.indexOf(JSON.stringify(key)),
    )
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('writes integers of any size as text, and leaves absent members out', () => {
    expect(canonicalJson({ sum: 12345678901234567890n, none: undefined, zero: -0 })).toBe(
      '{"sum":"12345678901234567890","zero":0}',
    )
  })

  it('refuses what JSON cannot hold rather than write null', () => {
    for (const value of [Number.NaN, () => 0, Symbol('x')]) {
      expect(() => canonicalJson({ value })).toThrow(InternalError)
    }
    expect(canonicalJson([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe('["Infinity","-Infinity"]')
  })

  it('is read back as the same value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    expect(hashJson({ a: 1, b: [2, { d: 3, c: 4 }] })).toBe(hashJson({ b: [2, { c: 4, d: 3 }], a: 1 }))
  })
})

it('hashes text as the published vector of SHA-256 does', () => {
  // FIPS 180-4, example "abc".
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
