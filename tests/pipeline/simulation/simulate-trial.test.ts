import { beforeAll, describe, expect, it } from 'vitest'
import { powerOfDifferenceInMeans, powerOfTwoProportions } from '../../../src/design/index.ts'
import type { Sizing } from '../../../src/model/sizing.ts'
import { normalQuantile } from '../../../src/numerics/index.ts'
import { powerOfTrial } from '../../../src/pipeline/power/index.ts'
import { simulateTrial } from '../../../src/pipeline/simulation/index.ts'
import type { Simulated } from '../../../src/pipeline/simulation/monte-carlo.ts'
import { replicatesOf } from '../../../src/pipeline/simulation/replicates.ts'
import { runReplicates } from '../../../src/pipeline/simulation/run-replicates.ts'
import { simulationJob } from '../../../src/pipeline/simulation/simulate-trial.ts'
import { readSizing, readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { partPayment } from '../../support/small-trial.ts'

let trial: Trial
let sizing: Sizing
beforeAll(async () => {
  trial = await readTrial(partPayment)
  sizing = readSizing(trial)
})

const named = (...ids: string[]) => trial.plan.analyses.filter(({ id }) => ids.includes(id))
const run = (
  asked: Partial<Parameters<typeof simulateTrial>[2]> = {},
  { of = trial, expecting = sizing }: { of?: Trial; expecting?: Sizing } = {},
) => simulateTrial(of, expecting, { scenario: 'model', replicates: 1000, seed: 'tests', ...asked })

const partsOf = async (...given: Parameters<typeof run>) =>
  new Map((await run(...given)).analyses.map(({ id, parts }) => [id, parts]))

/** The trial with other numbers of cases, all in one stratum. */
const sized = (cases: Readonly<Record<string, number>>): Trial =>
  ({
    ...trial,
    protocol: { ...trial.protocol, allocation: { ...trial.protocol.allocation, targets: { '1993': cases } } },
  }) as Trial

const within = (simulated: Simulated | null | undefined, expected: number, errors = 4): void => {
  if (simulated === null || simulated === undefined) throw new Error('expected a number')
  // Where a share came out as none or all, its error is that of the share that was expected.
  const error = Math.max(
    simulated.standardError ?? 0,
    Math.sqrt((expected * (1 - expected)) / simulated.replicates) || 0,
  )
  expect(Math.abs(simulated.value - expected)).toBeLessThanOrEqual(errors * error)
}

describe('simulated power', () => {
  it('is that of the closed form for the difference in payers that is worth finding', async () => {
    const [outcome] = powerOfTrial({ ...trial, sizing }).outcomes
    const parts = await partsOf({ scenario: 'worth', replicates: 3000, analyses: named('payers_difference') })
    for (const contrast of outcome?.contrasts.slice(0, 2) ?? []) {
      const part = parts.get('payers_difference')?.find(each => each.part === contrast.contrast)
      expect(part?.truth).toBeCloseTo(0.003, 12)
      // The power command has the rate of control from the page, 1.03 %, the model 1.02 %.
      const sizes = [contrast.arm, contrast.against].map(arm => powerOfTrial({ ...trial, sizing }).cases[arm] ?? 0) as [
        number,
        number,
      ]
      const exact = powerOfTwoProportions(
        { arm: { n: sizes[0], probability: 0.0132 }, against: { n: sizes[1], probability: 0.0102 } },
        0.05,
      )
      within(part?.power, exact)
      expect(exact).toBeCloseTo(contrast.power ?? 0, 2)
    }
  })

  it('is the exact size of the test where no arm has an effect', async () => {
    const simulation = await run({
      scenario: 'null',
      replicates: 3000,
      analyses: named('payers_difference', 'amount_difference', 'payers_test'),
    })
    const parts = new Map(simulation.analyses.map(each => [each.id, each.parts]))
    const arm = (n: number) => ({ n, probability: 0.0102 })
    within(
      parts.get('payers_difference')?.[0]?.power,
      powerOfTwoProportions({ arm: arm(5906), against: arm(6000) }, 0.05),
    )
    within(
      parts.get('payers_difference')?.[1]?.power,
      powerOfTwoProportions({ arm: arm(6718), against: arm(6000) }, 0.05),
    )
    within(parts.get('payers_test')?.[0]?.power, 0.05)
    for (const { truth, typeS, typeM } of parts.get('amount_difference') ?? [])
      expect([truth, typeS, typeM]).toEqual([0, null, null])
    // Holm keeps the chance of any false finding at most at alpha.
    for (const { any } of simulation.families)
      expect((any?.value ?? 1) - 4 * (any?.standardError ?? 0)).toBeLessThanOrEqual(0.05)
  })

  it('is that of the normal closed form for means, where amounts are about normal', async () => {
    const expecting: Sizing = {
      ...sizing,
      simulation: {
        ...{ payers: 'paid', amount: 'amount', rate: 0.5 },
        amounts: { lognormal: { mean: '100.00', sigma: 0.3 } },
        amountFactor: { pwc_first: 1.1 },
      },
    }
    const of = sized({ pwc_first: 900, nrp_first: 900, control: 700 })
    const parts = await partsOf({ replicates: 2000, analyses: named('amount_difference') }, { of, expecting })
    const spread = (factor: number) => {
      const mean = 10_000 * factor
      return Math.sqrt(0.5 * mean * mean * Math.exp(0.3 ** 2) - (0.5 * mean) ** 2)
    }
    const exact = powerOfDifferenceInMeans(
      { n: 900, standardDeviation: spread(1.1) },
      { n: 700, standardDeviation: spread(1) },
      500,
      0.05,
    )
    const [pwc] = parts.get('amount_difference') ?? []
    expect(pwc?.truth).toBeCloseTo(500, 9)
    within(pwc?.power, exact)
    within(pwc?.bias, 0)
    within(pwc?.coverage, 0.95)
  })
})

describe('the model of the part-payment trial', () => {
  it('brings about what the report prints of the arms', async () => {
    const { arms, economics, drawn } = await run({ replicates: 400, analyses: named('payers_share') })
    const printed: Record<string, [share: number, pounds: number, stages: number[]]> = {
      pwc_first: [0.0134, 5.94, [0.22, 0.15]],
      nrp_first: [0.013, 6.07, [0.2, 0.12]],
      control: [0.0103, 4.07, []],
    }
    expect(drawn).toBe('summaries')
    for (const { arm, cases, payingShare, meanPerCase, stages } of arms) {
      const [share, pounds, reach] = printed[arm] ?? [0, 0, []]
      expect(Math.abs(payingShare - share)).toBeLessThan(0.0005)
      expect(Math.abs((meanPerCase ?? 0) / 100 - pounds)).toBeLessThan(0.06)
      reach.forEach((of, at) => {
        expect((stages[at]?.cases?.value ?? 0) / cases).toBeCloseTo(of, 2)
      })
    }
    expect(economics.map(({ cost }) => cost)).toEqual([15_200_000, 15_650_000])
    for (const { truth, net, cost, additional } of economics) {
      within(net, truth)
      expect(additional?.value).toBeCloseTo((net?.value ?? 0) + cost, 6)
    }
  })

  it('would have found more often, had unsuitable cases been left out before allocation', async () => {
    const { simulation } = sizing
    if (simulation === undefined) throw new Error('the trial has no model')
    const stages = simulation.stages?.slice(1)
    const expecting = { ...sizing, simulation: { ...simulation, stages } }
    const of = sized({ pwc_first: 1299, nrp_first: 1344, control: 1260 })
    const parts = await partsOf({ replicates: 800, analyses: named('payers_difference') }, { of, expecting })
    // docs/power.md has 73 and 84 %, from more replicates.
    const [pwc, nrp] = parts.get('payers_difference') ?? []
    within(pwc?.power, 0.73)
    within(nrp?.power, 0.84)
  })

  it('is estimated without bias, by every arm and contrast', async () => {
    const parts = await partsOf({ replicates: 2000 })
    for (const each of [...parts.values()].flat()) {
      if (each.truth === null) continue
      const { bias, estimate } = each
      expect(Math.abs(bias?.value ?? Infinity)).toBeLessThanOrEqual(4 * (bias?.standardError ?? 0))
      expect((estimate?.value ?? 0) - (bias?.value ?? 0)).toBeCloseTo(each.truth, 9)
    }
  })

  it('gives the same numbers for a seed, others for another, and the first of more replicates', async () => {
    const { job } = simulationJob(trial, sizing, { scenario: 'model', replicates: 60, seed: 'a' })
    const [first, more] = [
      await runReplicates(job, { from: 0, to: 60 }),
      await runReplicates(job, { from: 0, to: 130 }),
    ]
    const names = Object.keys(first.numbers)
    expect(names.length).toBeGreaterThan(40)
    for (const name of names)
      expect([...(more.numbers[name] ?? [])].slice(0, 60)).toEqual([...(first.numbers[name] ?? [])])
    expect(replicatesOf(job)(20, 40).numbers[names[0] ?? '']).toEqual(first.numbers[names[0] ?? '']?.slice(20, 40))
    const other = simulationJob(trial, sizing, { scenario: 'model', replicates: 60, seed: 'b' })
    expect((await runReplicates(other.job, { from: 0, to: 60 })).numbers).not.toEqual(first.numbers)
  })
})

describe('sums and rows', () => {
  it('have the same law on a small trial', async () => {
    const of = sized({ pwc_first: 60, nrp_first: 50, control: 70 })
    const expecting: Sizing = {
      ...sizing,
      simulation: { ...(sizing.simulation as NonNullable<Sizing['simulation']>), rate: 0.3, attrition: 0.1 },
    }
    const { job } = simulationJob(of, expecting, { scenario: 'model', replicates: 1, seed: 'sums' })
    expect(job.rows).toBe(false)
    const [sums, rows] = await Promise.all([
      runReplicates({ ...job, seed: 'sums' }, { from: 0, to: 1500 }),
      runReplicates({ ...job, seed: 'rows', rows: true }, { from: 0, to: 1500 }),
    ])
    expect(Object.keys(sums.numbers).sort()).toEqual(Object.keys(rows.numbers).sort())
    let compared = 0
    for (const [name, own] of Object.entries(sums.numbers)) {
      const other = rows.numbers[name] ?? new Float64Array()
      const [a, b] = [momentsOf(own), momentsOf(other)]
      expect(Math.abs(a.mean - b.mean)).toBeLessThanOrEqual(4.5 * Math.hypot(a.error, b.error))
      // Spreads too: amounts are so skew that the error of a variance is taken from its own replicates.
      expect(Math.abs(a.variance - b.variance)).toBeLessThanOrEqual(4.5 * Math.hypot(a.varianceError, b.varianceError))
      compared += 1
    }
    expect(compared).toBeGreaterThan(30)
    expect(homogeneity(sums.numbers, rows.numbers)).toBeLessThan(-normalQuantile(1e-4))
  })
})

/** Of the replicates that have the number. */
function momentsOf(all: Float64Array) {
  const values = all.filter(value => !Number.isNaN(value))
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.map(value => (value - mean) ** 2)
  const variance = squares.reduce((sum, value) => sum + value, 0) / n
  const fourth = squares.reduce((sum, value) => sum + (value - variance) ** 2, 0) / n
  return { mean, variance, error: Math.sqrt(variance / n), varianceError: Math.sqrt(fourth / n) }
}

/** How far counts of payers of control (share x 63 or so, in ten classes) differ between the two, as a normal deviate. */
function homogeneity(
  one: Readonly<Record<string, Float64Array>>,
  other: Readonly<Record<string, Float64Array>>,
): number {
  const name = 'analysis payers_share control estimate'
  const counts = [one, other].map(numbers => {
    const classes = new Float64Array(10)
    for (const share of numbers[name] ?? []) {
      const at = Math.min(9, Math.max(0, Math.floor((share - 0.18) / 0.024)))
      classes[at] = (classes[at] ?? 0) + 1
    }
    return classes
  }) as [Float64Array, Float64Array]
  const [a, b] = counts
  let [statistic, freedom] = [0, -1]
  for (let at = 0; at < 10; at += 1) {
    const both = (a[at] ?? 0) + (b[at] ?? 0)
    if (both === 0) continue
    statistic += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2 / both
    freedom += 1
  }
  // Wilson and Hilferty's normal deviate of a chi-squared.
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
}

describe('what has no answer', () => {
  it('is counted by its reason, and is no finding and no failure to find', async () => {
    const of = sized({ pwc_first: 20, nrp_first: 20, control: 20 })
    const expecting: Sizing = {
      ...sizing,
      simulation: {
        ...{ payers: 'paid', amount: 'amount', rate: 0.01 },
        amounts: { lognormal: { mean: '100.00', sigma: 0.3 } },
      },
    }
    const { analyses, families, leftOut, economics } = await run({ replicates: 500 }, { of, expecting })
    const part = (id: string) => analyses.find(each => each.id === id)?.parts[0]
    // No case of two arms of 20 pays with probability 0.99^40.
    const none = 0.99 ** 40
    const failures = (id: string) => Object.values(part(id)?.failures ?? {}).reduce((sum, times) => sum + times, 0)
    for (const id of ['payers_difference', 'amount_difference']) {
      within({ value: failures(id) / 500, standardError: 0, replicates: 500 }, none)
      expect(part(id)?.power?.replicates).toBe(500 - failures(id))
    }
    expect(part('payers_difference')?.failures).toEqual({ no_p_value: failures('payers_difference') })
    expect(part('payers_difference')?.estimate?.replicates).toBe(500)
    expect(part('amount_difference')?.failures).toEqual({ zero_variance: failures('amount_difference') })
    within({ value: failures('payers_test') / 500, standardError: 0, replicates: 500 }, 0.99 ** 60)
    expect(Object.keys(part('payers_test')?.failures ?? {})).toEqual(['no_variation_in_outcome'])
    expect(Object.values(economics[0]?.failures ?? {})).toEqual([failures('amount_difference')])
    expect(families[0]?.any?.replicates).toBeLessThan(500)
    expect(leftOut).toEqual([
      { analysis: 'after_call_share', why: 'nothing says how paid_after_call comes about in this scenario' },
    ])
  })

  it('says why an analysis is left out', async () => {
    const { leftOut, analyses, drawn } = await run({
      replicates: 1,
      analyses: trial.plan.analyses.filter(({ method }) => method !== 'exact-conditional-probability'),
    })
    const why = new Map(leftOut.map(each => [each.analysis, each.why]))
    expect(why.get('amount_mean_suitable')).toContain('set of cases')
    expect(why.get('payers_effect_on_contacted')).toContain('took up')
    expect(why.get('amount_difference_bootstrap_t')).toContain('draws by itself')
    expect(analyses.map(({ id }) => id)).toContain('amount_difference_clustered')
    expect(drawn).toBe('rows')
  }, 60_000)

  it('refuses a trial without a model, and one in which nothing can be simulated', async () => {
    const { simulation, ...without } = sizing
    expect(await issuesOf(() => run({}, { expecting: without }))).toMatchObject([{ code: 'simulation.model_missing' }])
    expect(await issuesOf(() => run({ analyses: named('amount_mean_suitable') }))).toMatchObject([
      {
        code: 'simulation.nothing',
        received: 'amount_mean_suitable: it looks at a set of cases that is formed after allocation',
      },
    ])
    const worthless = { ...sizing, outcomes: sizing.outcomes.map(({ worth, ...others }) => others) }
    expect(await issuesOf(() => run({ scenario: 'worth' }, { expecting: worthless }))).toMatchObject([
      { code: 'simulation.no_worth' },
    ])
    const high = { ...sizing, simulation: { ...(simulation as NonNullable<typeof simulation>), rate: 0.9985 } }
    expect(await issuesOf(() => run({ scenario: 'worth' }, { expecting: high }))).toMatchObject([
      { code: 'simulation.worth_too_high', received: '0.003' },
    ])
  })
})

describe('clusters', () => {
  it('are drawn as rows, and the robust interval covers where the plain one does not', async () => {
    const of = sized({ pwc_first: 400, nrp_first: 400, control: 400 })
    const expecting: Sizing = {
      ...sizing,
      clusters: { meanSize: 4, variationOfSizes: 0, correlation: 0.5 },
      simulation: { payers: 'paid', rate: 0.4, clusterSizes: [0, 0, 0, 1] },
    }
    const asked = { replicates: 300, analyses: named('payers_difference', 'payers_difference_clustered') }
    const parts = await partsOf(asked, { of, expecting })
    const coverage = (id: string) => parts.get(id)?.[0]?.coverage
    within(coverage('payers_difference_clustered'), 0.945)
    // Variances are 2.5 times what the plain interval takes them to be: it covers with P(|z| < 1.96 / sqrt(2.5)) = 0.785.
    within(coverage('payers_difference'), 0.785)
  }, 60_000)
})
