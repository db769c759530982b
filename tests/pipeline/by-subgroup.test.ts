import { describe, expect, it } from 'vitest'
import type { Mask } from '../../src/model/mask.ts'
import type { PlannedAnalysis } from '../../src/model/plan.ts'
import { amendmentsOf } from '../../src/model/plan-amendments.ts'
import { analysePlan } from '../../src/pipeline/analyse-plan.ts'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { deriveAnalysis } from '../../src/pipeline/derive-analysis.ts'
import { methodsSection } from '../../src/pipeline/document/methods.ts'
import { subgroupsSection } from '../../src/pipeline/document/subgroups.ts'
import { explore } from '../../src/pipeline/explorations.ts'
import { analysesLeftOut, maskedTrial } from '../../src/pipeline/masking/masked-trial.ts'
import { reported } from '../../src/pipeline/results/reported.ts'
import { tidyRows } from '../../src/pipeline/tidy-results.ts'
import type { Trial } from '../../src/pipeline/trial-folder.ts'
import { itemParts, plainText } from '../../src/report/index.ts'
import { protocol as small } from '../outcomes/trial.ts'
import { analysed, bands, casesOf, cells, found, type Made, planOf, schemes } from '../support/divided-cases.ts'
import { untiedDigits, valuesOf } from '../support/document-texts.ts'

const first = async (analysis: Partial<PlannedAnalysis>, made?: Made) => {
  const [result] = (await analysed(planOf([analysis]), made)).analyses
  return result as AnalysisResult
}

