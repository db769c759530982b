import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { silent } from '../../../src/core/progress.ts'
import { allocateSample } from '../../../src/pipeline/allocate-sample.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { checkTrial } from '../../../src/pipeline/check-trial.ts'
import { drawSampleOfRun } from '../../../src/pipeline/draw-sample.ts'
import { generateCaseloadFile, generateEventsFile } from '../../../src/pipeline/generate.ts'
import type { AnswerTexts } from '../../../src/pipeline/new-trial/answers.ts'
import { copyTrial, makeTrial } from '../../../src/pipeline/new-trial/make-trial.ts'
import { recordEventsOfRun } from '../../../src/pipeline/record-events.ts'
import { reportRun } from '../../../src/pipeline/report-run.ts'
import { findTrial, readSizing, readSynthetic, readTrial } from '../../../src/pipeline/trial-folder.ts'
import { type JsonSchema, schemaProblems } from '../../docs/json-schema.ts'
import { brief, issuesOf, temporaryFolder } from '../../storage/temporary.ts'
import { filesIn, snapshot } from '../../support/folders.ts'
import { replaced, writeSmallTrial } from '../../support/small-trial.ts'

const { folder } = temporaryFolder()
const today = '2027-01-11'
const none: AnswerTexts = { arm: [], size: [], cost: [] }
let places = 0
const fresh = (): string => {
  places += 1
  return join(folder, `place-${places}`)
}
const text = (trial: string, name: string): string => readFileSync(join(trial, name), 'utf8')

/** A trial from its made-up caseload to its report. */
async function goThrough(place: string, cases: number) {
  const trial = await readTrial(place)
  const [run, caseload, events] = ['run', 'caseload.csv', 'events.csv'].map(name => join(fresh(), name)) as [
    ...[string, string, string],
  ]
  await generateCaseloadFile(trial, { cases, seed: '1', out: caseload }, silent)
  await drawSampleOfRun({ trial, run, caseload, seed: '1' }, silent)
  await allocateSample({ trial, run, seed: '1' }, silent)
  const made = await generateEventsFile(trial, { run, seed: '1', out: events }, silent)
  const recorded = await recordEventsOfRun({ trial, run, events, clock: () => new Date(0) }, silent)
  await analyseRun(trial, run, silent)
  return { made, recorded, report: await reportRun(trial, run, silent) }
}

