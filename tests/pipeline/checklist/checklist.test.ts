import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checklistOf } from '../../../src/pipeline/checklist/checklist.ts'
import { type Checklist, checklistOfTrial, writeChecklist } from '../../../src/pipeline/checklist/index.ts'
import { readTrial, type Trial } from '../../../src/pipeline/trial-folder.ts'
import { plainText } from '../../../src/report/index.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { inProcess } from '../../support/cli.ts'
import { scratch } from '../../support/folders.ts'
import { replaced, writeSmallTrial } from '../../support/small-trial.ts'

const { folder, remove } = scratch()
afterAll(remove)

let trial: Trial
beforeAll(async () => {
  trial = await readTrial(writeSmallTrial(join(folder, 'trial')))
})

const entryOf = ({ entries }: Checklist, id: string) => {
  const entry = entries.find(each => each.id === id)
  if (entry === undefined) throw new Error(`no item ${id}`)
  return { ...entry, says: plainText(entry.says), wanted: plainText(entry.wanted ?? '') }
}
const editedTrial = async (file: 'protocol.yaml' | 'plan.yaml', edit: (text: string) => string): Promise<Trial> => {
  const place = writeSmallTrial(join(folder, 'edited'))
  writeFileSync(join(place, file), edit(readFileSync(join(place, file), 'utf8')))
  return readTrial(place)
}