describe('an analysis by subgroups', () => {
  it('gives cases by arm, the contrast in each subgroup, and by hand whether it differs', async () => {
    const { by, groups, interactions } = found(await first({ by: 'schemes' }))
    expect(by).toEqual({ id: 'schemes', title: 'Scheme', inNone: 0, acrossClusters: 0 })
    expect(groups.map(({ id, cases }) => [id, cases])).toEqual([
      [
        'old',
        [
          { arm: 'control', n: 40 },
          { arm: 'call', n: 50 },
        ],
      ],
      [
        'new',
        [
          { arm: 'control', n: 80 },
          { arm: 'call', n: 60 },
        ],
      ],
    ])
    const effects = groups.map(({ contrasts: [contrast] }) =>
      contrast?.computation.status === 'computed' ? contrast.computation.result : undefined,
    )
    // 20/50 - 10/40 and 15/60 - 24/80
    expect(effects.map(effect => effect?.estimate)).toEqual([expect.closeTo(0.15, 14), expect.closeTo(-0.05, 14)])
    const variances = [(0.4 * 0.6) / 50 + (0.25 * 0.75) / 40, (0.25 * 0.75) / 60 + (0.3 * 0.7) / 80]
    const [call] = interactions
    if (call?.computation.status !== 'computed') throw new Error('no test of interaction')
    const { statistic, degreesOfFreedom, difference } = call.computation.result
    const variance = (variances[0] ?? 0) + (variances[1] ?? 0)
    expect(statistic.value).toBeCloseTo(0.2 ** 2 / variance, 12)
    expect(degreesOfFreedom).toBe(1)
    expect(difference?.estimate).toBeCloseTo(-0.2, 14)
    expect(difference?.standardError).toBeCloseTo(Math.sqrt(variance), 14)
    expect(call.computation.cautions).toEqual([])
  })

  it('is that of its sets of cases, and of amounts too', async () => {
    const set = { id: 'old_scheme', title: 'Old', where: { field: 'scheme', is: '1993' } }
    const methods = ['difference-in-means-welch', 'stratified-difference-in-means', 'cr2-difference-in-means']
    const plan = planOf(
      methods.flatMap(method => [
        { id: `by-${method}`, outcome: 'amount', method, by: 'schemes' },
        { id: `set-${method}`, outcome: 'amount', method, set: 'old_scheme' },
      ]),
      { analysisSets: [set] },
    )
    const { analyses } = await analysed(plan)
    for (const method of methods) {
      const [inSet, bySubgroup] = [`set-${method}`, `by-${method}`].map(id => analyses.find(each => each.id === id))
      const whole = inSet?.computation
      if (whole?.status !== 'computed' || whole.result.kind !== 'contrasts') throw new Error('no contrasts')
      expect(found(bySubgroup as AnalysisResult).groups[0]?.contrasts).toEqual(whole.result.contrasts)
    }
  })

  it('has a second opinion on every interval and P, the test of interaction too', async () => {
    const { secondOpinion } = await first({ by: 'schemes' })
    expect(secondOpinion.map(({ of }) => of)).toEqual([
      ...['old', 'new'].flatMap(group =>
        ['P of call', 'lower limit of call', 'upper limit of call'].map(of => `${of} in ${group}`),
      ),
      'P of Q of call',
      'lower limit of the difference of effects of call',
      'upper limit of the difference of effects of call',
    ])
    expect(secondOpinion.filter(({ status }) => status === 'disagrees')).toEqual([])
  })

  it('the order of subgroups turns the difference round and leaves the test', async () => {
    const turned = { ...schemes, groups: schemes.groups.toReversed() }
    const interactionOf = async (subgroups: object[]) => {
      const { analyses } = await analysed(planOf([{ by: 'schemes' }], { subgroups }))
      const [call] = found(analyses[0] as AnalysisResult).interactions
      if (call?.computation.status !== 'computed') throw new Error('no test of interaction')
      return call.computation.result
    }
    const [plain, other] = [await interactionOf([schemes]), await interactionOf([turned])]
    expect(other.statistic.value).toBeCloseTo(plain.statistic.value, 12)
    expect(other.difference?.estimate).toBeCloseTo(-(plain.difference?.estimate ?? 0), 14)
  })

  it('asks of three subgroups one test with two degrees of freedom, and no difference of two', async () => {
    const { groups, interactions } = found(
      await first({ by: 'bands', outcome: 'amount', method: 'difference-in-means-z' }),
    )
    expect(groups.map(({ cases }) => cases.map(({ n }) => n))).toEqual([
      [20, 20],
      [40, 40],
      [60, 50],
    ])
    const [call] = interactions
    // Nobody with arrears of £300 or more paid: of their payments there is no variance.
    expect(call?.computation).toMatchObject({
      status: 'undefined',
      reason: 'zero_variance',
      detail: expect.stringMatching(/^There is no estimate in "From £300": Neither call nor control has any variation/),
    })
    const paying = casesOf(cells.map(cell => ({ ...cell, paid: cell.n - 5 })))
    const [computed] = found(
      await first({ by: 'bands', outcome: 'amount', method: 'difference-in-means-z' }, paying),
    ).interactions
    expect(computed?.computation).toMatchObject({ status: 'computed', result: { degreesOfFreedom: 2 } })
    expect(computed?.computation.status === 'computed' && computed.computation.result.difference).toBeUndefined()
  })
})

