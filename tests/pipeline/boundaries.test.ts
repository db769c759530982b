import { describe, expect, it } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { spendingDesign } from '../../src/design/sequential/index.ts'
import { boundariesChart } from '../../src/pipeline/boundaries/boundaries-chart.ts'
import type { BoundaryFlags } from '../../src/pipeline/boundaries/request.ts'
import { tidyBoundaries } from '../../src/pipeline/boundaries/tidy-boundaries.ts'
import { trialBoundaries } from '../../src/pipeline/boundaries/trial-boundaries.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'
import { lookBoundaries, spendingFunctions } from '../../src/statistics/index.ts'
import { pocockSpending } from '../../src/statistics/sequential/spending.ts'
import { inProcess } from '../support/cli.ts'

const partPayment = await readTrial(findTrial('part-payment'))
const missedPayment = await readTrial(findTrial('missed-payment-72h'))
const letter = await readTrial(findTrial('letter'))

function codesOf(trial: typeof partPayment, flags: BoundaryFlags): string[] {
  try {
    trialBoundaries(trial, flags)
  } catch (error) {
    if (error instanceof TrialError) return error.issues.map(({ code, place }) => `${code} ${place.field ?? ''}`)
    throw error
  }
  return []
}

describe('boundaries of a trial', () => {
  it('puts the Z of each look into percentage points, by the rate of sizing.yaml', () => {
    const { looks, scale, outcome, sides, alpha } = trialBoundaries(partPayment, { looks: '4' })
    expect([outcome.id, outcome.unit, sides, alpha]).toEqual(['paid', 'share', 'two', 0.05])
    expect(scale.rate).toBe(0.0103)
    const standardError = Math.sqrt(0.0103 * (1 - 0.0103) * (1 / 5906 + 1 / 6000))
    expect(scale.standardError).toBeCloseTo(standardError, 15)
    const [spending] = spendingFunctions
    const expected = lookBoundaries([0.25, 0.5, 0.75, 1], 0.05, spending as (typeof spendingFunctions)[number])
    looks.forEach(({ efficacy, futility, share }, at) => {
      expect(efficacy?.z).toBe(expected[at]?.z)
      expect(efficacy?.nominalP).toBe(expected[at]?.nominalP)
      expect(efficacy?.difference).toBeCloseTo(((expected[at]?.z ?? 0) * standardError) / Math.sqrt(share), 15)
      expect(futility).toBeNull()
    })
  })

  it('takes standard deviations from sizing.yaml, and the break-even amount from the costs', () => {
    const found = trialBoundaries(partPayment, {
      outcome: 'amount',
      looks: '3',
      futility: 'pocock',
      effect: 'break-even',
    })
    const { arm, against } = found.scale.standardDeviations ?? { arm: 0, against: 0 }
    expect([arm, against]).toEqual([8979, 5928])
    expect(found.scale.standardError).toBeCloseTo(Math.sqrt(8979 ** 2 / 5906 + 5928 ** 2 / 6000), 10)
    expect(found.effect).toEqual({ value: expect.closeTo(15_200_000 / 5906, 8), from: 'break_even' })
    expect([found.cost, found.sides, found.alpha, found.inflation]).toEqual([15_200_000, 'one', 0.025, null])
  })

  it('detects the least effect with the power of the plan, and spends beta over the looks', () => {
    const found = trialBoundaries(partPayment, { looks: '3', futility: 'kim-demets:2', binding: true })
    const [none, effect] = found.scenarios
    expect(effect?.power).toBeCloseTo(0.8, 10)
    expect(none?.power).toBeCloseTo(0.025, 10)
    const spent = effect?.looks.map(({ futility }) => futility) ?? []
    expect(spent[0]).toBeCloseTo(0.2 / 9, 10)
    expect(spent[1]).toBeCloseTo((0.2 * 3) / 9, 10)
    expect(spent[2]).toBeCloseTo((0.2 * 5) / 9, 10)
    expect(found.inflation).toBeGreaterThan(1)
  })

  it('adds every chance up to 1, and cost in proportion to the information', () => {
    const flags = { looks: '5', futility: 'pocock', effect: '0.5', truth: ['0.2', '-0.1'] }
    const { scenarios, cost, arm, against } = trialBoundaries(partPayment, flags)
    expect(scenarios.map(({ of }) => of)).toEqual(['no_effect', 'effect', 'truth', 'truth'])
    expect(scenarios.map(({ effect }) => effect)).toEqual([0, expect.closeTo(0.005, 14), 0.002, -0.001])
    for (const { looks, expectedShare, expectedCases, expectedCost } of scenarios) {
      const all = looks.reduce((sum, { efficacy, futility, harm }) => sum + efficacy + futility + harm, 0)
      expect(all).toBeCloseTo(1, 12)
      expect(expectedCases).toBeCloseTo(expectedShare * (arm.cases + against.cases), 8)
      expect(expectedCost).toBeCloseTo(expectedShare * (cost ?? Number.NaN), 5)
    }
  })

  it('takes what is given in place of what the files say', () => {
    const flags = { outcome: 'amount', looks: '2', cases: '100', sd: '20', alpha: '0.1', spending: 'classical-pocock' }
    const { scale, arm, against, looks } = trialBoundaries(letter, flags)
    expect([arm.cases, against.cases]).toEqual([100, 100])
    expect(scale.standardError).toBeCloseTo(2000 * Math.sqrt(2 / 100), 10)
    expect(looks.map(({ efficacy }) => efficacy?.z.toFixed(3))).toEqual(['1.875', '1.875'])
    const shares = trialBoundaries(partPayment, { shares: '0.3, 0.6' }).looks.map(({ share }) => share)
    expect(shares).toEqual([0.3, 0.6, 1])
    expect(trialBoundaries(partPayment, { shares: '0.5,1' }).looks.length).toBe(2)
    expect(trialBoundaries(partPayment, { looks: '1', arm: 'nrp_first' }).arm.title).toBe('NRP first')
  })

  it("takes looks, spending and outcome from a plan's interim looks", () => {
    const interim = {
      ...{ analysis: 'amount_difference', spending: 'pocock' as const },
      looks: [{ share: 0.4 }, { share: 0.7 }],
    }
    const found = trialBoundaries({ ...partPayment, plan: { ...partPayment.plan, interim } }, {})
    expect([found.outcome.id, found.spending.id]).toEqual(['amount', 'pocock'])
    expect(found.looks.map(({ share }) => share)).toEqual([0.4, 0.7, 1])
    expect(found.looksFrom).toBe('plan')
  })

  it('assumes four equal looks where neither plan nor flags say any, and says so', async () => {
    const found = trialBoundaries(partPayment, {})
    expect(found.looksFrom).toBe('assumed')
    const given = trialBoundaries(partPayment, { looks: '4' })
    expect(given.looksFrom).toBe('given')
    expect({ ...found, looksFrom: 'given' }).toEqual(given)
    expect(trialBoundaries(partPayment, { shares: '0.5' }).looksFrom).toBe('given')
    const words = 'Assumed: 4 looks equally far apart, the end counted, as the plan has no interim looks.'
    const bare = await inProcess(['boundaries', 'part-payment'])
    expect(bare.stdout).toContain(words)
    expect(bare.stdout).toMatch(/\nNext: say when to look: equipoise boundaries part-payment --looks N /)
    const named = await inProcess(['boundaries', 'part-payment', '--looks', '4'])
    expect(named.stdout).not.toMatch(/4 looks equally|Next:/)
    expect((await inProcess(['boundaries', 'part-payment', '--json'])).json()).toMatchObject({ looksFrom: 'assumed' })
  })

  it('judges arms together against one control', () => {
    const flags = { looks: '3', spending: 'pocock', arm: 'pwc_first', together: ['nrp_first'] }
    const found = trialBoundaries(partPayment, flags)
    expect(found.together).toEqual([{ id: 'nrp_first', title: 'NRP first', cases: 6718 }])
    const loadings = [5906, 6718].map(cases => Math.sqrt(cases / (cases + 6000)))
    const shares = [1 / 3, 2 / 3, 1]
    const design = spendingDesign(shares, { alpha: 0.05, sides: 'two', loadings }, pocockSpending)
    found.looks.forEach(({ efficacy }, at) => {
      expect(efficacy?.z).toBeCloseTo(design.looks[at]?.efficacy ?? Number.NaN, 8)
    })
    const [none, effect] = found.scenarios
    expect(none?.any).toBeCloseTo(0.05, 7)
    expect(effect?.power).toBeCloseTo(0.8, 10)
    expect(effect?.any).toBeGreaterThan(0.8)
    // Both arms have the same boundaries, whichever of them is asked for.
    const other = trialBoundaries(partPayment, { ...flags, arm: 'nrp_first', together: ['pwc_first'] })
    expect(other.looks.map(({ efficacy }) => efficacy?.z.toFixed(7))).toEqual(
      found.looks.map(({ efficacy }) => efficacy?.z.toFixed(7)),
    )
    expect(trialBoundaries(partPayment, { looks: '3' }).scenarios.map(({ any }) => any)).toEqual([null, null])
  })

  it('correlates amounts by their variances, and stops for futility at half of alpha', () => {
    const flags = { looks: '2', outcome: 'amount', futility: 'pocock', spending: 'pocock', together: ['nrp_first'] }
    const found = trialBoundaries(partPayment, flags)
    const deviations = { pwc_first: 8979, nrp_first: 9074, control: 5928 }
    const cases = { pwc_first: 5906, nrp_first: 6718, control: 6000 }
    const variance = (arm: keyof typeof cases): number => deviations[arm] ** 2 / cases[arm]
    const loadings = (['pwc_first', 'nrp_first'] as const).map(arm =>
      Math.sqrt(variance('control') / (variance('control') + variance(arm))),
    )
    const design = spendingDesign([0.5, 1], { alpha: 0.025, sides: 'one', loadings }, pocockSpending)
    found.looks.forEach(({ efficacy }, at) => {
      expect(efficacy?.z).toBeCloseTo(design.looks[at]?.efficacy ?? Number.NaN, 8)
    })
    expect(found.scenarios[0]?.any).toBeCloseTo(0.025, 7)
    expect(found.scenarios[1]?.power).toBeCloseTo(0.8, 9)
  })

  it('is drawn, and written as a tidy table, in the unit that people read', () => {
    const found = trialBoundaries(partPayment, { outcome: 'amount', looks: '3', futility: 'pocock', truth: ['2'] })
    const { boundaries, unit } = boundariesChart(found)
    expect(unit).toBe('pounds')
    expect(boundaries.map(({ id, points }) => [id, points.length])).toEqual([
      ['efficacy', 3],
      ['futility', 2],
    ])
    expect(boundaries[0]?.points[1]?.difference).toBeCloseTo((found.looks[1]?.efficacy?.difference ?? 0) / 100, 12)
    const [header, ...rows] = tidyBoundaries(found).trimEnd().split('\n')
    expect(header).toBe('look,information,boundary,statistic,p.value,estimate,unit,effect,probability')
    expect(rows.length).toBe((3 + 2) * 3)
    const shown = rows.map(row => row.split(',')).filter(cells => cells[2] === 'efficacy' && cells[7] === '2')
    const total = shown.reduce((sum, cells) => sum + Number(cells[8]), 0)
    expect(total).toBeCloseTo(found.scenarios[2]?.power ?? Number.NaN, 12)
    const harm = boundariesChart(trialBoundaries(partPayment, { looks: '2' })).boundaries[1]
    expect([harm?.id, harm?.points.map(({ z }) => z < 0)]).toEqual(['harm', [true, true]])
  })
})

