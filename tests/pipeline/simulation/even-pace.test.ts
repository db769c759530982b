import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import { drawRows } from '../../../src/pipeline/simulation/draw-rows.ts'
import { dayOfPayment, daysWaited, paidBy } from '../../../src/pipeline/simulation/even-pace.ts'
import { truthOfContrast } from '../../../src/pipeline/simulation/truth.ts'
import { armWith, count, fits, small } from './models.ts'

const source = simulationStream({ purpose: 'tests', seed: 'pace' })
const shares = fc.double({ min: 0.001, max: 0.999, noNaN: true })

describe('payments at an even pace', () => {
  it('have the share by each day, and the mean, that adding up the days gives', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 80 }), (share, days, day) => {
        let [waiting, waited] = [1, 0]
        const daily = 1 - (1 - share) ** (1 / days)
        for (let passed = 0; passed < Math.min(day, days); passed += 1) {
          waited += waiting
          waiting *= 1 - daily
        }
        expect(paidBy({ share, days }, day)).toBeCloseTo(1 - waiting, 10)
        if (day <= days) expect(daysWaited({ share, days }, day)).toBeCloseTo(waited, 6)
      }),
    )
  })

  it('come on a day from the first to the last, in the order of their places', () => {
    fc.assert(
      fc.property(
        shares,
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (share, days, place) => {
          const day = dayOfPayment({ share, days }, place)
          expect(day).toBeGreaterThanOrEqual(1)
          expect(day).toBeLessThanOrEqual(days)
          expect(dayOfPayment({ share, days }, place / 2)).toBeLessThanOrEqual(day)
          // By that day so many of those who pay have paid.
          expect(paidBy({ share, days }, day) / share).toBeGreaterThanOrEqual(place - 1e-9)
        },
      ),
    )
    expect(dayOfPayment({ share: 1, days: 9 }, 0.5)).toBe(1)
  })

  const waiting = { outcome: 'days', days: 4, ends: ['event'] }
  const arms = [armWith('called', { rate: 0.5, attrition: 0.1 }), armWith('control', { rate: 0.3 })]
  const model = small({ arms, waiting, stages: [], afterStages: null, cells: [{ arm: 0, stratum: 'x', cases: 1 }] })

  it('are drawn with the law of the model', () => {
    const drawer = drawRows(model)
    const drawn = new Map<string, number>()
    const draws = 20_000
    for (let draw = 0; draw < draws; draw += 1) {
      drawer.draw(source)
      const [row] = [...drawer.column('days').rows]
      count(drawn, String(row?.value ?? 'lost'))
    }
    const law = new Map<string, number>([['lost', 0.1]])
    // A waiting is 2 x its day, and 1 more where a payment ended it.
    for (let day = 1; day <= 4; day += 1) {
      const on = 0.5 ** ((day - 1) / 4) - 0.5 ** (day / 4)
      law.set(String(2 * day + 1), 0.9 * on)
    }
    law.set('8', 0.9 * 0.5)
    expect(fits(drawn, law)).toBeGreaterThan(1e-4)
  })

  it('have the truth of mean days, of shares by a day and of hazards', () => {
    const of = (measure: 'time_difference' | 'difference' | 'hazard_ratio' | 'odds_ratio', day?: number) =>
      truthOfContrast(
        model,
        { outcome: 'days', level: undefined, settings: day === undefined ? undefined : { day } },
        { arm: 'called', against: 'control' },
        measure,
      )
    const [one, other] = [0.5 ** 0.25, 0.7 ** 0.25]
    expect(of('time_difference')).toBeCloseTo(1 + one + one ** 2 + one ** 3 - (1 + other + other ** 2 + other ** 3), 12)
    expect(of('time_difference', 2)).toBeCloseTo(one - other, 12)
    expect(of('difference', 1)).toBeCloseTo(other - one, 12)
    expect(of('hazard_ratio')).toBeCloseTo(Math.log(0.5) / Math.log(0.7), 12)
    expect(of('odds_ratio')).toBeNull()
  })
})
