import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, allocationMethod, redrawOf } from '../../../src/design/index.ts'
import type { AllocatedCase } from '../../../src/model/case.ts'
import type { MethodOptions } from '../../../src/model/method.ts'
import type { ArtefactRedraw } from '../../../src/model/redraw.ts'
import { asData, type DrawingJob, fromData, resamplingOf } from '../../../src/pipeline/drawing-job.ts'
import {
  inverseProbabilityWeightedDifferenceInMeans,
  randomisationContrasts,
  randomisationTest,
} from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import { columnOf, firstContrast, reasonOf, resultOf, summaryOf } from '../../support/analysis.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { casesOf, designOf, type SmallDesign, smallDesigns } from '../../support/small-designs.ts'

const caseByCase = smallDesigns.filter(design => redrawOf(design.sample, designOf(design)).given === 'artefacts')
const named = (name: string): SmallDesign => smallDesigns.find(design => design.name === name) as SmallDesign

/** What the cases had, whatever their arm: the sharp null hypothesis. */
const values = [0, 700, 0, 120, 35, 0, 260]

const rowsOf = (allocated: readonly AllocatedCase[]): AnalysisRow[] =>
  allocated.map(({ arm, stratum, cluster, linked }, place) => ({
    arm,
    stratum,
    cluster: linked ? cluster : null,
    value: values[place] ?? 0,
    place,
  }))

const unitsOf = ({ arms }: SmallDesign, allocated: readonly AllocatedCase[]) =>
  summaryOf({ ...columnOf(rowsOf(allocated)), arms, control: arms[0] ?? '', placed: true }, 'units')

const optionsFor = (design: SmallDesign, changes: Partial<MethodOptions> = {}): MethodOptions => ({
  level: 0.95,
  contrasts: [],
  seed: 'redeal',
  redraw: redrawOf(design.sample, designOf(design)),
  ...changes,
})

/** The largest difference between means of arms, straight from the rows; none where an arm is empty. */
function largestDifference(arms: readonly string[], armOf: readonly string[]): number {
  const means = arms.map(arm => {
    const own = values.filter((_, place) => armOf[place] === arm)
    return own.reduce((sum, value) => sum + value, 0) / own.length
  })
  return Math.max(...means) - Math.min(...means)
}

/** An allocation of the design in which every arm has a case. */
function allocatedBy(design: SmallDesign): AllocatedCase[] {
  for (let seed = 1; ; seed += 1) {
    try {
      const allocated = allocate(design.sample, designOf(design), streamsOf(String(seed)))
      if (design.arms.every(arm => allocated.some(each => each.arm === arm))) return allocated
    } catch {}
  }
}

it('has a design of every method that is drawn case by case', () => {
  const methods = new Set(caseByCase.map(({ allocation }) => allocation.method))
  expect([...methods].sort()).toEqual([
    'case-probabilities',
    // With clusters of different sizes.
    'complete',
    'matched-tuples',
    'minimisation',
    'permuted-blocks',
    'rerandomised',
    'stratified',
  ])
})

