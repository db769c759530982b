import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { analysisRows, largestCluster } from '../../src/outcomes/analysis-rows.ts'
import { buildAnalysisSet } from '../../src/outcomes/analysis-set.ts'
import { analysisSetText, readAnalysisSet } from '../../src/outcomes/analysis-set-file.ts'
import { standingEvents } from '../../src/outcomes/corrections.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { allocation, event, protocol, readSmall, sample } from './trial.ts'

const { folder } = temporaryFolder()
const build = (...events: OutcomeEvent[]) => buildAnalysisSet(protocol, { allocation, sample, events })
const values = (id: string, ...events: OutcomeEvent[]) => build(...events).outcomes.get(id)?.values

describe('the analysis set', () => {
  it('has every allocated case once, in byte order of id, silent or not', () => {
    const set = build()
    expect(set.cases.map(each => each.id)).toEqual(['C1', 'C10', 'C2', 'C3'])
    expect(set.cases.map(each => each.arm)).toEqual(['control', 'control', 'call', 'call'])
    expect(Object.fromEntries(set.baseline)).toEqual({
      scheme: ['2003', '2003', '1993', '2003'],
      arrears: [1000, 2000, 3000, null],
    })
    expect(Object.fromEntries([...set.outcomes].map(([id, { values: column }]) => [id, column]))).toEqual({
      payer: [0, 0, 0, 0],
      amount: [0, 0, 0, 0],
      arrears: [1000, 2000, 3000, null],
      suitability: [undefined, undefined, null, null],
      interest: [undefined, undefined, undefined, undefined],
      large_payment: [0, 0, 0, 0],
    })
  })

  it('adds amounts in pence and marks payers', () => {
    const events = [
      event('payment', { case: 'C1', amountPence: 10 }),
      event('payment', { case: 'C1', amountPence: 9990 }),
      event('settlement', { amountPence: 10000 }),
    ]
    expect(values('amount', ...events)).toEqual([10000, 0, 10000, 0])
    expect(values('payer', ...events)).toEqual([1, 0, 1, 0])
    expect(values('large_payment', ...events)).toEqual([0, 0, 1, 0])
  })

  it('takes refunds off payments, also where more was paid back than paid', async () => {
    const events = [
      event('payment', { case: 'C1', amountPence: 5000 }),
      event('payment', { case: 'C1', amountPence: -2000 }),
      event('payment', { case: 'C2', amountPence: -700 }),
    ]
    expect(values('amount', ...events)).toEqual([3000, 0, -700, 0])
    const path = join(folder, 'refunds.csv')
    writeFileSync(path, 'id,case,kind,at,by,amount\nE1,C2,payment,2016-03-01,team,-7.00\n')
    expect(await readSmall(path)).toMatchObject({ issues: [], events: [{ event: { amountPence: -700 } }] })
  })

  it('takes the level of the earliest event; of two at one time, the first recorded', () => {
    const screen = (at: string, suitability: string) => event('screened', { at }, { suitability })
    const suitability = (...events: OutcomeEvent[]) => values('suitability', ...events)?.[2]
    expect(suitability(screen('2016-03-02', 'suitable'), screen('2016-03-01', 'unsuitable'))).toBe('unsuitable')
    expect(suitability(screen('2016-03-01', 'suitable'), screen('2016-03-01', 'unsuitable'))).toBe('suitable')
    expect(
      suitability(screen('2016-03-01T10:00:00Z', 'suitable'), screen('2016-03-01T10:30:00+01:00', 'unsuitable')),
    ).toBe('unsuitable')
    expect(suitability(screen('2016-03-01T00:00:00Z', 'suitable'), screen('2016-03-01', 'unsuitable'))).toBe(
      'unsuitable',
    )
  })

  it('tells a value, a missing one and one that does not apply apart', () => {
    const suitable = (id: string) => event('screened', { case: id, at: '2016-02-01' }, { suitability: 'suitable' })
    const answer = (id: string, given: string) => event('response', { case: id }, { answer: given })
    const unsuitable = event('screened', { case: 'C3', at: '2016-02-01' }, { suitability: 'unsuitable' })
    expect(values('interest', suitable('C2'), unsuitable)).toEqual([undefined, undefined, 'none', undefined])
    expect(values('interest', suitable('C2'), answer('C2', 'yes'), suitable('C3'))).toEqual([
      undefined,
      undefined,
      'interested',
      'none',
    ])
    const settled = [suitable('C2'), answer('C2', 'yes'), event('settlement'), suitable('C3'), answer('C3', 'no')]
    expect(values('interest', ...settled)).toEqual([undefined, undefined, 'settled', 'none'])
  })

  it('gives summaries the rows to which an outcome applies', () => {
    const set = build(event('payment', { case: 'C10' }), event('screened', {}, { suitability: 'suitable' }))
    expect([...analysisRows(set, 'payer')]).toEqual([
      { arm: 'control', stratum: '2003', cluster: 'N1', value: 0, place: 0 },
      { arm: 'control', stratum: '2003', cluster: 'N1', value: 1, place: 1 },
      { arm: 'call', stratum: '1993', cluster: null, value: 0, place: 2 },
      { arm: 'call', stratum: '2003', cluster: null, value: 0, place: 3 },
    ])
    expect([...analysisRows(set, 'suitability')].map(row => row.value)).toEqual(['suitable', null])
    expect([...analysisRows(set, 'interest')].map(row => row.value)).toEqual(['none'])
    expect(largestCluster(set)).toBe(2)
  })

  it('does not depend on the order of events of different times, nor of cases', () => {
    const arbitrary = fc.array(fc.record({ row: fc.nat(3), pence: fc.nat(50_000) }), { maxLength: 12 })
    fc.assert(
      fc.property(arbitrary, fc.infiniteStream(fc.nat()), (payments, keys) => {
        const ids = ['C1', 'C2', 'C3', 'C10']
        const events = payments.map(({ row, pence }, index) =>
          event('payment', {
            case: ids[row] ?? '',
            amountPence: pence,
            at: `2016-03-${String(index + 1).padStart(2, '0')}`,
          }),
        )
        const keyed = events.map(each => ({ each, key: keys.next().value ?? 0 }))
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ each }) => each)
        const set = buildAnalysisSet(protocol, { allocation: [...allocation].reverse(), sample, events: shuffled })
        expect(set).toEqual(build(...events))
        const total = (set.outcomes.get('amount')?.values ?? []).reduce<number>((sum, value) => sum + Number(value), 0)
        expect(total).toBe(payments.reduce((sum, { pence }) => sum + pence, 0))
      }),
    )
  })
})