describe('a new trial from the template', () => {
  it('says what was answered, and names schemas that are there', async () => {
    const place = fresh()
    const made = makeTrial(place, { ...none, id: 'letters', cost: ['letter=1.20'], cluster: 'debtor_id' }, today)
    expect(filesIn(place)).toEqual([...made.files].sort())
    const check = await checkTrial(place)
    expect(check).toMatchObject({ trial: 'letters', files: ['protocol', 'plan', 'synthetic', 'sizing'], assumed: [] })
    expect(check.arms.map(({ id, control, cases }) => [id, control, cases])).toEqual([
      ['control', true, 200],
      ['letter', false, 200],
    ])
    for (const name of ['protocol', 'plan', 'sizing', 'synthetic']) {
      const own = text(place, `${name}.yaml`)
      const [, address = ''] = /^# yaml-language-server: \$schema=(.*)\n/.exec(own) ?? []
      expect(schemaProblems(JSON.parse(text(place, address)) as JsonSchema, parse(own)), name).toEqual([])
    }
    expect(text(place, 'README.md')).toContain(`equipoise check ${place}`)
  })

  it('expects the same in sizing.yaml and in made-up data: rates, amounts and linked cases', async () => {
    const place = fresh()
    makeTrial(place, { ...none, rate: '0.2', worth: '0.04', payment: '100', cluster: 'debtor_id' }, today)
    const trial = await readTrial(place)
    const { outcomes, simulation, clusters } = readSizing(trial)
    // sqrt(0.2 e - 0.2^2) = 0.70970 times 100, and 0.04 times 100
    expect(outcomes).toMatchObject([
      { outcome: 'paid', rate: 0.2, worth: 0.04, assumed: true },
      { outcome: 'amount', sd: '70.97', worth: '4.00', assumed: true },
    ])
    expect(simulation).toMatchObject({ rate: { control: 0.2, letter: 0.24 }, assumed: true })
    expect(clusters).toMatchObject({ meanSize: 1.18, variationOfSizes: 0.39 })
    const { ordinary } = readSynthetic(trial).outcomes ?? {}
    expect(ordinary?.payers).toEqual({ control: { cases: 2000, of: 10_000 }, letter: { cases: 2400, of: 10_000 } })
    // 100 / 1.3 payments / exp(1 / 2)
    expect(ordinary?.amount.median).toBe('46.66')
  })

  it.each<[string, Partial<AnswerTexts>, number]>([
    ['with every default', {}, 800],
    [
      'with three arms, linked cases, costs and a money outcome, in one day',
      {
        ...{ arm: ['none=None', 'a="A": # b', 'b=B'], control: 'none', cluster: 'debtor_id', outcomeType: 'money' },
        ...{ size: ['none=40', 'a=30', 'b=20'], cost: ['a=1.20', 'b=3'], firstDay: today, lastDay: today },
      },
      400,
    ],
  ])(
    'goes from made-up cases to a report %s',
    async (_, texts, cases) => {
      const place = fresh()
      makeTrial(place, { ...none, ...texts }, today)
      const { made, recorded, report } = await goThrough(place, cases)
      expect(made.rows).toBeGreaterThan(10)
      expect(recorded.recorded).toBe(made.rows)
      expect(report.document.notices.length).toBeGreaterThan(0)
      expect(report.document.sections.map(({ id }) => id)).toContain('summary')
    },
    60_000,
  )

  it('passes the check whatever is answered', async () => {
    const title = fc.string({ minLength: 1, unit: 'grapheme' }).filter(words => /^\P{Cc}*\S\P{Cc}*$/u.test(words))
    const arms = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/), { minLength: 2, maxLength: 4 })
    const answers = fc.record({
      arms,
      title,
      outcome: title,
      outcomeType: fc.constantFrom('binary', 'money'),
      cluster: fc.constantFrom('none', 'debtor_id', 'x'),
      days: fc.nat(400),
      cost: fc.constantFrom('0', '1.20'),
      rate: fc.integer({ min: 1, max: 9998 }).map(parts => (parts / 10_000).toFixed(4)),
      payment: fc.integer({ min: 100, max: 100_000_000 }).map(pence => (pence / 100).toFixed(2)),
    })
    await fc.assert(
      fc.asyncProperty(answers, async ({ arms, days, cost, ...others }) => {
        const place = fresh()
        const lastDay = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
        const texts = { ...others, arm: arms.map(id => `${id}=${others.title}`), control: arms[0], lastDay }
        makeTrial(place, { ...texts, id: 'any', size: [], cost: [`${arms[1]}=${cost}`] }, today)
        const check = await checkTrial(place)
        expect([check.title, check.arms.map(({ id }) => id)]).toEqual([others.title.trim(), arms])
      }),
      { numRuns: 25 },
    )
  })
})

