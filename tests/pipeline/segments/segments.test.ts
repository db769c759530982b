import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { printedSplit } from '../../../src/design/index.ts'
import { recordedFields } from '../../../src/model/derived-field.ts'
import type { Segmentation } from '../../../src/model/segmentation.ts'
import type { SegmentedCaseload } from '../../../src/model/segmentation-result.ts'
import { makeUpCaseload } from '../../../src/pipeline/segments/made-up-caseload.ts'
import { findSegmentation, readSegmentation } from '../../../src/pipeline/segments/read-segmentation.ts'
import { segmentRun } from '../../../src/pipeline/segments/segment-run.ts'
import { brief, issuesOf, temporaryFolder } from '../../storage/temporary.ts'
import { succeed } from '../../support/cli.ts'
import { replaced } from '../../support/small-trial.ts'

const { folder } = temporaryFolder()
const strategy = 'arrears-strategy'
const text = readFileSync(findSegmentation(strategy), 'utf8')
let segmentation: Segmentation
beforeAll(() => {
  segmentation = readSegmentation(findSegmentation(strategy))
})

const quiet: Readonly<Record<string, string>> = {
  ...{ ongoing_liability: 'false', interim_assessment: 'false', not_collectable_in_law: 'false', employed: 'false' },
  ...{ account_known: 'false', owns_property: 'false', address_known: 'true', jurisdiction: 'england_and_wales' },
  ...{ liability_order: 'false', charging_order: 'false', charge_served: 'false', disclosure_consent: 'false' },
  collection_unwanted: 'false',
}

/** A caseload file from what of each case is not as in most. */
function caseloadFile(name: string, cases: readonly Readonly<Record<string, string>>[]): string {
  const path = join(folder, name)
  const columns = ['case_id', ...recordedFields(segmentation.caseload).map(({ id }) => id)]
  const rows = cases.map((each, at) =>
    columns.map(column => ({ case_id: `C${at + 1}`, ...quiet, ...each })[column] ?? '').join(','),
  )
  writeFileSync(path, `${[columns.join(','), ...rows].join('\n')}\n`)
  return path
}

const live = { ongoing_liability: 'true' }
const lately = { last_payment: '2012-10-01' }
/** Each segment once, and what it turns on. */
const cases = [
  {
    ...live,
    ...lately,
    owed_to_parent: '500.00',
    collected_for_parent: '60.00',
    due_in_quarter: '300.00',
    paid_on_time: '300.00',
  },
  {
    ...live,
    last_payment: '2012-09-29',
    owed_to_parent: '99.99',
    interim_assessment: 'true',
    due_in_quarter: '200.00',
    paid_on_time: '50.00',
  },
  {
    ...lately,
    owed_to_parent: '100.00',
    account_known: 'true',
    jurisdiction: 'scotland',
    charge_served: 'true',
    liability_order: 'true',
  },
  {
    owed_to_parent: '2000.00',
    owed_to_secretary_of_state: '1000.00',
    arrangement_made: '2012-06-30',
    liability_order: 'true',
    owned: '',
  },
  { owed_to_secretary_of_state: '70.00', not_collectable_in_law: 'true', collected_for_secretary_of_state: '5.50' },
  { owed_to_parent: '0.00', owed_to_parent_before: '3000.00', disclosure_consent: 'true' },
]

const divided = async (path: string): Promise<SegmentedCaseload> => {
  const { result } = await segmentRun(strategy, { caseload: path })
  if (result.caseload === null) throw new Error('no caseload was divided')
  return result.caseload
}