describe('corrections', () => {
  const first = event('payment', { id: 'P1', amountPence: 100 })
  const second = event('payment', { id: 'P2', amountPence: 200, corrects: 'P1' })
  const third = event('payment', { id: 'P3', amountPence: 300, corrects: 'P2' })
  const rival = event('payment', { id: 'P4', amountPence: 400, corrects: 'P1' })
  const other = event('payment', { id: 'P5', amountPence: 500 })
  const standing = (...events: OutcomeEvent[]) => standingEvents(events).map(each => each.id)

  it('replace what they correct, along a chain and in any order of recording', () => {
    expect(standing(first, other)).toEqual(['P1', 'P5'])
    expect(standing(first, other, second)).toEqual(['P5', 'P2'])
    expect(standing(first, second, third)).toEqual(['P3'])
    expect(standing(third, second, first, other)).toEqual(['P3', 'P5'])
    expect(values('amount', first, second, third, other)).toEqual([0, 0, 800, 0])
  })

  it('of one event: the one recorded later stands', () => {
    expect(standing(first, second, rival)).toEqual(['P4'])
    expect(standing(first, rival, second)).toEqual(['P2'])
    expect(standing(first, second, third, rival)).toEqual(['P4'])
  })

  it('that are voids leave nothing of a chain, until the void is corrected itself', () => {
    const taken = (id: string, corrects: string) => event('void', { id, corrects, reason: 'twice' })
    expect(standing(first, other, taken('V', 'P1'))).toEqual(['P5'])
    expect(standing(first, second, other, taken('V', 'P2'))).toEqual(['P5'])
    expect(standing(first, second, other, taken('V', 'P1'))).toEqual(['P5'])
    expect(standing(first, taken('V', 'P1'), taken('W', 'V'))).toEqual([])
    const back = event('payment', { id: 'P6', amountPence: 1, corrects: 'V' })
    expect(standing(first, taken('V', 'P1'), back)).toEqual(['P6'])
    expect(values('amount', first, second, other, taken('V', 'P2'))).toEqual([0, 0, 500, 0])
  })
})

describe('06-analysis-set.csv', () => {
  const path = join(folder, '06-analysis-set.csv')
  const set = build(
    event('payment', { case: 'C1', amountPence: 12345 }),
    event('screened', { at: '2016-02-01' }, { suitability: 'suitable' }),
  )

  it('holds the three states, pence and the allocation, and is read back as it was', async () => {
    writeFileSync(path, analysisSetText(protocol, set))
    expect(readFileSync(path, 'utf8').split('\n').slice(0, 4)).toEqual([
      'case_id,arm,stratum,cluster,linked,position,probability_numerator,probability_denominator,baseline_scheme,baseline_arrears_pence,payer,amount_pence,arrears_pence,suitability,interest,large_payment',
      'C1,control,2003,N1,true,1,1,2,2003,1000,1,12345,1000,NA,NA,1',
      'C10,control,2003,N1,true,1,1,2,2003,2000,0,0,2000,NA,NA,0',
      'C2,call,1993,C2,false,1,1,2,1993,3000,0,0,3000,suitable,none,0',
    ])
    expect((await readAnalysisSet(path, protocol)).set).toEqual(set)
  })

  it('changed by hand into what is no value, is refused at its cell', async () => {
    writeFileSync(path, analysisSetText(protocol, set))
    const text = readFileSync(path, 'utf8')
    for (const [from, to, expected] of [
      ['suitable,none', 'suitabel,none', 'analysis_set.value 4 suitability'],
      [',12345,', ',123.45,', 'analysis_set.value 2 amount_pence'],
      [',2003,1000,', ',2004,1000,', 'analysis_set.value 2 baseline_scheme'],
      ['payer', 'payers', 'csv.header 1'],
    ] as const) {
      writeFileSync(path, text.replace(from, to))
      expect(brief(await issuesOf(() => readAnalysisSet(path, protocol)))).toEqual([expected])
    }
  })
})

it('adds up 50,000 events of 18,624 cases', () => {
  const cases = Array.from({ length: 18_624 }, (_, row) => ({
    ...(allocation[row % 4] ?? allocation[0]),
    id: `C${row}`,
  })) as typeof allocation
  const baseline = cases.map(({ id }) => ({ id, baseline: { scheme: '2003', arrears: 1 } }))
  const events = Array.from({ length: 50_000 }, (_, row) =>
    event('payment', {
      id: `P${row}`,
      case: `C${(row * 7) % 18_624}`,
      at: row % 2 ? '2016-03-01' : '2016-03-01T09:00:00Z',
    }),
  )
  const set = buildAnalysisSet(protocol, { allocation: cases, sample: baseline, events })
  expect(set.outcomes.get('amount')?.values.reduce<number>((sum, value) => sum + Number(value), 0)).toBe(50_000 * 5000)
})
