import fc from 'fast-check'
import { expect, it } from 'vitest'
import { penceToPounds } from '../../../src/core/money.ts'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import type { Course } from '../../../src/model/synthetic.ts'
import type { Candidate } from '../../../src/pipeline/synthetic/candidates.ts'
import { drawBalance, drawSettlement, placeCases, type Slot } from '../../../src/pipeline/synthetic/courses.ts'
import { choosePayers, tellPayments } from '../../../src/pipeline/synthetic/ordinary-payments.ts'
import { synthetic } from './support.ts'

const model = synthetic.outcomes
const template = model.courses[1] as Course
const courseFrom = (pence: number): Course => ({ ...template, balance: { from: penceToPounds(pence) } })

function candidate(arrears: number, index: number): Candidate {
  const source = simulationStream({ purpose: 'test of courses', seed: `${index}` })
  return { id: `C${index}`, arrears, source, rank: index, patience: -Math.log1p(-source.uniform()) }
}

const pence = fc.integer({ min: 1, max: 12 })
const slots = fc.array(fc.record({ least: pence, fixed: fc.boolean() }), { maxLength: 12 }).map(list =>
  list.map(
    ({ least, fixed }): Slot => ({
      course: courseFrom(least),
      ...(fixed ? { fixed: { balance: least, settlement: 1 } } : {}),
    }),
  ),
)
const needs = ({ course, fixed }: Slot) => fixed?.balance ?? Math.round(Number(course.balance.from) * 100)

/** Pairs largest with largest: as many slots as any placement could fill, since a need is a lower limit only. */
function mostThatFit(arrears: readonly number[], least: readonly number[]): number {
  const cases = [...arrears].sort((a, b) => b - a)
  let filled = 0
  for (const need of [...least].sort((a, b) => a - b).reverse()) if ((cases[filled] ?? -1) >= need) filled += 1
  return filled
}

it('fills as many slots as can be filled, each with a case of its own and arrears enough', () => {
  fc.assert(
    fc.property(fc.array(pence, { maxLength: 12 }), slots, (arrears, wanted) => {
      const candidates = arrears.map(candidate)
      const { placed, unfilled, left } = placeCases(candidates, wanted)
      expect(placed.every(({ candidate: taken, slot }) => taken.arrears >= needs(slot))).toBe(true)
      expect(new Set(placed.map(place => place.candidate)).size).toBe(placed.length)
      expect(placed.length + unfilled.length).toBe(wanted.length)
      expect(placed.length + left.length).toBe(candidates.length)
      const largest = mostThatFit(arrears, wanted.map(needs))
      expect(placed.length).toBe(largest)
    }),
    { numRuns: 500 },
  )
})

it('keeps balance, settlement and ordinary payments within the arrears', () => {
  const money = fc.integer({ min: 5000, max: 5_000_000 })
  fc.assert(
    fc.property(
      money,
      fc.integer({ min: 0, max: 5000 }),
      fc.constantFrom('part', 'full', undefined),
      (arrears, paid, settlement) => {
        const place = { candidate: candidate(arrears, arrears), slot: { course: { ...template, settlement } } }
        const balance = drawBalance(place, paid, model)
        const settled = drawSettlement(place, balance, model)
        expect(balance).toBeGreaterThanOrEqual(Math.max(5000, paid))
        expect(balance).toBeLessThanOrEqual(arrears)
        if (settlement === undefined) expect(settled).toBe(0)
        if (settlement === 'full') expect(settled).toBe(balance)
        if (settlement === 'part') {
          expect(settled).toBeLessThan(balance)
          expect(settled).toBeGreaterThanOrEqual(Math.min(10_000, balance - 1))
        }
      },
    ),
  )
})

it('chooses payers who can pay, heavier ones more often, and splits what they pay within follow-up', () => {
  const candidates = Array.from({ length: 4000 }, (_, index) => candidate(100_000 + index, index))
  const possible = candidates.map((each, index) => ({ candidate: each, weight: [0, 1, 4][index % 3] ?? 0 }))
  const amounts = Array.from({ length: 200 }, (_, index) => 100 + index)
  const { paid, unpaid } = choosePayers(possible, [...amounts, 200_000])
  expect(unpaid).toEqual([200_000])
  expect([...paid.values()].sort((a, b) => a - b)).toEqual(amounts)
  const chosen = [0, 1, 2].map(kind => [...paid.keys()].filter(each => Number(each.id.slice(1)) % 3 === kind).length)
  expect(chosen[0]).toBe(0)
  // Four in five of 200 are expected of the heavy ones (a little fewer, as none pays twice): within six deviations.
  expect(Math.abs((chosen[2] ?? 0) - 160)).toBeLessThan(6 * Math.sqrt(200 * 0.8 * 0.2))
  for (const days of [1, 29, 30, 31, 274]) {
    for (const [payer, total] of [...paid].slice(0, 40)) {
      const payments = tellPayments(payer, total, model, days)
      expect(payments.reduce((sum, { event }) => sum + (event.amountPence ?? 0), 0)).toBe(total)
      expect(payments.every(({ day, event }) => day >= 0 && day < days && (event.amountPence ?? 0) > 0)).toBe(true)
    }
  }
})