describe('the split that the strategy prints', () => {
  it('is divided as the text divides it, with what a total leaves where nothing is printed', () => {
    const { segments } = printedSplit(segmentation)
    expect(
      segments.map(({ segment, pounds, lower, upper, basis }) => [
        segment,
        pounds / 1e6,
        lower / 1e6,
        upper / 1e6,
        basis,
      ]),
    ).toEqual([
      ['live_flowing', 525, 524.5, 525.5, 'printed'],
      ['live_not_flowing', 490, 489.5, 490.5, 'printed'],
      ['closed_flowing', 150, 149.5, 150.5, 'printed'],
      ['closed_not_flowing', 1050, 999.5, 1100.5, 'left_by_total'],
      ['state_uncollectable', 100, 99.5, 100.5, 'printed'],
      ['state_other', 1400, 1349.5, 1450.5, 'left_by_total'],
    ])
  })

  it('does not add up to the £2.3bn that is owed to parents, and does to what is outstanding', () => {
    const { totals } = printedSplit(segmentation)
    const millions = totals.map(({ total, pounds, parts, difference, verdict }) => [
      ...[total, pounds, parts.pounds, parts.lower, parts.upper, difference].map(each =>
        typeof each === 'number' ? each / 1e6 : each,
      ),
      verdict,
    ])
    expect(millions).toEqual([
      ['live', 1000, 1015, 1014, 1016, -15, 'adds_up'],
      // £1.015bn and £1.2bn are £2.215bn, which prints as £2.2bn.
      ['parents', 2300, 2215, 2164, 2266, 85, 'within_rounding'],
      ['outstanding', 3800, 3800, 3700, 3900, 0, 'adds_up'],
    ])
  })

  it('is contradicted where nothing that the parts can be gives the total', () => {
    const changed = {
      ...segmentation,
      totals: segmentation.totals.map(total =>
        total.id === 'parents' ? { ...total, printed: { ...total.printed, amount: '2400' } } : total,
      ),
    }
    expect(printedSplit(changed).totals.find(({ total }) => total === 'parents')?.verdict).toBe('contradicted')
  })

  it('is told by the command, as a table and as a chart', async () => {
    const out = join(folder, 'printed')
    const { stdout } = await succeed(['segment', strategy, '--out', out])
    expect(stdout).toMatch(/Parents: live, money flowing .* £525m +£524\.5m to £525\.5m/)
    expect(stdout).toMatch(/Owed to parents +£2,300m +£2,215m +£2,164m to £2,266m +£85m +within rounding/)
    const page = readFileSync(join(out, 'report.html'), 'utf8')
    expect(page).toContain('Segments, as they are printed')
    expect(page).toContain('What is assumed')
    expect(existsSync(join(out, 'chart', `${strategy}.svg`))).toBe(true)
    const result = JSON.parse(readFileSync(join(out, 'segments.json'), 'utf8'))
    expect(result).toMatchObject({ schema: 'equipoise/segments/1', caseload: null })
  })
})

