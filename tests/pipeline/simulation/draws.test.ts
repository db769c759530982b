import { describe, expect, it } from 'vitest'
import { drawNormal } from '../../../src/core/normal-draw.ts'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import type { Summary } from '../../../src/model/summary.ts'
import { normalCdf } from '../../../src/numerics/index.ts'
import { amountSampler, meanAmount } from '../../../src/pipeline/simulation/amounts.ts'
import { summaryOfCells } from '../../../src/pipeline/simulation/cell-summaries.ts'
import { drawRows } from '../../../src/pipeline/simulation/draw-rows.ts'
import { drawCells } from '../../../src/pipeline/simulation/draw-summaries.ts'
import { meanPerCase, payingShare, shareAfterStages } from '../../../src/pipeline/simulation/trial-model.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import { summarise } from '../../../src/summaries/index.ts'
import { armWith, count, fits, small, table } from './models.ts'

const source = (seed: string) => simulationStream({ purpose: 'tests', seed })
/** A correct sampler fails one in ten thousand seeds; these are fixed. */
const rare = 1e-4

describe('a tiny trial', () => {
  const arm = armWith('called', { reach: [0.8, 0.4], attrition: 0.2 })
  const model = small({ arms: [arm], observedAfter: ['called'], cells: [{ arm: 0, stratum: 'x', cases: 3 }] })
  // What one case can be, from the model by hand: lost, or pays after the stages, pays 100 or 300 all the same, or nothing.
  const one = [
    { lost: 1, payers: 0, after: 0, sum: 0, p: 0.2 },
    { lost: 0, payers: 1, after: 1, sum: 700, p: 0.8 * 0.4 },
    { lost: 0, payers: 1, after: 0, sum: 100, p: 0.8 * 0.6 * 0.15 },
    { lost: 0, payers: 1, after: 0, sum: 300, p: 0.8 * 0.6 * 0.15 },
    { lost: 0, payers: 0, after: 0, sum: 0, p: 0.8 * 0.6 * 0.7 },
  ]
  const law = new Map<string, number>()
  for (const a of one)
    for (const b of one)
      for (const c of one) {
        const of = (key: 'lost' | 'payers' | 'after' | 'sum'): number => a[key] + b[key] + c[key]
        const key = [of('lost'), of('payers'), of('after'), of('sum')].join()
        law.set(key, (law.get(key) ?? 0) + a.p * b.p * c.p)
      }

  it('has the law that enumeration gives, drawn as sums', () => {
    expect([...law.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
    const drawer = drawCells(model)
    const drawn = new Map<string, number>()
    const random = source('cells')
    for (let draw = 0; draw < 40_000; draw += 1) {
      drawer.draw(random)
      const [cell] = drawer.cells
      const sum = [...(cell?.amounts ?? [])].reduce((total, amount) => total + amount, 0)
      count(drawn, [cell?.missing, cell?.payers, cell?.afterStages, sum].join())
    }
    expect(fits(drawn, law)).toBeGreaterThan(rare)
  })

  it('has the same law, drawn as rows', () => {
    const drawer = drawRows(model)
    const drawn = new Map<string, number>()
    const random = source('rows')
    for (let draw = 0; draw < 20_000; draw += 1) {
      drawer.draw(random)
      const [paid, amount, after] = ['paid', 'amount', 'after'].map(outcome => [...drawer.column(outcome).rows])
      const sumOf = (rows: readonly AnalysisRow[] = []): number =>
        rows.reduce((sum, { value }) => sum + Number(value ?? 0), 0)
      const lost = paid?.filter(({ value }) => value === null).length
      count(drawn, [lost, sumOf(paid), sumOf(after), sumOf(amount)].join())
    }
    expect(fits(drawn, law)).toBeGreaterThan(rare)
  })

  it('has the shares and the mean that the model states', () => {
    expect(payingShare(arm)).toBeCloseTo(0.4 + 0.6 * 0.3, 12)
    expect(shareAfterStages(arm)).toBe(0.4)
    expect(meanPerCase(arm)).toBeCloseTo(0.4 * 700 + 0.6 * 0.3 * 200, 9)
  })
})

describe('a category', () => {
  const shares = [0.2, 0.5, 0.3]
  const choice = { outcome: 'end', levels: ['given_up', 'scheduled', 'open'], arms: ['called'] }
  const model = small({
    arms: [armWith('called', { choice: shares, attrition: 0.1 })],
    ...{ choice, stages: [], afterStages: null, cells: [{ arm: 0, stratum: 'x', cases: 3 }] },
  })
  // Of three cases each is lost or at a level, by itself.
  const one = [0.1, ...shares.map(share => 0.9 * share)]
  const law = new Map<string, number>()
  for (const [a, p] of one.entries())
    for (const [b, q] of one.entries())
      for (const [c, r] of one.entries()) {
        const key = one.map((_, at) => [a, b, c].filter(place => place === at).length).join()
        law.set(key, (law.get(key) ?? 0) + p * q * r)
      }
  const drawnAs = ([cell]: Summary<'counts'>['cells']): string =>
    [cell?.data.missing, ...choice.levels.map(level => cell?.data.events[level])].join()

  it('has the law of its shares, drawn as sums', () => {
    const drawer = drawCells(model)
    const drawn = new Map<string, number>()
    const random = source('levels')
    for (let draw = 0; draw < 20_000; draw += 1) {
      drawer.draw(random)
      count(drawn, drawnAs((summaryOfCells(model, drawer.cells, 'end', 'counts') as Summary<'counts'>).cells))
    }
    expect(fits(drawn, law)).toBeGreaterThan(rare)
  })

  it('has the same law, drawn as rows', () => {
    const drawer = drawRows(model)
    const drawn = new Map<string, number>()
    const random = source('rows of levels')
    for (let draw = 0; draw < 20_000; draw += 1) {
      drawer.draw(random)
      count(drawn, drawnAs((drawer.summary('end', 'counts') as Summary<'counts'>).cells))
    }
    expect(fits(drawn, law)).toBeGreaterThan(rare)
  })
})

describe('clusters', () => {
  const [p, correlation] = [0.3, 0.4]
  const model = small({
    arms: [armWith('called', { rate: p })],
    ...{ stages: [], afterStages: null, cells: [{ arm: 0, stratum: 'x', cases: 2 }] },
    clusters: { sizes: [0, 1], correlation },
  })

  it('of two cases pay alike with the correlation that is stated, and each case as its arm', () => {
    const drawer = drawRows(model)
    const drawn = new Map<string, number>()
    const random = source('clusters')
    for (let draw = 0; draw < 30_000; draw += 1) {
      drawer.draw(random)
      count(drawn, [...drawer.column('paid').rows].map(({ value }) => value).join())
    }
    const both = correlation * p + (1 - correlation) * p * p
    const law = new Map([
      ['1,1', both],
      ['1,0', p - both],
      ['0,1', p - both],
      ['0,0', 1 - 2 * p + both],
    ])
    expect(fits(drawn, law)).toBeGreaterThan(rare)
  })

  it('lie in one cell each and fill it, in the proportions of their sizes', () => {
    const rows = [...drawRows(small({ clusters: { sizes: [0.5, 0.25, 0.25], correlation } })).column('paid').rows]
    const clusters = new Map<string, AnalysisRow[]>()
    for (const row of rows) clusters.set(row.cluster ?? '', [...(clusters.get(row.cluster ?? '') ?? []), row])
    for (const members of clusters.values())
      expect(new Set(members.map(({ arm, stratum }) => `${arm} ${stratum}`)).size).toBe(1)
    const ofCell = (arm: string, stratum: string) =>
      [...clusters.values()].filter(([first]) => first?.arm === arm && first.stratum === stratum)
    // 20 cases at 1.75 a cluster: 11.4 clusters, of which 2 have two cases and 2 have three; the rest are single.
    expect(ofCell('called', 'y').map(({ length }) => length)).toEqual([2, 2, 3, 3, ...Array(10).fill(1)])
    expect(rows.filter(({ arm, stratum }) => arm === 'control' && stratum === 'x')).toHaveLength(9)
  })
})

describe('the summaries of drawn cells', () => {
  it('are those that an engine makes of such cases', () => {
    const model = small()
    const drawer = drawCells(model)
    const random = source('summaries')
    for (let draw = 0; draw < 20; draw += 1) {
      drawer.draw(random)
      for (const outcome of ['paid', 'amount', 'after']) {
        const rows = model.cells.flatMap(({ arm, stratum }, at): AnalysisRow[] => {
          const cell = drawer.cells[at]
          const id = model.arms[arm]?.arm ?? ''
          const row = (value: number | null): AnalysisRow => ({ arm: id, stratum, cluster: null, value })
          if (cell === undefined || (outcome === 'after' && id !== 'called')) return []
          const payers = [...cell.amounts].map((amount, payer) =>
            outcome === 'amount' ? amount : outcome === 'paid' || payer < cell.afterStages ? 1 : 0,
          )
          const silent = Array<number>(cell.observed - cell.payers).fill(0)
          return [...payers, ...silent, ...Array<null>(cell.missing).fill(null)].map(row)
        })
        const column = { ...drawRows(model).column(outcome), rows }
        const kinds = (['counts', 'moments', 'ranks', 'frequencies'] as const).filter(
          kind => outcome !== 'amount' || kind !== 'counts',
        )
        for (const kind of kinds)
          expect(summaryOfCells(model, drawer.cells, outcome, kind)).toEqual(summarise(column, [kind])[0])
      }
    }
  })

  it('hold sums that no double holds', () => {
    const huge = table(90_000_000_000, 70_000_001)
    const model = small({ arms: [armWith('called', { rate: 1, amounts: { ordinary: huge, afterStages: huge } })] })
    const drawer = drawCells({ ...model, cells: [{ arm: 0, stratum: 'x', cases: 500 }] })
    drawer.draw(source('huge'))
    const amounts = [...(drawer.cells[0]?.amounts ?? [])].map(BigInt)
    const [cell] = summaryOfCells(
      { ...model, cells: [{ arm: 0, stratum: 'x', cases: 500 }] },
      drawer.cells,
      'amount',
      'moments',
    ).cells
    expect(cell?.data).toEqual({
      ...{ n: 500, missing: 0 },
      sum: amounts.reduce((sum, amount) => sum + amount, 0n),
      sumSquares: amounts.reduce((sum, amount) => sum + amount * amount, 0n),
    })
  })
})

describe('amounts', () => {
  it('are whole pence with the mean and the spread that are stated', () => {
    const [mean, sigma] = [40_000, 0.6]
    const model = { of: { lognormal: { mean, sigma } }, factor: 1.5 }
    const draw = amountSampler(model)
    const random = source('amounts')
    const drawn = Float64Array.from({ length: 50_000 }, () => draw(random))
    expect(drawn.every(Number.isInteger)).toBe(true)
    expect(meanAmount(model)).toBe(60_000)
    const average = drawn.reduce((sum, amount) => sum + amount, 0) / drawn.length
    const spread = 60_000 * Math.sqrt(Math.exp(sigma ** 2) - 1)
    expect(Math.abs(average - 60_000)).toBeLessThan(4 * (spread / Math.sqrt(drawn.length)))
    const below = drawn.filter(amount => amount < 50_000).length / drawn.length
    const expected = normalCdf((Math.log(50_000 / 60_000) + sigma ** 2 / 2) / sigma)
    expect(Math.abs(below - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / drawn.length))
  })

  it('of a table are its entries, scaled, and never nothing', () => {
    const model = { of: { table: [1, 100, 250] }, factor: 0.1 }
    const random = source('table')
    const draw = amountSampler(model)
    const drawn = new Map<string, number>()
    for (let at = 0; at < 9000; at += 1) count(drawn, String(draw(random)))
    const third = 1 / 3
    expect(
      fits(
        drawn,
        new Map([
          ['1', third],
          ['10', third],
          ['25', third],
        ]),
      ),
    ).toBeGreaterThan(rare)
    expect(meanAmount(model)).toBe(12)
  })

  it('rest on normal numbers', () => {
    const random = source('normal')
    const drawn = new Map<string, number>()
    const cuts = [-2, -1, -0.5, 0, 0.5, 1, 2]
    for (let at = 0; at < 40_000; at += 1) {
      const value = drawNormal(random)
      count(drawn, String(cuts.filter(cut => value > cut).length))
    }
    const law = [...cuts, Infinity].map((cut, at): [string, number] => [
      String(at),
      (cut === Infinity ? 1 : normalCdf(cut)) - (at === 0 ? 0 : normalCdf(cuts[at - 1] ?? 0)),
    ])
    expect(fits(drawn, new Map(law))).toBeGreaterThan(rare)
  })
})
