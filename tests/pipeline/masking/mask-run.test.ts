import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { silent } from '../../../src/core/progress.ts'
import type { ContrastEstimates } from '../../../src/model/method.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { openSealed, readKeyFile, sealContent } from '../../../src/storage/age/index.ts'
import { openLog } from '../../../src/storage/log/sqlite-log.ts'
import { brief, issuesOf } from '../../storage/temporary.ts'
import { filesIn, scratch, snapshot } from '../../support/folders.ts'
import { SealedRun, seed } from '../../support/sealed-run.ts'
import { replaced, smallTargets } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
const open = new SealedRun(join(folder, 'open'))
const masked = new SealedRun(join(folder, 'masked-run'))
beforeAll(async () => {
  await open.prepare()
  await open.record()
  await open.record(payments(open))
  open.copy(masked.folder)
  await masked.mask()
})
afterAll(remove)

/** Payments of many cases of every arm, so that no comparison lacks payers. */
function payments({ run, folder: to }: SealedRun): string {
  const [, ...rows] = readFileSync(join(run, '03-sample.csv'), 'utf8').trimEnd().split('\n')
  const paying = rows.flatMap((row, index) => (index % 3 === 0 ? [] : [{ id: row.split(',')[0], index }]))
  const path = join(to, 'payments.csv')
  const lines = paying.map(
    ({ id, index }) => `more-${index},${id},payment,2015-11-01,tests,${index * 7 + 5}.10,ordinary`,
  )
  writeFileSync(path, `${['id,case,kind,at,by,amount,basis', ...lines].join('\n')}\n`)
  return path
}

let copies = 0
const copyOf = (original: SealedRun): SealedRun => {
  copies += 1
  return original.copy(join(folder, `copy-${copies}`))
}
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8')
const labelsOf = async (place: SealedRun) => {
  const path = join(place.masked, 'mask-key.json.age')
  const bytes = await openSealed(path, readFileSync(path), await readKeyFile(place.key('statistician')))
  return JSON.parse(Buffer.from(bytes).toString()).labels as { label: string; arm: string }[]
}

async function refused(place: SealedRun, work: () => Promise<unknown>): Promise<string[]> {
  const before = snapshot(place.folder)
  const codes = brief(await issuesOf(work))
  expect(snapshot(place.folder)).toEqual(before)
  return codes
}

describe('an analysis of a mask over a design that is drawn case by case', () => {
  it.each([
    [
      'minimised',
      'method: minimisation\n  factors: [{ field: scheme }, { field: nrp_employed }]\n  probability: "0.8"',
    ],
    // Parents of one case and of several, dealt alike.
    ['complete', 'method: complete\n  ratio: { pwc_first: 1, nrp_first: 1, control: 1 }'],
  ])('says that it cannot draw again, in place of drawing at the realised counts: %s', async (name, allocation) => {
    const place = new SealedRun(join(folder, name))
    await place.prepare(protocol => {
      const section = /^allocation:\n(?: {2}.*\n)+/m.exec(protocol)?.[0] ?? ''
      return replaced(protocol, section, `allocation:\n  ${allocation}\n`)
    })
    await place.record()
    await place.record(payments(place))
    await place.mask()
    const { findings } = await place.analyseMasked()
    const drawn = findings.analyses.filter(({ method }) => method === 'randomisation-test')
    expect(drawn.length).toBeGreaterThan(0)
    for (const { computation } of drawn) {
      expect(computation).toMatchObject({ status: 'undefined', reason: 'design_cannot_be_redrawn' })
    }
    const counted = findings.analyses.find(({ method }) => method === 'pearson-chi-squared')
    expect(counted?.computation).toMatchObject({ status: 'computed' })
  })
})