describe('what cannot be computed, and what to be careful of', () => {
  const cautionsIn = async (made: Made, analysis: Partial<PlannedAnalysis> = {}) => {
    const result = await first({ by: 'schemes', ...analysis }, made)
    const [call] = found(result).interactions
    const own = call?.computation.status === 'computed' ? call.computation.cautions : []
    const whole = result.computation.status === 'computed' ? result.computation.cautions : []
    return [...own, ...whole].map(({ code, detail }) => `${code}: ${detail}`)
  }

  it('a subgroup without a case in an arm leaves the other, and no test', async () => {
    const { groups, interactions } = found(await first({ by: 'schemes' }, casesOf(cells.slice(0, 3))))
    expect(groups.map(({ contrasts: [contrast] }) => contrast?.computation.status)).toEqual(['computed', 'undefined'])
    expect(interactions[0]?.computation).toEqual({
      status: 'undefined',
      reason: 'no_cases_in_arm',
      detail: 'There is no estimate in "New scheme": No case of call has a recorded outcome.',
    })
  })

  it('a subgroup in which nobody paid has an interval by Newcombe, and no variance to test by', async () => {
    const none = cells.map(cell => (cell.scheme === '2003' ? { ...cell, paid: 0 } : cell))
    const result = await first({ by: 'schemes' }, casesOf(none))
    expect(found(result).groups[1]?.contrasts[0]?.computation).toMatchObject({ status: 'computed' })
    expect(found(result).interactions[0]?.computation).toMatchObject({
      ...{ status: 'undefined', reason: 'zero_variance' },
      detail: 'The estimate in "New scheme" has no variance.',
    })
  })

  it('few events, or few amounts, of an arm are named with the subgroup', async () => {
    const few = casesOf(cells.map((cell, at) => (at === 3 ? { ...cell, paid: 4 } : cell)))
    const rare =
      'few_events: The test of interaction takes estimates to be normal, which is poor in "New scheme": fewer than 5 cases of an arm have the outcome there, or fewer than 5 lack it.'
    expect(await cautionsIn(few)).toEqual([rare])
    expect(await cautionsIn(few, { outcome: 'amount', method: 'difference-in-means-z' })).toEqual([rare])
    expect(await cautionsIn(casesOf(cells.map((cell, at) => (at === 3 ? { ...cell, paid: 5 } : cell))))).toEqual([])
    expect(await cautionsIn(casesOf(cells.map((cell, at) => (at === 0 ? { ...cell, paid: 36 } : cell))))).toEqual([
      rare.replace('New', 'Old'),
    ])
  })

  it('standard errors from few cases are no known ones', async () => {
    const made = casesOf(cells.map(cell => (cell.scheme === '1993' ? { ...cell, n: 12, paid: 6 } : cell)))
    expect(await cautionsIn(made, { outcome: 'amount', method: 'difference-in-means-welch' })).toEqual([
      'few_cases: The test of interaction takes standard errors as known; in "Old scheme" they rest on fewer than 30 degrees of freedom, so that P tends to be too small.',
    ])
  })

  it('clusters with cases in several subgroups are counted', async () => {
    const pairs = casesOf(cells, id => id.replace(/^(\w+)-\d+-([0-2])$/, '$1-pair-$2'))
    expect(found(await first({ by: 'schemes' }, pairs)).by.acrossClusters).toBe(6)
    expect((await cautionsIn(pairs)).filter(caution => caution.startsWith('clusters'))).toEqual([
      'clusters_across_subgroups: Some clusters have cases in several subgroups; the test of interaction takes the cases of one subgroup to be independent of those of another.',
    ])
  })

  it('cases in no subgroup, as their value is missing, are counted', async () => {
    const made = casesOf(
      cells,
      id => id,
      i => (i === 0 ? null : 1000 * i),
    )
    const result = await first({ by: 'bands' }, made)
    expect(found(result).groups[0]?.cases).toEqual([
      { arm: 'control', n: 18 },
      { arm: 'call', n: 18 },
    ])
    expect(result.computation.status === 'computed' && result.computation.cautions).toEqual([
      {
        code: 'missing_subgroup',
        detail: '4 cases are in no subgroup, as the value that divides them is missing (Arrears).',
      },
    ])
  })
})

