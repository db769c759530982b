import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../../src/core/hash.ts'
import { registerTrial } from '../../../src/pipeline/registration/register-trial.ts'
import { writeDocument } from '../../../src/pipeline/report-files.ts'
import { findTrial, readTrial } from '../../../src/pipeline/trial-folder.ts'
import { writeMarkdown } from '../../../src/report/index.ts'
import { brief, issuesOf, temporaryFolder } from '../../storage/temporary.ts'
import { SealedRun } from '../../support/sealed-run.ts'
import { SequentialRun } from '../../support/sequential-run.ts'
import { replaced } from '../../support/small-trial.ts'

const { folder } = temporaryFolder()
const noRun = join(folder, 'none')
let copies = 0

/** A copy of a trial, with a file of it changed. */
async function changed(trial: string, name: string, change: (text: string) => string) {
  copies += 1
  const copy = join(folder, `trial-${copies}`)
  cpSync(trial, copy, { recursive: true })
  const path = join(copy, name)
  writeFileSync(path, change(existsSync(path) ? readFileSync(path, 'utf8') : ''))
  return readTrial(copy)
}

const register = async (trial: string, form?: string) => registerTrial(await readTrial(trial), noRun, form)
const section = ({ registration }: Awaited<ReturnType<typeof register>>, id: string): string =>
  registration.sections.find(each => each.id === id)?.text ?? ''

describe('a registration', () => {
  it('has every part of a protocol, and the hashes of its files', async () => {
    const trial = findTrial('part-payment')
    const registered = await register(trial)
    expect(registered.registration.sections.map(({ id }) => id)).toEqual([
      ...['standing', 'question', 'arms', 'eligibility', 'estimands', 'outcomes', 'sample-size', 'randomisation'],
      ...['masking', 'analysis', 'harms', 'changes', 'checklist', 'for-the-author'],
    ])
    for (const name of ['protocol.yaml', 'plan.yaml'])
      expect(section(registered, 'standing')).toContain(sha256(readFileSync(join(trial, name))))
    expect(section(registered, 'standing')).toContain('No cases had been drawn when this was written.')
  })

  it('names every criterion, outcome, analysis, intercurrent event and cost', async () => {
    const trial = await readTrial(findTrial('part-payment'))
    const registered = await registerTrial(trial, noRun)
    const { protocol, plan } = trial
    const lacking = (id: string, titles: readonly string[]) =>
      titles.filter(title => !section(registered, id).includes(title))
    const titles = (list: readonly { title: string }[]) => list.map(({ title }) => title)
    expect(lacking('eligibility', titles(protocol.eligibility))).toEqual([])
    expect(lacking('outcomes', titles(protocol.outcomes))).toEqual([])
    expect(lacking('analysis', titles(plan.analyses))).toEqual([])
    expect(lacking('analysis', titles(plan.families ?? []))).toEqual([])
    expect(lacking('analysis', ['£152,000 in all, borne by PWC first', ...(plan.economics?.notCounted ?? [])])).toEqual(
      [],
    )
    expect(
      lacking(
        'estimands',
        plan.estimands.flatMap(each => [each.population, ...titles(each.intercurrentEvents)]),
      ),
    ).toEqual([])
  })

  it('says what the sizes can find where something is expected, and what is assumed', async () => {
    const text = section(await register(findTrial('part-payment')), 'sample-size')
    // As `equipoise power part-payment` has it.
    expect(text).toMatch(/PWC first minus control +0\.58 +0\.69 +0\.37 +32\.9% +40,532/)
    expect(text).toContain('- paid: 0.0103 of control cases, assumed (figure 1')
    expect(text).toContain('Linked cases share an arm, and nothing is allowed for that')
    const clusters = 'clusters: { meanSize: 2, variationOfSizes: 0, correlation: 0.1 }\n'
    const clustered = await changed(findTrial('part-payment'), 'sizing.yaml', sizing =>
      sizing.replace(/^simulation:\n(?: .*\n|\n)*/m, clusters),
    )
    expect(section(await registerTrial(clustered, noRun), 'sample-size')).toContain('raise variances 1.10 times')
    expect(section(await register(findTrial('letter')), 'sample-size')).toContain('No sample-size argument is declared')
  })

  it('tells of looks, subgroups, blocks, arrivals, harms and alarms', async () => {
    const trial = await changed(findTrial('missed-payment'), 'plan.yaml', text =>
      text.replace(
        /^subgroups:/m,
        'interim: { analysis: payers, spending: pocock, looks: [{ share: 0.5 }] }\nsubgroups:',
      ),
    )
    const registered = await registerTrial(trial, noRun)
    expect(section(registered, 'analysis')).toContain('is looked at before the end, at 50% of the information')
    expect(section(registered, 'analysis')).toContain(
      'No arrears; Arrears of less than £1,000; Arrears of £1,000 or more',
    )
    expect(section(registered, 'randomisation')).toContain('Blocks are of 4 and 6 cases.')
    expect(section(registered, 'eligibility')).toContain('Cases arrive one by one from 4 February 2013 to 26 July 2013')
    expect(section(registered, 'sample-size')).toContain('1,200 cases are planned')
    expect(section(registered, 'outcomes')).toContain('that come within 3 months of its allocation')
    expect(section(registered, 'harms')).toContain('- Complaint: A complaint of either parent')
    expect(section(registered, 'harms')).toContain('- A case of the letter arm was called')
  })

  it("tells of what ends a case's part where no event is called a harm", async () => {
    expect(section(await register(findTrial('part-payment')), 'harms')).toMatch(
      /names no event as a harm[\s\S]*- Withdrawn by a client/,
    )
  })

  it('names the places of an answer apart', async () => {
    const { document } = await register(findTrial('part-payment'))
    expect(writeMarkdown(document)).toContain('| sizing.yaml: outcomes; equipoise power; s.2 |')
  })

  it('takes in what the authors say, and marks what only they can', async () => {
    const own = `schema: equipoise/checklist/1
trial: letter
answers:
  - { item: "20a", says: Nobody who recorded payments knew the arms }
  - { item: "16a", says: Five cases are what there is. }
`
    const registered = await registerTrial(await changed(findTrial('letter'), 'checklist.yaml', () => own), noRun)
    expect(section(registered, 'masking')).toContain('Nobody who recorded payments knew the arms.')
    expect(section(registered, 'masking')).toContain('For the author: How arms were kept from them')
    expect(section(registered, 'sample-size')).toContain('Five cases are what there is.')
    expect(section(registered, 'for-the-author')).not.toContain('20a')
  })

  it('is the same bytes twice, and another hash once the plan is changed', async () => {
    const files = ['one.md', 'two.md'].map(name => join(folder, name))
    for (const file of files) writeDocument((await register(findTrial('letter'))).document, file)
    const [one, two] = files.map(file => readFileSync(file, 'utf8'))
    expect(two).toBe(one)
    const trial = await changed(findTrial('letter'), 'plan.yaml', text => `${text}# a remark\n`)
    const other = await registerTrial(trial, noRun)
    expect(other.registration.hashes.protocol).toBe(sha256(readFileSync(join(findTrial('letter'), 'protocol.yaml'))))
    expect(other.registration.hashes.plan).toBe(sha256(readFileSync(join(trial.folder, 'plan.yaml'))))
    expect(one).not.toContain(other.registration.hashes.plan)
    expect(writeMarkdown(other.document)).toContain(other.registration.hashes.plan)
  })
})