describe('a caseload by segments', () => {
  it('puts every debt of a case into the first segment that it meets, with what is collected and out of proportion', async () => {
    const { cases: all, segments } = await divided(caseloadFile('cases.csv', cases))
    expect(all).toBe(6)
    const rows = segments.map(({ segment, cases: n, owed, collected, outOfProportion }) => [
      segment,
      ...[n, owed, collected, outOfProportion?.cases, outOfProportion?.owed],
    ])
    expect(rows).toEqual([
      ['live_flowing', 1, 50_000n, 6_000n, 0, 0n],
      // A day before the quarter, and a penny below the cost of recovery.
      ['live_not_flowing', 1, 9_999n, 0n, 1, 9_999n],
      ['closed_flowing', 1, 10_000n, 0n, 0, 0n],
      ['closed_not_flowing', 1, 200_000n, 0n, 0, 0n],
      ['state_uncollectable', 1, 7_000n, 550n, 1, 7_000n],
      ['state_other', 1, 100_000n, 0n, 0, 0n],
    ])
    const b = segments.map(({ by }) => by.find(each => each.field === 'collectability' && each.level === 'b')?.owed)
    expect(b).toEqual([0n, 0n, 10_000n, 200_000n, 0n, 100_000n])
    const interim = segments.map(
      ({ by }) => by.find(each => each.field === 'interim_assessment' && each.level === 'true')?.cases,
    )
    expect(interim).toEqual([0, 1, 0, 0, 0, 0])
  })

  it('has its indicators as two whole numbers each', async () => {
    const { indicators } = await divided(caseloadFile('cases.csv', cases))
    expect(indicators).toEqual([
      { indicator: 'case_compliance', kind: 'share_of_cases', value: 1n, base: 2n },
      { indicator: 'paid_on_time', kind: 'share_of_amount', value: 35_000n, base: 50_000n },
      { indicator: 'arrears_growth', kind: 'growth', value: 376_999n - 300_000n, base: 300_000n },
    ])
  })

  it('opens each step where its precondition holds, in its jurisdiction, for cases that owe something', async () => {
    const { steps } = await divided(caseloadFile('cases.csv', cases))
    const open = (step: string) =>
      steps.filter(each => each.step === step).map(each => [each.jurisdiction, each.cases, each.owed])
    expect(open('liability_order')).toEqual([
      ['england_and_wales', 3, 66_999n],
      ['scotland', 0, 0n],
    ])
    expect(open('bailiffs')).toEqual([['england_and_wales', 1, 300_000n]])
    expect(open('attachment')).toEqual([['scotland', 1, 10_000n]])
    // Who consents owes nothing; the two others have an order.
    expect(open('credit_reference_disclosure')).toEqual([
      ['england_and_wales', 1, 300_000n],
      ['scotland', 1, 10_000n],
    ])
    expect(open('write_off')).toEqual([
      ['england_and_wales', 1, 7_000n],
      ['scotland', 0, 0n],
    ])
  })

  it('is the same in any order of rows, loses no penny, and doubles where every case comes twice', async () => {
    const pick = fc.array(fc.integer({ min: 0, max: cases.length - 1 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(pick, async picked => {
        const rows = picked.map(at => cases[at] ?? {})
        const [one, back, twice] = [
          await divided(caseloadFile('picked.csv', rows)),
          await divided(caseloadFile('back.csv', [...rows].reverse())),
          await divided(caseloadFile('twice.csv', [...rows, ...rows])),
        ]
        expect(back).toEqual({ ...one, sha256: expect.anything() })
        expect(twice.segments.map(({ owed }) => owed)).toEqual(one.segments.map(({ owed }) => 2n * owed))
        const pence = (field: string) =>
          rows.map(row => Math.round(100 * Number((row as Record<string, string>)[field] ?? 0)))
        const owed = [...pence('owed_to_parent'), ...pence('owed_to_secretary_of_state')].reduce((a, b) => a + b, 0)
        expect(one.segments.reduce((sum, each) => sum + each.owed, 0n)).toBe(BigInt(owed))
      }),
      { numRuns: 15 },
    )
  })

  it('says of what is in no segment that it is in none', async () => {
    const path = join(folder, 'open.yaml')
    const lacking = replaced(
      text,
      '    debt: parent\n    priority: second',
      '    debt: parent\n    when: { field: owed_to_parent, atLeast: "5000" }\n    priority: second',
    )
    writeFileSync(path, lacking)
    const { result } = await segmentRun(path, { caseload: caseloadFile('cases.csv', cases) })
    const none = result.caseload?.segments.filter(({ segment }) => segment === null)
    expect(none).toMatchObject([{ debt: 'parent', cases: 1, owed: 200_000n }])
    const { stdout } = await succeed(['segment', path, '--caseload', join(folder, 'cases.csv')])
    expect(stdout).toMatch(/Owed to parents: in no segment +1 +£2,000/)
  })

  it('counts back from the day that is given, and is told with its report', async () => {
    const path = caseloadFile('cases.csv', cases)
    const out = join(folder, 'report')
    const { stdout } = await succeed(['segment', strategy, '--caseload', path, '--as-of', '2012-12-29', '--out', out])
    // Two days earlier, the payment of 29 September is within the quarter.
    expect(stdout).toMatch(/Parents: live, no money flowing .* +0 +£0/)
    expect(stdout).toContain('6 cases, 2012-12-29')
    expect(stdout).toMatch(/Live cases with a payment in the quarter +100\.0% +2 +2/)
    const page = readFileSync(join(out, 'report.md'), 'utf8')
    for (const words of [
      'Collectability, by segment',
      'Bailiffs',
      'liability_order is true',
      'Growth of what is outstanding',
    ])
      expect(page).toContain(words)
    const again = await succeed([
      'segment',
      strategy,
      '--caseload',
      path,
      '--as-of',
      '2012-12-29',
      '--out',
      out,
      '--json',
    ])
    expect(JSON.parse(again.stdout)).toMatchObject({
      caseload: { asOf: '2012-12-29', cases: 6 },
      files: { json: join(out, 'segments.json') },
    })
  })
})

describe('a made-up caseload', () => {
  const [path, again] = [join(folder, 'made-up.csv'), join(folder, 'again.csv')]

  it('is the same for the same seed, and has about the shares of the print', async () => {
    await succeed(['segment', strategy, '--make-up', path, '--cases', '20000'])
    makeUpCaseload(strategy, { cases: 20_000, seed: '1', out: again })
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(again, 'utf8'))
    const { segments } = await divided(path)
    const total = segments.reduce((sum, { owed }) => sum + Number(owed), 0)
    for (const { segment, pounds } of printedSplit(segmentation).segments) {
      const owed = Number(segments.find(each => each.segment === segment)?.owed)
      // The printed amounts add up to £3,715m. Of 27,000 debts the largest share has a standard error of about half a point.
      expect(Math.abs(owed / total - pounds / 3_715e6), segment).toBeLessThan(0.02)
    }
  })

  it('says in words, page and chart that it is made up', async () => {
    const out = join(folder, 'made-up')
    const { stdout } = await succeed(['segment', strategy, '--caseload', again, '--out', out])
    const notice = 'These cases are made up, to try the segmentation with.'
    expect(stdout).toContain(notice)
    for (const name of ['report.html', 'report.md', 'chart/arrears-strategy.vl.json'])
      expect(readFileSync(join(out, name), 'utf8'), name).toContain(notice)
  })

  it('is refused without a model, and of no cases', async () => {
    const lacking = join(folder, 'no-model.yaml')
    writeFileSync(lacking, replaced(text, /^madeUp:\n(?: .*\n)+/m.exec(text)?.[0] ?? '', ''))
    const request = { cases: 0, seed: '1', out: join(folder, 'none.csv') }
    expect(brief(await issuesOf(() => makeUpCaseload(lacking, request)))).toEqual([
      'segments.nothing_to_make_up madeUp',
    ])
    expect(brief(await issuesOf(() => makeUpCaseload(strategy, request)))).toHaveLength(1)
    expect(existsSync(request.out)).toBe(false)
  })
})

describe('a segmentation that does not hold together', () => {
  const refused = async (from: string, to: string) => {
    const path = join(folder, 'wrong.yaml')
    writeFileSync(path, replaced(text, from, to))
    const issues = await issuesOf(() => readSegmentation(path))
    return issues.map(({ expected, received }) => `${expected}; ${received}`)
  }

  it.each<[string, string, string, string]>([
    ['a debt of no field', 'owed: owed_to_parent,', 'owed: owed_to_nobody,', 'a declared field'],
    ['a debt that is no money', 'owed: owed_to_parent,', 'owed: employed,', 'a money field; boolean "employed"'],
    [
      'a segment of no debt',
      'debt: secretary_of_state\n    when',
      'debt: nobody\n    when',
      'a declared debt: parent, secretary_of_state; "nobody"',
    ],
    ['no such priority', 'priority: second', 'priority: third', 'a declared priority: first, second, last; "third"'],
    [
      'a rule of no field',
      'when: { field: charging_order, is: true }',
      'when: { field: charge, is: true }',
      'a declared field',
    ],
    [
      'a total of what is below',
      'of: [parents, state]',
      'of: [outstanding, state]',
      'a declared segment or total above',
    ],
    [
      'a jurisdiction of no level',
      'jurisdictions: [scotland]',
      'jurisdictions: [wales]',
      'a declared jurisdiction: england_and_wales, scotland; "wales"',
    ],
    [
      'a segment that hides those after it',
      '    when: { field: ongoing_liability, is: true }\n    priority',
      '    priority',
      '`when`, as segments of its debt follow that would stay empty; "live_not_flowing"',
    ],
    [
      'a total twice',
      '- { id: closed, title',
      '- { id: live, title',
      'an id that no other segment or total has; "live"',
    ],
    ['an indicator of no money', 'sum: [paid_on_time]', 'sum: [employed]', 'a money field; boolean "employed"'],
    [
      'a further field of no levels',
      'by: [collectability',
      'by: [last_payment',
      'a category or boolean field; date "last_payment"',
    ],
    [
      'steps without a jurisdiction',
      '\njurisdiction: jurisdiction\n',
      '\n',
      '`jurisdiction`, the field that says which law holds',
    ],
    [
      'prints without a document',
      /^document:\n(?: .*\n)+/m.exec(text)?.[0] ?? '',
      '',
      '`document`, which says where amounts are printed',
    ],
    [
      'a derived field of one below',
      'field: arrangement_made, within',
      'field: collectability, within',
      'a rule about fields that stand above this one',
    ],
  ])('is refused for %s', async (_, from, to, expected) => {
    expect((await refused(from, to)).join('\n')).toContain(expected)
  })

  it('is named with those there are, and so is a day that is none', async () => {
    expect(brief(await issuesOf(() => segmentRun('nothing')))).toEqual(['segments.file_not_found'])
    const [issue] = await issuesOf(() => segmentRun('nothing'))
    expect(issue?.expected).toContain('arrears-strategy')
    expect(brief(await issuesOf(() => segmentRun(strategy, { asOf: '31 March' })))).toEqual([
      'segments.not_a_date --as-of',
    ])
  })

  it('tells every bad cell of a caseload', async () => {
    const path = caseloadFile('bad.csv', [{ owed_to_parent: '12.505' }, { employed: 'maybe' }])
    expect(brief(await issuesOf(() => segmentRun(strategy, { caseload: path })))).toEqual([
      'caseload.value 2 owed_to_parent',
      'caseload.value 3 employed',
    ])
  })
})