describe('beside the rest of a plan', () => {
  it('the P of an analysis in a family is that of its test of interaction', async () => {
    const family = {
      id: 'by',
      title: 'By subgroups',
      method: 'bonferroni',
      members: [{ analysis: 'a0' }, { analysis: 'a1' }],
    }
    const amounts = { by: 'bands', outcome: 'amount', method: 'difference-in-means-z' }
    const plan = planOf([{ by: 'schemes' }, amounts], { families: [family] })
    const { analyses } = await analysed(plan, casesOf(cells.map(cell => ({ ...cell, paid: cell.n - 8 }))))
    for (const result of analyses) {
      const [call] = found(result).interactions
      const raw = call?.computation.status === 'computed' ? call.computation.result.pValue : Number.NaN
      expect(result.adjusted).toMatchObject([{ contrast: 'call', comparisons: 2, pValue: Math.min(1, 2 * raw) }])
    }
  })

  it('a change of the subgroups changes the analyses by them, titles aside', () => {
    const before = planOf([{ by: 'bands' }, { by: 'schemes' }])
    const moved = {
      ...bands,
      groups: bands.groups.map(group => (group.from === '300' ? { ...group, from: '350' } : group)),
    }
    const renamed = { ...schemes, groups: schemes.groups.map(group => ({ ...group, title: `${group.title}!` })) }
    const after = planOf([{ by: 'bands' }, { by: 'schemes' }], { subgroups: [moved, renamed] })
    expect(amendmentsOf(before, after)).toMatchObject({ added: [], changed: ['a0'], parts: [] })
  })

  it('are there for an exploration as well', async () => {
    const plan = planOf([{}])
    const { summaries } = await analysed(plan)
    const asked = { id: 'x', title: 'T', outcome: 'payer', method: 'wald-difference', by: 'schemes' }
    const exploration = { schema: 'equipoise/exploration/1' as const, trial: 'small', id: 'tried', title: 'Tried' }
    const [tried] = explore({ plan } as Trial, { ...exploration, analyses: [asked] }, summaries).analyses
    expect(found(tried as AnalysisResult).interactions[0]?.computation.status).toBe('computed')
  })

  it('a mask leaves them out, and a printed page does not give them', async () => {
    const plan = planOf([{ id: 'whole' }, { id: 'divided', by: 'schemes' }])
    const mask = { labels: ['a', 'b'], outcomes: ['payer'] } as unknown as Mask
    const masked = maskedTrial({ protocol: small, plan } as Trial, mask, { cases: [], outcomes: new Map() })
    expect(analysesLeftOut(plan, masked.plan)).toEqual(['divided'])
    const [, divided] = analysePlan(plan, () => undefined)
    expect(divided?.computation).toMatchObject({ status: 'undefined', reason: 'data_not_printed' })
  })

  it('the counts and sums that it is made of are kept beside those of all cases', async () => {
    const plan = planOf([{ by: 'schemes' }])
    const { summaries } = await deriveAnalysis({ protocol: small, plan } as Trial, casesOf(cells), null)
    const kept = summaries.filter(({ set }) => set !== undefined)
    expect([...new Set(kept.map(({ set, outcome }) => `${set} ${outcome}`))]).toEqual([
      'schemes.old payer',
      'schemes.new payer',
    ])
    const [counts] = kept.filter(({ kind }) => kind === 'counts')
    expect(counts?.cells.map(({ arm, stratum, data }) => [arm, stratum, data.n])).toEqual([
      ['control', '1993', 40],
      ['call', '1993', 50],
    ])
  })

  it('its rows name the set of each number, and the test stands in the row of the contrast', async () => {
    const findings = await analysed(planOf([{ by: 'schemes' }]))
    const rows = tidyRows(findings).map(row => [
      row.set,
      row.term,
      row.arm,
      row.n,
      row.measure,
      row.parameter,
      row.status,
    ])
    expect(rows).toEqual([
      ['schemes.old', 'old:control', 'control', 40, undefined, undefined, 'computed'],
      ['schemes.old', 'old:call', 'call', 50, undefined, undefined, 'computed'],
      ['schemes.old', 'call:old', 'call', undefined, 'difference', undefined, 'computed'],
      ['schemes.new', 'new:control', 'control', 80, undefined, undefined, 'computed'],
      ['schemes.new', 'new:call', 'call', 60, undefined, undefined, 'computed'],
      ['schemes.new', 'call:new', 'call', undefined, 'difference', undefined, 'computed'],
      ['all_allocated', 'call', 'call', undefined, 'difference', 1, 'computed'],
    ])
  })
})

