import '../support/properties.ts'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { AnyMethod, Computation, Result } from '../../src/model/method.ts'
import { pooledArm, poolingOf } from '../../src/model/pooled-arms.ts'
import type { ArtefactRedraw, DesignRedraw } from '../../src/model/redraw.ts'
import type { AnySummary, SummaryKind } from '../../src/model/summary.ts'
import { applyMethod, methods, opinionsOn } from '../../src/statistics/index.ts'
import { poolRedraw } from '../../src/statistics/pooled-redraw.ts'
import { type AnalysisRow, poolArms } from '../../src/summaries/index.ts'
import { binary, columnOf, contrast, row, summaryFor, summaryOf } from '../support/analysis.ts'

const arms = ['control', 'reminders', 'guides', 'both']
const [reminders, none] = [pooledArm(['reminders', 'both']), pooledArm(['control', 'guides'])]
const margin = contrast(reminders, none)
const pooling = poolingOf(arms, [reminders, none])
const before = { arms, control: 'control' }
const after = { arms: [none, reminders], control: none }
const relabelled = (rows: readonly AnalysisRow[]): AnalysisRow[] =>
  rows.map(each => ({ ...each, arm: pooling.nameOf(each.arm) }))

/** Cases of four arms in two strata, in clusters of up to three that are each in one arm. */
const someRows = fc
  .array(
    fc.record({
      arm: fc.constantFrom(...arms),
      stratum: fc.constantFrom('old', 'young'),
      cluster: fc.option(fc.nat({ max: 5 }), { nil: null }),
      value: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900 })),
    }),
    { minLength: 12, maxLength: 60 },
  )
  .map(rows =>
    rows.map(({ arm, stratum, cluster, value }) =>
      row(arm, value, stratum, cluster === null ? null : `${arm}-${cluster}`),
    ),
  )

/** One method of each kind of summary that reads it. */
const ofEachKind = [...new Map(methods.all.map(method => [method.requires, method])).values()]

/** What the other arms offer is taken up only where they offer it. */
const takenUp = ({ arm, value }: AnalysisRow): 0 | 1 =>
  (arm.includes('reminders') || arm.includes('both')) && Number(value) % 200 === 0 ? 1 : 0

const summaryOfRows = (method: AnyMethod, rows: readonly AnalysisRow[], setting: typeof before): AnySummary => {
  if (method.requires === 'crossProducts') {
    const taken = rows.map(each => ({ ...each, taken: takenUp(each) }))
    return summaryOf(columnOf(taken, { ...setting, uptake: { outcome: 'reached' } }), 'crossProducts')
  }
  if (method.requires !== 'counts') return summaryFor(method, columnOf(rows, setting))
  const bits = rows.map(each => ({ ...each, value: Number(Number(each.value) > 0) }))
  return summaryFor(method, columnOf(bits, { ...binary, ...setting }))
}

describe('arms taken together', () => {
  it.each(ofEachKind.map(method => [method.requires, method] as const))(
    '%s are those of data in which these arms were one from the start',
    (_: SummaryKind, method) => {
      fc.assert(
        fc.property(someRows, rows => {
          const pooled = poolArms(summaryOfRows(method, rows, before), pooling)
          expect(pooled).toEqual(summaryOfRows(method, relabelled(rows), after))
        }),
        { numRuns: 40 },
      )
    },
  )
})

/** 24 cases an arm in two strata, clusters of two; what is paid and how often differs between arms. */
const rows: AnalysisRow[] = arms.flatMap((arm, index) =>
  Array.from({ length: 24 }, (_, i) =>
    row(
      arm,
      i % (index + 2) === 0 ? 100 * (i + 1 + index) : 0,
      i < 14 ? 'old' : 'young',
      `${arm}-${Math.floor(i / 2)}`,
    ),
  ),
)
const shared = { level: 0.95, draws: 500, cap: 700, winsorise: 0.1, seed: 'margin' }
const contrastsIn = (computation: Computation<Result>) => {
  if (computation.status !== 'computed' || computation.result.kind !== 'contrasts') throw new Error('no contrasts')
  return computation.result.contrasts
}
const ofContrasts = methods.all.filter(method => {
  if (method.simultaneous || method.pairsArms || method.pValues === 'overall') return false
  const found = applyMethod(method, summaryOfRows(method, rows, before), { ...shared, contrasts: [] })
  return found.status === 'computed' && found.result.kind === 'contrasts'
})

