import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { levelWithClusters, powerOfTwoProportions } from '../../../src/design/index.ts'
import { type Computation, computed, undefinedBecause } from '../../../src/model/method.ts'
import type { Sizing } from '../../../src/model/sizing.ts'
import { normalCdf, normalQuantile } from '../../../src/numerics/index.ts'
import { checkTrial } from '../../../src/pipeline/check-trial.ts'
import { powerOfTrial } from '../../../src/pipeline/power/index.ts'
import { sizingOf } from '../../../src/pipeline/power/read-sizing.ts'
import { sampleSizes } from '../../../src/pipeline/power/sample-sizes.ts'
import { findTrial, readSizing, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { resultOf } from '../../support/analysis.ts'
import { inProcess } from '../../support/cli.ts'
import { scratch } from '../../support/folders.ts'
import { partPayment, writeSmallTrial } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

let trial: Trial
let sizing: Sizing
beforeAll(async () => {
  trial = await readTrial(partPayment)
  sizing = readSizing(trial)
})

const powerWith = (changes: Partial<Sizing> = {}) => powerOfTrial({ ...trial, sizing: { ...sizing, ...changes } })
const contrastsOf = (outcome: string, changes: Partial<Sizing> = {}) =>
  powerWith(changes).outcomes.find(each => each.outcome === outcome)?.contrasts ?? []

describe('the power of the part-payment trial', () => {
  it('is to find rises by over a half in payers, and nearly a doubling of money', () => {
    // The report's own sizes: 0.58 and 0.56 points, £3.9 and £3.8, worked out apart from this code in the record of the report.
    const [pwc, nrp] = contrastsOf('paid')
    expect(resultOf(pwc?.detectable ?? never()).toFixed(4)).toBe('0.0058')
    expect(resultOf(nrp?.detectable ?? never()).toFixed(4)).toBe('0.0056')
    const amounts = contrastsOf('amount')
    expect(amounts.slice(0, 2).map(({ detectable }) => (resultOf(detectable) / 100).toFixed(1))).toEqual(['3.9', '3.8'])
  })

  it('is exact, and the cases for it have it', () => {
    for (const { power, casesNeeded, arm, against } of contrastsOf('paid')) {
      const of = (n: number, m: number) =>
        powerOfTwoProportions({ arm: { n, probability: 0.0133 }, against: { n: m, probability: 0.0103 } }, 0.05)
      const [n, m] = [powerWith().cases[arm] ?? 0, powerWith().cases[against] ?? 0]
      expect(power).toBeCloseTo(of(n, m), 12)
      const all = resultOf(casesNeeded ?? never())
      const share = n / (n + m)
      expect(of(Math.floor(all * share), Math.floor(all * (1 - share)))).toBeGreaterThanOrEqual(0.8)
      expect(of(Math.floor(all * share * 0.98), Math.floor(all * (1 - share) * 0.98))).toBeLessThan(0.8)
    }
  })

  it('tells an arm that brings nothing from one that pays for itself with few cases', () => {
    const [pwc] = powerWith().breakEven
    expect(pwc?.costPerCase).toBeCloseTo(15_200_000 / 5906, 9)
    const error = (n: number, m: number) => Math.sqrt(8979 ** 2 / n + 5928 ** 2 / m)
    const all = resultOf(pwc?.casesNeeded ?? never())
    const share = 5906 / (5906 + 6000)
    const tells = (n: number) => {
      const shift = 15_200_000 / 5906 / error(n * share, n * (1 - share))
      return normalCdf(shift - 1.959963984540054) + normalCdf(-shift - 1.959963984540054)
    }
    expect(tells(all)).toBeGreaterThanOrEqual(0.8)
    expect(tells(all - 1)).toBeLessThan(0.8)
    expect(pwc?.tellsNothing).toBeGreaterThan(0.999)
    expect(pwc?.shownToPay).toBeCloseTo(
      15_200_000 / 5906 + (1.959963984540054 + 0.8416212335729143) * error(5906, 6000),
      6,
    )
  })

  it('weighs what is believed beforehand: how probable success is, and what the answer is worth', () => {
    const believed = (centre: string, sd: string, population = 800_000) =>
      powerWith({
        population,
        outcomes: sizing.outcomes.map(each =>
          each.outcome === 'amount'
            ? { ...each, prior: { mean: centre, sd } }
            : { ...each, prior: { mean: 0.003, sd: 0.002 } },
        ),
      })
    const low = believed('2.00', '3.00')
    const [pwc] = low.breakEven
    // Nobody who believes in £2, give or take £3, believes in £25.74.
    expect(pwc?.assurance).toBeLessThan(1e-12)
    expect(pwc?.valueLessCost).toBeCloseTo(-15_200_000, 0)
    const open = believed('25.00', '10.00')
    const error = Math.sqrt(8979 ** 2 / 5906 + 5928 ** 2 / 6000)
    const cost = 15_200_000 / 5906
    const exact = normalCdf((2500 - cost - 1.959963984540054 * error) / Math.hypot(1000, error))
    expect(open.breakEven[0]?.assurance).toBeCloseTo(exact, 8)
    expect(open.breakEven[0]?.valueLessCost).toBeGreaterThan(0)
    const paid = open.outcomes.find(({ outcome }) => outcome === 'paid')?.contrasts ?? []
    const [first, , order] = paid
    expect(first?.assurance).toBeGreaterThan(0.2)
    expect(first?.assurance).toBeLessThan(0.6)
    expect(order?.assurance).toBeNull()
    expect(contrastsOf('amount')[0]?.assurance).toBeNull()
  })

  it('falls where linked cases are alike, as with so many fewer cases', () => {
    const clusters = { meanSize: 1.065, variationOfSizes: 0.25, correlation: 0.5 }
    const linked = powerWith({ clusters })
    expect(linked.designEffect).toBeCloseTo(1 + ((0.25 ** 2 + 1) * 1.065 - 1) * 0.5, 12)
    const [alone] = contrastsOf('amount')
    const [fewer] = contrastsOf('amount', { clusters })
    const ratio = resultOf(fewer?.detectable ?? never()) / resultOf(alone?.detectable ?? never())
    // The least difference is so many standard errors: the critical value, of t with two degrees less than clusters, and that of the power.
    const { cases } = linked
    const [one = 0, other = 0] = [fewer?.arm, fewer?.against].map(arm => cases[arm ?? ''] ?? 0)
    const errors = (level: number) => -normalQuantile(level / 2) + normalQuantile(0.8)
    const strict = errors(levelWithClusters(0.05, (one + other) / 1.065)) / errors(0.05)
    // But for the other tail of the test, which rejects in a few of a thousand million.
    expect(ratio).toBeCloseTo(Math.sqrt(linked.designEffect) * strict, 7)
    expect(fewer?.power).toBeLessThan(alone?.power ?? 0)
  })

  it('rises along its curve, through alpha at nothing and the wanted power at the least difference', () => {
    for (const outcome of ['paid', 'amount']) {
      for (const { curve, detectable } of contrastsOf(outcome)) {
        expect(curve).toHaveLength(21)
        // The exact test is a little off its level where events are few.
        expect(Math.abs((curve[0]?.power ?? 0) - 0.05)).toBeLessThan(0.005)
        expect(curve[10]?.difference).toBeCloseTo(resultOf(detectable), 12)
        expect(curve[10]?.power).toBeCloseTo(0.8, 8)
        for (const [at, { power }] of curve.entries())
          if (at > 0) expect(power).toBeGreaterThan(curve[at - 1]?.power ?? 1)
      }
    }
  })

  it('takes round numbers of cases, with its own among them', () => {
    const [pwc] = contrastsOf('amount')
    const sizes = pwc?.sizes ?? []
    const share = 5906 / (5906 + 6000)
    const variance = 8979 ** 2 / share + 5928 ** 2 / (1 - share)
    // The normal formula without the far tail: (1.96 + 0.84)^2 times the variance over the square of the difference.
    const needed = (difference: number) => (2.801585218112969 / difference) ** 2 * variance
    const planned = sizes.filter(size => size.planned)
    expect(planned).toEqual([
      { difference: resultOf(pwc?.detectable ?? never()), cases: 11_906, arm: 5906, against: 6000, planned: true },
    ])
    // To half a case: the far tail is worth a thirtieth.
    expect(needed(planned[0]?.difference ?? 0)).toBeCloseTo(11_906, 0)
    const round = sizes.filter(size => !size.planned)
    // From half to twice £3.91, in steps of 50p.
    expect(round.map(({ difference }) => difference)).toEqual(Array.from({ length: 12 }, (_, at) => 200 + 50 * at))
    for (const { difference, cases, arm, against } of round) {
      expect(cases).toBe(Math.ceil(needed(difference)))
      expect([arm, against]).toEqual([Math.ceil(cases * share), Math.ceil(cases * (1 - share))])
    }
    expect(sizes.map(({ difference }) => difference)).toEqual(
      sizes.map(({ difference }) => difference).sort((a, b) => a - b),
    )
  })

  it('takes the cases for what is worth finding, where that is a round number too', () => {
    for (const outcome of ['paid', 'amount']) {
      const worth = outcome === 'paid' ? 0.003 : 200
      const [pwc] = contrastsOf(outcome)
      const size = pwc?.sizes.find(({ difference }) => difference === worth)
      expect(size?.cases).toBe(resultOf(pwc?.casesNeeded ?? never()))
    }
  })

  it('takes no cases where nothing can be found and nothing is worth finding, and those about that where it is', () => {
    const cannot = undefinedBecause('too_few_cases', 'None.')
    const casesFor = (difference: number) => (difference < 0.02 ? cannot : computed(1 / difference))
    const of = (worth: number | null, detectable: Computation<number> = cannot) =>
      sampleSizes({ arm: 10, against: 30 }, { detectable, worth, most: 0.055 }, casesFor)
    expect(of(null)).toEqual([])
    expect(of(null, computed(0))).toEqual([])
    // Steps of 0.005 from 0.015; the first takes more cases than there are, and from 0.055 there is no such share.
    expect(of(0.03).map(({ difference }) => difference)).toEqual([0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05])
    expect(of(0.03)[0]).toEqual({ difference: 0.02, cases: 50, arm: 13, against: 38, planned: false })
  })

  it('together with others finds less than alone', () => {
    for (const outcome of ['paid', 'amount']) {
      for (const { detectable, detectableTogether } of contrastsOf(outcome))
        expect(resultOf(detectableTogether)).toBeGreaterThan(resultOf(detectable))
    }
  })
})

const never = (): never => {
  throw new Error('expected a number')
}

describe('the files of power', () => {
  it('are a table of every contrast, and a curve of every outcome', async () => {
    const out = join(folder, 'power')
    const { exitCode, stdout } = await inProcess(['power', 'part-payment', '--out', out])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`Written to ${out}: power.csv, sample-sizes.csv, power-paid.`)
    const [head, ...rows] = readFileSync(join(out, 'power.csv'), 'utf8').trimEnd().split('\n')
    expect(head).toBe(
      'outcome,contrast,arm,against,arm.cases,against.cases,unit,rate,arm.sd,against.sd,detectable,detectable.together,half.width,worth,break.even,power,cases.needed',
    )
    expect(rows).toHaveLength(6)
    const [first] = contrastsOf('paid')
    expect(rows[0]?.split(',').slice(4, 11)).toEqual([
      ...['5906', '6000', 'share', '0.0103', '', ''],
      String(resultOf(first?.detectable ?? never())),
    ])
    // Of money: the standard deviations, and what pays for the arm; the order of calling costs nothing more.
    const cells = (at: number) => rows[at]?.split(',') ?? []
    expect(cells(3).slice(6, 10)).toEqual(['pence', '', '8979', '5928'])
    expect(rows.map((_, at) => cells(at)[14])).toEqual(['', '', '', String(15_200_000 / 5906), expect.anything(), ''])
    const files = ['power', 'least', 'cases'].flatMap(kind => ['paid', 'amount'].map(outcome => `${kind}-${outcome}`))
    for (const ending of ['svg', 'png', 'csv', 'vl.json']) {
      for (const file of files) expect(existsSync(join(out, `${file}.${ending}`))).toBe(true)
    }
    expect(readFileSync(join(out, 'power-paid.svg'), 'utf8')).toContain('80% wanted')
  })

  it('have the cases of each difference, as a table and as a chart', async () => {
    const out = join(folder, 'sizes')
    const { exitCode } = await inProcess(['power', 'part-payment', '--out', out])
    expect(exitCode).toBe(0)
    const [head, ...rows] = readFileSync(join(out, 'sample-sizes.csv'), 'utf8').trimEnd().split('\n')
    expect(head).toBe('outcome,contrast,arm,against,unit,difference,cases,arm.cases,against.cases,planned')
    const all = ['paid', 'amount'].flatMap(outcome => contrastsOf(outcome).flatMap(({ sizes }) => sizes))
    expect(rows).toHaveLength(all.length)
    expect(rows.filter(row => row.endsWith(',true'))).toHaveLength(6)
    expect(rows[0]).toBe('paid,pwc_first_vs_control,pwc_first,control,share,0.003,40532,20106,20427,false')
    // The chart has them in percentage points, without the noise of a binary fraction.
    const shown = readFileSync(join(out, 'cases-paid.csv'), 'utf8').split('\n')
    expect(shown.slice(0, 2)).toEqual(['contrast,difference,cases,planned', 'PWC first minus control,0.3,40532,'])
    expect(shown.some(row => row.startsWith('PWC first minus control,0.7,'))).toBe(true)
    expect(shown[4]).toMatch(/^PWC first minus control,0\.58\d+,11906,as planned$/)
  })

  it('have what is found beside what matters, where there is any', async () => {
    const out = join(folder, 'least')
    await inProcess(['power', 'part-payment', '--out', out])
    const marks = (outcome: string) => readFileSync(join(out, `least-${outcome}.csv`), 'utf8').split('\n')[0]
    expect(marks('paid')).toBe('contrast,basis,alone,together,worth')
    expect(marks('amount')).toBe('contrast,basis,alone,together,worth,pays')
    const single = join(folder, 'single')
    await inProcess([
      ...['power', 'missed-payment-72h', '--outcome', 'paid', '--rate', '0.4', '--cases', '600', '--out', single],
    ])
    expect(readFileSync(join(single, 'least-paid.csv'), 'utf8').split('\n')[0]).toBe('contrast,basis,alone')
    // Two cases and three find nothing, and nothing is worth finding: there is nothing to draw of cases.
    const tiny = join(folder, 'tiny')
    const { exitCode } = await inProcess([...['power', 'letter', '--outcome', 'paid', '--rate', '0.4', '--out', tiny]])
    expect([exitCode, existsSync(join(tiny, 'cases-paid.svg'))]).toEqual([0, false])
  })
})