describe('the report on subgroups', () => {
  const sectionOf = async (analyses: readonly Partial<PlannedAnalysis>[], made?: Made, more?: object) => {
    const findings = reported(await analysed(planOf(analyses, more), made))
    return { findings, section: subgroupsSection(findings, findings.analyses) }
  }
  const words = (blocks: Awaited<ReturnType<typeof sectionOf>>['section']['blocks']) =>
    blocks.map(block =>
      block.kind === 'table'
        ? { rows: block.rows.map(row => row.map(plainText)), notes: block.notes.map(plainText) }
        : block.kind === 'paragraph'
          ? plainText(block.text)
          : block.kind,
    )

  it('has a row for each subgroup, the test below, and says how the two are to be read', async () => {
    const { findings, section } = await sectionOf([{ by: 'schemes' }])
    const [reading, table] = words(section.blocks)
    expect(reading).toMatch(/^Whether subgroups differ is for the test of interaction alone to say\./)
    expect(table).toEqual({
      rows: [
        ['Old scheme', '50', '40', '15.00', '−4.61 to 32.55'],
        ['New scheme', '60', '80', '−5.00', '−19.18 to 10.15'],
      ],
      notes: [
        expect.stringMatching(
          /^Test of interaction: Q = 2\.63, 1 d\.f\., P = 0\.11\. At the plan's alpha of 0\.05 the test does not reject the hypothesis that the effect is the same in every subgroup/,
        ),
        expect.stringMatching(
          /^The effect in "New scheme" less that in "Old scheme": −20\.00 \(95% interval −44\.19 to 4\.19\)\.$/,
        ),
        'P is in no family, and not adjusted for several comparisons.',
      ],
    })
    const made = { ...{ title: '', subtitle: '', language: 'en-GB' as const, notices: [] }, sections: [section] }
    expect(untiedDigits(made)).toEqual([])
    expect(valuesOf(made).filter(({ value }) => findings.results.find(value.id) === undefined)).toEqual([])
  })

  it('says what is not computable, of a subgroup and so of the test', async () => {
    const { section } = await sectionOf([{ by: 'schemes', role: 'exploratory' }], casesOf(cells.slice(0, 3)))
    const [reading, table] = words(section.blocks)
    expect(reading).toMatch(/can raise a question and settle none\.$/)
    expect(table).toMatchObject({
      rows: [expect.anything(), ['New scheme', '0', '80', 'not computable', '']],
      notes: [
        'Test of interaction: not computable. There is no estimate in "New scheme": No case of call has a recorded outcome.',
        'New scheme: not computable: No case of call has a recorded outcome.',
      ],
    })
  })

  it('says once what is so in every subgroup', async () => {
    const linked = casesOf(cells, id => id.replace(/\d+$/, i => `${Math.floor(Number(i) / 2)}`))
    const { section } = await sectionOf([{ by: 'schemes' }], linked)
    const [, table] = words(section.blocks)
    const notes = typeof table === 'object' ? table.notes : []
    expect(notes.filter(note => note.includes('clusters of up to 2'))).toEqual([
      expect.stringMatching(/^The formula treats cases as independent/),
    ])
  })

  it('is named among the methods, with where its test comes from', async () => {
    const { findings } = await sectionOf([{ by: 'schemes' }])
    const lists = methodsSection(findings).blocks.flatMap(block =>
      block.kind === 'list' ? [block.items.map(item => plainText(itemParts(item).text))] : [],
    )
    expect(lists[0]?.[0]).toBe(
      "Payers: Differences in proportions with Newcombe intervals, by subgroups (Scheme), with Cochran's test of interaction (secondary) [1, 2, 3].",
    )
    expect(lists[1]?.[2]).toMatch(/^Cochran, W\. G\. \(1954\)/)
  })

  it('is not there without such an analysis', async () => {
    expect((await sectionOf([{}])).section.blocks).toEqual([])
  })
})