describe('before there is a run', () => {
  it('answers what protocol and plan say, and leaves results for later', () => {
    const checklist = checklistOfTrial(trial, null)
    expect(entryOf(checklist, '12a')).toMatchObject({ state: 'answered', where: 'protocol.yaml: eligibility' })
    expect(entryOf(checklist, '12a').says).toContain('Managed on the CS2 system')
    expect(entryOf(checklist, '14').says).toBe(
      'Primary: Cases with payments, Amount paid. Secondary: none. Events from 1 November 2015 to 31 July 2016 count.',
    )
    expect(entryOf(checklist, '17b').says).toContain('strata by Statutory scheme; linked cases together')
    for (const id of ['1b', '22a', '22b', '25', '26', '28', '30', 'M6', 'C7'])
      expect(entryOf(checklist, id).state, id).toBe('later')
    for (const id of ['2', '5a', '5b', '11', '16a', '18', '29']) expect(entryOf(checklist, id).state, id).toBe('author')
  })

  it('counts each item once', () => {
    const { entries, totals } = checklistOfTrial(trial, null)
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(totals.answered + totals.partly + totals.author + totals.later).toBe(entries.length)
    // the 30 numbers of CONSORT 2025 with their letters
    const numbers = new Set(entries.filter(({ of }) => of === undefined).map(({ id }) => Number.parseInt(id, 10)))
    expect([...numbers]).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
  })

  it('asks for more than two arms and for clusters only where there are such', async () => {
    const plain = await editedTrial('protocol.yaml', text => text.replace(/\nclusters:\n(?: {2}.*\n)+/, '\n'))
    const { entries } = checklistOfTrial(plain, null)
    expect(entries.some(({ of }) => of === 'clusters')).toBe(false)
    expect(entries.some(({ of }) => of === 'several_arms')).toBe(true)
  })

  it('sees a title that says that the trial is randomised, and how many arms it has', async () => {
    const titled = await editedTrial('protocol.yaml', text =>
      replaced(
        text,
        'title: Proactive use of part payment for child maintenance arrears',
        'title: Part payment of arrears, a randomised trial with three arms',
      ),
    )
    const checklist = checklistOfTrial(titled, null)
    expect(entryOf(checklist, '1a').state).toBe('answered')
    expect(entryOf(checklist, 'M1').state).toBe('answered')
  })

  it('asks for harms until the protocol names some, and then for how they were looked for', async () => {
    expect(entryOf(checklistOfTrial(trial, null), '27')).toMatchObject({ state: 'author' })
    const named = await editedTrial('protocol.yaml', text =>
      replaced(
        text,
        '    - kind: stop\n',
        '    - { kind: complaint, title: Complaint, harm: true }\n    - kind: stop\n',
      ),
    )
    const checklist = checklistOfTrial(named, null)
    expect(entryOf(checklist, '15')).toMatchObject({
      ...{ state: 'partly', says: 'Complaint', wanted: 'How harms were looked for.' },
    })
    expect(entryOf(checklist, '27').state).toBe('later')
    const analysed = { allocated: true, analysed: true, sealed: false, balanced: true, relative: [], assurance: null }
    const after = checklistOf({ protocol: named.protocol, plan: named.plan, sizing: null, run: analysed })
    expect(entryOf(after, '27')).toMatchObject({
      state: 'answered',
      says: 'Cases and events of every harm on record, by arm: Complaint.',
    })
  })

  it('cites what is expected of the outcomes, and asks how the sizes followed from it', async () => {
    const withSizing = (text: string): Trial => {
      const place = writeSmallTrial(join(folder, 'sized'))
      writeFileSync(join(place, 'sizing.yaml'), `schema: equipoise/sizing/1\ntrial: part-payment\n${text}`)
      return { ...trial, folder: place }
    }
    const paid = '  - { outcome: paid, rate: 0.01, worth: 0.005, assumed: true, reason: As last year. }\n'
    const amount = '  - { outcome: amount, sd: "60.00", worth: "2.00" }\n'
    const clusters = 'clusters: { meanSize: 1.06, variationOfSizes: 0.25, correlation: 0.3, source: a count }\n'
    const checklist = checklistOfTrial(withSizing(`outcomes:\n${paid}${amount}${clusters}`), null)
    expect(entryOf(checklist, '16a')).toMatchObject({
      state: 'partly',
      says: 'PWC first: 30 cases; NRP first: 34 cases; Control: 30 cases; power 80% at a two-sided alpha of 0.050; paid: 0.01 of control cases, assumed (As last year.); amount: standard deviation £60.00; clusters: 1.06 cases on average, variation 0.25, intracluster correlation 0.3 (a count); worth finding in Cases with payments: 0.50 percentage points; worth finding in Amount paid: £2.00 per case.',
      wanted: 'How the number of cases followed from this.',
      where: 'sizing.yaml: outcomes; equipoise power',
    })
    expect(entryOf(checklist, 'M4')).toMatchObject({
      state: 'partly',
      says: 'PWC first minus control: 30 and 30 cases; NRP first minus control: 34 and 30 cases; PWC first minus NRP first (the order of calling): 30 and 34 cases; worth finding in Cases with payments: 0.50 percentage points; worth finding in Amount paid: £2.00 per case',
      wanted: 'How the sizes of the arms followed from this.',
    })
    expect(entryOf(checklist, 'C4')).toMatchObject({ state: 'answered', where: 'sizing.yaml: clusters' })
    const half = checklistOfTrial(withSizing(`outcomes:\n${paid}`), null)
    expect(entryOf(half, 'M4').wanted).toContain('to find in Amount paid, and')
    expect(entryOf(half, 'C4').state).toBe('author')
    const other = checklistOfTrial(withSizing('outcomes:\n  - { outcome: paid_after_call, rate: 0.01 }\n'), null)
    expect(entryOf(other, 'M4').state).toBe('author')
    for (const id of ['16a', 'M4', 'C4']) expect(entryOf(checklistOfTrial(trial, null), id).state, id).toBe('author')
  })

  it('says where the plan leaves something out', async () => {
    const poor = await editedTrial('plan.yaml', text => text.replace(/\nfamilies:\n(?: {2}.*\n)+/, '\n'))
    expect(entryOf(checklistOfTrial(poor, null), 'M3')).toMatchObject({ state: 'author' })
    expect(entryOf(checklistOfTrial(trial, null), 'M3').says).toMatch(/Holm/)
  })
})

