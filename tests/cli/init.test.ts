import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { initInterview } from '../../src/cli/init-interview.ts'
import type { Conversation } from '../../src/cli/interview.ts'
import type { AnswerTexts } from '../../src/pipeline/new-trial/answers.ts'
import { makeTrial } from '../../src/pipeline/new-trial/make-trial.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { equipoise, succeed } from '../support/cli.ts'

const { folder } = temporaryFolder()
const none: AnswerTexts = { arm: [], size: [], cost: [] }
const today = '2027-01-11'

/** What was asked and said when these are the answers, in their order. */
async function talk(answers: readonly string[], given: Partial<AnswerTexts> = {}) {
  const left = [...answers]
  const [asked, said]: [string[], string[]] = [[], []]
  const conversation: Conversation = {
    ask: async question => {
      asked.push(question)
      return left.shift()
    },
    say: text => said.push(text),
  }
  const texts = await initInterview({ ...none, ...given }, { folderName: 'letters', today }, conversation)
  return { asked, said, texts, left }
}

describe('the interview of init', () => {
  it('asks for everything with its default, and empty answers make the same trial as --yes', async () => {
    const { asked, said, texts } = await talk([...Array<string>(17).fill(''), 'yes'])
    expect(asked).toEqual([
      'Id of the trial [letters]: ',
      'Arm as id=title, empty for no more [control=Ordinary collection, letter=Letter]: ',
      'Control arm [control]: ',
      'Title [Letter against Ordinary collection: a randomised trial]: ',
      'Ordinary collection: cases [200]: ',
      'Letter: cases [200]: ',
      'Ordinary collection: cost of a case in pounds [none]: ',
      'Letter: cost of a case in pounds [none]: ',
      'Field that linked cases share, which stay in one arm [none]: ',
      'Day of the caseload [2027-01-11]: ',
      'First day of follow-up [2027-01-11]: ',
      'Last day of follow-up [2027-07-11]: ',
      'Primary outcome: binary (paid or not) or money (how much) [binary]: ',
      'Its title [Cases with a payment]: ',
      'Share of control cases that will pay [0.1]: ',
      'Least difference in it that is worth finding [0.05]: ',
      'What a payer pays on average, in pounds [130.00]: ',
      'Write the folder? (yes or no) ',
    ])
    expect(said).toEqual([])
    const [one, other] = [join(folder, 'a', 'letters'), join(folder, 'b', 'letters')]
    makeTrial(one, texts ?? none, today)
    makeTrial(other, none, today)
    for (const name of ['protocol.yaml', 'plan.yaml', 'sizing.yaml', 'synthetic.yaml'])
      expect(readFileSync(join(one, name), 'utf8')).toBe(readFileSync(join(other, name), 'utf8'))
  })

  it('asks only for what is not given, and again until an answer fits', async () => {
    const given = {
      ...{ id: 'calls', title: 'Calls', size: ['call=30'], cluster: 'none', outcome: 'Pounds', outcomeType: 'money' },
      ...{ asOf: '2027-02-01', firstDay: '2027-02-01' },
    }
    const { said, texts, left } = await talk(
      [
        ...['Usual', 'usual=As ever', '', 'usual=Again', 'call=Call', '', 'none', 'usual'],
        ...[
          '0',
          '40',
          '1.234',
          '',
          '4.10',
          '2027-01-31',
          '2027-03-01',
          '2',
          '.9',
          '0.1',
          '',
          '0.5',
          '80',
          'maybe',
          'YES',
        ],
      ],
      given,
    )
    expect(left).toEqual([])
    expect(said.map(text => text.split(/[,:] (?:expected|received)/)[0])).toEqual([
      ...['--arm', '--arm', '--arm', '--control', '--size', '--cost', '--last-day', '--rate', '--worth', '--payment'],
      'Expected one of: yes, no.',
    ])
    expect(texts).toEqual({
      ...given,
      ...{ arm: ['usual=As ever', 'call=Call'], control: 'usual', size: ['call=30', 'usual=40'] },
      ...{ cost: ['call=4.10'], lastDay: '2027-03-01', rate: '.9', worth: '0.05', payment: '80' },
    })
  })

  it('gives nothing without a yes, or where the answers end', async () => {
    expect((await talk([...Array<string>(17).fill(''), 'no'])).texts).toBeUndefined()
    expect(brief(await issuesOf(() => talk(['letters'])))).toEqual(['cli.interview_ended'])
  })
})

