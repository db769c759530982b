import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type IntegerSource, streamsOf } from '../../src/core/random.ts'
import type { EventKind, Outcome, ProcessRule } from '../../src/model/protocol.ts'
import { type AnalysisSet, maskedSetText, maskSet, readMaskedSet, tellingOutcomes } from '../../src/outcomes/index.ts'
import { labelAt } from '../../src/outcomes/masked-set.ts'
import { readProtocol } from '../../src/pipeline/trial-folder.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { enumerateDraws } from '../support/enumerate.ts'
import { type Fraction, fraction, plus } from '../support/fraction.ts'
import { partPayment } from '../support/small-trial.ts'

const { put } = temporaryFolder()

const paid: Outcome = { id: 'paid', title: 'Paid', type: 'binary', when: { field: 'kind', is: 'payment' } }
const amount: Outcome = { id: 'amount', title: 'Amount', type: 'money', sumOf: { field: 'kind', is: 'payment' } }
const answer: Outcome = { id: 'answer', title: 'Answer', type: 'category', levels: ['yes', 'no'] }

function protocolOf(arms: readonly string[], outcomes: readonly Outcome[] = [paid]) {
  const event: EventKind = { kind: 'payment', title: 'Payment', amount: 'required', fields: [] }
  const limited: EventKind = { kind: 'call', title: 'Call', amount: 'none', fields: [], arms: [arms[0] ?? ''] }
  return {
    arms: arms.map(id => ({ id, title: id })),
    outcomes: [...outcomes],
    process: { events: [event, limited], rules: [] },
  }
}

/** A set of which case i is in the arm that is named i-th, and has the value i. */
function setOf(arms: readonly string[], clusters: readonly string[] = arms.map((_, row) => `N${row}`)): AnalysisSet {
  return {
    cases: arms.map((arm, row) => ({
      ...{ id: `C${row}`, stratum: row % 2 === 0 ? 'even' : 'odd', cluster: clusters[row] ?? '', arm },
      ...{ linked: clusters.filter(name => name === clusters[row]).length > 1, position: row + 1 },
      probability: { numerator: 1, denominator: 3 },
    })),
    baseline: new Map([['age', arms.map((_, row) => row)]]),
    outcomes: new Map([
      ['amount', { outcome: amount, values: arms.map((_, row) => row * 100) }],
      ['answer', { outcome: answer, values: arms.map((_, row) => [null, undefined, 'yes'][row % 3]) }],
    ]),
  }
}

const draw = (name: string): IntegerSource => streamsOf(name)('masking', '')

describe('a mask', () => {
  it('gives every bijection and every order of cases the same chance, one independent of the other', () => {
    const arms = ['control', 'letter', 'call']
    const chances = new Map<string, Fraction>()
    for (const { value, probability } of enumerateDraws(source => maskSet(protocolOf(arms), setOf(arms), source))) {
      const key = [
        value.labels.map(({ arm }) => arm).join(),
        (value.set.outcomes.get('amount')?.values ?? []).join(),
      ].join(' / ')
      chances.set(key, plus(chances.get(key) ?? fraction(0n), probability))
    }
    expect(chances.size).toBe(6 * 6)
    expect([...chances.values()]).toEqual(Array(36).fill(fraction(1n, 36n)))
  })

  it('changes nothing but names and order, whatever the set', () => {
    const arm = fc.constantFrom('control', 'letter', 'call')
    fc.assert(
      fc.property(fc.array(fc.tuple(arm, fc.nat(5)), { minLength: 1, maxLength: 40 }), fc.string(), (rows, name) => {
        const set = setOf(
          rows.map(([each]) => each),
          rows.map(([, cluster]) => `N${cluster}`),
        )
        const { labels, set: masked } = maskSet(protocolOf(['control', 'letter', 'call']), set, draw(`seed ${name}`))
        const armOf = new Map(labels.map(({ label, arm: of }) => [label, of]))
        const values = masked.outcomes.get('amount')?.values ?? []
        // The amounts tell the cases of this set apart, so that each can be found again.
        const back = masked.cases.map((each, row) => ({ ...each, row: Number(values[row]) / 100 }))
        expect(back.map(({ row }) => row).sort((a, b) => a - b)).toEqual(rows.map((_, row) => row))
        for (const { row, arm: label, stratum, linked } of back) {
          const original = set.cases[row]
          expect([armOf.get(label), stratum, linked]).toEqual([original?.arm, original?.stratum, original?.linked])
        }
        for (const one of back) {
          for (const two of back) {
            const together = set.cases[one.row]?.cluster === set.cases[two.row]?.cluster
            expect(one.cluster === two.cluster).toBe(together)
          }
        }
        expect(masked.cases.map(({ id }) => id)).toEqual(rows.map((_, row) => `m${row + 1}`))
      }),
      { numRuns: 50 },
    )
  })

  it('leaves out baseline, probability and position', () => {
    const { set } = maskSet(protocolOf(['control', 'call']), setOf(['control', 'call']), draw('a'))
    expect(Object.keys(set).sort()).toEqual(['cases', 'outcomes'])
    expect(Object.keys(set.cases[0] ?? {}).sort()).toEqual(['arm', 'cluster', 'id', 'linked', 'stratum'])
  })

  it('has labels a to z and more', () => {
    expect([0, 25, 26, 52].map(labelAt)).toEqual(['a', 'z', 'a1', 'a2'])
  })
})

