import { describe, expect, it } from 'vitest'
import type { TrialError } from '../../../src/core/errors.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, drawSample, type SamplingProtocol } from '../../../src/design/index.ts'
import { leastRepresentativeSize, representativeCounts } from '../../../src/design/sampling/representative-counts.ts'
import { withTargets } from '../../../src/model/allocation.ts'
import type { SamplingBy } from '../../../src/model/sampling.ts'
import { frameOf, samplingProtocol } from '../../support/designs.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'

type Settings = Omit<SamplingBy<'until-representative'>, 'method'>

const order = ['call', 'control']
const alone = (cases: number): string[] => Array.from({ length: cases }, () => '')
const protocolOf = (strata: readonly string[], settings: Settings): SamplingProtocol =>
  samplingProtocol(strata, { method: 'until-representative', ...settings }, false)

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield []
  for (const [index, first] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [first, ...rest]
  }
}

/**
 * The mechanism told naively: cases in a row at random, taken into the first group until it is representative, then into
 * the next. `tolerance` is in per cent of the group.
 */
function naively(strata: Record<string, number>, { minimum, most = 99, tolerance }: Settings) {
  const cases = Object.entries(strata).flatMap(([stratum, count]) =>
    Array.from({ length: count }, (_, index) => `${stratum}-00${index}`),
  )
  const found = new Map<string, Fraction>()
  let ways = 0n
  for (const row of permutations(cases)) {
    const groups = order.map((): string[] => [])
    for (const group of groups) {
      const near = (stratum: string): boolean => {
        const own = group.filter(id => id.startsWith(stratum)).length
        const apart = own * cases.length - (strata[stratum] ?? 0) * group.length
        return Math.abs(apart) * 100 <= Number(tolerance) * group.length * cases.length
      }
      const isDone = () => group.length >= most || (group.length >= minimum && Object.keys(strata).every(near))
      while (row.length > 0 && !isDone()) group.push(row.shift() ?? '')
    }
    ways += 1n
    const key = groups.map(group => group.toSorted().join(' ')).join(' | ')
    found.set(key, plus(found.get(key) ?? fraction(0n), fraction(1n)))
  }
  return new Map([...found].map(([key, { numerator }]) => [key, fraction(numerator, ways)]))
}

const tiny: { name: string; strata: Record<string, number>; settings: Settings }[] = [
  {
    name: 'groups of two or three',
    strata: { '1993': 3, '2003': 3 },
    settings: { order, minimum: 2, tolerance: 17, most: 3 },
  },
  {
    name: 'no tolerance at all',
    strata: { '1993': 3, '2003': 3 },
    settings: { order, minimum: 1, tolerance: 0, most: 3 },
  },
  {
    name: 'an end at the most',
    strata: { '1993': 4, '2003': 1 },
    settings: { order, minimum: 1, tolerance: '20.00', most: 2 },
  },
  { name: 'three strata', strata: { a: 2, b: 2, c: 1 }, settings: { order, minimum: 2, tolerance: 35, most: 2 } },
]

describe.each(tiny)('$name', ({ strata, settings }) => {
  const names = Object.keys(strata)
  const frame = frameOf(Object.fromEntries(names.map(name => [name, alone(strata[name] ?? 0)])))
  const protocol = protocolOf(names, settings)

  it('numbers and cases have the distribution of the mechanism, told naively case by case', () => {
    const found = new Map<string, Fraction>()
    const draws = enumerateDraws(source => {
      const sample = drawSample(frame.table, frame.rows, protocol, () => source)
      // The cases of a stratum fall to the arms by the allocation; whatever way, all ways are equally likely.
      return allocate(sample.cases, withTargets(protocol, sample.targets?.table), () => source)
    })
    for (const { value, probability } of draws) {
      const groups = order.map(arm => value.filter(each => each.arm === arm).map(({ id }) => id))
      const key = groups.map(group => group.toSorted().join(' ')).join(' | ')
      found.set(key, plus(found.get(key) ?? fraction(0n), probability))
    }
    const wanted = naively(strata, settings)
    const shown = (all: Map<string, Fraction>) => [...all].map(([key, share]) => `${key}: ${show(share)}`).sort()
    expect(shown(found)).toEqual(shown(wanted))
    expect(found.size).toBeGreaterThan(1)
  })
})

