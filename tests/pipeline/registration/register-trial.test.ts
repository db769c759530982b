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
    const trial = await changed(findTrial('missed-payment-72h'), 'plan.yaml', text =>
      text.replace(
        /^subgroups:/m,
        'interim: { analysis: payers, spending: pocock, looks: [{ share: 0.5 }] }\nsubgroups:',
      ),
    )
    const registered = await registerTrial(trial, noRun)
    expect(section(registered, 'question')).toContain('as a change of service and not as a trial')
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

/** The answer to a question of a form, as Markdown. */
async function answer(trial: Awaited<ReturnType<typeof readTrial>>, form: string, question: string, run = noRun) {
  const markdown = writeMarkdown((await registerTrial(trial, run, form)).document)
  return markdown.split(/^#+ /m).find(each => each.startsWith(`${question}\n`)) ?? ''
}

/**
 * Parts and fields as the sources have them; docs/registration.md names the sources. The OSF's schema 697b72f611a8e98484c6139b
 * (OSF Preregistration, version 4), preceded by its page of metadata; of the Evaluation Registry the pages of its form for a planned
 * evaluation, but for 'Further dates', which gathers the dates that the form adds one by one.
 */
const fields: Readonly<Record<string, readonly (readonly [part: string, questions: readonly string[]])[]>> = {
  osf: [
    ['Metadata', ['Title', 'Description', 'Contributors', 'Affiliated institutions', 'License', 'Subjects', 'Tags']],
    [
      'Overview',
      [
        'Research questions or hypotheses',
        'Foreknowledge of data or evidence',
        'Explanation of foreknowledge and managing unintended influences',
      ],
    ],
    [
      'Research Design',
      [
        'Study type',
        'Intention for causal interpretation',
        'Blinding of experimental treatments',
        'Additional blinding during research or analysis',
        'Study design',
        'Randomization',
      ],
    ],
    ['Sampling', ['Data collection procedures', 'Sample size', 'Sample size rationale', 'Starting and stopping rules']],
    ['Variables', ['Manipulated variables', 'Measured variables', 'Indices']],
    [
      'Analysis Plan',
      [
        'Statistical models',
        'Transformations',
        'Inference criteria',
        'Data inclusion and exclusion',
        'Missing data',
        'Other planned analysis',
      ],
    ],
    ['Other', ['Context and additional information']],
  ],
  'evaluation-registry': [
    [
      'About the evaluation',
      ['What would you like to share?', 'Title of evaluation', 'Lead department', 'Other departments involved'],
    ],
    [
      'Evaluation types',
      [
        'Type of evaluation',
        'Type of Impact evaluation',
        'Type of Randomised control trial (RCT)',
        'Type of Value for money evaluation',
      ],
    ],
    [
      'Description',
      [
        'Brief description of intervention',
        'Does your evaluation have a grant?',
        'Is your evaluation a Government Major Project?',
        'Policies',
      ],
    ],
    ['Dates', ['Evaluation start date', 'Evaluation end date', 'Publication of evaluation report', 'Further dates']],
    [
      'Evaluation sharing',
      [
        'Link to a published evaluation strategy, plan or framework',
        'Link to a published evaluation',
        'What is the total cost of your completed evaluation?',
        'Permission to share',
      ],
    ],
  ],
}

describe('a registration under the headings of a form', () => {
  it.each(Object.keys(fields))('%s has its parts and fields in order, each with something under it', async form => {
    for (const trial of ['part-payment', 'letter', 'missed-payment-72h']) {
      const { document, registration } = await register(findTrial(trial), form)
      expect(registration.form).toBe(form)
      const found = document.sections.map(({ title, blocks }) => [
        title,
        blocks.flatMap(block => (block.kind === 'heading' ? [block.text] : [])),
      ])
      expect(found).toEqual(fields[form])
      const blocks = document.sections.flatMap(each => each.blocks)
      const kinds = [...blocks.map(({ kind }) => kind), 'heading']
      expect(kinds.filter((kind, at) => kind === 'heading' && kinds[at + 1] === 'heading')).toEqual([])
      const tables = blocks.flatMap(block => (block.kind === 'table' ? [block.id] : []))
      expect(new Set(tables).size).toBe(tables.length)
    }
  })

  it('osf asks the author which statement of foreknowledge holds, and tells what the record knows', async () => {
    const trial = await readTrial(findTrial('part-payment'))
    const asked = (question: string) => answer(trial, 'osf', question)
    const known = await asked('Foreknowledge of data or evidence')
    expect(known).toContain('No cases of the trial had been drawn when this was written.')
    expect(known).toContain('*For the author:* Which of the statements offered is true')
    expect(await asked('Research questions or hypotheses')).toContain('**Amount paid**')
    expect(await asked('Starting and stopping rules')).toContain('Outcomes are collected until 31 July 2016.')
    expect(await asked('Measured variables')).toContain('- Age of the youngest qualifying child')
    expect(await asked('Inference criteria')).toMatch(/two-sided at alpha 0\.05[\s\S]*P adjusted by Holm/)
    expect(await asked('Sample size')).not.toContain('power of 80%')
    expect(await asked('Sample size rationale')).toContain('power of 80%')
    expect(await asked('Context and additional information')).toContain(trial.hashes.plan)
    const arriving = await readTrial(findTrial('missed-payment-72h'))
    expect(await answer(arriving, 'osf', 'Starting and stopping rules')).toContain(
      'Cases are taken in from 4 February 2013 to 26 July 2013.',
    )
  })

  it('the Evaluation Registry is told the types of evaluation and of trial', async () => {
    const [linked, single] = [await readTrial(findTrial('part-payment')), await readTrial(findTrial('letter'))]
    const ask = (trial: typeof linked, question: string) => answer(trial, 'evaluation-registry', question)
    expect(await ask(linked, 'Type of evaluation')).toContain('- Value for money evaluation')
    expect(await ask(single, 'Type of evaluation')).not.toContain('- Value for money evaluation')
    expect(await ask(single, 'Type of evaluation')).not.toContain('change of service')
    const changed = await readTrial(findTrial('missed-payment-72h'))
    expect(await ask(changed, 'Type of evaluation')).toContain('as a change of service and not as a trial')
    expect(await ask(linked, 'Type of Value for money evaluation')).toContain('£152,000')
    expect(await ask(single, 'Type of Value for money evaluation')).toContain('None is planned.')
    expect(await ask(linked, 'Type of Randomised control trial (RCT)')).toContain('Cluster RCT')
    expect(await ask(single, 'Type of Randomised control trial (RCT)')).toContain('Individual level RCT')
  })

  it('the Evaluation Registry is told what is done in 300 characters, or how many there are', async () => {
    const ask = (trial: Awaited<ReturnType<typeof readTrial>>) =>
      answer(trial, 'evaluation-registry', 'Brief description of intervention')
    expect(await ask(await readTrial(findTrial('letter')))).toContain('*For the author:* What is done')
    const said = 'The parent with care is called first and asked what should be done about the arrears.'
    const described = await ask(await readTrial(findTrial('part-payment')))
    expect(described).toContain(`PWC first: ${said}`)
    expect(described).not.toContain('Normal business only')
    expect(described).not.toContain('For the author')
    const wordy = (more: number) =>
      changed(findTrial('part-payment'), 'protocol.yaml', text =>
        replaced(text, said, `${said.slice(0, -1)}${'x'.repeat(more)}.`),
      )
    const room = 300 - (described.split('\n\n')[1] ?? '').trim().length
    expect(await ask(await wordy(room))).not.toContain('For the author')
    expect(await ask(await wordy(room + 1))).toContain('This has 301 characters; the form takes 300.')
  })

  it('the Evaluation Registry is told the dates that the files know', async () => {
    const looks =
      'interim: { analysis: payers, spending: pocock, looks: [{ share: 0.5, date: "2013-07-01" }] }\nsubgroups:'
    const trial = await changed(findTrial('missed-payment-72h'), 'plan.yaml', text =>
      text.replace(/^subgroups:/m, looks),
    )
    const dates = await answer(trial, 'evaluation-registry', 'Further dates')
    expect(dates).toContain('- **First participant recruited:** 4 February 2013.')
    expect(dates).toContain('- **Last participant recruited:** 26 July 2013.')
    expect(dates).toContain('- **Interim data analysis start:** 1 July 2013.')
    expect(dates).toContain('- **Final data extraction date:** after 26 October 2013')
    expect(await answer(await readTrial(findTrial('letter')), 'evaluation-registry', 'Further dates')).toContain(
      'caseload from which cases are drawn, 6 January 2025',
    )
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

  it('is an ongoing evaluation to a registry, and its answers have no headings of their own', async () => {
    const trial = await readTrial(run.trial)
    const ask = (form: string, question: string) => answer(trial, form, question, run.run)
    expect(await ask('evaluation-registry', 'What would you like to share?')).toContain('An ongoing evaluation')
    expect(await ask('osf', 'Foreknowledge of data or evidence')).toContain('had been drawn when this was written.')
    expect(await ask('osf', 'Context and additional information')).toContain('**Amended since**')
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
