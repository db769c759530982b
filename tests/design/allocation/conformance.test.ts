import { describe, expect, it, test } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { shuffled, streamsOf } from '../../../src/core/random.ts'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import { allocate, allocationMethods } from '../../../src/design/index.ts'
import type { AllocatedCase } from '../../../src/model/case.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'
import { designOf, type SmallDesign, smallDesigns } from '../../support/small-designs.ts'

test('every method but fixed-counts, which has a suite of its own, has small designs', () => {
  const covered = new Set(smallDesigns.map(({ allocation }) => allocation.method))
  expect([...covered, 'fixed-counts'].sort()).toEqual([...allocationMethods.ids].sort())
})

test('every method states its promises, and each algorithm has a name of its own', () => {
  for (const { exactPromises, probabilityPromises } of allocationMethods.all) {
    expect(exactPromises.length).toBeGreaterThan(0)
    expect(probabilityPromises.length).toBeGreaterThan(0)
  }
  expect(new Set(allocationMethods.all.map(({ algorithm }) => algorithm.name)).size).toBe(allocationMethods.all.length)
})

interface Walk {
  /** Probability of each case and arm, given that a draw was accepted. */
  frequencies: Map<string, string>
  recorded: Map<string, string>
  allocations: Map<string, Fraction>
  draws: AllocatedCase[][]
  mass: Fraction
  accepted: Fraction
}

const walks = new Map<string, Walk>()

/** Every draw of a design with its exact probability. */
function walkOf(design: SmallDesign): Walk {
  const known = walks.get(design.name)
  if (known !== undefined) return known
  const protocol = designOf(design)
  const sums = new Map<string, Fraction>()
  const walk: Walk = {
    frequencies: new Map(),
    recorded: new Map(),
    allocations: new Map(),
    draws: [],
    mass: fraction(0n),
    accepted: fraction(0n),
  }
  const add = (map: Map<string, Fraction>, key: string, by: Fraction) =>
    map.set(key, plus(map.get(key) ?? fraction(0n), by))
  for (const { value, probability } of enumerateDraws(source =>
    drawn(() => allocate(design.sample, protocol, () => source)),
  )) {
    walk.mass = plus(walk.mass, probability)
    if (value === undefined) continue
    walk.accepted = plus(walk.accepted, probability)
    const key = value.map(({ arm }) => arm).join()
    if (!walk.allocations.has(key)) walk.draws.push(value)
    add(walk.allocations, key, probability)
    for (const { id, arm, probability: said } of value) {
      add(sums, `${id} ${arm}`, probability)
      walk.recorded.set(`${id} ${arm}`, `${said.numerator}/${said.denominator}`)
    }
  }
  for (const [key, sum] of sums) {
    const given = fraction(sum.numerator * walk.accepted.denominator, sum.denominator * walk.accepted.numerator)
    walk.frequencies.set(key, show(given))
  }
  walks.set(design.name, walk)
  return walk
}

/** A draw, or nothing where none was balanced enough. */
function drawn(draw: () => AllocatedCase[]): AllocatedCase[] | undefined {
  try {
    return draw()
  } catch (error) {
    if (error instanceof TrialError && error.issues.every(({ code }) => code === 'design.no_balanced_draw'))
      return undefined
    throw error
  }
}

