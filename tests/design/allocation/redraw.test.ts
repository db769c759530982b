import { describe, expect, test } from 'vitest'
import { completeCounts } from '../../../src/design/allocation/complete-counts.ts'
import { splitsOf } from '../../../src/design/allocation/redraw.ts'
import { allocate, redrawOf } from '../../../src/design/index.ts'
import type { SampledCase } from '../../../src/model/case.ts'
import type { Redraw } from '../../../src/model/redraw.ts'
import { dealingOf } from '../../../src/statistics/randomisation/dealing.ts'
import { enumerateReadings } from '../../../src/statistics/randomisation/readings.ts'
import { populationOf } from '../../../src/statistics/randomisation/setting.ts'
import { unitTableOf } from '../../../src/statistics/randomisation/unit-table.ts'
import { columnOf, row, summaryOf } from '../../support/analysis.ts'
import { protocolOf, sampleOf } from '../../support/designs.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'

type Targets = Record<string, Record<string, number>>

const designs: { name: string; targets: Targets; sample: SampledCase[] }[] = [
  {
    name: '3 arms, no linked cases',
    targets: { all: { control: 1, nrp: 2, pwc: 2 } },
    sample: sampleOf({ all: ['', '', '', '', ''] }),
  },
  {
    name: '2 arms, three linked pairs and two single cases',
    targets: { all: { control: 4, call: 4 } },
    sample: sampleOf({ all: ['x', 'y', 'z', 'x', '', 'z', 'y', ''] }),
  },
  {
    name: '3 arms, two linked pairs, unequal shares',
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
]

/** The value of each case is a power of two, so that the sum of an arm says which cases it has; one case has nothing. */
const valueAt = (index: number): number => (index === 1 ? 0 : 2 ** index)

/** The distribution of the sums of all arms over draws of the allocation, by walking through all its random choices. */
function allocated({ sample, targets }: (typeof designs)[number], given: (key: string) => boolean = () => true) {
  const frequencies = new Map<string, Fraction>()
  const protocol = protocolOf(targets)
  const arms = protocol.arms.map(({ id }) => id)
  for (const { value, probability } of enumerateDraws(source => allocate(sample, protocol, () => source))) {
    const sums = arms.map(arm =>
      value.reduce(
        (sum, each) => sum + (each.arm === arm ? valueAt(sample.findIndex(({ id }) => id === each.id)) : 0),
        0,
      ),
    )
    const key = sums.join()
    if (given(key)) frequencies.set(key, plus(frequencies.get(key) ?? fraction(0n), probability))
  }
  return frequencies
}

/** The same by the redraw, from the summary of one allocation. */
function redrawn({ sample, targets }: (typeof designs)[number], dealt: (arms: string[]) => string[] = arms => arms) {
  const protocol = protocolOf(targets)
  const arms = protocol.arms.map(({ id }) => id)
  const [first] = enumerateDraws(source => allocate(sample, protocol, () => source))
  const sizes = new Map<string, number>()
  for (const { cluster } of sample) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  const rows = sample.map((each, index) => {
    const arm = first?.value.find(({ id }) => id === each.id)?.arm ?? ''
    return row(arm, valueAt(index), each.stratum, sizes.get(each.cluster) === 1 ? null : each.cluster)
  })
  const units = summaryOf(columnOf(rows, { arms, control: 'control' }), 'units')
  const dealing = dealingOf(units, redrawOf(sample, protocol), dealt(arms))
  if ('status' in dealing) throw new Error(dealing.status)
  const table = unitTableOf(populationOf(units, dealing, false), ['sum'])
  const readings = Object.fromEntries(dealing.arms.map((arm, a) => [arm, () => table.totals.sum[a] ?? 0]))
  const { tally, probabilities } = enumerateReadings(table, readings)
  const found = new Map<string, number>()
  probabilities.forEach((probability, i) => {
    const key = dealing.arms.map(arm => tally[arm]?.[i]).join()
    found.set(key, (found.get(key) ?? 0) + probability)
  })
  const sums = arms.map(arm => rows.reduce((sum, each) => sum + (each.arm === arm ? Number(each.value) : 0), 0))
  return { found, sums }
}

const decimal = ({ numerator, denominator }: Fraction): number => Number(numerator) / Number(denominator)

describe.each(designs)('redraw of $name', design => {
  test('has the distribution of the allocation itself', () => {
    const wanted = allocated(design)
    const { found } = redrawn(design)
    expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort())
    // Doubles: a few products of probabilities, each rounded.
    for (const [key, share] of wanted) expect(found.get(key)).toBeCloseTo(decimal(share), 13)
  })

  test('of the first two arms has the distribution given all other arms', () => {
    const { found, sums } = redrawn(design, arms => arms.slice(0, 2))
    const others = sums.slice(2).join()
    const wanted = allocated(design, key => key.split(',').slice(2).join() === others)
    const total = [...wanted.values()].reduce(plus, fraction(0n))
    for (const [key, share] of wanted) {
      expect(found.get(key.split(',').slice(0, 2).join())).toBeCloseTo(decimal(share) / decimal(total), 13)
    }
    expect(found.size).toBe(wanted.size)
  })
})

describe('splits of a linked type', () => {
  test.each([
    [3, [1, 1]],
    [5, [2, 3]],
    [2, [3, 2, 3]],
    [7, [5, 6, 4]],
    [6, [1, 2, 3, 4]],
    [3, [1, 1, 1, 1, 2]],
    [4, [2, 2]],
  ])('%i units at shares %j: as often as systematic selection draws them', (units, shares) => {
    const wanted = new Map<string, Fraction>()
    for (const { value, probability } of enumerateDraws(source => completeCounts(units, shares, source))) {
      wanted.set(value.join(), plus(wanted.get(value.join()) ?? fraction(0n), probability))
    }
    const splits = splitsOf(units, shares) ?? []
    const total = splits.reduce((sum, { weight }) => sum + weight, 0)
    const found = splits.map(split => [split.units.join(), show(fraction(split.weight, total))])
    expect(new Map(found as [string, string][])).toEqual(new Map([...wanted].map(([key, share]) => [key, show(share)])))
  })

  test('are not listed with more than eight arms that leave a remainder: then the realised counts are given', () => {
    const arms = Array.from({ length: 9 }, (_, a) => `arm${a}`)
    const targets = { all: Object.fromEntries(arms.map(arm => [arm, 4])) }
    const sample = sampleOf({ all: [...Array.from({ length: 34 }, () => ''), 'x', 'x'] })
    expect(
      splitsOf(
        1,
        arms.map(() => 4),
      ),
    ).toBeUndefined()
    expect(redrawOf(sample, protocolOf(targets))).toEqual({ given: 'realised_counts' } satisfies Redraw)
  })
})
