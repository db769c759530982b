import { describe, expect, it } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import type { Synthetic } from '../../../src/model/synthetic.ts'
import { checkEvents } from '../../../src/outcomes/index.ts'
import type { TrialCase } from '../../../src/pipeline/synthetic/candidates.ts'
import { reconstructionCaseload, reconstructOutcomes } from '../../../src/pipeline/synthetic/reconstruction.ts'
import { fraction, plus } from '../../support/fraction.ts'
import { byCase, faults, of, pence } from './process.ts'
import { allocateRun, protocol, synthetic } from './support.ts'

const seed = synthetic.reconstruction?.seed ?? ''
const { table, eligibility, allocation } = allocateRun(reconstructionCaseload(protocol, synthetic), seed)
const { events, draws } = reconstructOutcomes(protocol, synthetic, allocation, { seed })
const sizes = { pwc_first: 5906, nrp_first: 6718, control: 6000 } as const
type Arm = keyof typeof sizes
const arms = Object.keys(sizes) as Arm[]

/** The stories of an arm, silent cases among them. */
function storiesOf(arm: Arm, from: readonly OutcomeEvent[] = events): OutcomeEvent[][] {
  const stories = byCase(from)
  return allocation.filter(each => each.arm === arm).map(({ id }) => stories.get(id) ?? [])
}
const count = (arm: Arm, holds: (story: readonly OutcomeEvent[]) => boolean, from = events) =>
  storiesOf(arm, from).filter(holds).length
const amounts = (arm: Arm, from = events) => storiesOf(arm, from).map(story => pence(of(story, 'payment')))
const reached = (party?: string) => (story: readonly OutcomeEvent[]) =>
  of(story, 'call').some(({ fields }) => fields.reached === true && (party === undefined || fields.party === party))
const answered = (answer: string) => (story: readonly OutcomeEvent[]) =>
  of(story, 'response')[0]?.fields.answer === answer
const paid = (basis: string) => (story: readonly OutcomeEvent[]) =>
  of(story, 'payment').some(({ fields }) => fields.basis === basis)
const percent = (part: number, whole: number) => Math.round((100 * part) / whole)

/** H with mid-ranks and the correction for ties, in exact rationals: no code of the project but fractions. */
function exactH(groups: readonly (readonly number[])[]): number {
  const values = groups.flat().sort((a, b) => a - b)
  const n = BigInt(values.length)
  const doubledRanks = new Map<number, bigint>()
  let ties = 0n
  for (let from = 0; from < values.length; ) {
    let to = from
    while (values[to + 1] === values[from]) to += 1
    doubledRanks.set(values[from] ?? 0, BigInt(from + to + 2))
    ties += BigInt(to - from + 1) ** 3n - BigInt(to - from + 1)
    from = to + 1
  }
  const squares = groups.map(group => {
    const sum = group.reduce((total, value) => total + (doubledRanks.get(value) ?? 0n), 0n)
    return fraction(sum * sum, 4n * BigInt(group.length))
  })
  // (12 / (n (n + 1)) x sum of R^2 / size - 3 (n + 1)) / (1 - T / (n^3 - n)): rationals do not cancel.
  const sum = squares.reduce(plus)
  const h = plus(fraction(12n * sum.numerator, n * (n + 1n) * sum.denominator), fraction(-3n * (n + 1n)))
  const corrected = fraction(h.numerator * (n ** 3n - n), h.denominator * (n ** 3n - n - ties))
  return Number((corrected.numerator * 10n ** 15n) / corrected.denominator) / 1e15
}

it('starts from a caseload with cases of every reason of exclusion and enough eligible ones', () => {
  expect(table.ids.length).toBe(60_000)
  for (const { failed, failedOnly } of eligibility.counts) {
    expect(failedOnly).toBeGreaterThan(0)
    expect(failed).toBeGreaterThan(failedOnly)
  }
  for (const arm of arms) expect(allocation.filter(each => each.arm === arm).length).toBe(sizes[arm])
  expect(allocation.some(({ linked }) => linked)).toBe(true)
})

it('gives events that pass every check of the protocol and of the report', () => {
  const byId = new Map(allocation.map(each => [each.id, each]))
  const located = events.map((event, index) => ({ event, place: { row: index + 1 } }))
  expect(checkEvents(located, { protocol, allocation: byId, knownCases: byId, existing: [] })).toEqual([])
  for (const [id, story] of byCase(events)) expect(faults(story, byId.get(id) as TrialCase)).toEqual([])
})

