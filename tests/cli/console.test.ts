import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inProcess } from '../support/cli.ts'
import { scratch } from '../support/folders.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

const { folder, remove } = scratch()
const [trial, caseload, events, run, idea] = ['trial', 'caseload.csv', 'events.csv', 'run', 'idea.yaml'].map(name =>
  join(folder, name),
) as [string, string, string, string, string]

async function printed(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await inProcess(args)
  expect([exitCode, stderr]).toEqual([0, ''])
  return stdout
}

/** Titles that are underlined. */
const sectionsOf = (text: string): string[] => [...text.matchAll(/^(.+)\n=+$/gm)].map(([, title = '']) => title)
const linesOf = (text: string): number => text.split('\n').length
const analyse = (...more: string[]): Promise<string> => printed('analyse', trial, '--run', run, ...more)
const reproduce = (...more: string[]): Promise<string> =>
  printed('reproduce', trial, '--out', join(folder, 'out'), ...more)

beforeAll(async () => {
  writeSmallTrial(trial)
  await printed('generate', trial, '--cases', '800', '--seed', '7', '--out', caseload)
  await printed('sample', trial, '--caseload', caseload, '--seed', '2015', '--run', run)
  await printed('allocate', trial, '--seed', '2015', '--run', run)
  await printed('generate', trial, '--outcomes', '--run', run, '--seed', '7', '--out', events)
  await printed('record', trial, '--events', events, '--run', run)
})
afterAll(remove)

describe('analyse', () => {
  it('prints the notice, the summary, the tests as reported, the primary analyses and where the rest is', async () => {
    const text = await analyse()
    expect(text).toMatch(/^These cases are made up/)
    expect(sectionsOf(text)).toEqual(['Summary', 'Tests', 'Primary analyses'])
    expect(text).toContain('; primary)\n')
    expect(text).toContain('Do the arms differ in cases with payments?')
    expect(text).not.toMatch(/; (?:secondary|sensitivity|as reported)\)/)
    expect(text).toContain(join(run, '08-results.json'))
    expect(text).toContain(`${join(run, '08-results.csv')}; --full prints them.`)
    expect(text).toMatch(/\nNext: equipoise report .*\n$/)
    expect(linesOf(text)).toBeLessThan(90)
  })

  it('prints every analysis with --full', async () => {
    const text = await analyse('--full')
    expect(sectionsOf(text)).toEqual([
      'Summary',
      'What happened in each arm',
      'Tests',
      'The contrasts between arms',
      'Cost and what it brought in',
      'Secondary analyses',
      'Sensitivity: the same questions by other methods',
      'Exploratory analyses',
    ])
    expect(text).not.toContain('--full')
  })

  it('prints what an exploration gave where one was asked for', async () => {
    const ranks = 'analyses: [{ id: ranks, title: Difference in mean ranks, outcome: amount, method: dunn }]'
    writeFileSync(
      idea,
      `schema: equipoise/exploration/1\ntrial: part-payment\nid: idea\ntitle: The same by ranks?\n${ranks}\n`,
    )
    const text = await analyse('--explore', idea)
    expect(sectionsOf(text)).toEqual(['Summary', 'Tests', 'Primary analyses', 'Exploratory analyses'])
    expect(text).toContain('Not in the plan: The same by ranks?')
    expect(sectionsOf(await analyse())).not.toContain('Exploratory analyses')
  })

  it('gives programs the same either way', async () => {
    expect(await analyse('--json', '--full')).toBe(await analyse('--json'))
  })
})

describe('reproduce', () => {
  it('prints the totals, every figure, where the report is and the next step', async () => {
    const text = await reproduce()
    expect(sectionsOf(text)).toEqual(['The printed figures'])
    expect(text).toContain('1 figures: 0 reproduced, 1 consistent, 0 not derivable, 0 contradicted.')
    expect(text).toMatch(/s\.1 +Control: cases +30 +- +consistent/)
    expect(text).toContain(`The report is ${join(folder, 'out/report.html')}`)
    expect(text).toMatch(/\nNext: open .*\n$/)
  })

  it('prints the whole report with --full, and gives programs the same either way', async () => {
    const sections = sectionsOf(await reproduce('--full'))
    expect(sections).toEqual(expect.arrayContaining(['Summary', 'The printed figures', 'Methods']))
    expect(await reproduce('--json', '--full')).toBe(await reproduce('--json'))
  })
})

it.each(['analyse', 'reproduce'])('%s --help explains --full and shows it', async command => {
  const help = await printed(command, '--help')
  expect(help).toMatch(/--full +print every section/)
  expect(help).toContain(`  equipoise ${command} part-payment --full | less\n`)
})