describe('on a run', () => {
  let run: string
  beforeAll(async () => {
    run = join(folder, 'run')
    const caseload = join(folder, 'caseload.csv')
    const at = ['--run', run]
    await inProcess(['generate', trial.folder, '--cases', '800', '--seed', '7', '--out', caseload])
    await inProcess(['sample', trial.folder, '--caseload', caseload, '--seed', '7', ...at])
    await inProcess(['allocate', trial.folder, '--seed', '7', ...at])
  }, 120_000)

  it('moves on with the run', async () => {
    expect(entryOf(checklistOfTrial(trial, run), '22a').state).toBe('answered')
    expect(entryOf(checklistOfTrial(trial, run), '25').state).toBe('later')
    expect(entryOf(checklistOfTrial(trial, run), '26').state).toBe('later')
    await inProcess(['balance', trial.folder, '--run', run])
    expect(entryOf(checklistOfTrial(trial, run), '25').state).toBe('answered')
    const events = join(folder, 'events.csv')
    await inProcess(['generate', trial.folder, '--outcomes', '--run', run, '--seed', '7', '--out', events])
    await inProcess(['record', trial.folder, '--events', events, '--run', run])
    await inProcess(['analyse', trial.folder, '--run', run])
    const analysed = checklistOfTrial(trial, run)
    expect(entryOf(analysed, '26').state).toBe('answered')
    expect(analysed.totals.later).toBe(0)
  }, 120_000)

  it('is written as a page with the notice of made-up cases', () => {
    const file = join(folder, 'checklist.md')
    writeChecklist(trial, run, checklistOfTrial(trial, run), file)
    const page = readFileSync(file, 'utf8')
    expect(page).toContain('| 12a Eligibility |')
    expect(page).toMatch(/\n> .*made up/i)
    expect(page).toContain('- 5a Funding: Who paid for the trial, and their part in it.')
  })

  it('is a document that an author can edit, the same bytes twice', () => {
    const [first, second] = ['a.docx', 'b.docx'].map(name => {
      writeChecklist(trial, run, checklistOfTrial(trial, run), join(folder, name))
      return readFileSync(join(folder, name))
    })
    expect(first?.subarray(0, 2).toString()).toBe('PK')
    expect(second?.equals(first ?? Buffer.of())).toBe(true)
  })

  it('refuses a page in another form', async () => {
    const file = join(folder, 'x.txt')
    const [issue] = await issuesOf(() => writeChecklist(trial, run, checklistOfTrial(trial, run), file))
    expect(issue).toMatchObject({ code: 'report.file_ending_unknown', received: JSON.stringify(file) })
    expect(existsSync(file)).toBe(false)
  })
})

describe("the authors' file", () => {
  const withFile = (text: string): Trial => {
    const place = writeSmallTrial(join(folder, 'answered'))
    writeFileSync(join(place, 'checklist.yaml'), text)
    return { ...trial, folder: place }
  }

  it('answers items, beside what the record says', () => {
    const own = withFile(`schema: equipoise/checklist/1
trial: part-payment
answers:
  - { item: "2", says: "No register; <b>none</b> was asked for." }
  - { item: "13", says: Calls followed a script., where: appendix 2 }
`)
    const checklist = checklistOfTrial(own, null)
    expect(entryOf(checklist, '2').state).toBe('answered')
    expect(checklistOfTrial(trial, null).totals.author - checklist.totals.author).toBe(1)
    const file = join(folder, 'answered.html')
    writeChecklist(own, null, checklist, file)
    const page = readFileSync(file, 'utf8')
    expect(page).toContain('&lt;b&gt;none&lt;/b&gt;')
    expect(page).toContain('nobody is called about part payment. Calls followed a script.')
    expect(page).not.toContain('Name of the register')
  })

  it('reports every item that is not asked or answered twice, at its line', async () => {
    const own = withFile(`schema: equipoise/checklist/1
trial: part-payment
answers:
  - { item: "99", says: Nothing. }
  - { item: "2", says: One. }
  - { item: "2", says: Two. }
`)
    const issues = await issuesOf(() => checklistOfTrial(own, null))
    expect(issues.map(({ received }) => received)).toEqual(['"2" a second time', '"99"'])
    expect(issues[1]?.place).toMatchObject({ line: 4 })
  })
})