describe('outcomes that tell the arm', () => {
  it('are those of some arms only, those on them, and those of events of some arms only', () => {
    const reached: Outcome = {
      id: 'reached',
      title: 'Reached',
      type: 'binary',
      when: { not: { field: 'kind', oneOf: ['call'] } },
    }
    const some: Outcome = { ...paid, id: 'some', observed: { arms: ['call'] } }
    const below: Outcome = { ...paid, id: 'below', observed: { outcome: 'some', levels: ['yes'] } }
    const beside: Outcome = { ...paid, id: 'beside', observed: { outcome: 'answer', levels: ['yes'] } }
    const protocol = protocolOf(['call', 'control'], [paid, answer, reached, some, below, beside])
    expect(tellingOutcomes(protocol)).toEqual([
      { outcome: 'reached', why: 'It is made from events of the kind call, which only some arms may have.' },
      { outcome: 'some', why: 'It applies in some arms only.' },
      { outcome: 'below', why: 'It applies by some, which is left out.' },
    ])
  })

  it('are those of departures that only some arms can make', () => {
    const deviated: Outcome = { ...paid, id: 'deviated', when: { field: 'deviation', is: true } }
    const rule = {
      id: 'r',
      title: 'R',
      of: ['payment'],
      must: { field: 'amount', atLeast: '1' },
      override: 'deviation' as const,
    }
    const telling = (...rules: ProcessRule[]) => {
      const { process, ...protocol } = protocolOf(['call', 'control'], [paid, deviated])
      return tellingOutcomes({ ...protocol, process: { ...process, rules } }).map(({ outcome }) => outcome)
    }
    expect(telling(rule)).toEqual([])
    expect(telling({ ...rule, arms: ['call'] })).toEqual(['deviated'])
    expect(telling({ ...rule, of: ['call'] })).toEqual(['deviated'])
    expect(telling({ ...rule, arms: ['call'], override: undefined })).toEqual([])
  })

  it('leave three of the part-payment trial', () => {
    const protocol = readProtocol(partPayment)
    const telling = tellingOutcomes(protocol).map(({ outcome }) => outcome)
    expect(protocol.outcomes.map(({ id }) => id).filter(id => !telling.includes(id))).toEqual([
      'paid',
      'amount',
      'arrears',
    ])
  })
})

describe('masked-set.csv', () => {
  it('is read back as it was written: zero, missing and not applicable apart', async () => {
    const { set } = maskSet(protocolOf(['control', 'call']), setOf(['control', 'call', 'call', 'control']), draw('b'))
    const path = put('masked-set.csv', maskedSetText(set))
    expect(readFileSync(path, 'utf8').split('\n')[0]).toBe('case,arm,stratum,cluster,linked,amount_pence,answer')
    expect((await readMaskedSet(path, [amount, answer])).set).toEqual(set)
  })
})