describe('what is expected', () => {
  it('may stand on the command line', async () => {
    const { exitCode, json } = await inProcess([
      ...['power', 'missed-payment-72h', '--outcome', 'paid', '--rate', '0.4', '--worth', '0.05', '--json'],
    ])
    expect(exitCode).toBe(0)
    expect(json()).toMatchObject({ schema: 'equipoise/power/1', cases: { control: 600, call: 600 }, breakEven: [] })
  })

  it('is refused with every problem at once', async () => {
    const of = (flags: Parameters<typeof sizingOf>[1]) => issuesOf(() => sizingOf(trial, flags))
    expect(
      (await of({ outcome: 'paid', rate: '1.2', worth: 'x' })).map(({ code, place }) => [code, place.field]),
    ).toEqual([
      ['power.number', '--worth'],
      ['power.expectation', '--rate'],
    ])
    expect((await of({ outcome: 'paid', rate: '0.6', worth: '0.5' }))[0]).toMatchObject({
      place: { field: '--worth' },
      expected: 'a share that leaves 0.6 plus it below 1',
    })
    expect((await of({ outcome: 'amount' }))[0]?.expected).toContain('standard deviation')
    expect((await of({ outcome: 'amount', sd: '0' })).map(({ place }) => place.field)).toContain('--sd')
    expect((await of({ outcome: 'no_such', rate: '0.1' }))[0]?.expected).toContain(
      'binary outcome, outcome in money or category',
    )
    expect((await of({ outcome: 'paid', rate: '0.1', cases: '1' })).length).toBeGreaterThan(0)
    const letter = await readTrial(findTrial('letter'))
    expect((await issuesOf(() => sizingOf(letter, {})))[0]).toMatchObject({ code: 'power.sizing_missing' })
    const open = { ...letter, protocol: { ...letter.protocol, allocation: { method: 'complete' } } } as unknown as Trial
    expect((await issuesOf(() => sizingOf(open, { outcome: 'paid', rate: '0.1' })))[0]).toMatchObject({
      place: { field: '--cases' },
    })
  })

  it('is checked with the other files of the trial', async () => {
    const place = writeSmallTrial(join(folder, 'small'))
    writeFileSync(
      join(place, 'sizing.yaml'),
      `schema: equipoise/sizing/1
trial: part-payment
cases: { control: 30 }
outcomes:
  - { outcome: paid, sd: "3.00", worth: "1.00" }
  - { outcome: amount, rate: 0.1, sd: { control: "5.00" }, worth: 0.1 }
  - { outcome: contact, rate: 0.5 }
  - { outcome: paid, rate: 0.1, prior: { mean: "1.00", sd: 0.1 } }
clusters: { meanSize: 0.5, variationOfSizes: -1, correlation: 1.5 }
`,
    )
    const issues = await issuesOf(() => checkTrial(place))
    const fields = [...new Set(issues.map(({ place: { field } }) => field))].sort()
    expect(fields).toEqual([
      ...['cases', 'clusters.correlation', 'clusters.meanSize', 'clusters.variationOfSizes'],
      ...['outcomes.0', 'outcomes.0.sd', 'outcomes.0.worth'],
      ...['outcomes.1.rate', 'outcomes.1.sd', 'outcomes.1.worth', 'outcomes.2', 'outcomes.3.prior.mean'],
    ])
  })
})