describe.each(ofContrasts)('$id', method => {
  const summary = summaryOfRows(method, rows, before)
  const asked = { ...shared, contrasts: [contrast('both', 'guides'), margin, contrast('guides', 'control')] }
  const computation = applyMethod(method, summary, asked)

  test('of a margin is the analysis of data relabelled to two arms, to the last digit', () => {
    const two = summaryOfRows(method, relabelled(rows), after)
    const [expected] = contrastsIn(applyMethod(method, two, { ...shared, contrasts: [margin] }))
    expect(expected?.computation.status).toBe('computed')
    expect(contrastsIn(computation)[1]).toEqual(expected)
  })

  test('beside a margin answers for single arms as it does without', () => {
    const [first, , last] = contrastsIn(computation)
    const single = asked.contrasts.filter(({ arm }) => arm !== reminders)
    expect([first, last]).toEqual(contrastsIn(applyMethod(method, summary, { ...shared, contrasts: single })))
  })

  test('has a second opinion on a margin where it has one', () => {
    const opinions = opinionsOn(computation, method, summary)
    const alone = opinionsOn(applyMethod(method, summary, { ...shared, contrasts: [margin] }), method, summary)
    expect(opinions.filter(({ status }) => status === 'disagrees')).toEqual([])
    expect(opinions).toEqual(expect.arrayContaining([...alone]))
    expect(alone.length > 0).toBe(method.secondOpinion !== undefined)
  })

  test('of a margin says why where one of its arms has no case', () => {
    const lacking = summaryOfRows(
      method,
      rows.filter(({ arm }) => arm !== 'guides'),
      before,
    )
    const [found] = contrastsIn(applyMethod(method, lacking, { ...shared, contrasts: [margin] }))
    expect(found?.computation).toMatchObject({ status: 'undefined', detail: expect.stringContaining('guides') })
  })
})

it('finds every method of two groups, those that draw and those within strata included', () => {
  const ids = ofContrasts.map(({ id }) => id)
  expect(ids).toEqual(
    expect.arrayContaining([
      ...['newcombe-difference', 'stratified-difference-in-proportions', 'difference-in-means-welch', 'dunn'],
      ...['bootstrap-difference-bca', 'randomisation-contrasts', 'stratified-cr2-difference-in-means'],
      ...['inverse-probability-weighted-difference-in-means', 'restricted-mean-time-difference', 'hazard-ratio'],
    ]),
  )
})

describe('a draw of the allocation', () => {
  it('deals the arms that are taken together as one', () => {
    const design: DesignRedraw = {
      given: 'design',
      arms,
      linked: [
        {
          cases: { old: 2 },
          units: 2,
          splits: [
            { units: [1, 1, 0, 0], weight: 1 },
            { units: [0, 1, 1, 0], weight: 2 },
            { units: [0, 2, 0, 0], weight: 4 },
          ],
        },
      ],
      targets: { old: { control: 5, reminders: 6, guides: 7, both: 8 } },
    }
    expect(poolRedraw(design, pooling)).toEqual({
      given: 'design',
      arms: [none, reminders],
      // The first two are one split of the two that are left.
      linked: [
        {
          cases: { old: 2 },
          units: 2,
          splits: [
            { units: [1, 1], weight: 3 },
            { units: [0, 2], weight: 4 },
          ],
        },
      ],
      targets: { old: { [none]: 12, [reminders]: 14 } },
    })
  })

  it('adds up chances and renames the arms that are drawn, case by case', () => {
    const artefacts: ArtefactRedraw = {
      given: 'artefacts',
      reason: 'cases have their own probabilities',
      arms,
      chances: [[0.125, 0.25, 0.5, 0.125]],
      deal: () => [0, 1, 2, 3],
    }
    const pooled = poolRedraw(artefacts, pooling) as ArtefactRedraw
    expect(pooled).toMatchObject({ arms: [none, reminders], chances: [[0.625, 0.375]] })
    expect([...Array.from(pooled.deal?.(undefined as never) ?? [])]).toEqual([0, 1, 0, 1])
    expect(poolRedraw({ given: 'realised_counts' }, pooling)).toEqual({ given: 'realised_counts' })
  })
})