describe('masking a run', () => {
  it('writes a set, what is known of it, and the sealed key', async () => {
    expect(filesIn(masked.masked)).toEqual(['mask-key.json.age', 'mask.json', 'masked-set.csv'])
    expect(JSON.parse(read(masked.masked, 'mask.json'))).toMatchObject({
      schema: 'equipoise/mask/1',
      labels: ['a', 'b', 'c'],
      outcomes: ['paid', 'amount', 'arrears'],
      notice: expect.stringMatching(/^These cases are made up/),
    })
    expect((await labelsOf(masked)).map(({ arm }) => arm).sort()).toEqual(['control', 'nrp_first', 'pwc_first'])
  })

  it('names no arm, no case, no cluster and no seed in what lies open', () => {
    const [, ...rows] = read(open.run, '04-allocation.csv').trimEnd().split('\n')
    const names = rows.map(row => row.split(',')).flatMap(([id = '', , cluster = '']) => [id, cluster])
    for (const name of ['mask.json', 'masked-set.csv']) {
      const text = read(masked.masked, name)
      for (const secret of [...names, 'pwc_first', 'nrp_first', seed]) expect(text).not.toContain(secret)
    }
  })

  it('draws another mask another time', async () => {
    const drawn = new Set<string>()
    for (let draw = 0; draw < 12; draw += 1) {
      const place = copyOf(open)
      await place.mask({ draw: `draw ${draw}` })
      drawn.add((await labelsOf(place)).map(({ arm }) => arm).join())
    }
    // Of six bijections: that 12 even draws all give one has the chance 6^-11, below 1e-8. These draws are fixed.
    expect(drawn.size).toBeGreaterThan(1)
  })

  it('of a sealed run takes a key, opens nothing and leaves the run as it is', async () => {
    const place = copyOf(open)
    await place.seal()
    expect(await refused(place, () => place.mask())).toEqual(['seal.key_missing --key'])
    expect(await refused(place, () => place.mask({ key: place.key('stranger') }))).toEqual(['key.wrong'])
    const before = snapshot(place.run)
    await place.mask({ key: place.key('on-call') })
    expect(snapshot(place.run)).toEqual(before)
    expect(read(place.masked, 'masked-set.csv')).toBe(read(masked.masked, 'masked-set.csv'))
  })

  it('warns where the sizes of arms tell them, and only there', async () => {
    const telling = expect.stringContaining('different chances or numbers of cases')
    expect(JSON.parse(read(masked.masked, 'mask.json')).cautions).toContainEqual(telling)
    const equal = new SealedRun(join(folder, 'equal'))
    const targets = '  targets:\n'
      .concat('    "1993": { pwc_first: 9, nrp_first: 9, control: 9 }\n')
      .concat('    "2003": { pwc_first: 21, nrp_first: 21, control: 21 }\n')
    await equal.prepare(text => replaced(text, smallTargets, targets))
    await equal.record()
    expect((await equal.mask()).cautions).not.toContainEqual(telling)
  })

  it('is refused twice in one folder, before anything is recorded, and where every outcome tells', async () => {
    expect(await refused(masked, () => masked.mask())).toEqual(['mask.exists --out'])
    const silentRun = copyOf(open)
    rmSync(join(silentRun.run, '05-outcomes.sqlite'))
    expect(await refused(silentRun, () => silentRun.mask())).toEqual(['run.artefact_missing'])
    const telling = new SealedRun(join(folder, 'telling'))
    const observed = '    observed: { arms: [pwc_first, nrp_first] }\n'
    await telling.prepare(text =>
      ['paid', 'amount', 'arrears'].reduce(
        (left, id) => replaced(left, `  - id: ${id}\n`, `  - id: ${id}\n${observed}`),
        text,
      ),
    )
    await telling.record()
    expect(await refused(telling, () => telling.mask())).toEqual(['mask.no_outcome_left outcomes'])
  })
})