describe('meets the printed figures, counted again from the events', () => {
  it('payers, and payments after a call', () => {
    const payers = (arm: Arm) => count(arm, story => of(story, 'payment').length > 0)
    expect(arms.map(payers)).toEqual([79, 87, 62])
    const full = arms.map(arm => count(arm, paid('full')))
    const part = arms.map(arm => count(arm, paid('part')))
    expect(full).toEqual([3, 15, 0])
    expect(part).toEqual([14, 6, 0])
    expect(arms.map(arm => count(arm, story => paid('full')(story) && paid('part')(story)))).toEqual([0, 0, 0])
    expect(arms.map(arm => count(arm, paid('ordinary')))).toEqual([62, 66, 62])
    const inFull = events.filter(({ kind, fields }) => kind === 'payment' && fields.basis === 'full')
    const ids = (arm: Arm) => new Set(allocation.filter(each => each.arm === arm).map(({ id }) => id))
    const ofArm = (arm: Arm) => inFull.filter(event => ids(arm).has(event.case))
    expect([pence(ofArm('pwc_first')), pence(ofArm('nrp_first'))]).toEqual([89_000, 358_000])
    expect(inFull.every(({ amountPence = 0 }) => amountPence >= 5000)).toBe(true)
    expect(count('control', story => of(story, 'payment').length > 1)).toBeGreaterThan(0)
  })

  it('means and half-widths', () => {
    for (const [arm, mean, halfWidth] of [
      ['pwc_first', 594, 229],
      ['nrp_first', 607, 217],
      ['control', 407, 150],
    ] as const) {
      const values = amounts(arm).map(BigInt)
      const n = BigInt(sizes[arm])
      const sum = values.reduce((total, value) => total + value, 0n)
      const squares = values.reduce((total, value) => total + value * value, 0n)
      // Mean in pence rounds to the print: (2 mean - 1) n <= 2 sum < (2 mean + 1) n, in integers.
      expect(2n * sum >= BigInt(2 * mean - 1) * n && 2n * sum < BigInt(2 * mean + 1) * n).toBe(true)
      const variance = Number(n * squares - sum * sum) / Number(n * (n - 1n))
      const width = 1.959963984540054 * Math.sqrt(variance / Number(n))
      expect(width).toBeGreaterThan(halfWidth - 0.5)
      expect(width).toBeLessThan(halfWidth + 0.5)
    }
  })

  it('the Kruskal-Wallis test', () => {
    const h = exactH(arms.map(arm => amounts(arm)))
    expect(h.toFixed(2)).toBe('2.74')
    // Upper tail of chi-squared with two degrees of freedom.
    expect(Math.exp(-h / 2).toFixed(2)).toBe('0.25')
    expect(draws).toBeGreaterThan(1)
  })

  it('suitability and contact', () => {
    for (const [arm, unsuitable, below, contacted, notContacted, ofSuitable, reachedCases] of [
      ['pwc_first', 78, 21, 15, 7, 31, 901],
      ['nrp_first', 80, 22, 12, 8, 41, 817],
    ] as const) {
      const suited = count(arm, story => story.some(({ fields }) => fields.suitable === true))
      const missed = count(arm, story => of(story, 'call').length > 0 && !reached()(story))
      expect(percent(sizes[arm] - suited, sizes[arm])).toBe(unsuitable)
      const low = count(arm, story => story.some(({ fields }) => fields.unsuitable_reason === 'below_50'))
      expect(percent(low, sizes[arm])).toBe(below)
      expect(count(arm, reached())).toBe(reachedCases)
      expect(suited).toBe(reachedCases + missed)
      expect(percent(reachedCases, sizes[arm])).toBe(contacted)
      expect(percent(missed, sizes[arm])).toBe(notContacted)
      expect(percent(missed, suited)).toBe(ofSuitable)
      const reasons = new Set(
        storiesOf(arm).flatMap(story => of(story, 'suitability').map(({ fields }) => fields.unsuitable_reason)),
      )
      expect(reasons.size).toBe(13 + 1)
    }
  })

  it('first responses', () => {
    const shares = (arm: Arm, contacted: number, answers: readonly string[]) =>
      answers.map(answer => percent(count(arm, answered(answer)), contacted))
    expect(shares('pwc_first', 901, ['interested', 'wants_write_off', 'already_paying', 'refuses'])).toEqual([
      19, 32, 14, 36,
    ])
    expect(shares('nrp_first', 817, ['interested', 'offers_full_payment', 'already_paying', 'refuses'])).toEqual([
      3, 3, 22, 72,
    ])
    expect(arms.map(arm => count(arm, story => of(story, 'response').length > 0))).toEqual([901, 817, 0])
    expect(percent(count('pwc_first', answered('interested')), 5906)).toBe(3)
    expect(count('nrp_first', answered('interested')) / 6718).toBeLessThan(0.01)
  })

  it('write-off requests and deviations', () => {
    for (const [arm, requested] of [
      ['pwc_first', 32],
      ['nrp_first', 31],
    ] as const) {
      const asking = count(arm, story => of(story, 'write_off_request').length > 0)
      expect(percent(asking, count(arm, reached('pwc')))).toBe(requested)
      expect(count(arm, story => of(story, 'write_off_request').length > 0 && !reached('pwc')(story))).toBe(0)
    }
    const deviates = (story: readonly OutcomeEvent[]) =>
      of(story, 'call').some(({ override }) => override?.includes('nrp_called_first') === true)
    expect(arms.map(arm => count(arm, deviates))).toEqual([0, 8, 0])
    const deviating = storiesOf('nrp_first').filter(deviates)
    expect(deviating.every(story => answered('refuses')(story) && reached('pwc')(story))).toBe(true)
    // PWCs are reached only where their NRP is interested or says that payments are made, or by a deviation.
    const others = storiesOf('nrp_first').filter(story => reached('pwc')(story) && !deviates(story))
    expect(others.every(story => answered('interested')(story) || answered('already_paying')(story))).toBe(true)
  })

  it('shares of arrears', () => {
    for (const arm of ['pwc_first', 'nrp_first'] as const) {
      const arrears = allocation
        .filter(each => each.arm === arm)
        .reduce((sum, { baseline }) => sum + Number(baseline.arrears_pwc), 0)
      expect(amounts(arm).reduce((sum, value) => sum + value, 0) / arrears).toBeLessThan(0.01)
    }
  })
})