describe.each(caseByCase)('a design drawn again case by case: $name', design => {
  const { arms, sample } = design
  const protocol = designOf(design)
  const allocated = allocatedBy(design)
  const observed = largestDifference(
    arms,
    allocated.map(({ arm }) => arm),
  )

  /** P over every draw of the design, each with its exact probability. */
  const exact = (): number => {
    let [beyond, all] = [0, 0]
    for (const { value, probability } of enumerateDraws(source => {
      try {
        return allocate(sample, protocol, () => source).map(({ arm }) => arm)
      } catch {
        return undefined
      }
    })) {
      if (value === undefined) continue
      const mass = Number(probability.numerator) / Number(probability.denominator)
      all += mass
      if (!(largestDifference(arms, value) < observed - 1e-9)) beyond += mass
    }
    return beyond / all
  }

  it('has the P of all its draws, but for chance', () => {
    const options = optionsFor(design, { statistic: 'difference-in-means', draws: 20_000 })
    const { pValue, statistic, monteCarlo, intermediates } = resultOf(
      randomisationTest.compute(unitsOf(design, allocated), options),
    )
    expect(statistic.value).toBeCloseTo(observed, 9)
    const truth = exact()
    const draws = monteCarlo?.draws ?? 0
    // 5.2 standard errors and the one added draw: a false alarm in 5 million.
    const error = 5.2 * Math.sqrt((truth * (1 - truth)) / draws) + 1 / draws
    expect(Math.abs(pValue - truth)).toBeLessThanOrEqual(error)
    expect(intermediates).toMatchObject({ given: 'artefacts', drawnAgain: expect.stringContaining('case by case') })
  })

  it('draws the same in a worker, to which nothing but data goes', () => {
    const options = optionsFor(design, { statistic: 'difference-in-means' })
    const summary = unitsOf(design, allocated)
    const job: DrawingJob = { id: 'job', method: 'randomisation-test', summary, options, replay: { sample, protocol } }
    const inWorker = fromData(structuredClone(asData(job)))
    const chunk = ({ summary: units, options: own }: DrawingJob) =>
      resamplingOf('randomisation-test').chunk(units, own, 3, 4)
    expect(chunk(inWorker)).toEqual(chunk(job))
  })

  it('cannot be drawn again from a summary without the order of units', () => {
    const summary = summaryOf({ ...columnOf(rowsOf(allocated)), arms, control: arms[0] ?? '' }, 'units')
    expect(reasonOf(randomisationTest.compute(summary, optionsFor(design)))).toBe('design_cannot_be_redrawn')
  })

  it('gives each case the chances that it records', () => {
    const { chances } = optionsFor(design).redraw as ArtefactRedraw
    expect(
      allocated.map(({ arm }, place) => [
        chances[place]?.[arms.indexOf(arm)],
        chances[place]?.reduce((sum, chance) => sum + chance, 0),
      ]),
    ).toEqual(allocated.map(({ probability: { numerator, denominator } }) => [numerator / denominator, 1]))
  })
})

describe('contrasts of a design that is drawn case by case', () => {
  const contrasts = [{ id: 'a', arm: 'a', against: 'control' }]
  const pairs: SmallDesign = {
    name: 'pairs',
    arms: ['control', 'a'],
    sample: casesOf(Array.from({ length: 16 }, (_, i) => ({ baseline: { arrears: 10 * i } }))),
    allocation: { method: 'matched-tuples', on: ['arrears'] },
  }
  const triples: SmallDesign = { ...pairs, arms: ['control', 'a', 'b'], sample: pairs.sample.slice(0, 15) }
  const rowsFor = (design: SmallDesign) => rowsOf(allocatedBy(design)).map((row, i) => ({ ...row, value: i * i }))
  const contrastOf = (design: SmallDesign, changes: Partial<MethodOptions> = {}) => {
    const column = { ...columnOf(rowsFor(design)), arms: design.arms, control: 'control', placed: true }
    return firstContrast(
      randomisationContrasts.compute(summaryOf(column, 'units'), optionsFor(design, { contrasts, ...changes })),
    )
  }

  it('has a P that keeps pairs together: matched pairs differ less than cases dealt at random', () => {
    const matched = resultOf(contrastOf(pairs, { draws: 5000 }))
    const free = resultOf(contrastOf(pairs, { draws: 5000, redraw: { given: 'realised_counts' } }))
    expect(matched.estimate).toBe(free.estimate)
    expect(matched.standardError).toBe(free.standardError)
    const width = ({ interval }: typeof matched) => (interval?.upper ?? 0) - (interval?.lower ?? 0)
    expect(width(matched)).toBeLessThan(0.5 * width(free))
  })

  it('says which null hypothesis P is of', () => {
    expect(resultOf(contrastOf(pairs)).intermediates).toMatchObject({
      nullHypothesis: 'Every case of a and control would have had the same outcome in either.',
      ofMeans: expect.stringContaining('not shown'),
    })
    expect(resultOf(contrastOf(triples)).intermediates).toMatchObject({
      nullHypothesis: 'Every case would have had the same outcome in every arm.',
      drawnAgain: 'The allocation is drawn again as the design drew it, case by case. All arms are drawn again.',
    })
  })

  it('is given where chances are numbers of the protocol, the same for all cases', () => {
    const simple: SmallDesign = {
      name: 'simple',
      arms: ['control', 'a'],
      sample: pairs.sample,
      allocation: { method: 'case-probabilities', weights: { control: 1, a: 1 } },
    }
    expect(resultOf(contrastOf(simple, { draws: 1000 })).intermediates).toMatchObject({ given: 'artefacts' })
  })

  it('is not given where cases had different chances, and the weighted difference is', () => {
    const design = named('case probabilities, a cluster and a case that cannot be treated')
    const summary = unitsOf(design, allocatedBy(design))
    const options = optionsFor(design, { contrasts })
    expect(reasonOf(firstContrast(randomisationContrasts.compute(summary, options)))).toBe('design_cannot_be_redrawn')
  })
})