describe('eligible cases that do not last', () => {
  const strata = { '1993': 3, '2003': 2 }
  const settings: Settings = { order, minimum: 2, tolerance: 17 }
  const names = Object.keys(strata)

  it('are drawn anew: given that they lasted, the numbers have the distribution of the mechanism', () => {
    const rule = { minimum: 2, tolerance: { numerator: 17n, denominator: 100n } }
    const found = new Map<string, Fraction>()
    for (const { value, probability } of enumerateDraws(source =>
      representativeCounts(Object.values(strata), 2, rule, source),
    )) {
      const key = value.every(({ representative }) => representative)
        ? value.map(({ counts }) => counts.join()).join(' | ')
        : 'did not last'
      found.set(key, plus(found.get(key) ?? fraction(0n), probability))
    }
    const wanted = new Map<string, Fraction>()
    for (const [key, share] of naively(strata, settings)) {
      const groups = key.split(' | ').map(group => names.map(name => group.split(name).length - 1))
      const lasted = groups.every(
        ([a = 0, b = 0]) =>
          a + b >= 2 && Math.abs(a / (a + b) - 3 / 5) <= 0.17 && Math.abs(b / (a + b) - 2 / 5) <= 0.17,
      )
      const numbers = lasted ? groups.map(group => group.join()).join(' | ') : 'did not last'
      wanted.set(numbers, plus(wanted.get(numbers) ?? fraction(0n), share))
    }
    const shown = (all: Map<string, Fraction>) => [...all].map(([key, share]) => `${key}: ${show(share)}`).sort()
    expect(shown(found)).toEqual(shown(wanted))
    expect([...found.keys()]).toContain('did not last')
  })

  it('are counted as attempts', () => {
    const { table, rows } = frameOf(Object.fromEntries(names.map((name, s) => [name, alone(s === 0 ? 3 : 2)])))
    const attempts = Array.from({ length: 30 }, (_, seed) => {
      const { targets } = drawSample(table, rows, protocolOf(names, settings), streamsOf(`${seed}`))
      expect(targets?.groups.every(({ cases, representative }) => cases >= 2 && representative)).toBe(true)
      return targets?.attempts ?? 0
    })
    expect(Math.min(...attempts)).toBe(1)
    expect(Math.max(...attempts)).toBeGreaterThan(1)
  })
})

describe('the record', () => {
  const strata = { '1993': alone(60), '2003': alone(140) }
  const frame = frameOf(strata)
  const settings: Settings = { order, minimum: 40, tolerance: '2' }
  const drawn = (seed: string, changes: Partial<Settings> = {}) =>
    drawSample(frame.table, frame.rows, protocolOf(Object.keys(strata), { ...settings, ...changes }), streamsOf(seed))

  it('holds the numbers of each stratum in each arm, which the sample and the groups add up to', () => {
    for (const seed of ['1', '2', '3', '4', '5']) {
      const { targets, strata: sampled, inclusion, cases } = drawn(seed)
      for (const { arm, cases: size, representative } of targets?.groups ?? []) {
        const numbers = Object.values(targets?.table ?? {}).map(row => row[arm] ?? 0)
        expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(size)
        expect(size).toBeGreaterThanOrEqual(40)
        expect(representative).toBe(true)
        expect(Math.abs((numbers[0] ?? 0) / size - 0.3)).toBeLessThanOrEqual(0.02 + 1e-12)
      }
      for (const { stratum, sampled: count, eligible } of sampled) {
        const row = targets?.table[stratum] ?? {}
        expect(Object.values(row).reduce((sum, each) => sum + each, 0)).toBe(count)
        const { numerator, denominator } = inclusion[stratum] ?? { numerator: 0, denominator: 1 }
        expect(numerator * eligible).toBe(count * denominator)
      }
      expect(cases).toHaveLength(sampled.reduce((sum, each) => sum + each.sampled, 0))
    }
  })

  it('says of a group that ended at the most that it is not representative', () => {
    const groups = ['1', '2', '3', '4'].flatMap(
      seed => drawn(seed, { tolerance: '0.1', most: 41 }).targets?.groups ?? [],
    )
    expect(groups.some(({ cases, representative }) => cases === 41 && !representative)).toBe(true)
    for (const { cases, representative } of groups) expect(representative).toBe(cases === 40)
  })

  it('fills the groups in the stated order', () => {
    const backwards = drawn('1', { order: ['control', 'call'] }).targets
    const forwards = drawn('1').targets
    expect(backwards?.groups.map(({ arm }) => arm)).toEqual(['control', 'call'])
    expect(backwards?.groups.map(({ cases }) => cases)).toEqual(forwards?.groups.map(({ cases }) => cases))
  })
})

