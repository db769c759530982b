import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CaseTable } from '../../../src/model/case.ts'
import type { FieldValue } from '../../../src/model/event.ts'
import type { Synthetic } from '../../../src/model/synthetic.ts'
import { generateCaseload } from '../../../src/pipeline/synthetic/caseload.ts'
import { protocol, readRows, sixDeviations, synthetic } from './support.ts'

const cases = 60_000
const table = readRows(generateCaseload(protocol, synthetic, { cases, seed: 'shares' }))
// readRows gathers arrays.
const column = (name: string, from: CaseTable = table) => (from.columns.get(name) ?? []) as readonly FieldValue[]
const rowsOn = (...systems: string[]) =>
  [...column('system').keys()].filter(row => systems.includes(String(column('system')[row])))
const cs2 = rowsOn('cs2')
const others = rowsOn('cscs', 'clerical')

function expectShare(rows: readonly number[], holds: (row: number) => boolean, share: number, n = rows.length) {
  const seen = rows.filter(holds).length / rows.length
  expect(Math.abs(seen - share)).toBeLessThan(sixDeviations(share, n))
}

const listed = (count: number, seed: string, model: Synthetic = synthetic) =>
  [...generateCaseload(protocol, model, { cases: count, seed }).rows].map(row => row.join())

it('has the declared columns in order, and every value is one that a caseload file may hold', () => {
  const { columns } = generateCaseload(protocol, synthetic, { cases: 1, seed: '1' })
  expect(columns).toEqual(['case_id', ...protocol.caseload.fields.map(({ id }) => id)])
  expect(table.ids.length).toBe(cases)
  expect([0, 1].map(row => table.ids.at(row))).toEqual(['synthetic-00000001', 'synthetic-00000002'])
  expect(table.ids.at(cases - 1)).toBe('synthetic-00060000')
})

it('has the shares of the model', () => {
  const all = [...column('system').keys()]
  const is = (name: string, value: unknown) => (row: number) => column(name)[row] === value
  // Cases of a parent share the system, so there are fewer independent draws than cases: as many as parents.
  const parents = new Set(column('nrp_id')).size
  expectShare(all, is('system', 'cs2'), 0.64, parents)
  expectShare(all, is('scheme', '1993'), 0.3)
  expectShare(all, is('ongoing_liability', true), 0.12)
  expectShare(all, is('arrears_pwc', 0), 0.06)
  expectShare(all, is('arrears_secretary_of_state', 0), 0.82)
  expectShare(all, is('last_payment', null), 0.25)
  expectShare(
    all,
    row => String(column('last_payment')[row]) >= '2015-07-01' && column('last_payment')[row] !== null,
    0.12,
  )
  expectShare(all, is('in_other_trial', true), 0.02)
  expectShare(all, is('welfare_concern', true), 0.03)
})

it('differs between the systems as the report says it did', () => {
  expect(cs2.length / cases).toBeGreaterThan(0.6)
  const below = (pence: number) => (row: number) => Number(column('arrears_pwc')[row]) <= pence
  const owing = (rows: readonly number[]) => rows.filter(row => column('arrears_pwc')[row] !== 0)
  // Distribution functions of the two truncated lognormal amounts at £50, £500 and £2,000, by mpmath with 30 digits.
  for (const [pounds, onCs2, elsewhere] of [
    [50, 0.04668197086, 0.01324059285],
    [500, 0.4434945541, 0.2477421262],
    [2000, 0.7834382378, 0.5976318883],
  ] as const) {
    expectShare(owing(cs2), below(pounds * 100), onCs2)
    expectShare(owing(others), below(pounds * 100), elsewhere)
  }
  const parentsOf = (rows: readonly number[]) => new Set(rows.map(row => column('nrp_id')[row])).size
  expectShare(cs2, row => column('nrp_employed')[row] === true, 0.52, parentsOf(cs2))
  expectShare(others, row => column('nrp_employed')[row] === true, 0.4, parentsOf(others))
})

it('has younger parents and children on CS2, with the means and spreads of rounded, truncated normal ages', () => {
  // Mean and standard deviation by mpmath with 30 digits; six standard errors, counting parents rather than cases.
  for (const [name, rows, mean, sd] of [
    ['nrp_age', cs2, 42.22227469, 7.738883433],
    ['nrp_age', others, 47.16455574, 7.798502514],
    ['youngest_child_age', cs2, 11.96078648, 3.922437618],
    ['youngest_child_age', others, 15.95086759, 3.93771736],
  ] as const) {
    const parents = new Set(rows.map(row => column('nrp_id')[row])).size
    const seen = rows.reduce((sum, row) => sum + Number(column(name)[row]), 0) / rows.length
    expect(Math.abs(seen - mean)).toBeLessThan((6 * sd) / Math.sqrt(parents))
  }
})

it('links one to four cases to a parent, who has one age, employment and system', () => {
  const byParent = new Map<unknown, number[]>()
  for (const [row, parent] of column('nrp_id').entries()) byParent.set(parent, [...(byParent.get(parent) ?? []), row])
  const groups = [...byParent.values()]
  const sizes = [1, 2, 3, 4].map(size => groups.filter(group => group.length === size).length)
  expect(sizes.reduce((sum, count) => sum + count, 0)).toBe(groups.length)
  for (const [index, share] of [0.9, 0.08, 0.015, 0.005].entries()) {
    expect(Math.abs((sizes[index] ?? 0) / groups.length - share)).toBeLessThan(sixDeviations(share, groups.length))
  }
  for (const name of ['nrp_age', 'nrp_employed', 'system']) {
    expect(groups.every(group => new Set(group.map(row => column(name)[row])).size === 1)).toBe(true)
  }
})

it('is the same for the same seed, and begins a longer caseload', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.string(), (count, more, seed) => {
      const short = listed(count, seed)
      expect(listed(count, seed)).toEqual(short)
      expect(listed(count + more, seed).slice(0, count)).toEqual(short)
    }),
    { numRuns: 40 },
  )
  expect(listed(50, 'a')).not.toEqual(listed(50, 'b'))
})

it('leaves the other fields as they were when the model of one changes', () => {
  const changed = structuredClone(synthetic)
  const employed = changed.caseload.fields.find(({ field }) => field === 'nrp_employed')
  if (employed === undefined) throw new Error('the model draws nrp_employed')
  employed.draw = { probability: 1 }
  const [before, after] = [synthetic, changed].map(model =>
    readRows(generateCaseload(protocol, model, { cases: 2000, seed: 'x' })),
  ) as [CaseTable, CaseTable]
  for (const { id } of protocol.caseload.fields) {
    if (id === 'nrp_employed') expect(column(id, after).every(value => value === true)).toBe(true)
    else expect(column(id, after)).toEqual(column(id, before))
  }
})