it('spreads payers over the strata', () => {
  const stories = byCase(events)
  for (const arm of arms) {
    const payers = allocation.filter(
      ({ id, arm: of_ }) => of_ === arm && of(stories.get(id) ?? [], 'payment').length > 0,
    )
    const older = payers.filter(({ stratum }) => stratum === '1993').length / payers.length
    // Three in ten of all cases; six deviations of some 80 payers.
    expect(Math.abs(older - 0.3)).toBeLessThan(6 * Math.sqrt((0.3 * 0.7) / payers.length))
  }
})

it('meets the figures from other seeds too, and is the same from the same seed', () => {
  for (const other of ['1', '2', '3']) {
    const again = reconstructOutcomes(protocol, synthetic, allocation, { seed: other })
    expect(arms.map(arm => amounts(arm, [...again.events]).filter(value => value > 0).length)).toEqual([79, 87, 62])
    expect(exactH(arms.map(arm => amounts(arm, [...again.events]))).toFixed(2)).toBe('2.74')
    expect(again.events).not.toEqual(events)
  }
  expect(reconstructOutcomes(protocol, synthetic, allocation, { seed })).toEqual({ events, draws })
})

describe('says why it cannot be done', () => {
  const codes = (model: Synthetic, cases: readonly TrialCase[] = allocation): string[] => {
    try {
      reconstructOutcomes(protocol, model, cases, { seed })
    } catch (error) {
      if (error instanceof TrialError) return error.issues.map(({ code, exit }) => `${code} ${exit}`)
      throw error
    }
    return []
  }
  const changed = (change: (targets: NonNullable<Synthetic['reconstruction']>) => void): Synthetic => {
    const model = structuredClone(synthetic)
    if (model.reconstruction !== undefined) change(model.reconstruction)
    return model
  }

  it('without targets', () => {
    expect(codes({ ...synthetic, reconstruction: undefined })).toEqual(['synthetic.no_reconstruction 3'])
  })

  it('with targets that no amounts meet', () => {
    // With these payers H lies between 2.44 and 3.01 whatever they pay.
    const rank = changed(targets =>
      Object.assign(targets, { draws: 20, rankTest: { statistic: '3.02', pValue: '0.22' } }),
    )
    expect(codes(rank)).toEqual(['synthetic.targets_not_met 4'])
    // 79 payers of the same amount have a half-width of £1.30: none can be smaller.
    const narrow = changed(targets => {
      targets.draws = 20
      if (targets.arms.pwc_first !== undefined) targets.arms.pwc_first.halfWidth = '1.20'
    })
    expect(codes(narrow)).toEqual(['synthetic.targets_not_met 4'])
  })

  it('with part payments larger than any payment', () => {
    const large = changed(targets => Object.assign(targets, { draws: 5 }))
    large.outcomes.partSettlement.atLeast = '20000'
    expect(codes(large)).toEqual(['synthetic.targets_not_met 4'])
  })

  it('with cases that cannot carry it', () => {
    const poor = allocation.map(each => ({ ...each, baseline: { ...each.baseline, arrears_pwc: 6000 } }))
    const found = codes(synthetic, poor)
    expect(found).toContain('synthetic.cases_do_not_fit 4')
    expect(found).toContain('synthetic.paid_share_too_large 4')
    // One case fewer: no target is out of reach, but a course stays without its case.
    expect(
      codes(
        synthetic,
        allocation.filter(({ arm }, index) => arm !== 'nrp_first' || index > 10),
      ),
    ).toContain('synthetic.cases_do_not_fit 4')
  })
})