describe('senseless requests', () => {
  it.each<[string, BoundaryFlags, string[]]>([
    ['zero looks', { looks: '0' }, ['boundaries.setting_invalid --looks']],
    ['half a look', { looks: '2.5' }, ['boundaries.setting_invalid --looks']],
    ['looks said twice', { looks: '2', shares: '0.5' }, ['boundaries.setting_out_of_place --looks']],
    ['shares that do not increase', { shares: '0.5,0.4' }, ['boundaries.shares_invalid --shares']],
    ['a share above 1', { shares: '0.5,1.2' }, ['boundaries.shares_invalid --shares']],
    ['a share of 0', { shares: '0,0.5' }, ['boundaries.shares_invalid --shares']],
    ['shares that are words', { shares: 'half' }, ['boundaries.shares_invalid --shares']],
    ['alpha of 1', { looks: '2', alpha: '1' }, ['boundaries.setting_invalid --alpha']],
    ['alpha of 0', { looks: '2', alpha: '0' }, ['boundaries.setting_invalid --alpha']],
    ['a rate above 1', { looks: '2', rate: '1.5' }, ['boundaries.setting_invalid --rate']],
    ['a negative deviation', { looks: '2', outcome: 'amount', sd: '-3' }, ['boundaries.setting_invalid --sd']],
    ['nothing to detect', { looks: '2', futility: 'pocock', effect: '0' }, ['boundaries.setting_invalid --effect']],
    ['a truth in words', { looks: '2', truth: ['some'] }, ['boundaries.setting_invalid --truth']],
    ['one case', { looks: '2', cases: '1' }, ['boundaries.setting_invalid --cases']],
    ['an unknown spending', { looks: '2', spending: 'late' }, ['boundaries.rule_unknown --spending']],
    ['a family without its number', { looks: '2', spending: 'kim-demets' }, ['boundaries.rule_unknown --spending']],
    ['a number out of range', { looks: '2', futility: 'kim-demets:-1' }, ['boundaries.rule_unknown --futility']],
    ['a number too many', { looks: '2', spending: 'pocock:1' }, ['boundaries.rule_unknown --spending']],
    ['an unknown outcome', { looks: '2', outcome: 'contact' }, ['boundaries.name_unknown --outcome']],
    ['an unknown arm', { looks: '2', arm: 'nobody' }, ['boundaries.name_unknown --arm']],
    ['an arm beside itself', { looks: '2', arm: 'control' }, ['boundaries.setting_out_of_place --against']],
    ['an unknown arm together', { looks: '2', together: ['nobody'] }, ['boundaries.name_unknown --together']],
    [
      'the arm together with itself',
      { looks: '2', together: ['pwc_first'] },
      ['boundaries.setting_out_of_place --together'],
    ],
    ['the control together', { looks: '2', together: ['control'] }, ['boundaries.setting_out_of_place --together']],
    [
      'one arm twice',
      { looks: '2', together: ['nrp_first', 'nrp_first'] },
      ['boundaries.setting_out_of_place --together'],
    ],
    [
      'futility that binds of arms together',
      { looks: '2', futility: 'pocock', binding: true, together: ['nrp_first'] },
      ['boundaries.setting_out_of_place --together'],
    ],
    ['binding without futility', { looks: '2', binding: true }, ['boundaries.setting_out_of_place --binding']],
    [
      'futility beside a classical boundary',
      { looks: '2', spending: 'classical-pocock', futility: 'pocock' },
      ['boundaries.setting_out_of_place --futility'],
    ],
    ['a rate of an amount', { looks: '2', outcome: 'amount', rate: '0.1' }, ['boundaries.setting_out_of_place --rate']],
    ['break-even of a share', { looks: '2', effect: 'break-even' }, ['boundaries.no_break_even --effect']],
    [
      'break-even of an arm that costs nothing more',
      { looks: '2', outcome: 'amount', arm: 'nrp_first', against: 'pwc_first', effect: 'break-even' },
      ['boundaries.no_break_even --effect'],
    ],
    [
      'many things at once',
      { looks: '2', alpha: '7', rate: 'x', arm: 'nobody', spending: 'late' },
      [
        'boundaries.name_unknown --arm',
        'boundaries.rule_unknown --spending',
        'boundaries.setting_invalid --alpha',
        'boundaries.setting_invalid --rate',
      ],
    ],
  ])('%s', (_, flags, codes) => {
    expect(codesOf(partPayment, flags)).toEqual(codes)
  })

  it('more looks than can be worked out for so many arms, and arms of unknown size', () => {
    const further = ['x', 'y', 'z'].map(id => ({ id, title: id, description: id }))
    const { protocol } = letter
    const trial = { ...letter, protocol: { ...protocol, arms: [...protocol.arms, ...further] } }
    const together = ['x', 'y', 'z']
    expect(codesOf(trial, { looks: '6', cases: '500', sd: '20', together })).toEqual([
      'boundaries.setting_out_of_place --together',
    ])
    expect(codesOf(trial, { looks: '3', cases: '500', sd: '20', together })).toEqual([])
    expect(codesOf(trial, { looks: '3', sd: '20', together: ['x'] })).toEqual(['boundaries.sizes_unknown --cases'])
  })

  it('trials that do not say how large they are, or how much their outcome varies', () => {
    expect(codesOf({ ...missedPayment, folder: 'without sizing.yaml' }, { looks: '2' })).toEqual([
      'boundaries.sizes_unknown --cases',
    ])
    expect(codesOf(letter, { looks: '2', outcome: 'amount' })).toEqual(['boundaries.scale_unknown --sd'])
    expect(codesOf(partPayment, { looks: '2', outcome: 'arrears' })).toEqual(['boundaries.scale_unknown --sd'])
  })
})