describe('equipoise init', () => {
  it('asks nothing without a terminal, and its folder is a trial of that name', async () => {
    const { json } = await succeed(['init', 'trials/letters', '--as-of', today, '--json'], { cwd: folder })
    expect(json()).toMatchObject({
      ...{ schema: 'equipoise/new-trial/1', trial: 'letters', folder: 'trials/letters', reference: 'letters' },
      ...{ copiedFrom: null, files: expect.arrayContaining(['protocol.yaml', 'schemas/plan.schema.json']) },
    })
    const { stdout } = await succeed(['check', 'letters'], { cwd: folder })
    expect(stdout).toContain('4 files, no problem found')
    const again = await equipoise(['init', 'trials/letters', '--yes', '--json'], { cwd: folder })
    expect(again.exitCode).toBe(3)
    expect(again.json()).toMatchObject({ issues: [{ code: 'init.folder_in_use', received: 'a trial' }] })
  })

  it('makes a trial whose size can be judged at once', async () => {
    await succeed(['init', './sized', '--yes'], { cwd: folder })
    const judged = async (...args: string[]) => (await succeed(args, { cwd: folder })).stdout
    expect(await judged('check', './sized')).toContain('no problem found')
    expect(await judged('power', './sized')).toMatch(/Power for 5\.00 .*\n.*\n.* 33% +1,364\n/)
    expect(await judged('simulate', './sized', '--replicates', '200', '--seed', '1')).toMatch(
      /\nletter +200 +15\.00% +£19\.50\n/,
    )
    expect(await judged('boundaries', './sized')).toContain(
      '10.00% of cases in either arm have the outcome (by sizing.yaml)',
    )
    await judged('register', './sized', '--out', 'x.md')
    const page = readFileSync(join(folder, 'x.md'), 'utf8')
    expect(page).toContain('- paid: 0.1 of control cases, assumed (Set when this folder was made, without data.)')
  }, 60_000)

  it('copies a trial, and says how to call what lies elsewhere', async () => {
    const { json } = await succeed(['init', 'mine', '--from', 'letter', '--yes', '--json'], { cwd: folder })
    expect(json()).toMatchObject({ trial: 'mine', reference: './mine', copiedFrom: 'letter' })
    await succeed(['check', './mine'], { cwd: folder })
  })

  it('writes nothing where an answer is bad, and says all that is', async () => {
    const args = ['init', 'bad', '--yes', '--arm', 'a=A', '--size', 'a=0', '--last-day', '2027-02-30', '--json']
    const { exitCode, json } = await equipoise(args, { cwd: folder })
    expect(exitCode).toBe(2)
    const { issues } = json() as unknown as { issues: readonly { place: { field: string } }[] }
    expect(issues.map(({ place }) => place.field)).toEqual(['--arm', '--control', '--size', '--last-day'])
    expect(existsSync(join(folder, 'bad'))).toBe(false)
  })

  it('explains itself', async () => {
    const { stdout } = await succeed(['init', '--help'])
    expect(stdout).toMatch(/^Usage: equipoise init \[options\] <folder>\n/)
    expect(stdout).toContain('\nExamples:\n  equipoise init trials/letters-2027')
    expect((await succeed(['--help'])).stdout).toMatch(
      /^ {2}init \[options\] <folder> {2,}make the folder of a new trial/m,
    )
  })
})
