import { describe, expect, it } from 'vitest'
import { allocate, drawSample } from '../../../src/design/index.ts'
import type { AllocatedCase, SampledCase } from '../../../src/model/case.ts'
import { protocolOf, sampleOf } from '../../support/designs.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'

type Targets = Record<string, Record<string, number>>

const designs: { name: string; targets: Targets; sample: SampledCase[] }[] = [
  {
    name: '2 arms, 1 stratum, no linked cases',
    targets: { all: { control: 2, call: 3 } },
    sample: sampleOf({ all: ['', '', '', '', ''] }),
  },
  {
    name: '3 arms, 1 stratum, no linked cases',
    targets: { all: { control: 1, nrp: 2, pwc: 2 } },
    sample: sampleOf({ all: ['', '', '', '', ''] }),
  },
  {
    name: '2 arms, 1 stratum, one linked pair',
    targets: { all: { control: 4, call: 2 } },
    sample: sampleOf({ all: ['x', '', '', 'x', '', ''] }),
  },
  {
    name: '2 arms, 1 stratum, three linked pairs',
    targets: { all: { control: 4, call: 4 } },
    sample: sampleOf({ all: ['x', 'y', 'z', 'x', '', 'z', 'y', ''] }),
  },
  {
    name: '3 arms, 1 stratum, two linked pairs',
    targets: { all: { control: 3, nrp: 2, pwc: 3 } },
    sample: sampleOf({ all: ['x', 'y', 'y', 'x', '', '', '', ''] }),
  },
  {
    name: '2 arms, 2 strata, a pair inside, a pair across, unequal shares',
    targets: { '1993': { control: 3, call: 3 }, '2003': { control: 2, call: 1 } },
    sample: sampleOf({ '1993': ['x', 'y', '', 'y', '', ''], '2003': ['', 'x', ''] }),
  },
  {
    name: '3 arms, 2 strata, one cluster of three across them',
    targets: { '1993': { control: 2, nrp: 2, pwc: 2 }, '2003': { control: 1, nrp: 1, pwc: 1 } },
    sample: sampleOf({ '1993': ['x', '', 'x', '', '', ''], '2003': ['', '', 'x'] }),
  },
  {
    name: '2 arms, 1 stratum, a type that leaves no remainder',
    targets: { all: { control: 3, call: 3 } },
    sample: sampleOf({ all: ['x', 'y', '', 'x', 'y', ''] }),
  },
]

describe.each(designs)('$name', ({ targets, sample }) => {
  const { frequencies, recorded, brokenLeaves, mass, leaves } = walk(sample, targets)

  it('walks a tree of choices whose probabilities add up to one', () => {
    expect(show(mass)).toBe('1/1')
    expect(leaves).toBeGreaterThan(1)
  })

  it('meets every target exactly and splits no cluster, in every leaf', () => {
    expect(brokenLeaves).toEqual([])
  })

  it('gives every case each arm with exactly the probability that it records', () => {
    expect(frequencies.size).toBeGreaterThanOrEqual(sample.length)
    for (const [draw, frequency] of frequencies)
      expect(`${draw} ${recorded.get(draw)}`).toBe(`${draw} ${show(frequency)}`)
  })
})

function walk(sample: readonly SampledCase[], targets: Targets) {
  const frequencies = new Map<string, Fraction>()
  const recorded = new Map<string, string>()
  const brokenLeaves: unknown[] = []
  let mass = fraction(0n)
  let leaves = 0
  const protocol = protocolOf(targets)
  for (const { value, probability } of enumerateDraws(source => allocate(sample, protocol, () => source))) {
    leaves += 1
    mass = plus(mass, probability)
    if (!meets(value, targets)) brokenLeaves.push(value)
    for (const { id, arm, probability: said } of value) {
      const draw = `${id} in ${arm}`
      frequencies.set(draw, plus(frequencies.get(draw) ?? fraction(0n), probability))
      recorded.set(draw, `${said.numerator}/${said.denominator}`)
    }
  }
  return { frequencies, recorded, brokenLeaves, mass, leaves }
}

function meets(allocated: readonly AllocatedCase[], targets: Targets): boolean {
  const armOfCluster = new Map<string, string>()
  const left = new Map(
    Object.entries(targets).flatMap(([s, row]) => Object.entries(row).map(([a, n]) => [`${s} ${a}`, n])),
  )
  for (const { stratum, arm, cluster } of allocated) {
    if ((armOfCluster.get(cluster) ?? arm) !== arm) return false
    armOfCluster.set(cluster, arm)
    left.set(`${stratum} ${arm}`, (left.get(`${stratum} ${arm}`) ?? 0) - 1)
  }
  return [...left.values()].every(places => places === 0)
}

describe('sampling', () => {
  const protocol = protocolOf({ '1993': { control: 1, call: 1 }, '2003': { control: 1, call: 2 } })
  const ids = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9']
  const scheme = ['1993', '2003', '2003', '1993', '1993', '2003', '2003', '1993', '1993']
  const table = {
    ids,
    columns: new Map<string, readonly (string | null)[]>([
      ['scheme', scheme],
      ['nrp', ids.map(() => null)],
    ]),
  }

  it('draws every set of the targeted size from a stratum equally often', () => {
    const sets = new Map<string, Fraction>()
    for (const { value, probability } of enumerateDraws(source =>
      drawSample(table, [...ids.keys()], protocol, () => source),
    )) {
      for (const stratum of ['1993', '2003']) {
        const drawn = value.cases.filter(item => item.stratum === stratum).map(item => item.id)
        const key = `${stratum}: ${drawn.join()}`
        sets.set(key, plus(sets.get(key) ?? fraction(0n), probability))
      }
    }
    const shares = (stratum: string) =>
      [...sets].filter(([key]) => key.startsWith(stratum)).map(([, share]) => show(share))
    expect(shares('1993')).toEqual(new Array(10).fill('1/10'))
    expect(shares('2003')).toEqual(new Array(4).fill('1/4'))
  })
})