describe('the analysis of a masked set', () => {
  it('gives what the run gives under other names', async () => {
    const place = copyOf(masked)
    const { findings, leftOut } = await place.analyseMasked()
    const trial = await readTrial(place.trial)
    const { findings: known } = await analyseRun(trial, place.run, silent)
    const armOf = new Map((await labelsOf(place)).map(({ label, arm }) => [label, arm]))
    expect(leftOut).toEqual(
      trial.plan.analyses
        .filter(
          ({ outcome, set, settings }) =>
            outcome.includes('after_call') ||
            outcome === 'contact' ||
            set !== undefined ||
            settings?.uptake !== undefined,
        )
        .map(({ id }) => id),
    )
    const resultOf = (analyses: typeof known.analyses, id: string) => {
      const computation = analyses.find(each => each.id === id)?.computation
      return computation?.status === 'computed' ? computation.result : undefined
    }
    // Over all arms: nothing but the order of summation differs, so the last digits may.
    for (const id of ['payers_test', 'amount_test']) {
      const [one, two] = [findings, known].map(({ analyses }) => resultOf(analyses, id))
      if (one?.kind !== 'test' || two?.kind !== 'test') throw new Error(`${id} gave no test`)
      expect(one.pValue).toBeCloseTo(two.pValue, 12)
    }
    for (const id of ['payers_difference', 'amount_difference', 'amount_difference_welch']) {
      const estimates = (analyses: typeof known.analyses) => (resultOf(analyses, id) as ContrastEstimates).contrasts
      let compared = 0
      for (const { arm, against, computation } of estimates(findings.analyses)) {
        const [first, second] = [armOf.get(arm), armOf.get(against)]
        const same = estimates(known.analyses).find(each => each.arm === first && each.against === second)
        const turned = estimates(known.analyses).find(each => each.arm === second && each.against === first)
        const other = (same ?? turned)?.computation
        if (computation.status !== 'computed' || other?.status !== 'computed') throw new Error(`${id} has no estimate`)
        const sign = same === undefined ? -1 : 1
        expect(computation.result.estimate).toBeCloseTo(sign * other.result.estimate, 10)
        const { lower, upper } = other.result.interval
        const limits = sign === 1 ? [lower, upper] : [-upper, -lower]
        expect(computation.result.interval.lower).toBeCloseTo(limits[0] ?? 0, 10)
        expect(computation.result.interval.upper).toBeCloseTo(limits[1] ?? 0, 10)
        compared += 1
      }
      expect(compared).toBe(3)
    }
  })

  it('names no arm, has no control, no family and no costs, and says so', async () => {
    const place = copyOf(masked)
    rmSync(place.run, { recursive: true })
    const { findings, cautions } = await place.analyseMasked()
    for (const name of ['masked-results.json', 'masked-results.csv']) {
      for (const arm of ['pwc_first', 'nrp_first']) expect(read(place.masked, name)).not.toContain(arm)
    }
    expect(findings.economics).toBeNull()
    expect(findings.analyses.every(({ adjusted }) => adjusted.length === 0)).toBe(true)
    expect(findings.plan.contrasts.map(({ id }) => id)).toEqual(['a_b', 'a_c', 'b_c'])
    const dunnett = findings.analyses.find(({ method }) => method === 'dunnett')?.computation
    if (dunnett?.status !== 'computed' || dunnett.result.kind !== 'contrasts') throw new Error('no contrasts')
    expect(dunnett.result.contrasts.map(({ computation }) => computation)).toMatchObject(
      Array(3).fill({ status: 'undefined', reason: 'not_against_control' }),
    )
    expect(cautions).toContainEqual(expect.stringContaining('no P is adjusted'))
    const again = snapshot(place.masked)
    await place.analyseMasked()
    expect(snapshot(place.masked)).toEqual(again)
  })

  it('says where the plan is not that of the allocation', async () => {
    const place = copyOf(masked)
    const plan = join(place.trial, 'plan.yaml')
    expect((await place.analyseMasked()).cautions).not.toContainEqual(expect.stringContaining('The plan is not'))
    writeFileSync(plan, `${read(plan)}# amended\n`)
    expect((await place.analyseMasked()).cautions).toContainEqual(expect.stringContaining('The plan is not'))
  })

  it('is refused of a changed set or mask, and of another protocol', async () => {
    const changed = copyOf(masked)
    const set = join(changed.masked, 'masked-set.csv')
    writeFileSync(set, read(set).replace(/^m1,a/m, 'm1,b').replace(/^m1,c/m, 'm1,a'))
    writeFileSync(set, `${read(set)}m999,a,1993,k999,false,0,0,0\n`)
    expect(await refused(changed, () => changed.analyseMasked())).toEqual(['mask.set_changed'])
    const invalid = copyOf(masked)
    writeFileSync(join(invalid.masked, 'mask.json'), '{"schema":"equipoise/mask/1"}')
    expect(new Set(await refused(invalid, () => invalid.analyseMasked()))).toContain('mask.invalid labels')
    const other = copyOf(masked)
    writeFileSync(join(other.trial, 'protocol.yaml'), `${read(other.trial, 'protocol.yaml')}# another\n`)
    expect(await refused(other, () => other.analyseMasked())).toEqual(['mask.other_trial'])
    const none = copyOf(open)
    expect(await refused(none, () => none.analyseMasked())).toEqual(['file.not_found'])
  })
})

describe('lifting a mask', () => {
  it('is recorded with the set, and shows what the labels stand for', async () => {
    const place = copyOf(masked)
    await place.seal()
    const { labels, recorded } = await place.unmask()
    expect(labels).toEqual(await labelsOf(place))
    const log = openLog(join(place.run, '05-unblinding.sqlite'))
    const { content } = JSON.parse(read(place.masked, 'mask.json'))
    expect(await log.readAll()).toMatchObject([
      { id: recorded.id, case: '*', kind: 'mask_lifted', fields: { set: content } },
    ])
    await log.close()
  })

  it('is refused without a reason, with a wrong key, of another set, and of no run', async () => {
    expect(await refused(masked, () => masked.unmask({ reason: '' }))).toEqual(['unblind.reason_missing --reason'])
    expect(await refused(masked, () => masked.unmask({ key: masked.key('stranger') }))).toEqual(['key.wrong'])
    const changed = copyOf(masked)
    writeFileSync(join(changed.masked, 'masked-set.csv'), 'case\n')
    expect(await refused(changed, () => changed.unmask())).toEqual(['mask.set_changed'])
    const nowhere = copyOf(masked)
    rmSync(nowhere.run, { recursive: true })
    expect(await refused(nowhere, () => nowhere.unmask())).toEqual(['run.artefact_missing'])
  })

  it('is refused of a key that is for another set, or is none', async () => {
    const place = copyOf(masked)
    const recipients = JSON.parse(read(place.masked, 'mask.json')).recipients as string[]
    const replaceKey = async (text: string): Promise<void> =>
      writeFileSync(join(place.masked, 'mask-key.json.age'), (await sealContent(Buffer.from(text), recipients)).bytes)
    const labels = await labelsOf(place)
    const key = { schema: 'equipoise/mask-key/1', trial: 'part-payment', labels, content: '0'.repeat(64) }
    await replaceKey(canonicalJson(key))
    expect(await refused(place, () => place.unmask())).toEqual(['mask.set_changed'])
    await replaceKey('nothing')
    expect(await refused(place, () => place.unmask())).toEqual(['mask.invalid '])
  })
})