describe('inverse-probability weights of cases with chances of their own', () => {
  const weights = [
    [1, 1],
    [3, 1],
    [1, 3],
    [3, 1],
    [1, 1],
    [1, 3],
  ] as const
  const design: SmallDesign = {
    name: 'weights',
    arms: ['control', 'a'],
    sample: casesOf(weights.map(([w0, w1]) => ({ baseline: { w0, w1 } }))),
    allocation: { method: 'case-probabilities', weights: { control: 'w0', a: 'w1' } },
  }
  const arms = ['control', 'a', 'a', 'control', 'a', 'control']
  const paid = [8, 40, 20, 4, 0, 12]

  it('are one over the chance of each: Hajek means by hand', () => {
    const rows = arms.map((arm, place) => ({ arm, stratum: 'all', cluster: null, value: paid[place] ?? 0, place }))
    const column = { ...columnOf(rows), arms: design.arms, control: 'control', placed: true }
    const options = optionsFor(design, { contrasts: [{ id: 'a', arm: 'a', against: 'control' }] })
    const { estimate, standardError, intermediates } = resultOf(
      firstContrast(inverseProbabilityWeightedDifferenceInMeans.compute(summaryOf(column, 'units'), options)),
    )
    // a: cases 1 (weight 4), 2 (4/3), 4 (2): (160 + 80/3 + 0) / (22/3) = 560/22. control: 0 (2), 3 (4/3), 5 (4): (16 + 16/3 + 48) / (22/3) = 208/22.
    const [a, control] = [560 / 22, 208 / 22]
    expect(intermediates).toMatchObject({
      means: { arm: expect.closeTo(a, 12), against: expect.closeTo(control, 12) },
      units: { arm: 3, against: 3 },
      probabilitiesAre: 'of the design',
    })
    expect(estimate).toBeCloseTo(a - control, 12)
    // Sum over units of (w (y - mean) / W)^2 / (1 - w / W), W = 22/3.
    const term = (w: number, y: number, mean: number) => ((w * (y - mean)) / (22 / 3)) ** 2 / (1 - w / (22 / 3))
    const variance =
      term(4, 40, a) +
      term(4 / 3, 20, a) +
      term(2, 0, a) +
      term(2, 8, control) +
      term(4 / 3, 4, control) +
      term(4, 12, control)
    expect(standardError).toBeCloseTo(Math.sqrt(variance), 12)
  })

  it('are of chances that are the weights of a case over their sum', () => {
    expect(allocationMethod(designOf(design)).chances(design.sample, designOf(design))).toEqual(
      weights.map(([w0, w1]) => [w0 / (w0 + w1), w1 / (w0 + w1)]),
    )
  })
})