describe.each(smallDesigns)('$name', design => {
  const { sample, arms } = design
  const protocol = designOf(design)

  it('walks a tree of choices whose probabilities add up to one', () => {
    const { mass, allocations } = walkOf(design)
    expect(show(mass)).toBe('1/1')
    expect(allocations.size).toBeGreaterThan(1)
  })

  it('gives every case each arm with exactly the probability that it records', () => {
    const { frequencies, recorded } = walkOf(design)
    expect(new Map([...frequencies].sort())).toEqual(new Map([...recorded].sort()))
    const cases = new Set([...frequencies.keys()].map(key => key.split(' ')[0]))
    expect(cases.size).toBe(sample.length)
  })

  it('keeps each case with its stratum, in byte order, and every cluster in one arm', () => {
    for (const draw of walkOf(design).draws) {
      expect(draw.map(({ id, stratum, cluster }) => [id, stratum, cluster])).toEqual(
        sample.map(({ id, stratum, cluster }) => [id, stratum, cluster]),
      )
      const armOf = new Map(draw.map(({ cluster, arm }) => [cluster, arm]))
      expect(draw.every(({ cluster, arm }) => armOf.get(cluster) === arm)).toBe(true)
      expect(draw.every(({ arm }) => arms.includes(arm))).toBe(true)
    }
  })

  it.each(['1', '2015', 'Mittwoch "ü"'])(
    'does not depend on the order of rows, nor on names of clusters (seed %s)',
    seed => {
      const lax = designOf({
        ...design,
        allocation: { ...design.allocation, ...lenient(design) } as SmallDesign['allocation'],
      })
      const wanted = allocate(sample, lax, streamsOf(seed))
      const order = simulationStream({ purpose: 'row order', seed })
      const rows = shuffled(sample, { below: limit => order.pick(limit) })
      expect(allocate(rows, lax, streamsOf(seed))).toEqual(wanted)
      const size = new Map<string, number>()
      for (const { cluster } of sample) size.set(cluster, (size.get(cluster) ?? 0) + 1)
      const renamed = sample.map(item =>
        (size.get(item.cluster) ?? 0) > 1 ? { ...item, cluster: `zz-${item.cluster}` } : item,
      )
      expect(allocate(renamed, lax, streamsOf(seed)).map(({ arm }) => arm)).toEqual(wanted.map(({ arm }) => arm))
    },
  )

  it('sees no baseline field that it does not name', () => {
    const method = allocationMethods.find(design.allocation.method)
    const named = method?.baselineFields(protocol) ?? []
    const lax = designOf({
      ...design,
      allocation: { ...design.allocation, ...lenient(design) } as SmallDesign['allocation'],
    })
    const others = sample.map(item => ({ ...item, baseline: { ...item.baseline, unnamed: item.id } }))
    expect(allocate(others, lax, streamsOf('7'))).toEqual(allocate(sample, lax, streamsOf('7')))
    expect(named).not.toContain('unnamed')
  })
})

/** Draws enough for rerandomisation to find one, outside of the walk. */
const lenient = ({ allocation }: SmallDesign) => (allocation.method === 'rerandomised' ? { mostDraws: 1000 } : {})

const design = (name: string): SmallDesign => {
  const found = smallDesigns.find(each => each.name === name)
  if (found === undefined) throw new Error(`no design ${name}`)
  return found
}
const drawsOf = (name: string) => walkOf(design(name)).draws
const countsBy = (draw: readonly AllocatedCase[], of: (item: AllocatedCase) => string) => {
  const counts: Record<string, number> = {}
  for (const item of draw) counts[of(item)] = (counts[of(item)] ?? 0) + 1
  return counts
}
/** Each key with the numbers that it has over all draws. */
const rangeOf = (draws: readonly AllocatedCase[][], keys: readonly string[], of: (item: AllocatedCase) => string) =>
  Object.fromEntries(keys.map(key => [key, [...new Set(draws.map(draw => countsBy(draw, of)[key] ?? 0))].sort()]))