describe('a registration under the headings of a form', () => {
  it.each([
    ['osf', ['Hypotheses', 'Randomization', 'Existing data', 'Sample size', 'Missing data'], 6],
    ['evaluation-registry', ['Evaluation title', 'Outcome measures', 'Value for money', 'Sample'], 4],
  ])('%s has its headings, each with something under it', async (form, headings, parts) => {
    const { document, registration } = await register(findTrial('part-payment'), form)
    expect([registration.form, document.sections.length]).toEqual([form, parts])
    const blocks = document.sections.flatMap(({ blocks: own }) => own)
    const found = blocks.flatMap(block => (block.kind === 'heading' ? [block.text] : []))
    expect(headings.filter(each => !found.includes(each))).toEqual([])
    expect(blocks.length).toBeGreaterThan(2 * found.length - 5)
    const tables = blocks.flatMap(block => (block.kind === 'table' ? [block.id] : []))
    expect(new Set(tables).size).toBe(tables.length)
  })

  it('is refused where there is no such form', async () => {
    expect(brief(await issuesOf(() => register(findTrial('letter'), 'other')))).toEqual(['register.form_unknown --for'])
  })
})

describe('a registration of a trial that has begun', () => {
  let run: SealedRun
  beforeAll(async () => {
    run = await new SealedRun(join(folder, 'small')).prepare()
  })

  it('says by which plan cases were allocated, and that nothing was amended', async () => {
    const registered = await registerTrial(await readTrial(run.trial), run.run)
    expect(registered.registration.begun).toMatchObject({
      ...{ sameProtocol: true, allocated: true, unrecorded: [] },
      planAtAllocation: sha256(readFileSync(join(run.trial, 'plan.yaml'))),
    })
    expect(section(registered, 'standing')).toContain('Nothing: what the plan promises is what it promised then.')
  })

  it('says what was amended since, with its reason, and what no entry covers', async () => {
    const deviation = `deviations:
  - { id: later, what: The exact test is left out, why: It takes long, resultsSeen: true, date: "2016-09-01", analyses: [payers_test_exact] }
`
    const trial = await changed(run.trial, 'plan.yaml', text =>
      replaced(text, 'power: 0.8\n', `power: 0.9\n${deviation}`).replace(
        / {2}- id: payers_test_exact\n(?: {4}.*\n)+/,
        '',
      ),
    )
    const registered = await registerTrial(trial, run.run)
    const text = section(registered, 'standing')
    expect(text).toContain('1 September 2016. The exact test is left out. Why: It takes long. Results had been seen.')
    expect(text).toContain('- payers_test_exact (taken away)')
    expect(text).toContain('- power (a part of the plan, changed)')
    expect(text).toContain(sha256(readFileSync(join(run.trial, 'plan.yaml'))))
    expect(text).toContain(registered.registration.hashes.plan)
    const silent = await changed(run.trial, 'plan.yaml', plan => replaced(plan, 'alpha: 0.05', 'alpha: 0.01'))
    expect((await registerTrial(silent, run.run)).registration.begun?.unrecorded).toEqual(['alpha changed'])
  })

  it('says where cases were drawn by another protocol, or not allocated yet', async () => {
    const trial = await changed(run.trial, 'protocol.yaml', text => `${text}# a remark\n`)
    const registered = await registerTrial(trial, run.run)
    expect(section(registered, 'standing')).toContain('by another protocol than this one')
    const sequential = new SequentialRun(join(folder, 'missed')).prepare()
    await sequential.open()
    const opened = await registerTrial(await readTrial(sequential.trial), sequential.run)
    expect(opened.registration.begun).toMatchObject({ sameProtocol: true, allocated: false, amendments: null })
    expect(section(opened, 'standing')).toContain('They had not been allocated.')
  })
})