describe('what no draw can meet', () => {
  const refused = (eligible: Record<string, number>, settings: Partial<Settings>): string[] => {
    const strata = Object.fromEntries(Object.entries(eligible).map(([name, count]) => [name, alone(count)]))
    const { table, rows } = frameOf(strata)
    const protocol = protocolOf(Object.keys(strata), { order, minimum: 2, tolerance: 50, ...settings })
    try {
      drawSample(table, rows, protocol, streamsOf('7'))
    } catch (error) {
      expect((error as TrialError).exitCode).toBe(4)
      return (error as TrialError).issues.map(({ code, received, action }) => [code, received, action].join('; '))
    }
    return []
  }

  it('is said with what would make it possible', () => {
    expect(refused({ '1993': 3, '2003': 4 }, { minimum: 4 })).toEqual([
      'design.groups_above_eligible; 4; Lower the minimum, or widen eligibility.',
    ])
    // 7 x 2003 : 13 x 1993 is exact at multiples of 20 only.
    expect(refused({ '1993': 7, '2003': 13 }, { tolerance: 0 })[0]).toContain(
      'design.never_representative; 0 percentage points, which none meets; Widen the tolerance',
    )
    expect(refused({ '1993': 10, '2003': 14 }, { tolerance: 0, minimum: 2 })).toEqual([])
    expect(refused({ '1993': 6, '2003': 9 }, { tolerance: 0, minimum: 6 })[0]).toMatch(
      /^design\.never_representative; 0 percentage points, which none meets/,
    )
    expect(refused({ '1993': 4, '2003': 6 }, { tolerance: '0.5', minimum: 3, most: 4 })[0]).toContain('none meets')
  })

  it('is refused when the eligible cases run out again and again', () => {
    // Sixteen strata of four, halved exactly: 6^16 / C(64, 32), about 2 in a million.
    const strata = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`s${index}`, 4]))
    expect(refused(strata, { minimum: 32, tolerance: 0 })).toEqual([
      'design.ran_out_of_cases; too few in each of 100 attempts; Widen the tolerance, lower the minimum, or set `most`, at which a group ends in any case.',
    ])
  })
})

describe('the least representative size', () => {
  it('is that at which some numbers are within the tolerance, found by trying all', () => {
    const tolerances = [0n, 1n, 3n, 7n, 12n, 25n]
    for (const eligible of [
      [3, 4],
      [5, 5],
      [2, 3, 4],
      [1, 6],
      [4, 0, 3],
    ]) {
      const total = eligible.reduce((sum, count) => sum + count, 0)
      for (const numerator of tolerances) {
        for (const minimum of [1, 2, 4]) {
          const rule = { minimum, tolerance: { numerator, denominator: 100n } }
          const found = leastRepresentativeSize(eligible, rule, total)
          const sizes = tables(eligible).filter(counts =>
            counts.every((count, s) => {
              const size = counts.reduce((sum, each) => sum + each, 0)
              return Math.abs(count * total - (eligible[s] ?? 0) * size) * 100 <= Number(numerator) * size * total
            }),
          )
          const least = sizes.map(counts => counts.reduce((sum, each) => sum + each, 0)).filter(size => size >= minimum)
          expect(found).toBe(Math.min(...least))
        }
      }
    }
  })

  it('lies within the limit or is none', () => {
    const rule = { minimum: 1, tolerance: { numerator: 0n, denominator: 100n } }
    expect(leastRepresentativeSize([7, 13], rule, 19)).toBeUndefined()
    expect(leastRepresentativeSize([7, 13], rule, 20)).toBe(20)
    expect(representativeCounts([7, 13], 1, rule, { below: () => 0 })).toEqual([
      { counts: [7, 13], representative: true },
    ])
  })
})

/** All numbers of cases up to the eligible ones. */
const tables = (eligible: readonly number[]): number[][] =>
  eligible.reduce<number[][]>(
    (made, count) => made.flatMap(start => Array.from({ length: count + 1 }, (_, n) => [...start, n])),
    [[]],
  )