describe('a copy of a trial', () => {
  const named = { ...none, id: 'second', title: 'The second: "trial"' }

  it('holds protocol, plan and model with every comment, under its own id and title', async () => {
    const place = fresh()
    const source = findTrial('part-payment')
    copyTrial(place, named, await readTrial(source))
    const original = (name: string) => text(source, name).split('\n').slice(1).join('\n')
    const copied = (name: string) => text(place, name).split('\n').slice(1).join('\n')
    expect(copied('protocol.yaml')).toBe(
      replaced(
        replaced(original('protocol.yaml'), 'id: part-payment', 'id: second'),
        'Proactive use of part payment for child maintenance arrears',
        '"The second: \\"trial\\""',
      ),
    )
    expect(copied('plan.yaml')).toBe(replaced(original('plan.yaml'), 'trial: part-payment', 'trial: second'))
    expect(copied('sizing.yaml')).toBe(replaced(original('sizing.yaml'), 'trial: part-payment', 'trial: second'))
    expect(`${copied('synthetic.yaml').trimEnd()}\n`).toBe(
      replaced(original('synthetic.yaml'), 'trial: part-payment', 'trial: second').replace(
        /\nreconstruction:[\s\S]*$/,
        '',
      ),
    )
    expect(filesIn(place)).toEqual([
      ...['README.md', 'plan.yaml', 'protocol.yaml', 'schemas/plan.schema.json', 'schemas/protocol.schema.json'],
      ...['schemas/sizing.schema.json', 'schemas/synthetic.schema.json', 'sizing.yaml', 'synthetic.yaml'],
    ])
    expect(await checkTrial(place)).toMatchObject({ trial: 'second', title: 'The second: "trial"' })
  })

  it('goes from made-up cases to a report', async () => {
    const [source, place] = [fresh(), fresh()]
    writeSmallTrial(source)
    const plan = text(source, 'plan.yaml')
    writeFileSync(join(source, 'plan.yaml'), replaced(plan, 'power: 0.8\n', 'power: 0.8\n# its own\nseed: "7"\n'))
    copyTrial(place, named, await readTrial(source))
    expect(text(place, 'plan.yaml')).not.toMatch(/seed|its own/)
    const { made, recorded } = await goThrough(place, 800)
    expect(recorded.recorded).toBe(made.rows)
  }, 60_000)

  it('of a trial whose cases arrive one by one, without a model of made-up data, says what comes next', async () => {
    const place = fresh()
    const source = fresh()
    cpSync(findTrial('missed-payment-72h'), source, { recursive: true })
    rmSync(join(source, 'synthetic.yaml'))
    const made = copyTrial(place, none, await readTrial(source))
    expect(made).toMatchObject({ trial: place.split('/').at(-1), copiedFrom: 'missed-payment-72h' })
    expect(made.files).not.toContain('synthetic.yaml')
    expect(text(place, 'README.md')).toMatch(/There is no `synthetic\.yaml`[\s\S]*equipoise open /)
    await checkTrial(place)
    const whole = fresh()
    copyTrial(whole, none, await readTrial(findTrial('missed-payment-72h')))
    expect(text(whole, 'README.md')).toMatch(/equipoise open [\s\S]*--at-column arrives_on[\s\S]*equipoise close /)
    expect(text(whole, 'README.md')).not.toContain('--caseload made-up.csv')
  })

  it('takes no other answers', async () => {
    const from = await readTrial(findTrial('letter'))
    const texts = { ...named, id: 'Bad', arm: ['a=A'], asOf: 'today' }
    const issues = await issuesOf(() => copyTrial(fresh(), texts, from))
    expect(brief(issues)).toEqual(['init.answers_not_read --from', 'init.answer --id'])
    expect(issues[0]?.received).toBe('--arm, --as-of')
  })
})

describe('a folder that is there', () => {
  it('may be empty', async () => {
    const place = fresh()
    mkdirSync(place)
    makeTrial(place, none, today)
    await checkTrial(place)
  })

  it.each([
    ['a trial', 'protocol.yaml', 'a trial'],
    ['any other file', '.hidden', 'other files, as .hidden'],
  ])('is left alone where it holds %s', async (_, name, holds) => {
    const place = fresh()
    mkdirSync(place)
    writeFileSync(join(place, name), 'something')
    const before = snapshot(place)
    const issues = await issuesOf(() => makeTrial(place, { ...none, id: 'Bad' }, today))
    expect(brief(issues)).toEqual(['init.folder_in_use', 'init.answer --id'])
    expect(issues[0]?.received).toBe(holds)
    expect(snapshot(place)).toEqual(before)
  })

  it('may not be a file, and nothing is left beside it', async () => {
    const parent = fresh()
    mkdirSync(parent)
    writeFileSync(join(parent, 'file'), '')
    expect(brief(await issuesOf(() => makeTrial(join(parent, 'file'), none, today)))).toEqual(['init.folder_in_use'])
    expect(brief(await issuesOf(() => makeTrial(join(parent, 'file', 'below'), none, today)))).toHaveLength(1)
    expect(readdirSync(parent)).toEqual(['file'])
    expect(existsSync(join(parent, 'other'))).toBe(false)
  })
})
