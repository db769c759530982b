import { describe, expect, it } from 'vitest'
import { type AnswerTexts, readAnswers } from '../../../src/pipeline/new-trial/answers.ts'
import { brief, issuesOf } from '../../storage/temporary.ts'

const circumstances = { folderName: 'Letters 2027!', today: '2027-01-11' }
const none: AnswerTexts = { arm: [], size: [], cost: [] }
const read = (texts: Partial<AnswerTexts>) => readAnswers({ ...none, ...texts }, circumstances)

describe('answers for a new trial', () => {
  it('has a default for everything', () => {
    expect(read({})).toEqual({
      id: 'letters-2027',
      title: 'Letter against Ordinary collection: a randomised trial',
      arms: [
        { id: 'control', title: 'Ordinary collection', cases: 200, cost: null },
        { id: 'letter', title: 'Letter', cases: 200, cost: null },
      ],
      control: 'control',
      cluster: null,
      asOf: '2027-01-11',
      firstDay: '2027-01-11',
      lastDay: '2027-07-11',
      outcome: { type: 'binary', title: 'Cases with a payment' },
      expected: { rate: 0.1, worth: 0.05, payment: 13_000 },
    })
  })

  it('takes what is given', () => {
    const answers = read({
      ...{
        id: 'calls',
        title: ' Calls ',
        control: 'usual',
        cluster: 'debtor_id',
        outcomeType: 'money',
        outcome: 'Pounds',
      },
      ...{ arm: ['usual=As ever', 'call=Call=now'], size: ['call=30'], cost: ['call=4.10', 'usual=0'] },
      ...{ asOf: '2026-12-01', firstDay: '2026-12-24', lastDay: '2026-12-24' },
      ...{ rate: '.02', worth: '0.0050', payment: '80.5' },
    })
    expect(answers.expected).toEqual({ rate: 0.02, worth: 0.005, payment: 8050 })
    expect(answers).toMatchObject({ id: 'calls', title: 'Calls', control: 'usual', cluster: 'debtor_id' })
    expect(answers.arms).toEqual([
      { id: 'usual', title: 'As ever', cases: 200, cost: '0' },
      { id: 'call', title: 'Call=now', cases: 30, cost: '4.10' },
    ])
    expect(answers).toMatchObject({ asOf: '2026-12-01', firstDay: '2026-12-24', lastDay: '2026-12-24' })
    expect(answers.outcome).toEqual({ type: 'money', title: 'Pounds' })
  })

  it('chooses no default that a given day contradicts', () => {
    expect(read({ lastDay: '2020-02-01' })).toMatchObject({ asOf: '2020-02-01', firstDay: '2020-02-01' })
    expect(read({ firstDay: '2030-08-31' })).toMatchObject({ asOf: '2027-01-11', lastDay: '2031-02-28' })
  })

  it.each([
    ['0.0123', 0.0062],
    ['0.9', 0.05],
    ['0.0001', 0.0001],
  ])('holds half of the rate %s worth finding, or half of what is left', (rate, worth) => {
    expect(read({ rate }).expected.worth).toBe(worth)
  })

  it.each([
    ['Trial 7 (two)', 'trial-7-two'],
    ['2027', 'new-trial'],
    ['constructor', 'new-trial'],
    ['Überblick', 'berblick'],
  ])('makes an id of the folder %s', (folderName, id) => {
    expect(readAnswers(none, { ...circumstances, folderName }).id).toBe(id)
  })

  it('reports every bad answer at once', async () => {
    const issues = await issuesOf(() =>
      read({
        ...{ id: 'Bad', title: 'two\nlines', cluster: 'arrears', outcomeType: 'category', outcome: ' ' },
        ...{ arm: ['a=A', 'a=B', '9=nine', 'b='], size: ['a=0', 'z=3'], cost: ['a=-1', 'a=1.234'] },
        ...{ asOf: '2027-01-10', firstDay: '2027-01-01', lastDay: '2027-02-30' },
        ...{ rate: '10%', worth: '0', payment: '0.99' },
      }),
    )
    expect(brief(issues).map(each => each.replace('init.answer --', ''))).toEqual([
      ...['id', 'arm', 'arm', 'arm', 'control', 'size', 'size', 'cost', 'cost', 'cluster'],
      ...['first-day', 'last-day', 'outcome-type', 'title', 'outcome'],
      ...['rate', 'worth', 'payment'],
    ])
    expect(issues[3]?.received).toBe('"a" twice')
  })

  it.each([
    [{ arm: ['control=Alone'] }, '--arm', 'at least two arms'],
    [{ arm: ['a=A', 'b=B'] }, '--control', 'the arm that the others are compared with: a, b'],
    [{ control: 'c' }, '--control', 'the arm that the others are compared with: control, letter'],
    [{ firstDay: '2027-02-01', lastDay: '2027-01-31' }, '--last-day', 'a date from 2027-02-01'],
    [{ cluster: 'stratum' }, '--cluster', 'none, or an id'],
    [{ rate: '0.00001' }, '--rate', 'a share above 0 and below 1 with at most 4 decimals'],
    [{ rate: '0.6', worth: '0.4' }, '--worth', 'which leaves 0.6 and it below 1'],
    [{ payment: '1000000.01' }, '--payment', 'pounds from 1 to 1,000,000'],
  ])('refuses %j', async (texts, field, expected) => {
    const [issue, ...others] = await issuesOf(() => read(texts))
    expect([issue?.place.field, others]).toEqual([field, []])
    expect(issue?.expected).toContain(expected)
  })
})