describe('exact promises, in every draw', () => {
  test('complete: shares rounded down or up, or the counts', () => {
    expect(rangeOf(drawsOf('complete, 3 arms, 5 cases'), ['control', 'a', 'b'], ({ arm }) => arm)).toEqual({
      control: [1, 2],
      a: [1, 2],
      b: [1, 2],
    })
    expect(rangeOf(drawsOf('complete, ratio 2:1'), ['control', 'a'], ({ arm }) => arm)).toEqual({
      control: [1, 2],
      a: [3, 4],
    })
    expect(rangeOf(drawsOf('complete, counts'), ['control', 'a'], ({ arm }) => arm)).toEqual({ control: [1], a: [4] })
  })

  test('complete: every way of choosing the units is equally likely', () => {
    const { allocations } = walkOf(design('complete, counts'))
    expect([...allocations.values()].map(show)).toEqual(['1/5', '1/5', '1/5', '1/5', '1/5'])
  })

  test('stratified, balanced: the arms come out within one in every stratum and overall', () => {
    const draws = drawsOf('stratified, balanced, 3 strata')
    const keys = ['s', 't', 'u'].flatMap(stratum => ['control', 'a'].map(arm => `${stratum} ${arm}`))
    const ranges = rangeOf(draws, keys, ({ stratum, arm }) => `${stratum} ${arm}`)
    expect(Object.values(ranges)).toEqual(keys.map(() => [1, 2]))
    // Drawn by themselves, three strata of three would give one arm six of nine in a quarter of draws.
    expect(rangeOf(draws, ['control', 'a'], ({ arm }) => arm)).toEqual({ control: [4, 5], a: [4, 5] })
    const three = rangeOf(drawsOf('stratified, balanced, 3 arms'), ['control', 'a', 'b'], ({ arm }) => arm)
    expect(three).toEqual({ control: [2, 3], a: [2, 3], b: [2, 3] })
  })

  test('factorial: every level of every factor within one', () => {
    const draws = drawsOf('factorial, 2 x 2')
    const arms = ['neither', 'letter', 'call', 'both']
    expect(Object.values(rangeOf(draws, arms, ({ arm }) => arm))).toEqual(arms.map(() => [1, 2]))
    const hasLetter = (arm: string) => String(arm === 'letter' || arm === 'both')
    const hasCall = (arm: string) => String(arm === 'call' || arm === 'both')
    expect(rangeOf(draws, ['true', 'false'], ({ arm }) => hasLetter(arm))).toEqual({ true: [2, 3], false: [2, 3] })
    expect(rangeOf(draws, ['true', 'false'], ({ arm }) => hasCall(arm))).toEqual({ true: [2, 3], false: [2, 3] })
  })

  test('permuted blocks: after two of a block of four no arm can be ahead by more than two, and blocks follow the date', () => {
    const { allocations } = walkOf(design('permuted blocks in the order of a date'))
    // By date c01, c02, c00: all orders of three from two of each arm, so never three alike.
    expect([...allocations.keys()].sort()).toEqual(
      [
        'a,a,control',
        'a,control,a',
        'a,control,control',
        'control,a,a',
        'control,a,control',
        'control,control,a',
      ].sort(),
    )
    expect([...allocations.values()].map(show)).toEqual(Array(6).fill('1/6'))
  })

  test('matched pairs: the alike are split, and one case is over', () => {
    // Ranks (arrears, age): c00 1,1 c01 5,2 c02 2,3 c03 3,4 c04 4,5. Farthest from 3,3 is c00, nearest to it c02; of the
    // others c01 and c04 are equally far, c01 comes first, and c03 is nearer to it.
    for (const draw of drawsOf('matched pairs on two fields, one case over')) {
      const armOf = new Map(draw.map(({ id, arm }) => [id, arm]))
      expect(armOf.get('c00')).not.toBe(armOf.get('c02'))
      expect(armOf.get('c01')).not.toBe(armOf.get('c03'))
    }
  })

  test('case probabilities: no case is where its weight is 0', () => {
    const { frequencies } = walkOf(design('case probabilities, a cluster and a case that cannot be treated'))
    expect(Object.fromEntries([...frequencies].sort())).toEqual({
      'c00 a': '2/3',
      'c00 control': '1/3',
      'c01 a': '1/4',
      'c01 control': '3/4',
      'c02 control': '1/1',
      'c03 a': '1/4',
      'c03 control': '3/4',
    })
  })

  test('rerandomised: only balanced draws, all equally likely', () => {
    // Arrears 0 1 2 9: SD 4.082, so means within 4.0008. {0,1 | 2,9} differ by 5, {0,2 | 1,9} by 4, {0,9 | 1,2} by 3.
    const { allocations, accepted } = walkOf(design('rerandomised, 2 arms'))
    expect([...allocations.keys()].sort()).toEqual(
      ['a,control,a,control', 'control,a,control,a', 'a,control,control,a', 'control,a,a,control'].sort(),
    )
    expect([...allocations.values()].map(show)).toEqual(Array(4).fill('1/6'))
    expect(show(accepted)).toBe('2/3')
  })

  test('minimisation: the arm that leaves less imbalance has the coin, ties are even', () => {
    const certain = { ...design('minimisation, 2 arms, a random order'), name: 'certain' }
    const allocation = { ...certain.allocation, probability: '1' } as SmallDesign['allocation']
    for (const draw of walkOf({ ...certain, allocation }).draws) {
      const armOf = new Map(draw.map(({ id, arm }) => [id, arm]))
      expect(armOf.get('c00')).not.toBe(armOf.get('c02'))
    }
  })
})
